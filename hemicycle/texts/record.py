"""The register of what the rooms vouch for, and the check of a text against it.

A room that vouches for names, titles, dates or figures has a module `record` with
`record_terms(conference, viewer)`, found as the register of readiness is. Only what the
viewer may see is a term: a finding tells what the record says. Without a viewer it is
what everyone may see.
"""

from collections import OrderedDict
from collections.abc import Iterator
from datetime import date
from threading import Lock
from typing import Any

from hemicycle import rooms
from hemicycle.journal.newest import newest
from hemicycle.lib import clock
from hemicycle.lib.record import Finding, Record, Term, check

KEPT = 2
"""Records kept in a process: one of 12,000 names is some 40 MB."""
SECONDS = 300

_kept: OrderedDict[tuple[str, str], tuple[int, float, Record]] = OrderedDict()
_lock = Lock()


def record_terms(conference: Any, viewer: Any = None) -> Iterator[Term]:
    """What all rooms vouch for, the lowest floor first."""
    for room in rooms.answering("record"):
        if room.__name__ != __name__:
            yield from room.record_terms(conference, viewer)


def record_of(conference: Any, viewer: Any = None) -> Record:
    """The record, indexed; kept until something happens in the conference.

    Names that outlive a conference change without an entry of it: five minutes at most.
    """
    key = (str(conference.pk), str(viewer.pk) if viewer else "")
    entry, now = newest(conference), clock.real_now().timestamp()
    with _lock:
        kept = _kept.get(key)
        if kept and kept[0] == entry and now - kept[1] < SECONDS:
            _kept.move_to_end(key)
            return kept[2]
    terms = list(record_terms(conference, viewer))
    # Most of what happens changes no term: what was indexed is right still.
    record = kept[2] if kept and kept[2].terms == terms else Record(terms)
    with _lock:
        _kept[key] = (entry, now, record)
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return record


def findings(
    text: str,
    conference: Any,
    *,
    language: str = "",
    viewer: Any = None,
    day: date | None = None,
) -> list[Finding]:
    """What the record contradicts in a text, and what it cannot confirm.

    `day` is the one for which titles count; without it, the conference's today.
    """
    record = record_of(conference, viewer)
    return check(text, record, language, day=day or conference.today)
