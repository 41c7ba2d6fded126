"""Digits of any script."""

import unicodedata


def western(text: str) -> str:
    """Digits of any script as 0-9, other characters as they are."""
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFKC", text)
    )
