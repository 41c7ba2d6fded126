"""The published format of forums, a MiniZinc data file.

Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint Solving Approaches
to the Business-to-Business Meeting Scheduling Problem, JAIR 74 (2022). The redundant
entries `meetingsxBusiness` and `nMeetingsBusiness` are not read: some files miscount
them.
"""

import re
from pathlib import Path

from hemicycle.planning.bilateral.forum import Forum, Half, Meeting
from hemicycle.planning.result import Malformed

ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\s*=\s*([^;]*?)\s*;", re.DOTALL)
LARGEST_FILE = 50_000_000  # characters


def read(path: Path) -> Forum:
    """Raises Malformed with one line that names what is wrong."""
    if path.stat().st_size > LARGEST_FILE:
        raise Malformed(f"{path.name} is larger than {LARGEST_FILE:,} bytes")
    try:
        return parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed(f"{path.name} is not text: {error.reason}") from error
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from error


def parse(text: str) -> Forum:
    text = re.sub(r"%[^\n]*", "", text)
    values = dict(ASSIGNMENT.findall(text))
    people = integer(values, "nBusiness")
    count = integer(values, "nMeetings")
    requested = rows(values, "requested")
    if len(requested) != count:
        raise Malformed(f"nMeetings = {count}, but requested has {len(requested)} rows")
    fixed = integers(values.get("fixed", ""), "fixed") or [0] * count
    precedences = sets(values, "precedences") or [frozenset()] * count
    unavailable = sets(values, "forbidden") or [frozenset()] * people
    for name, found in (("fixed", fixed), ("precedences", precedences)):
        if len(found) != count:
            raise Malformed(f"{name} has {len(found)} entries for {count} meetings")
    meetings = []
    for number, (row, slot, before) in enumerate(
        zip(requested, fixed, precedences, strict=True), 1
    ):
        if len(row) != 3 or row[2] not in tuple(Half):
            raise Malformed(
                f"requested, row {number}: expected two participants and 1, 2 or 3"
            )
        meetings.append(Meeting(row[0], row[1], Half(row[2]), slot or None, before))
    return Forum(
        participants=people,
        tables=integer(values, "nTables"),
        slots=integer(values, "nTotalSlots"),
        morning=integer(values, "nMorningSlots"),
        meetings=tuple(meetings),
        unavailable=tuple(slots - {0} for slots in unavailable),
    )


def integer(values: dict[str, str], name: str) -> int:
    value = values.get(name)
    if value is None:
        raise Malformed(f"{name} is missing")
    if not re.fullmatch(r"\d{1,9}", value):
        raise Malformed(f"{name} = {value[:30]} is not a number")
    return int(value)


def integers(text: str, name: str) -> list[int]:
    found = re.findall(r"[^\s,\[\]{}|]+", text)
    for word in found:
        if not re.fullmatch(r"-?\d{1,9}", word):
            raise Malformed(f"{name}: {word[:30]} is not a number")
    return [int(word) for word in found]


def rows(values: dict[str, str], name: str) -> list[list[int]]:
    if name not in values:
        raise Malformed(f"{name} is missing")
    body = values[name].strip().removeprefix("[").removesuffix("]")
    return [integers(row, name) for row in body.split("|") if row.strip()]


def sets(values: dict[str, str], name: str) -> list[frozenset[int]]:
    found = re.findall(r"\{([^{}]*)\}", values.get(name, ""))
    return [frozenset(integers(body, name)) for body in found]


def text_of(forum: Forum) -> str:
    """The forum in the published format; reading it gives an equal forum."""

    def braces(values: frozenset[int]) -> str:
        return "{" + ",".join(map(str, sorted(values))) + "}"

    requested = "\n".join(
        f"|{meeting.first}, {meeting.second}, {meeting.half.value}"
        for meeting in forum.meetings
    )
    fixed = ",".join(str(meeting.fixed or 0) for meeting in forum.meetings)
    precedences = ",\n".join(braces(meeting.after) for meeting in forum.meetings)
    forbidden = ",\n".join(braces(slots | {0}) for slots in forum.unavailable)
    return (
        f"nBusiness = {forum.participants};\nnMeetings = {len(forum.meetings)};\n"
        f"nTables = {forum.tables};\nnTotalSlots = {forum.slots};\n"
        f"nMorningSlots = {forum.morning};\n\nrequested = [{requested}|];\n\n"
        f"forbidden = [{forbidden}];\n\nfixed = [{fixed}];\n\n"
        f"precedences = [{precedences}];\n"
    )
