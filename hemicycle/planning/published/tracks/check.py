"""Verify and value a CoSPLib schedule from first principles, without the model.

Every term is counted from the finished timetable, as the library's documentation words
it. Nothing here knows how the schedule was made.
"""

from collections import Counter, defaultdict
from dataclasses import asdict
from functools import lru_cache
from itertools import combinations

from hemicycle.planning.published.tracks.cosplib import Clock, Instance, Schedule


def violations(instance: Instance, schedule: Schedule) -> list[str]:
    """What makes the timetable unusable, in words; empty when nothing does."""
    broken: list[str] = []
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (s, r), cell in sorted(schedule.items()):
        where = f"{instance.sessions[s].name}, {instance.rooms[r]}"
        if len(cell) > instance.sessions[s].timeslots:
            broken.append(f"{where}: {len(cell)} timeslots, more than there are")
        mixed = {instance.submissions[x].track for x in cell if x is not None}
        if len(mixed) > 1:
            labels = ", ".join(sorted(instance.tracks[t].name for t in mixed))
            broken.append(f"{where}: several tracks in one room: {labels}")
        for k, x in enumerate(cell):
            if x is not None:
                places[x].append((s, r, k))
    for x, submission in enumerate(instance.submissions):
        held = places[x]
        if len(held) != submission.timeslots:
            broken.append(
                f"{submission.name} has {len(held)} timeslots, not "
                f"{submission.timeslots}"
            )
        elif len({(s, r) for s, r, _ in held}) > 1:
            broken.append(f"{submission.name} is split over several rooms or sessions")
        elif held[-1][2] - held[0][2] != len(held) - 1:
            broken.append(f"{submission.name} is interrupted")
    return broken


def terms(instance: Instance, schedule: Schedule) -> dict[str, int]:
    """The unweighted value of each of the 16 terms, by the names in `Weights`."""
    talks = instance.submissions
    room_of_track: dict[tuple[int, int], int] = {}
    for place, cell in schedule.items():
        held = [x for x in cell if x is not None]
        if held:
            room_of_track[place] = talks[held[0]].track
    at_once: dict[int, list[int]] = defaultdict(list)
    for (s, _), t in sorted(room_of_track.items()):
        at_once[s].append(t)
    slots = [
        (s, r, k, x)
        for (s, r), cell in sorted(schedule.items())
        for k, x in enumerate(cell)
        if x is not None
    ]
    presenters = conflicts(instance, of_attendees=False)
    attendees = conflicts(instance, of_attendees=True)
    return {
        "tracks_sessions": sum(
            instance.tracks_sessions[t][s] for (s, _), t in room_of_track.items()
        ),
        "tracks_rooms": sum(
            instance.tracks_rooms[t][r] for (_, r), t in room_of_track.items()
        ),
        "sessions_rooms": sum(instance.sessions_rooms[s][r] for s, r in room_of_track),
        "similar_tracks": sum(
            instance.similar[a][b]
            for tracks in at_once.values()
            for a, b in combinations(tracks, 2)
            if a != b
        ),
        "rooms_per_track": sum(
            len({r for (_, r), u in room_of_track.items() if u == t}) - 1
            for t in set(room_of_track.values())
        ),
        "parallel_tracks": sum(
            times - 1
            for tracks in at_once.values()
            for times in Counter(tracks).values()
        ),
        "consecutive_tracks": interrupted_tracks(room_of_track),
        "submissions_time_zones": sum(
            inconvenience(
                instance.clock,
                instance.sessions[s].starts + talks[x].zone_shift,
                instance.sessions[s].ends + talks[x].zone_shift,
            )
            for s, _, _, x in slots
        ),
        "submissions_order": disorder(instance, slots),
        "submissions_sessions": sum(
            talks[x].session_penalty[s] for s, _, _, x in slots
        ),
        "submissions_rooms": sum(talks[x].room_penalty[r] for _, r, _, x in slots),
        "presenters_conflicts": in_one_session(slots, presenters),
        "attendees_conflicts": in_one_session(slots, attendees),
        "chairs_conflicts": sum(
            bool(instance.tracks[a].chairs & instance.tracks[b].chairs)
            for tracks in at_once.values()
            for a, b in combinations(tracks, 2)
            if a != b
        ),
        "presenters_conflicts_timeslot": in_one_timeslot(slots, presenters),
        "attendees_conflicts_timeslot": in_one_timeslot(slots, attendees),
    }


