"""What happens to a released programme: data, and the conference after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from hemicycle.planning.programme.conference import Conference


@dataclass(frozen=True)
class Disruption:
    """`away`: slots in which a speaker cannot be there. `closed`: (hall, slot) lost.
    `interpreted`, `hybrid`, `with_setup`: sessions that now need it."""

    away: Mapping[int, frozenset[int]] = field(default_factory=dict)
    closed: frozenset[tuple[int, int]] = frozenset()
    interpreted: frozenset[int] = frozenset()
    hybrid: frozenset[int] = frozenset()
    with_setup: frozenset[int] = frozenset()


def after(conference: Conference, disruption: Disruption) -> Conference:
    """The conference as it now is; `repair` finds the nearest plan for it.

    A session keeps only the starts in which all its speakers are there throughout.
    """
    sessions = []
    for i, session in enumerate(conference.sessions):
        missing: set[int] = set()
        for person in session.speakers:
            missing |= disruption.away.get(person, frozenset())
        sessions.append(
            replace(
                session,
                starts=tuple(
                    t
                    for t in session.starts
                    if missing.isdisjoint(range(t, t + session.slots))
                ),
                has_interpretation=session.has_interpretation
                or i in disruption.interpreted,
                is_hybrid=session.is_hybrid or i in disruption.hybrid,
                needs_setup=session.needs_setup or i in disruption.with_setup,
            )
        )
    return replace(
        conference,
        sessions=tuple(sessions),
        closed=conference.closed | disruption.closed,
    )
