"""CoSPLib: conferences as tracks of submissions, read from and written to .xlsx.

Format and objective: Pylyavskyy, Jacko and Kheiri, "A generic approach to conference
scheduling with integer programming", EJOR 317(2), 2024, and the library of the same
authors. A session there is an interval of the day that all rooms share; in the words of
this project it is a slot, and what fills one room during one session is a cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hemicycle.planning.reading import Cell, Node, Sheet, book_of, cells_of, sheet_of
from hemicycle.planning.result import Malformed

MOST_TIMESLOTS = 10_000  # of one session


@dataclass(frozen=True)
class Session:
    """`timeslots` is the length of one cell; minutes count from midnight."""

    name: str
    timeslots: int
    date: str
    starts: int
    ends: int


@dataclass(frozen=True)
class Track:
    name: str
    chairs: frozenset[str]


@dataclass(frozen=True)
class Submission:
    """One talk of a track. `timeslots` of one cell, one after the other, are its own.

    `order` is its wanted position within the track, from 1, or 0 for any; `zone_shift`
    is the difference of its clock to the conference's in minutes; `session_penalty` and
    `room_penalty` are per timeslot, indexed by session and by room.
    """

    name: str
    track: int
    timeslots: int
    order: int
    zone_shift: int
    presenters: frozenset[str]
    attendees: frozenset[str]
    session_penalty: tuple[int, ...]
    room_penalty: tuple[int, ...]


@dataclass(frozen=True)
class Weights:
    """One weight per term of the objective, in the order of the sheet `parameters`."""

    tracks_sessions: int = 0
    tracks_rooms: int = 0
    sessions_rooms: int = 0
    similar_tracks: int = 0
    rooms_per_track: int = 0
    parallel_tracks: int = 0
    consecutive_tracks: int = 0
    submissions_time_zones: int = 0
    submissions_order: int = 0
    submissions_sessions: int = 0
    submissions_rooms: int = 0
    presenters_conflicts: int = 0
    attendees_conflicts: int = 0
    chairs_conflicts: int = 0
    presenters_conflicts_timeslot: int = 0
    attendees_conflicts_timeslot: int = 0


@dataclass(frozen=True)
class Clock:
    """When a talk is convenient on its presenter's own clock, in minutes of the day.

    Between `suitable_from` and `suitable_to` it costs nothing, outside that but within
    `tolerable_from` and `tolerable_to` it costs `tolerable_penalty`, elsewhere
    `unsuitable_penalty`.
    """

    suitable_from: int = 0
    suitable_to: int = 1440
    tolerable_from: int = 0
    tolerable_to: int = 1440
    tolerable_penalty: int = 0
    unsuitable_penalty: int = 0


Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Instance:
    """Penalties are indexed [track][session], [track][room], [session][room];
    `similar` is symmetric over tracks."""

    name: str
    sessions: tuple[Session, ...]
    rooms: tuple[str, ...]
    tracks: tuple[Track, ...]
    submissions: tuple[Submission, ...]
    tracks_sessions: Matrix
    tracks_rooms: Matrix
    sessions_rooms: Matrix
    similar: Matrix
    clock: Clock
    weights: Weights


# The timeslots of every used cell: (session, room) -> a submission's index, or None.
Schedule = dict[tuple[int, int], tuple[int | None, ...]]


def unique(labels: Sequence[str], what: str) -> dict[str, int]:
    index: dict[str, int] = {}
    for label in labels:
        if label in index:
            raise Malformed(f"two {what} are called '{label[:60]}'")
        index[label] = len(index)
    if not index:
        raise Malformed(f"there are no {what}")
    return index


def matrix(
    book: Any, title: str, down: Mapping[str, int], across: Mapping[str, int]
) -> Matrix:
    sheet = sheet_of(book, title)
    columns = [sheet.column(label) for label in across]
    rows_of = {
        str(sheet.cell(row, 0).value): tuple(
            sheet.cell(row, column).whole() for column in columns
        )
        for row in sheet.body
        if sheet.cell(row, 0).value != ""
    }
    for label in down:
        if label not in rows_of:
            raise Malformed(f"sheet '{title}', column A: expected a row '{label}'")
    return tuple(rows_of[label] for label in down)


def named(sheet: Sheet) -> list[tuple[int, str]]:
    """The rows that have a name, with it."""
    cells = [(row, sheet.cell(row, 0).value) for row in sheet.body]
    return [(row, str(value)) for row, value in cells if value != ""]


def read(path: Path) -> Instance:
    """Raises Malformed, naming file, sheet and cell."""
    book = book_of(path)
    try:
        return instance_of(book, path.stem)
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from None


def instance_of(book: Any, name: str) -> Instance:
    sheet = sheet_of(book, "sessions")
    sessions = tuple(
        Session(
            label,
            sheet.cell(row, 1).whole(1, MOST_TIMESLOTS),
            str(sheet.cell(row, 2).value),
            sheet.cell(row, 3).minutes(),
            sheet.cell(row, 4).minutes(),
        )
        for row, label in named(sheet)
    )
    rooms = tuple(label for _, label in named(sheet_of(book, "rooms")))
    sheet = sheet_of(book, "tracks")
    tracks = tuple(
        Track(label, sheet.cell(row, 1).parts()) for row, label in named(sheet)
    )
    by_session = unique([session.name for session in sessions], "sessions")
    by_room = unique(rooms, "rooms")
    by_track = unique([track.name for track in tracks], "tracks")
    clock, weights, local = settings(sheet_of(book, "parameters"))
    raw = matrix(book, "similar tracks", by_track, by_track)
    several = range(len(tracks))
    return Instance(
        name=name,
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=talks(
            sheet_of(book, "submissions"), by_session, by_room, by_track, local
        ),
        tracks_sessions=matrix(book, "tracks_sessions|penalty", by_track, by_session),
        tracks_rooms=matrix(book, "tracks_rooms|penalty", by_track, by_room),
        sessions_rooms=matrix(book, "sessions_rooms|penalty", by_session, by_room),
        # The library's reader lets the upper triangle win.
        similar=tuple(
            tuple(0 if a == b else raw[min(a, b)][max(a, b)] for b in several)
            for a in several
        ),
        clock=clock,
        weights=weights,
    )


def settings(sheet: Sheet) -> tuple[Clock, Weights, int]:
    """Clock, weights, and the conference's own zone in minutes."""
    if len(sheet.rows) <= len(fields(Weights)):
        raise Malformed(
            f"sheet 'parameters': expected {len(fields(Weights)) + 1} rows, found "
            f"{len(sheet.rows)}"
        )
    weights = []
    for row in range(1, len(fields(Weights)) + 1):
        cell = sheet.cell(row, 4)
        weights.append(Cell(str(cell.value).split(":")[0], cell.place).whole())
    clock = Clock(
        suitable_from=sheet.cell(3, 1).minutes(),
        suitable_to=sheet.cell(4, 1).minutes(),
        tolerable_from=sheet.cell(6, 1).minutes(),
        tolerable_to=sheet.cell(7, 1).minutes(),
        tolerable_penalty=sheet.cell(8, 1).whole(),
        unsuitable_penalty=sheet.cell(10, 1).whole(),
    )
    return clock, Weights(*weights), sheet.cell(1, 1).zone()


