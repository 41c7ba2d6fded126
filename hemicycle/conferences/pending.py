"""What waits for somebody, as all rooms say it in their `needs.py`."""

from collections.abc import Iterator

from hemicycle.conferences.models import Conference
from hemicycle.lib.needs import Need
from hemicycle.rooms import answering


def needs(conference: Conference) -> list[Need]:
    """For the desk. Troubles come last."""
    every = (need for room in answering("needs") for need in room.needs(conference))
    return sorted((need for need in every if need.count), key=_is_trouble)


def needs_of(hat: str, conference: Conference) -> Iterator[Need]:
    """For the own page of those who wear this hat. Only rooms with a `needs_of` are
    asked."""
    for room in answering("needs"):
        if hasattr(room, "needs_of"):
            yield from (need for need in room.needs_of(hat, conference) if need.count)


def _is_trouble(need: Need) -> bool:
    return need.is_trouble
