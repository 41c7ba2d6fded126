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


def test_a_letter_and_its_arabic_twin_have_the_same_placeholders() -> None:
    twins = sorted(ROOMS.glob("*/templates/*/emails/*.ar.txt"))
    assert twins
    for arabic in twins:
        english = arabic.with_name(arabic.name.replace(".ar.txt", ".txt"))
        assert _placeholders(arabic) == _placeholders(english), arabic.name


def test_a_letter_without_a_twin_is_marked_for_translation() -> None:
    for english in sorted(ROOMS.glob("*/templates/*/emails/*.txt")):
        twin = english.with_name(english.name.replace(".txt", ".ar.txt"))
        if english.name.endswith(".ar.txt") or twin.exists():
            continue
        # Outside tags only placeholders, spaces and marks are left.
        bare = re.sub(
            r"{% blocktranslate.*?endblocktranslate %}|{[{%].*?[}%]}",
            "",
            english.read_text(),
            flags=re.DOTALL,
        )
        assert not re.search(r"\w", bare), f"{english.name}: {bare.strip()!r}"


def _placeholders(path: Path) -> set[str]:
    return set(re.findall(r"{{.*?}}|{% (?:if|elif|else|endif).*?%}", path.read_text()))
