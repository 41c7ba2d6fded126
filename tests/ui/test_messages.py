"""The words of the interface: found, translated, compiled."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import ngettext

from hemicycle.ui.extraction import extract_template

ROOT = Path(__file__).parents[2]
TEMPLATE = """{% load i18n %}
<p title="it's">{% translate "Save" %}</p>
    {% if "a" == 'b' %}{% figure 1 _("approved") %}{% endif %}
{% translate "May" context "month" %}
{% blocktranslate count n=rows|length trimmed %}
  {{ n }} row
{% plural %}
  {{ n }} rows, 5% more
{% endblocktranslate %}
"""


def test_strings_of_templates_are_found_on_their_lines() -> None:
    keywords = {"gettext": None, "ngettext": None, "pgettext": None, "_": None}
    found = [
        (line, text)
        for line, _function, text, _comments in extract_template(
            BytesIO(TEMPLATE.encode()), keywords, (), {}
        )
    ]
    assert [text for _line, text in found] == [
        "Save",
        "approved",
        ("month", "May"),
        ("%(n)s row", "%(n)s rows, 5%% more", None),
    ]
    assert [line for line, _text in found][:3] == [2, 3, 4]


def test_the_words_of_the_frame_are_complete_in_arabic() -> None:
    done = subprocess.run(
        [sys.executable, "script/messages", "check", "ui"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "complete\n", done.stdout + done.stderr
    assert done.returncode == 0


def test_arabic_has_six_forms_of_counting() -> None:
    path = ROOT / "hemicycle/ui/locale/ar/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale="ar")
    message = catalog.get("%(l)s place left")
    assert message
    assert len(set(message.string)) == 6


def test_compiling_gives_what_django_reads() -> None:
    subprocess.run([sys.executable, "script/messages", "compile"], cwd=ROOT, check=True)
    translation.trans_real._translations.pop("ar", None)
    with translation.override("ar"):
        assert ngettext("%(l)s place left", "%(l)s places left", 2) == "بقي مكانان"
        assert "أماكن" in ngettext("%(l)s place left", "%(l)s places left", 103)
        assert "مكانا" in ngettext("%(l)s place left", "%(l)s places left", 11)
