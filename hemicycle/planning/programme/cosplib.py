"""CoSPLib: conferences as tracks of submissions, read from and written to .xlsx.

Format and objective: Pylyavskyy, Jacko and Kheiri, "A generic approach to conference
scheduling with integer programming", EJOR 317(2), 2024, and the library of the same
authors. A session there is an interval of the day that all rooms share; in the words of
this project it is a slot, and what fills one room during one session is a cell.
"""

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from hemicycle.planning.result import Malformed

# openpyxl is imported where a workbook is opened: a model needs none.

LARGEST_SHEET = 2_000_000


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


def minutes(value: object, where: str) -> int:
    if isinstance(value, dt.time | dt.datetime):
        return value.hour * 60 + value.minute
    parts = str(value).split(":")
    try:
        hour, minute = int(parts[0]), int(parts[1])
    except (ValueError, IndexError):
        raise Malformed(f"{where}: '{value}' is not a time like 09:30") from None
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        raise Malformed(f"{where}: '{value}' is not a time of day")
    return hour * 60 + minute


def whole(value: object, where: str, least: int = 0) -> int:
    """An empty cell counts as 0."""
    if value in ("", None):
        value = 0
    try:
        number = int(str(value)) if not isinstance(value, float) else int(value)
    except (ValueError, OverflowError):
        raise Malformed(f"{where}: '{value}' is not a whole number") from None
    if isinstance(value, float) and value != number:
        raise Malformed(f"{where}: '{value}' is not a whole number")
    if not least <= number <= 10**9:
        raise Malformed(f"{where}: {number} is out of range")
    return number


def zone(value: object, where: str) -> int:
    """`GMT+2` as minutes; hours only, as the library's own reader has it."""
    text = str(value or "").strip().replace("GMT", "")
    try:
        hours = int(text or 0)
    except ValueError:
        raise Malformed(f"{where}: '{value}' is not a zone like GMT+2") from None
    return hours * 60


def names(value: object) -> frozenset[str]:
    return frozenset(name for name in str(value or "").split(", ") if name)


Rows = list[list[Any]]


def rows_of(book: Any, title: str) -> Rows:
    """The sheet without its empty tail of rows and columns."""
    if title not in book.sheetnames:
        raise Malformed(f"the workbook has no sheet '{title}'")
    rows: Rows = []
    size = 0
    for row in book[title].iter_rows(values_only=True):
        size += len(row)
        if size > LARGEST_SHEET:
            raise Malformed(f"sheet '{title}' has over {LARGEST_SHEET:,} cells")
        rows.append(["" if value is None else value for value in row])
    while rows and all(value == "" for value in rows[-1]):
        rows.pop()
    width = max(
        (i + 1 for row in rows for i, value in enumerate(row) if value != ""), default=0
    )
    return [(row + [""] * width)[:width] for row in rows]


def unique(labels: Sequence[str], what: str) -> dict[str, int]:
    index: dict[str, int] = {}
    for label in labels:
        if label in index:
            raise Malformed(f"two {what} are called '{label}'")
        index[label] = len(index)
    if not index:
        raise Malformed(f"there are no {what}")
    return index


def matrix(
    book: Any, title: str, down: Mapping[str, int], across: Mapping[str, int]
) -> Matrix:
    rows = rows_of(book, title)
    head = [str(value) for value in rows[0]] if rows else []
    columns = {}
    for label in across:
        if label not in head:
            raise Malformed(f"sheet '{title}' has no column '{label}'")
        columns[label] = head.index(label)
    found: dict[str, tuple[int, ...]] = {}
    for row in rows[1:]:
        if row[0] != "":
            where = f"sheet '{title}', row '{row[0]}'"
            found[str(row[0])] = tuple(
                whole(row[columns[label]], where) for label in across
            )
    for label in down:
        if label not in found:
            raise Malformed(f"sheet '{title}' has no row '{label}'")
    return tuple(found[label] for label in down)


