"""Arabic in every room: nothing missing, one word one translation, letters in pairs."""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ROOMS = ROOT / "hemicycle"


def test_every_room_is_complete_in_arabic() -> None:
    done = subprocess.run(
        [sys.executable, "script/messages", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "complete\n", done.stdout + done.stderr


def test_the_same_english_has_the_same_arabic_in_every_room() -> None:
    """Django reads all catalogues as one: of two translations, one is never seen."""
    said = defaultdict(set)
    for path in sorted(ROOMS.glob("*/locale/ar/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ar"):
                if message.id:
                    said[message.context, str(message.id)].add(str(message.string))
    assert said
    assert {words: ways for words, ways in said.items() if len(ways) > 1} == {}


def test_every_email_is_a_whole_text_in_each_language() -> None:
    """A twin for each, nothing put together of translated sentences (ADR drafts)."""
    emails = set(ROOMS.glob("*/templates/*/emails/*.txt"))
    twins = {path for path in emails if path.name.endswith(".ar.txt")}
    english = emails - twins
    assert len(english) > 10
    assert {_twin(path) for path in english} == twins
    assert [path.name for path in emails if "translate" in path.read_text()] == []
    for path in english:
        assert _placeholders(_twin(path)) == _placeholders(path), path.name


def test_whoever_is_greeted_by_name_is_greeted_so_in_arabic() -> None:
    greeting = "Dear {{ name }},"
    greeting_in_arabic = "{{ name }}، تحية طيبة وبعد،"
    emails = [
        path
        for path in ROOMS.glob("*/templates/*/emails/*.txt")
        if greeting in path.read_text()
    ]
    assert len(emails) > 8
    for path in emails:
        assert greeting_in_arabic in _twin(path).read_text(), path.name


def _twin(english: Path) -> Path:
    return english.with_name(english.name.replace(".txt", ".ar.txt"))


def _placeholders(path: Path) -> set[str]:
    return set(re.findall(r"{{.*?}}|{% (?:if|elif|else|endif).*?%}", path.read_text()))
