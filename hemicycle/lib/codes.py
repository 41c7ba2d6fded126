"""Random names for things: identifiers, codes to say aloud, codes anyone may verify.

All use one alphabet of 32 signs, without i, l, o and u: nothing to misread or to blush
at. Identifiers are lower case; codes for people are upper case, in groups of four.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26
SHORT_CODE_LENGTH = 8
VERIFICATION_CODE_LENGTH = 16

_UPPER = ALPHABET.upper()
_MISREAD = str.maketrans("OIL", "011")
_ID = re.compile(rf"[{ALPHABET}]{{{ID_LENGTH}}}")


def new_id() -> str:
    """A new identifier: 130 random bits, safe in an address, never guessable."""
    return _letters(ALPHABET, ID_LENGTH)


def is_id(text: str) -> bool:
    """Whether `text` has the form of an identifier."""
    return _ID.fullmatch(text) is not None


def new_short_code() -> str:
    """Eight signs to say aloud (40 bits): only after sign-in or under a throttle."""
    return _letters(_UPPER, SHORT_CODE_LENGTH)


def new_verification_code() -> str:
    """A code that anyone may verify: 16 signs, 80 random bits. Show it `grouped`."""
    return _letters(_UPPER, VERIFICATION_CODE_LENGTH)


def grouped(code: str) -> str:
    """The code as it is shown: groups of four, joined by hyphens."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def ungrouped(text: str) -> str:
    """The code somebody typed, as it is stored. Never raises; nonsense finds nothing.

    Spaces, hyphens and lower case don't matter; O reads as 0, I and L as 1; digits of
    other scripts and full-width letters count as their plain form.
    """
    plain = unicodedata.normalize("NFKC", text)
    signs = (
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in plain
        if sign.isalnum()
    )
    return "".join(signs).upper().translate(_MISREAD)


def _letters(alphabet: str, length: int) -> str:
    bits = secrets.randbits(5 * length)
    return "".join(alphabet[(bits >> (5 * place)) & 31] for place in range(length))
