"""The published format of forums, a MiniZinc data file.

Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy, Villaret: Constraint Solving Approaches
to the Business-to-Business Meeting Scheduling Problem, JAIR 74 (2022). The redundant
entries `meetingsxBusiness` and `nMeetingsBusiness` are not read: some files miscount
them.
"""

import re
from pathlib import Path

from hemicycle.planning.published.forums.forum import Forum, Half, Meeting
from hemicycle.planning.reading import resembling, short
from hemicycle.planning.reading import text_of as text_of_file
from hemicycle.planning.result import Malformed

ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)\s*=\s*([^;]*);")
SETS = re.compile(r"\[\s*(?:\{[^{}]*\}\s*,?\s*)*\]")
LARGEST_FILE = 50_000_000  # bytes
NAMES = frozenset(
    [
        "nBusiness",
        "nMeetings",
        "nTables",
        "nTotalSlots",
        "nMorningSlots",
        "requested",
        "forbidden",
        "fixed",
        "precedences",
        "meetingsxBusiness",
        "nMeetingsBusiness",
    ]
)


def read(path: Path) -> Forum:
    """Raises Malformed with one line that names what is wrong."""
    return forum_of(path, text_of_file(path, LARGEST_FILE))


def forum_of(path: Path, text: str) -> Forum:
    try:
        return parse(text)
    except Malformed as error:
        raise Malformed(f"{path.name}: {error}") from None


def parse(text: str) -> Forum:
    values = assignments(re.sub(r"%[^\n]*", "", text))
    people = integer(values, "nBusiness")
    count = integer(values, "nMeetings")
    requested = rows(values, "requested")
    if len(requested) != count:
        raise Malformed(f"nMeetings = {count}, but requested has {len(requested)} rows")
    fixed = integers(values.get("fixed", ""), "fixed") or [0] * count
    precedences = sets(values, "precedences") or [frozenset()] * count
    unavailable = sets(values, "forbidden") or [frozenset()] * people
    for name, entries in (("fixed", fixed), ("precedences", precedences)):
        if len(entries) != count:
            raise Malformed(f"{name} has {len(entries)} entries for {count} meetings")
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


def assignments(text: str) -> dict[str, str]:
    """Every `name = value;`. What is left over says that the file was cut off."""
    values: dict[str, str] = {}
    end = 0
    for each in ASSIGNMENT.finditer(text):
        stray(text[end : each.start()])
        name, end = each[1], each.end()
        if name in values:
            raise Malformed(f"{name} is given twice")
        values[name] = each[2].strip()
    stray(text[end:])
    for name in values.keys() - NAMES:
        meant = resembling(name, frozenset(NAMES - values.keys()))
        if meant is not None:
            raise Malformed(f"unknown entry {name}, perhaps {meant} is meant")
    return values


def stray(text: str) -> None:
    if text.strip():
        raise Malformed(
            f"expected `name = value;`, found {short(text.strip(), 40)}: "
            "is the file complete?"
        )


def integer(values: dict[str, str], name: str) -> int:
    value = values.get(name)
    if value is None:
        raise Malformed(f"{name} is missing")
    if not re.fullmatch(r"\d{1,9}", value):
        raise Malformed(f"{name} = {value[:30]} is not a number")
    return int(value)


def integers(text: str, name: str) -> list[int]:
    words = re.findall(r"[^\s,\[\]{}|]+", text)
    for word in words:
        if not re.fullmatch(r"\d{1,9}", word):
            raise Malformed(f"{name}: {word[:30]} is not a number from 0")
    return [int(word) for word in words]


def rows(values: dict[str, str], name: str) -> list[list[int]]:
    if name not in values:
        raise Malformed(f"{name} is missing")
    body = values[name].strip().removeprefix("[").removesuffix("]")
    cut = [row for row in body.split("|") if row.strip()]
    return [integers(row, f"{name}, row {at}") for at, row in enumerate(cut, 1)]


def sets(values: dict[str, str], name: str) -> list[frozenset[int]]:
    text = values.get(name, "[]")
    if not SETS.fullmatch(text):
        raise Malformed(f"{name}: expected [{{...}}, {{...}}], found {short(text, 40)}")
    bodies = re.findall(r"\{([^{}]*)\}", text)
    return [
        frozenset(integers(body, f"{name}, set {at}"))
        for at, body in enumerate(bodies, 1)
    ]


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
