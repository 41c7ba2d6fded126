"""Time zones as the IANA database names places: one list for every form."""

import importlib.resources
import zoneinfo
from functools import cache
from pathlib import Path

UTC = "UTC"


@cache
def names() -> tuple[str, ...]:
    """UTC, then the zones of places in order. Aliases and plain offsets are left out.

    From zone.tab of the system, else of the tzdata package: one line a place.
    """
    known = zoneinfo.available_timezones()
    places = {
        line.split("\t")[2].strip()
        for line in _table().splitlines()
        if line and not line.startswith("#")
    }
    return (UTC, *sorted(places & known))


def is_known(name: str) -> bool:
    """Whether the IANA database has it, aliases such as Asia/Calcutta included."""
    return name in zoneinfo.available_timezones()


def _table() -> str:
    for folder in zoneinfo.TZPATH:
        path = Path(folder) / "zone.tab"
        if path.exists():
            return path.read_text(encoding="utf-8")
    table = importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab"
    return table.read_text(encoding="utf-8")