def value(instance: Instance, schedule: Schedule) -> int:
    """The weighted sum, the library's objective; smaller is better."""
    weights = asdict(instance.weights)
    return sum(
        weights[term] * count for term, count in terms(instance, schedule).items()
    )


def interrupted_tracks(room_of_track: dict[tuple[int, int], int]) -> int:
    sessions: dict[int, set[int]] = defaultdict(set)
    for (s, _), t in room_of_track.items():
        sessions[t].add(s)
    return sum(max(used) - min(used) >= len(used) for used in sessions.values())


def inconvenience(clock: Clock, starts: int, ends: int) -> int:
    """Penalty per timeslot from `starts` to `ends` on the presenter's clock."""
    starts, ends = starts % 1440, ends % 1440
    if (
        starts < clock.tolerable_from
        or ends > clock.tolerable_to
        or ends < clock.tolerable_from
    ):
        return clock.unsuitable_penalty
    early = clock.tolerable_from <= starts < clock.suitable_from
    late = clock.suitable_to < ends <= clock.tolerable_to
    return clock.tolerable_penalty if early or late else 0


Slots = list[tuple[int, int, int, int]]


def disorder(instance: Instance, slots: Slots) -> int:
    """Ordered talks off their position in the track, and pairs of them at one time."""
    talks = instance.submissions
    at_once: dict[tuple[int, int], set[int]] = defaultdict(set)
    sequence: dict[int, list[int]] = defaultdict(list)
    for s, _, k, x in slots:
        if talks[x].order:
            at_once[s, k].add(x)
        if x not in sequence[talks[x].track]:
            sequence[talks[x].track].append(x)
    together = sum(
        talks[a].track == talks[b].track
        for held in at_once.values()
        for a, b in combinations(sorted(held), 2)
    )
    misplaced = sum(
        talks[x].order not in (0, position)
        for held in sequence.values()
        for position, x in enumerate(held, start=1)
    )
    return together + misplaced


@lru_cache(maxsize=8)
def conflicts(instance: Instance, *, of_attendees: bool) -> set[frozenset[int]]:
    """Pairs of talks that share a person: two presenters, a presenter who chairs the
    other's track, or (of attendees) somebody who wants both."""
    talks = instance.submissions
    pairs = set()
    for a, first in enumerate(talks):
        for b, second in enumerate(talks):
            if a == b:
                continue
            chairs = (
                instance.tracks[second.track].chairs
                if first.track != second.track
                else frozenset()
            )
            wanted = second.presenters | chairs
            if of_attendees:
                busy = first.attendees & (second.attendees | wanted)
            else:
                busy = first.presenters & wanted
            if busy:
                pairs.add(frozenset((a, b)))
    return pairs


def in_one_session(slots: Slots, pairs: set[frozenset[int]]) -> int:
    held: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for s, r, _, x in slots:
        held[s].add((x, r))
    return sum(
        a[1] != b[1] and frozenset((a[0], b[0])) in pairs
        for places in held.values()
        for a, b in combinations(sorted(places), 2)
    )


def in_one_timeslot(slots: Slots, pairs: set[frozenset[int]]) -> int:
    held: dict[tuple[int, int], set[int]] = defaultdict(set)
    for s, _, k, x in slots:
        held[s, k].add(x)
    return sum(
        frozenset(pair) in pairs
        for places in held.values()
        for pair in combinations(sorted(places), 2)
    )
