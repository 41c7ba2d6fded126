"""A conference's name and its number, which stand in one text."""

import re

from hemicycle.lib.record import numbers
from hemicycle.lib.record.reading import Text


def without_number(name: str, language: str) -> str:
    """ "68th United Nations Conference" -> "United Nations Conference"."""
    if language == "zh":
        return re.sub(r"^第[0-9零一二三四五六七八九十百]+[届次]", "", name).strip()
    for ordinal in numbers.ordinals(Text(name, language)):
        bare = f"{name[: ordinal.start].strip()} {name[ordinal.end :].strip()}"
        return bare.strip()
    return name
