"""When two spellings are one name of an organisation.

Compared by equality of their keys, which a database can keep unique.
"""

import hashlib

from hemicycle.lib import search

MAX_KEY = 200


def key_of(name: str) -> str:
    """What is equal for all spellings of one name, and never empty for a name.

    Case, accents, punctuation and how the words are divided do not count, nor does an
    Arabic article: "W.W.F." is "WWF", "Ligue des Jeunes-Élus" is "ligue des jeunes
    elus". No script is written in another, and no word is left out: "The" counts.
    A key of more than MAX_KEY characters is cut to a checksum, for a database's index.
    """
    words = (search.without_article(word) for word in search.words(name))
    # Of a name of signs that search leaves out, the name itself.
    key = "".join(words) or "".join(name.casefold().split())
    if len(key) > MAX_KEY:
        return hashlib.sha256(key.encode()).hexdigest()
    return key


def key_of_acronym(acronym: str) -> str:
    """The same of an acronym; "" for what is none, as the "-" of a spreadsheet."""
    return key_of(acronym) if search.words(acronym) else ""
