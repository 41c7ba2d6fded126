import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemicycle.lib import spreadsheet
from hemicycle.lib.spreadsheet import Book, CannotRead, Columns, Found

NAMES = {
    "name": ["full name", "nom", "الاسم", "姓名"],
    "country": ["pays", "البلد", "国家"],
}


def xlsx(headings: list[str], *rows: list[str]) -> bytes:
    with spreadsheet.write_xlsx(headings, rows) as file:
        return file.read()


def read_text(text: str, *, max_rows: int = 20_000) -> Book:
    return spreadsheet.read(text.encode(), max_rows=max_rows)


def rows_of(content: bytes) -> list[tuple[str, ...]]:
    """All rows of the first sheet."""
    return [row.cells for row in spreadsheet.read(content).sheets[0].rows]


def found(text: str | bytes) -> Found:
    content = text.encode() if isinstance(text, str) else text
    table = spreadsheet.read(content).find(Columns(NAMES))
    assert table is not None
    return table


def test_pasted_rows_are_read_with_their_numbers() -> None:
    table = found("Full name\tPays\n\nAmina\t Tunisia \n\nLin\n")
    assert [(row.number, table.cells(row)) for row in table.rows] == [
        (3, {"name": "Amina", "country": "Tunisia"}),
        (5, {"name": "Lin", "country": ""}),
    ]
    assert table.missing(["name", "category"]) == ["category"]


def test_headings_are_known_in_any_spelling() -> None:
    table = found("FULL-NAME;PAYS;Shoe size;nom\nA;B;C;D")
    assert table.assignment.columns == {"name": (0,), "country": (1,)}
    assert [table.heading(at) for at in table.assignment.unknown] == ["Shoe size"]
    assert [table.heading(at) for at in table.assignment.doubled] == ["nom"]
    assert table.unread == (2, 3)


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter: str, end: str) -> None:
    text = end.join([f"name{delimiter}country", f'"Diallo{delimiter} A"{delimiter}TN'])
    assert rows_of(text.encode())[1] == (f"Diallo{delimiter} A", "TN")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "姓名,国家\nŁukasz,中国"), ("utf-8-sig", "nom,pays\nZoë,Suède"),
        ("utf-16", "姓名\t国家\n王秀英\t中国"),
        ("utf-16-le", "Name\tCountry\nAnna\tItaly"),
        ("utf-16-be", "Name\tCountry\nAnna\tItaly"),
        ("cp1256", "الاسم;البلد\nمحمد الأمين;المغرب\nفاطمة;مصر"),
        ("gb18030", "姓名,国家\n王秀英,中国\n李伟,中国"),
        ("cp1252", "Nom;Pays\nJérôme Lefèvre;Côte d’Ivoire\nZoë Müller;Österreich"),
        ("cp1252", "Name;Land\nMüller;Österreich\nGonçalves;Moçambique\nNuñez;Perú"),
        ("cp1251", "Имя;Страна\nАмина Петрова;Россия"),
    ],
)  # fmt: skip
def test_encodings_are_recognised(encoding: str, text: str) -> None:
    book = spreadsheet.read(text.encode(encoding))
    assert book.sheets[0].rows == spreadsheet.read(text.encode()).sheets[0].rows
    assert book.is_guess == (encoding[:3] != "utf")
    if book.is_guess:
        assert book.encodings[0] == encoding


def test_excel_is_read_with_its_dates_and_whole_numbers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Born", "Cap"])
    sheet.append(["Amina", datetime.datetime(1990, 5, 1), 20.0])
    file = io.BytesIO()
    book.save(file)
    assert rows_of(file.getvalue())[1] == ("Amina", "1990-05-01", "20")


DANGEROUS = [
    "=1+1",
    "+1+1",
    "-cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "\0=1",
]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_is_a_formula(cell: str) -> None:
    csv_file = b"".join(spreadsheet.write_csv(["a"], [[cell]])).decode("utf-8-sig")
    assert csv_file.splitlines()[1].lstrip('"').startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx([cell], [cell]))).active
    for row in sheet.iter_rows():
        assert [one.data_type for one in row] == ["s"]
        assert str(row[0].value).startswith("'")


def test_a_table_of_ours_comes_back_as_it_left() -> None:
    names = ["=Ana", "'=Ana", "@Ana", "'t Hooft", "''", "-5", "Ana"]
    exported = b"".join(spreadsheet.write_csv(["Name"], [[name] for name in names]))
    (sheet,) = spreadsheet.read(exported).sheets
    assert [row.cells[0] for row in sheet.rows[1:]] == names


def test_numbers_and_plain_texts_stay() -> None:
    for text in ("-5", "+41", "3,14", "Amina", "a=b", "", "e-mail"):
        assert spreadsheet.inert(text) == text


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
@settings(max_examples=8, deadline=None)
def test_what_is_written_is_read_again(cells: list[str]) -> None:
    """Apart from edges that a table trims, and signs a file can't hold."""
    kept = [
        "x" + "".join(sign for sign in cell if sign.isprintable()).strip()
        for cell in cells
    ]
    content = xlsx(["a"] * len(kept), kept)
    assert rows_of(content)[1] == tuple(kept)


