"""People's names, kept as their owners write them.

A name is one text of 1 to 300 characters. It is normalised (NFC) and freed of what
could deceive a reader: control characters and bidirectional overrides. Letters,
combining marks and joiners of every script stay.
"""

import unicodedata
from collections import Counter

from django.utils.translation import gettext as _

from hemicycle.lib import search

MAX_LENGTH = 300
SCRIPTS = {"ar": "ARABIC", "ru": "CYRILLIC", "zh": "CJK"}

# Directional embeddings, overrides and isolates; zero-width space; word joiner and
# invisible operators; interlinear marks; byte order mark; soft hyphen; deprecated tags.
_REMOVED = dict.fromkeys(
    [
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
        *(0x200B, 0xFEFF, 0x00AD),
    ]
)


def clean_name(text: str) -> str:
    """The name as we keep it. Raises ValueError, in words for its owner."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError(_("This name contains a damaged character. Type it again."))
    name = one_line(text)
    if not name:
        raise ValueError(_("Enter the name."))
    if not any(unicodedata.category(sign)[0] == "L" for sign in name):
        raise ValueError(_("A name must contain at least one letter."))
    if len(name) > MAX_LENGTH:
        raise ValueError(
            _("A name has at most %(limit)s characters; this one has %(given)s.")
            % {"limit": MAX_LENGTH, "given": len(name)}
        )
    return unicodedata.normalize("NFC", name)


def one_line(text: str) -> str:
    """The text on one line, without control characters and hidden changes of direction.

    For whatever is asked in one line: a title, a place, a code.
    """
    plain = unicodedata.normalize("NFC", text).translate(_REMOVED)
    kept = (
        " " if sign.isspace() else sign
        for sign in plain
        if sign.isspace() or unicodedata.category(sign) != "Cc"
    )
    return " ".join("".join(kept).split())


def in_script_of(language: str, full_name: str, own_script: str) -> str:
    """The spelling for a text in this language: the own script where it is that of the
    language, else the full name."""
    script = SCRIPTS.get(language.split("-")[0])
    letters = [sign for sign in own_script if unicodedata.category(sign)[0] == "L"]
    if script and letters and unicodedata.name(letters[0], "").startswith(script):
        return own_script
    return full_name


def greeted(language: str, full_name: str, own_script: str, honorific: str) -> str:
    """How a text in this language addresses a person: the honorific stands before the
    name it is of one script with."""
    name = in_script_of(language, full_name, own_script)
    if honorific and _script(honorific) == _script(name):
        return f"{honorific} {name}"
    return name


def _script(text: str) -> str:
    """The script of the first letter as Unicode names it ("LATIN", "ARABIC")."""
    letters = [sign for sign in text if unicodedata.category(sign)[0] == "L"]
    return unicodedata.name(letters[0], "").partition(" ")[0] if letters else ""


def same_name(name: str, other: str) -> bool:
    """Whether two spellings are the same name: order, case and accents don't matter.

    Nor do hyphens, apostrophes and how a compound name is divided, as long as the parts
    keep their order ("Abdel Rahman", "Abdelrahman").
    """
    ours, theirs = search.words(name), search.words(other)
    return (
        sorted(ours) == sorted(theirs)
        or "".join(ours) == "".join(theirs)
        or (
            sorted("".join(ours)) == sorted("".join(theirs))
            and _differ_by_division(ours, theirs)
        )
    )


def name_within(part: str, whole: str) -> bool:
    """Whether `part` says nothing that `whole` does not: a badge name in an ID name.

    "Amina Diallo" is within "DIALLO Aminata Amina". Initials count: "J. Smith" is
    within "Jane Smith".
    """
    rest = Counter(search.words(whole))
    for word in sorted(search.words(part), key=len, reverse=True):
        fits = [
            candidate
            for candidate in rest
            if candidate == word or (len(word) == 1 and candidate.startswith(word))
        ]
        if not fits:
            return same_name(part, whole)
        chosen = word if word in fits else fits[0]
        rest[chosen] -= 1
        if not rest[chosen]:
            del rest[chosen]
    return True


def _differ_by_division(ours: list[str], theirs: list[str]) -> bool:
    """Whether each word of one is a run of words of the other, in another order."""
    shorter, longer = sorted((ours, theirs), key=len)
    left = list(longer)
    for word in shorter:
        for start in range(len(left)):
            for end in range(start + 1, len(left) + 1):
                if "".join(left[start:end]) == word:
                    del left[start:end]
                    break
            else:
                continue
            break
        else:
            return False
    return not left