def talks(
    sheet: Sheet,
    sessions: Mapping[str, int],
    rooms: Mapping[str, int],
    tracks: Mapping[str, int],
    local: int,
) -> tuple[Submission, ...]:
    session_columns = [sheet.column(label) for label in sessions]
    room_columns = [sheet.column(label) for label in rooms]
    talks_read = []
    for row, label in named(sheet):
        track = sheet.cell(row, 1)
        if str(track.value) not in tracks:
            raise track.wants("a track of sheet 'tracks'")
        talks_read.append(
            Submission(
                name=label,
                track=tracks[str(track.value)],
                timeslots=sheet.cell(row, 2).whole(least=1),
                order=sheet.cell(row, 3).whole(),
                zone_shift=sheet.cell(row, 4).zone() - local,
                presenters=sheet.cell(row, 5).parts(),
                attendees=sheet.cell(row, 6).parts(),
                session_penalty=tuple(
                    sheet.cell(row, column).whole() for column in session_columns
                ),
                room_penalty=tuple(
                    sheet.cell(row, column).whole() for column in room_columns
                ),
            )
        )
    if talks_read:
        unique([talk.name for talk in talks_read], "submissions")
    return tuple(talks_read)


def write(instance: Instance, schedule: Schedule, path: Path) -> None:
    """The library's layout: tracks by session and room, then talks by timeslot."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Solution"
    sheet.append(["", *instance.rooms])
    rooms = range(len(instance.rooms))
    for s, session in enumerate(instance.sessions):
        line = [session.name]
        for r in rooms:
            inside = [x for x in schedule.get((s, r), ()) if x is not None]
            track = instance.submissions[inside[0]].track if inside else None
            line.append("" if track is None else instance.tracks[track].name)
        sheet.append(line)
    sheet.append(["", *instance.rooms])
    for s, session in enumerate(instance.sessions):
        for k in range(session.timeslots):
            line = [session.name]
            for r in rooms:
                held = schedule.get((s, r), ())
                x = held[k] if k < len(held) else None
                line.append("" if x is None else instance.submissions[x].name)
            sheet.append(line)
    book.save(path)


def read_solution(instance: Instance, path: Path) -> Schedule:
    """What `write` wrote, or the library's own files."""
    return solution_of(instance, book_of(path))