@given(st.binary(max_size=400))
@settings(max_examples=12, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        spreadsheet.read(content)
    except CannotRead as error:
        words = str(error)
    else:
        words = "Read."
    assert words.endswith(".")


def test_limits_are_told_with_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRead, match="more than 3 rows"):
        read_text("a\n" + "x\n" * 4, max_rows=3)
    with pytest.raises(CannotRead, match="Row 2, column B: more than 5000"):
        read_text("a,b\nx," + "y" * 5001)
    with pytest.raises(CannotRead, match="Row 2 has more than 100 columns"):
        read_text("a,b\n" + "x," * 101 + "x")
    with pytest.raises(CannotRead, match="at most 10 MB"):
        spreadsheet.read(b"x" * (spreadsheet.MAX_BYTES + 1))
    with pytest.raises(CannotRead, match="empty"):
        spreadsheet.read(b" \n \n")


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def hostile(sheet: bytes) -> bytes:
    """A real workbook whose first sheet is replaced."""
    good = zipfile.ZipFile(io.BytesIO(xlsx(["a"], ["b"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in good.namelist():
            is_sheet = entry == "xl/worksheets/sheet1.xml"
            archive.writestr(entry, sheet if is_sheet else good.read(entry))
    return file.getvalue()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode()
        for n in range(9)
    )
    + b"]><worksheet><sheetData><row><c t='inlineStr'><is><t>&j;</t></is></c></row>"
    b"</sheetData></worksheet>"
)
CANARY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b"<worksheet><sheetData><row><c t='inlineStr'><is><t>&e;</t></is></c></row>"
    b"</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "content",
    [
        zipped(xl__workbook_xml=b"x", bomb=b"\0" * 101_000_000),
        zipped(**{"xl__workbook_xml": b"x", **{f"e{n}": b"" for n in range(1001)}}),
        zipped(word__document_xml=b"x"), b"PK\x03\x04garbage",
        xlsx(["a"], ["b"])[:900],
        b"\xd0\xcf\x11\xe0" + b"\0" * 100, hostile(BOMB), hostile(CANARY),
        hostile(b"<worksheet><sheetData><row>"),
    ],
    ids=["bomb", "entries", "docx", "garbage", "cut", "xls", "lol", "xxe", "open"],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(CannotRead, match=r"Excel|unpacks"):
        spreadsheet.read(content)


def test_writing_streams_in_small_pieces() -> None:
    asked = 0

    def rows() -> Iterator[list[object]]:
        nonlocal asked
        for asked in range(10_000):
            yield [asked, "x"]

    pieces = spreadsheet.write_csv(["n", "x"], rows())
    next(pieces)
    assert asked < 1000
    assert sum(piece.count(b"\n") for piece in pieces) > 9_000


def test_a_million_empty_rows_are_refused_not_read() -> None:
    empty = "".join(f'<row r="{n}"/>' for n in range(2, 1_000_001, 1))
    sheet = f"<worksheet><sheetData>{empty}</sheetData></worksheet>"
    with pytest.raises(CannotRead, match="more than 20000 empty rows"):
        spreadsheet.read(with_sheet(sheet))
    with pytest.raises(CannotRead, match="more than 20000 empty rows"):
        read_text("name\nx\n" + "\n" * 30_000)


def test_a_row_far_below_the_others_is_refused_as_quickly() -> None:
    far = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    sheet = f"<worksheet><sheetData>{far}</sheetData></worksheet>"
    with pytest.raises(CannotRead, match="empty rows"):
        spreadsheet.read(with_sheet(sheet))


def test_a_formula_of_a_workbook_is_not_run() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["name", "places"])
    book.active.append(["Amina", '=HYPERLINK("https://evil.example","x")'])
    file = io.BytesIO()
    book.save(file)
    # Its text, which is refused as a name: a cell that no program worked out is not
    # passed over.
    formula = '=HYPERLINK("https://evil.example","x")'
    assert rows_of(file.getvalue())[1] == ("Amina", formula)


def test_nothing_else_in_the_house_writes_tables() -> None:
    """Every export goes through here, so that no cell of any is a formula."""
    house = Path(spreadsheet.__file__).parent.parent
    others = [
        path.name
        for path in house.rglob("*.py")
        if re.search(r"csv\.(writer|DictWriter)|import xlsxwriter", path.read_text())
    ]
    assert others == ["spreadsheet.py"]


def with_sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this text."""
    with zipfile.ZipFile(io.BytesIO(xlsx(["name"]))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = xml.replace(
        "<worksheet>", f"<worksheet {space}>"
    ).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return file.getvalue()
