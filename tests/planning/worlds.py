"""Small random worlds for the planning tests, each from a seed."""

import os
import random
from pathlib import Path

import pytest

from hemicycle.planning.programme.conference import Conference, Hall, Session
from hemicycle.planning.published.tracks import cosplib

ROOT = Path(__file__).resolve().parents[2]


def shared(*parts: str) -> Path:
    """A file of the published sets; skips the test where they are not at hand."""
    folder = Path(os.environ.get("HEMICYCLE_SHARED", ROOT.parent / "shared"))
    path = folder.joinpath("planning", *parts)
    if not path.exists():
        pytest.skip("the published instances are not beside the repository")
    return path


def make_tracks(seed: int) -> cosplib.Instance:
    """Two or three tracks of at most four talks in two or three sessions, two rooms."""
    draw = random.Random(seed)
    sessions = tuple(
        cosplib.Session(
            f"S{s}", draw.choice((1, 2, 2)), "2026-01-01", 540 + 90 * s, 600 + 90 * s
        )
        for s in range(draw.choice((2, 3)))
    )
    rooms = ("Aula", "Basement")
    tracks = tuple(
        cosplib.Track(
            f"T{t}", frozenset(draw.sample(("p0", "p1", "c0"), draw.choice((0, 1))))
        )
        for t in range(draw.choice((2, 3)))
    )
    longest = max(session.timeslots for session in sessions)
    talks = tuple(
        cosplib.Submission(
            name=f"talk {i}",
            track=draw.randrange(len(tracks)),
            timeslots=min(longest, draw.choice((1, 1, 1, 2))),
            order=draw.choice((0, 0, 1, 2)),
            zone_shift=draw.choice((0, 0, 480)),
            presenters=frozenset({f"p{draw.randrange(3)}"}),
            attendees=frozenset(
                draw.sample(("p0", "p1", "a0", "a1"), draw.choice((0, 1)))
            ),
            session_penalty=tuple(draw.choice((0, 0, 3)) for _ in sessions),
            room_penalty=tuple(draw.choice((0, 0, 2)) for _ in rooms),
        )
        for i in range(draw.choice((2, 3, 4)))
    )

    def table(rows: int, columns: int) -> cosplib.Matrix:
        return tuple(
            tuple(draw.choice((0, 0, 1, 5)) for _ in range(columns))
            for _ in range(rows)
        )

    raw = table(len(tracks), len(tracks))
    several = range(len(tracks))
    return cosplib.Instance(
        name=f"seed {seed}",
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=talks,
        tracks_sessions=table(len(tracks), len(sessions)),
        tracks_rooms=table(len(tracks), len(rooms)),
        sessions_rooms=table(len(sessions), len(rooms)),
        similar=tuple(
            tuple(0 if a == b else raw[min(a, b)][max(a, b)] for b in several)
            for a in several
        ),
        clock=cosplib.Clock(570, 1200, 480, 1320, 1, 4),
        weights=cosplib.Weights(*(draw.choice((0, 1, 1, 10)) for _ in range(16))),
    )


def make_conference(seed: int, sessions: int = 5, people: int = 12) -> Conference:
    """Two days of three slots, three halls, two interpreter teams."""
    draw = random.Random(seed)
    halls = (
        Hall("large", 100, True, True),
        Hall("middle", 60, True),
        Hall("small", 30),
    )
    made = []
    for i in range(sessions):
        length = draw.choice((1, 1, 1, 2))
        starts = [t for t in range(6) if t // 3 == (t + length - 1) // 3]
        made.append(
            Session(
                name=f"s{i}",
                slots=length,
                starts=tuple(sorted(draw.sample(starts, min(len(starts), 4)))),
                speakers=frozenset(draw.sample(range(6), 2)),
                expected=draw.choice((10, 10, 50, 90)),
                has_interpretation=draw.random() < 0.3,
                is_hybrid=draw.random() < 0.2,
                needs_setup=draw.random() < 0.2,
                has_vips=draw.random() < 0.2,
            )
        )
    return Conference(
        sessions=tuple(made),
        halls=halls,
        slots=6,
        days=2,
        teams=2,
        team_slots_a_day=2,
        wishes=tuple(
            tuple(sorted(draw.sample(range(sessions), draw.choice((1, 2, 3)))))
            for _ in range(people)
        ),
    )
