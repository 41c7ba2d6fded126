"""What waits for somebody, as all rooms say it in their `needs.py`."""

from hemicycle.conferences.models import Conference
from hemicycle.lib.needs import Need
from hemicycle.rooms import answering


def needs(conference: Conference, *, hat: str = "") -> list[Need]:
    """What waits; with a `hat`, only what is its wearers' own. Troubles come last."""
    every = (need for room in answering("needs") for need in room.needs(conference))
    wanted = (need for need in every if need.count and (not hat or hat in need.hats))
    return sorted(wanted, key=_is_trouble)


def _is_trouble(need: Need) -> bool:
    return need.is_trouble
