"""The texts of all e-mails: how each opens, closes and is wrapped."""

from pathlib import Path

import pytest
from django.template import Context, Template

ROOMS = Path(__file__).resolve().parents[2] / "hemicycle"
PARTS = ("closing", "greeting", "specimen")  # that others include
EMAILS = [
    path
    for path in sorted(ROOMS.glob("*/templates/*/emails/*.txt"))
    if path.name.partition(".")[0] not in PARTS
]
# What a person asked for this moment: the code stands first, nobody is greeted.
UNADDRESSED = {"people/emails/code.txt", "people/emails/code.ar.txt"}


def name(path: Path) -> str:
    return str(path.relative_to(path.parents[2]))


@pytest.mark.parametrize("path", EMAILS, ids=name)
def test_an_e_mail_greets_its_reader_and_says_from_whom_it_is(path: Path) -> None:
    text = path.read_text()
    greeting = "تحية طيبة وبعد،" if path.name.endswith(".ar.txt") else "\nDear "
    greets = greeting in text or "vetting/emails/greeting" in text
    assert greets is (name(path) not in UNADDRESSED)
    # An account is of no conference: its e-mails come from the site itself.
    signed = "conferences/emails/closing" in text or "{{ signatory }}" in text
    assert signed is (not name(path).startswith("people/"))


def test_a_line_is_one_however_its_template_is_wrapped() -> None:
    text = Template(
        "{% load emails %}A\n\n{% line %}\n  Registered{% if place %}\n  in {{ place }}"
        "{% endif %}{% endline %}.\nB"
    )
    assert text.render(Context({"place": ""})) == "A\n\nRegistered.\nB"
    assert text.render(Context({"place": "Ost"})) == "A\n\nRegistered in Ost.\nB"