def solution_of(instance: Instance, book: Any) -> Schedule:
    sheet = cells_of(book[book.sheetnames[0]])
    index = {submission.name: i for i, submission in enumerate(instance.submissions)}
    line = len(instance.sessions) + 2
    schedule: Schedule = {}
    for s, session in enumerate(instance.sessions):
        for r in range(len(instance.rooms)):
            cell: list[int | None] = []
            for k in range(session.timeslots):
                held = sheet.cell(line + k, r + 1)
                if held.value == "":
                    cell.append(None)
                elif str(held.value) in index:
                    cell.append(index[str(held.value)])
                else:
                    raise held.wants("a submission of the instance")
            if any(x is not None for x in cell):
                schedule[s, r] = tuple(cell)
        line += session.timeslots
    return schedule


def as_json(instance: Instance, schedule: Schedule) -> list[dict[str, Any]]:
    """Cells by name, in the order of sessions and rooms."""
    return [
        {
            "session": instance.sessions[s].name,
            "room": instance.rooms[r],
            "submissions": [
                None if x is None else instance.submissions[x].name for x in cell
            ],
        }
        for (s, r), cell in sorted(schedule.items())
    ]


def from_json(instance: Instance, cells: object) -> Schedule:
    """The reverse of `as_json`. Raises Malformed for names that do not exist."""
    sessions = {session.name: i for i, session in enumerate(instance.sessions)}
    rooms = {room: i for i, room in enumerate(instance.rooms)}
    index = {submission.name: i for i, submission in enumerate(instance.submissions)}
    schedule: Schedule = {}

    def number(node: Node, numbers: Mapping[str, int], what: str) -> int:
        if node.text() not in numbers:
            raise node.wants(f"a {what} of the instance")
        return numbers[node.text()]

    for cell in Node(cells, "solution").entries():
        key = (
            number(cell.key("session"), sessions, "session"),
            number(cell.key("room"), rooms, "room"),
        )
        if key in schedule:
            raise Malformed(f"{cell.place}: this cell is filled twice")
        schedule[key] = tuple(
            None if entry.value is None else number(entry, index, "submission")
            for entry in cell.key("submissions").entries()
        )
    return schedule


def write_instance(instance: Instance, path: Path) -> None:
    """The library's workbook, which `read` reads back to an equal instance."""
    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    book.remove(first)

    def sheet(title: str, rows: Sequence[Sequence[Any]]) -> None:
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))

    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    times, weights = instance.clock, instance.weights
    left: list[tuple[str, Any]] = [
        ("Local time zone:", "GMT+0"),
        ("Suitable scheduling times", None),
        ("From:", clock(times.suitable_from)),
        ("To:", clock(times.suitable_to)),
        ("Less suitable scheduling times", None),
        ("From:", clock(times.tolerable_from)),
        ("To:", clock(times.tolerable_to)),
        ("Penalty:", times.tolerable_penalty),
        ("Unsuitable scheduling times", None),
        ("Penalty:", times.unsuitable_penalty),
    ]
    left += [("", None)] * (len(fields(Weights)) - len(left))
    sheet(
        "parameters",
        [
            ("Sessions", None, None, "Weights", None),
            *(
                (*pair, None, term.name, getattr(weights, term.name))
                for pair, term in zip(left, fields(Weights), strict=True)
            ),
        ],
    )
    labels = [session.name for session in instance.sessions]
    tracks = [track.name for track in instance.tracks]
    head = ["Reference", "Track", "Required Timeslots", "Order", "Time Zone"]
    sheet(
        "submissions",
        [
            [*head, "Presenters", "Attendees", *labels, *instance.rooms],
            *(
                [
                    talk.name,
                    tracks[talk.track],
                    talk.timeslots,
                    talk.order,
                    f"GMT{talk.zone_shift // 60:+}",
                    ", ".join(sorted(talk.presenters)),
                    ", ".join(sorted(talk.attendees)),
                    *talk.session_penalty,
                    *talk.room_penalty,
                ]
                for talk in instance.submissions
            ),
        ],
    )
    sheet(
        "tracks",
        [
            ("Tracks", "Chairs"),
            *((each.name, ", ".join(sorted(each.chairs))) for each in instance.tracks),
        ],
    )
    sheet(
        "sessions",
        [
            ("Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"),
            *(
                (
                    each.name,
                    each.timeslots,
                    each.date,
                    clock(each.starts),
                    clock(each.ends),
                )
                for each in instance.sessions
            ),
        ],
    )
    sheet("rooms", [("Rooms",), *((room,) for room in instance.rooms)])
    for title, down, across, table in (
        ("tracks_sessions|penalty", tracks, labels, instance.tracks_sessions),
        ("tracks_rooms|penalty", tracks, instance.rooms, instance.tracks_rooms),
        ("similar tracks", tracks, tracks, instance.similar),
        ("sessions_rooms|penalty", labels, instance.rooms, instance.sessions_rooms),
    ):
        sheet(
            title,
            [
                ("", *across),
                *((name, *row) for name, row in zip(down, table, strict=True)),
            ],
        )
    book.save(path)