def at(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else ""


def read(path: Path) -> Instance:
    """Raises Malformed, naming sheet and row."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Malformed(f"{path} is not a workbook: {error}") from None

    sessions = []
    for row in rows_of(book, "sessions")[1:]:
        where = f"sheet 'sessions', row '{row[0]}'"
        sessions.append(
            Session(
                str(row[0]),
                whole(at(row, 1), where, least=1),
                str(at(row, 2)),
                minutes(at(row, 3), where),
                minutes(at(row, 4), where),
            )
        )
    rooms = tuple(str(row[0]) for row in rows_of(book, "rooms")[1:] if row[0] != "")
    tracks = tuple(
        Track(str(row[0]), names(at(row, 1))) for row in rows_of(book, "tracks")[1:]
    )
    by_session = unique([session.name for session in sessions], "sessions")
    by_room = unique(rooms, "rooms")
    by_track = unique([track.name for track in tracks], "tracks")

    settings = rows_of(book, "parameters")[1:]
    if len(settings) < len(fields(Weights)):
        raise Malformed("sheet 'parameters' has too few rows")
    weights = []
    for term, row in zip(fields(Weights), settings, strict=False):
        text = str(at(row, 4)).split(":")[0]
        weights.append(whole(text, f"weight {term.name}"))
    local = zone(at(settings[0], 1), "local time zone")
    clock = Clock(
        suitable_from=minutes(at(settings[2], 1), "suitable from"),
        suitable_to=minutes(at(settings[3], 1), "suitable to"),
        tolerable_from=minutes(at(settings[5], 1), "less suitable from"),
        tolerable_to=minutes(at(settings[6], 1), "less suitable to"),
        tolerable_penalty=whole(at(settings[7], 1), "less suitable penalty"),
        unsuitable_penalty=whole(at(settings[9], 1), "unsuitable penalty"),
    )

    rows = rows_of(book, "submissions")
    head = [str(value) for value in rows[0]] if rows else []
    for label in (*by_session, *by_room):
        if label not in head:
            raise Malformed(f"sheet 'submissions' has no column '{label}'")
    session_columns = [head.index(label) for label in by_session]
    room_columns = [head.index(label) for label in by_room]
    submissions = []
    for row in rows[1:]:
        if row[0] == "":
            continue
        where = f"submission '{row[0]}'"
        if str(row[1]) not in by_track:
            raise Malformed(f"{where} is in an unknown track '{row[1]}'")
        submissions.append(
            Submission(
                name=str(row[0]),
                track=by_track[str(row[1])],
                timeslots=whole(row[2], where, least=1),
                order=whole(row[3], where),
                zone_shift=zone(row[4], where) - local,
                presenters=names(row[5]),
                attendees=names(row[6]),
                session_penalty=tuple(whole(row[c], where) for c in session_columns),
                room_penalty=tuple(whole(row[c], where) for c in room_columns),
            )
        )
    unique([submission.name for submission in submissions], "submissions")
    raw = matrix(book, "similar tracks", by_track, by_track)
    several = range(len(tracks))
    return Instance(
        name=path.stem,
        sessions=tuple(sessions),
        rooms=rooms,
        tracks=tracks,
        submissions=tuple(submissions),
        tracks_sessions=matrix(book, "tracks_sessions|penalty", by_track, by_session),
        tracks_rooms=matrix(book, "tracks_rooms|penalty", by_track, by_room),
        sessions_rooms=matrix(book, "sessions_rooms|penalty", by_session, by_room),
        # The library's reader lets the upper triangle win.
        similar=tuple(
            tuple(0 if a == b else raw[min(a, b)][max(a, b)] for b in several)
            for a in several
        ),
        clock=clock,
        weights=Weights(*weights),
    )


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
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Malformed(f"{path} is not a workbook: {error}") from None
    rows = list(book[book.sheetnames[0]].iter_rows(values_only=True))
    index = {submission.name: i for i, submission in enumerate(instance.submissions)}
    line = len(instance.sessions) + 2
    schedule: Schedule = {}
    for s, session in enumerate(instance.sessions):
        for r in range(len(instance.rooms)):
            cell: list[int | None] = []
            for k in range(session.timeslots):
                row = rows[line + k] if line + k < len(rows) else ()
                value = row[r + 1] if r + 1 < len(row) else None
                if value in (None, ""):
                    cell.append(None)
                elif str(value) in index:
                    cell.append(index[str(value)])
                else:
                    raise Malformed(f"{path}: unknown submission '{value}'")
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
    if not isinstance(cells, list):
        raise Malformed("the solution is not a list of cells")
    sessions = {session.name: i for i, session in enumerate(instance.sessions)}
    rooms = {room: i for i, room in enumerate(instance.rooms)}
    index = {submission.name: i for i, submission in enumerate(instance.submissions)}
    schedule: Schedule = {}
    for cell in cells:
        try:
            key = sessions[cell["session"]], rooms[cell["room"]]
            held = tuple(
                None if name is None else index[name] for name in cell["submissions"]
            )
        except (KeyError, TypeError) as error:
            raise Malformed(f"the solution has a cell with unknown {error}") from None
        if key in schedule:
            raise Malformed(f"the solution fills {cell['session']} twice")
        schedule[key] = held
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
