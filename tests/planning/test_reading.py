"""Files that are broken in every way: one line that names the place, never a crash."""

import copy
import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.planning import reading
from hemicycle.planning.__main__ import main
from hemicycle.planning.bilateral import conference_json as delegates_json
from hemicycle.planning.commands import bilateral, interpreters, programme
from hemicycle.planning.programme import conference_json
from hemicycle.planning.published.covering import isp_json
from hemicycle.planning.published.forums import dzn
from hemicycle.planning.published.tracks import cosplib
from hemicycle.planning.result import Malformed
from tests.planning.worlds import make_tracks, shared

PROGRAMME: dict[str, Any] = {
    "S": [
        {"id": 0, "dur": 1, "dom": [0, 1], "speakers": [1], "dem": 10, "booth": 1},
        {"id": "b", "dur": 2, "dom": [2], "speakers": [], "dem": 50, "setup": 0},
    ],
    "rooms": [{"cap": 60, "booth": 1, "hyb": 0}, {"cap": 20}],
    "T": 4,
    "D": 1,
    "teams": 1,
    "team_slots_day": 2,
    "want": [[0, 1], [1]],
    "pinned": [{"session": 0, "start": 1}],
    "closed": [[1, 3]],
    "levels": {"capacity": "warn"},
}
DELEGATES: dict[str, Any] = {
    "slots": 3,
    "tables": [[0, 0.5], [2, 2]],
    "breaks": 1,
    "worth": {"mutual": 30},
    "delegates": [
        {"name": "a", "cap": 2, "floor": 1, "busy": [0], "interests": ["x"]},
        {"name": "b", "vetoes": []},
        {"name": "c"},
    ],
    "requests": [[0, 1], [1, 2]],
}
ASSEMBLY: dict[str, Any] = {
    "Blocks": ["morning", "noon"],
    "Sessions": ["opening", "panel"],
    "Sessions_b": {"morning": ["opening"], "noon": ["panel"]},
    "Interpreters": ["Ines"],
    "Languages": ["ar", "en"],
    "Languages_s": {"opening": ["ar", "en"], "panel": ["ar", "en"]},
    "Languages_i": {"Ines": ["ar", "en"]},
}
FORUM = """nBusiness = 3; nMeetings = 2; nTables = 1;
nTotalSlots = 4; nMorningSlots = 1;
requested = [|1, 2, 3
|1, 3, 2|];
forbidden = [{0}, {0,2}, {}];
fixed = [0,0]; % none
precedences = [{}, {1}];
"""
ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    7,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "x\ny",
    [],
    [[]],
    [-1],
    {},
    {"a": 1},
]
PARSERS: dict[str, tuple[Callable[[Any], object], dict[str, Any]]] = {
    "programme": (conference_json.parse, PROGRAMME),
    "delegates": (delegates_json.parse, DELEGATES),
    "interpreters": (isp_json.parse, ASSEMBLY),
}


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder and key in a tree of JSON."""
    keys = data.keys() if isinstance(data, dict) else range(len(data))
    for key in list(keys):
        yield data, key
        if isinstance(data[key], dict | list):
            yield from places(data[key])


@st.composite
def broken(draw: st.DrawFn, sound: Any) -> Any:
    """A tree with one to three places put out of order."""
    data = copy.deepcopy(sound)
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(data))
        if not found:
            return data
        holder, key = found[draw(st.integers(0, len(found) - 1))]
        how = draw(st.sampled_from(["odd", "drop", "twice", "rename"]))
        if how == "odd":
            holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))
        elif how == "drop":
            del holder[key]
        elif how == "twice" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif how == "rename" and isinstance(holder, dict):
            holder[f"{key}s"] = holder.pop(key)
    return data


def is_read_or_refused(read: Callable[[], object]) -> str | None:
    """The one line of the refusal, None when it was read."""
    said = None
    try:
        read()
    except Malformed as error:
        said = str(error)
    assert said is None or ("\n" not in said and len(said) < 400)
    return said


@settings(max_examples=300, deadline=None)
@given(st.data())
@pytest.mark.parametrize("kind", PARSERS)
def test_a_broken_tree_is_read_or_refused_in_one_line(
    kind: str, data: st.DataObject
) -> None:
    parse, sound = PARSERS[kind]
    parse(sound)
    tree = data.draw(broken(sound))
    is_read_or_refused(lambda: parse(tree))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_broken_forum_is_read_or_refused_in_one_line(data: st.DataObject) -> None:
    dzn.parse(FORUM)
    at = data.draw(st.integers(0, len(FORUM) - 1))
    end = data.draw(st.integers(at, min(len(FORUM), at + 12)))
    new = data.draw(st.sampled_from(["", "-1", "99999999999", "nan", ";", "{", "é|"]))
    is_read_or_refused(lambda: dzn.parse(FORUM[:at] + new + FORUM[end:]))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_broken_workbook_is_read_or_refused_in_one_line(
    tmp_path: Path, data: st.DataObject
) -> None:
    import openpyxl

    path = tmp_path / "tracks.xlsx"
    cosplib.write_instance(make_tracks(1), path)
    book = openpyxl.load_workbook(path)
    sheet = book[data.draw(st.sampled_from(book.sheetnames))]
    row = data.draw(st.integers(1, sheet.max_row))
    column = data.draw(st.integers(1, sheet.max_column))
    cells = [None, -1, 10**30, 1.5, "x", "25:61", "GMT+x", "#REF!", True]
    sheet.cell(row, column).value = data.draw(st.sampled_from(cells))
    book.save(path)
    is_read_or_refused(lambda: cosplib.read(path))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_in_one_line(
    tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "tracks.xlsx"
    if not path.exists():
        cosplib.write_instance(make_tracks(1), path)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    cut = whole[:at] if data.draw(st.booleans()) else whole[:at] + b"\xff" + whole[at:]
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(cut)
    is_read_or_refused(lambda: cosplib.read(damaged))


SOLUTIONS: dict[str, tuple[Any, str, Any, list[Any]]] = {
    "programme": (
        programme,
        "conference.json",
        PROGRAMME,
        [
            {"session": 0, "start": 1, "hall": 0, "team": 0},
            {"session": "b", "start": 2, "hall": 0, "team": None},
        ],
    ),
    "delegates": (
        bilateral,
        "delegates.json",
        DELEGATES,
        [{"first": 0, "second": 1, "slot": 1, "table": 0}],
    ),
    "forum": (bilateral, "forum.dzn", FORUM, [1, 2]),
    "interpreters": (
        interpreters,
        "assembly.json",
        ASSEMBLY,
        [{"interpreter": "Ines", "session": "opening", "languages": ["ar", "en"]}],
    ),
}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.parametrize("kind", SOLUTIONS)
def test_a_broken_answer_is_judged_and_never_crashes_the_checker(
    kind: str, tmp_path: Path, data: st.DataObject
) -> None:
    command, name, instance, solution = SOLUTIONS[kind]
    file, answer = tmp_path / name, tmp_path / "answer.json"
    file.write_text(instance if isinstance(instance, str) else json.dumps(instance))
    stated = {"status": "FEASIBLE", "objective": 0, "bound": 0, "seconds": 0.1}
    tree = data.draw(broken({**stated, "solution": solution, "reasons": ["none"]}))
    answer.write_text(json.dumps(tree))
    for words in command.check(file, answer):
        assert isinstance(words, str)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"T": 4.5}, "T: expected a whole number from 1 to 10000, found 4.5"),
        ({"T": True}, "T: expected a whole number from 1 to 10000, found true"),
        ({"want": {}}, "want: expected a list, found an empty object"),
        ({"want": [[0], [float("nan")]]}, "want[1][0]: expected a whole number"),
        ({"pined": []}, "unknown key 'pined', perhaps 'pinned' is meant"),
        ({"closed": [[0, 9]]}, "closed[0][1]: expected a whole number from 0 to 3"),
        ({"levels": {"hall": "loud"}}, "levels['hall']: expected one of forbid, "),
        ({"levels": {"halls": "warn"}}, "levels: there is no rule 'halls'"),
        (
            {"S": [PROGRAMME["S"][0]] * 2},
            "S[1]: a second session is called '0'",
        ),
        (
            {"S": [{**PROGRAMME["S"][0], "dur": -1}]},
            "S[0].dur: expected a whole number from 1",
        ),
    ],
)
def test_the_place_and_what_is_expected_are_named(
    data: dict[str, Any], words: str
) -> None:
    changed = {**PROGRAMME, **data}
    if "pined" in data:
        del changed["pinned"]
    refusal = is_read_or_refused(lambda: conference_json.parse(changed))
    assert refusal is not None
    assert words in refusal


def test_a_cell_is_named_by_sheet_column_and_row(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "tracks.xlsx"
    cosplib.write_instance(make_tracks(1), path)
    book = openpyxl.load_workbook(path)
    book["submissions"]["C3"] = "many"
    book.save(path)
    assert is_read_or_refused(lambda: cosplib.read(path)) == (
        "tracks.xlsx: sheet 'submissions', cell C3: expected a whole number from 1, "
        'found "many"'
    )


def archive(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return made.getvalue()


def encrypted() -> bytes:
    """A zip archive whose flags say that a password is needed."""
    whole = bytearray(archive(sheet=b"x"))
    whole[6] |= 1
    whole[whole.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("programme", "a.json", b"", "a.json: the file is empty"),
        ("programme", "a.json", b'{"T": 1', "a.json is not JSON: line 1, column 8"),
        ("programme", "a.json", b"[" * 100_000, "nested too deeply"),
        ("programme", "a.json", b'{"T": 1, "T": 2}', "the key 'T' is given twice"),
        ("programme", "a.json", b'{"T": "\xe9"}', "a.json, line 1: expected text in"),
        ("programme", "a.json", b'{"T": ' + b"9" * 5000 + b"}", "not JSON we read"),
        ("programme", "a.xlsx", b"", "a.xlsx: the file is empty"),
        ("programme", "a.xlsx", b"not a book", "a.xlsx is not a workbook"),
        ("programme", "a.xlsx", archive(x=b"y"), "a.xlsx is not a workbook"),
        ("programme", "a.xlsx", b"\xd0\xcf\x11\xe0\xa1", "without a password"),
        ("programme", "a.xlsx", encrypted(), "a.xlsx is not a workbook"),
        ("bilateral", "a.dzn", b"", "a.dzn: the file is empty"),
        ("bilateral", "a.dzn", b"\x00\x01\x02", "expected text, found binary data"),
        ("bilateral", "a.dzn", b"\xff\xfe", "expected text in UTF-8, found byte 0xff"),
        ("bilateral", "a.dzn", FORUM.encode()[:-4], "is the file complete?"),
        ("bilateral", "a.dzn", FORUM.encode() * 2, "nBusiness is given twice"),
        ("bilateral", "a.json", b"null", "a.json: expected one object, found null"),
        ("interpreters", "a.json", b"\xef\xbb\xbf[]", "expected one object"),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_one_line_and_two(
    kind: str,
    name: str,
    content: bytes,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    (tmp_path / "solution.json").write_text("[]")
    # The checker reads as the engine does, and loads no solver.
    code = main(["check", kind, str(file), str(tmp_path / "solution.json")])
    out = capsys.readouterr()
    assert (code, out.out) == (2, "")
    assert len(out.err.splitlines()) == 1
    assert words in out.err


@pytest.mark.parametrize("name", ["folder.json", "folder.xlsx", "folder.dzn"])
def test_a_folder_is_not_a_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    kind = "bilateral" if name.endswith("dzn") else "programme"
    assert main(["check", kind, str(folder), str(folder)]) == 2
    assert capsys.readouterr().err.startswith("error: Is a directory")


def test_what_never_ends_is_read_up_to_a_limit(tmp_path: Path) -> None:
    endless = Path("/dev/zero")
    with pytest.raises(Malformed, match="expected at most 1,000 bytes, found more"):
        reading.content(endless, 1000)


def test_a_book_that_unpacks_to_more_than_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_BOOK", 1000)
    file = tmp_path / "bomb.xlsx"
    file.write_bytes(archive(sheet=b"0" * 2000))
    with pytest.raises(Malformed, match="at most 1,000 bytes unpacked, found 2,000"):
        reading.book_of(file)


@pytest.mark.parametrize(
    ("folder", "pattern", "read"),
    [
        ("conference", "un68.json", conference_json.read),
        ("bilateral/jair2022", "*.dzn", dzn.read),
        ("interpreters", "*.json", isp_json.read),
    ],
)
def test_every_published_file_is_read(
    folder: str, pattern: str, read: Callable[[Path], object]
) -> None:
    files = sorted(shared(folder).glob(pattern))
    assert files
    for file in files:
        read(file)
