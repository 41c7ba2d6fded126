"""When two spellings are one name of an organisation.

Compared by equality of their keys, which a database can keep unique.
"""

import hashlib
import re

from hemicycle.lib import search

MAX_KEY = 200
# One body writes these between its words or leaves a sign there: "Health & Rights".
_AND = {"and", "et", "und", "y", "e", "og", "och", "и", "و"}
# Before a name, written or left out, but in some names a part: "Los Angeles".
_ARTICLES = {
    "the", "a", "an", "le", "la", "les", "el", "los", "las", "il", "lo", "gli", "os",
    "as", "der", "die", "das", "de", "het",
}  # fmt: skip
_LEGAL_FORMS = {
    "inc", "ltd", "limited", "llc", "llp", "plc", "corp", "ngo", "npo", "cic", "cio",
    "gmbh", "ggmbh", "ev", "asbl", "aisbl", "vzw", "ivzw", "asso", "onlus", "odv",
    "aps", "ets", "ac", "sa", "sas", "sarl", "srl", "bv", "ab", "ong", "osc", "ry",
}  # fmt: skip
_ELISION = re.compile(r"(?i)^\W*[ld]['’ʼ](?=\w)")


def key_of(name: str) -> str:
    """What is equal for all spellings of one name, and never empty for a name.

    Case, accents, punctuation and how the words are divided do not count, nor does an
    Arabic article: "W.W.F." is "WWF", "Ligue des Jeunes-Élus" is "ligue des jeunes
    elus". Nor do "The" at an end and an "and" between words: "The Health and Rights
    Fund" is "Health & Rights Fund". No script is written in another.
    A key of more than MAX_KEY characters is cut to a checksum, for a database's index.
    """
    # Of a name of signs that search leaves out, the name itself.
    return _fitted("".join(_words(name)) or "".join(name.casefold().split()))


def near_key_of(name: str) -> str:
    """What is equal for names that may well be one: without a leading article of any
    language and without legal forms. "Les Amis de la Terre, a.s.b.l." is near "Amis de
    la Terre". Only good for a question."""
    words = _words(_ELISION.sub("", name).replace(".", ""))
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return _fitted("".join(kept)) if kept else key_of(name)


def _words(name: str) -> list[str]:
    words = [search.without_article(word) for word in search.words(name)]
    for end in (0, -1):
        if len(words) > 1 and words[end] == "the":
            del words[end]
    inner = [word for word in words[1:-1] if word not in _AND]
    return [*words[:1], *inner, *words[-1:]] if len(words) > 1 else words


def _fitted(key: str) -> str:
    if len(key) > MAX_KEY:
        return hashlib.sha256(key.encode()).hexdigest()
    return key


def key_of_acronym(acronym: str) -> str:
    """The same of an acronym; "" for what is none, as the "-" of a spreadsheet."""
    return key_of(acronym) if search.words(acronym) else ""
