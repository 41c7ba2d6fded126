"""Tables as they come: each was once taken silently for something else."""

import io
import subprocess
import zipfile
from typing import Any

import openpyxl
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemicycle.lib import spreadsheet, spreadsheet_worker, text_encodings
from hemicycle.lib.headings import EMAIL, FULL_NAME, PARTS_OF_NAMES, WHOLE_OR_PART
from hemicycle.lib.spreadsheet import Book, CannotRead, Columns, Found

PEOPLE = Columns(
    {"full_name": FULL_NAME, "email": EMAIL},
    needed=["full_name"],
    parts={"full_name": PARTS_OF_NAMES},
    either=WHOLE_OR_PART,
)


def found(content: str | bytes) -> Found:
    content = content.encode() if isinstance(content, str) else content
    table = spreadsheet.read(content).find(PEOPLE)
    assert table is not None
    return table


def names(content: str | bytes) -> list[str]:
    table = found(content)
    return [table.cells(row)["full_name"] for row in table.rows]


def workbook(*sheets: tuple[str, str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, state, rows in sheets:
        page = book.create_sheet(title)
        page.sheet_state = state
        for row in rows:
            page.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


TEXTS = [
    ("cp1250", "Jiří Dvořák"), ("cp1250", "Łukasz Wiśniewski"),
    ("cp1250", "Kovács Győző"), ("cp1250", "Žižek Đorđe"), ("cp1254", "Ayşe Gündoğdu"),
    ("cp1254", "İbrahim Yıldız"), ("cp1253", "Γιώργος Παπαδόπουλος"),
    ("cp1255", "דוד כהן"), ("cp1256", "محمد الأمين"), ("cp1256", "فاطمة الزهراء"),
    ("cp1257", "Jānis Bērziņš"), ("cp932", "山田太郎"), ("cp932", "鈴木ハナコ"),
    ("cp949", "김철수"), ("big5", "王小明"), ("gb18030", "王秀英"),
    ("cp1252", "Zoë Müller"),
    ("cp1252", "José Peña"), ("cp1252", "Søren Ångström"), ("cp1251", "Амина Петрова"),
    ("koi8-r", "Амина Петрова"), ("mac_roman", "Jérôme Lefèvre"),
    ("cp850", "Jérôme Lefèvre"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "name"), TEXTS)
def test_an_encoding_that_is_not_told_is_a_guess_with_a_choice(
    encoding: str, name: str
) -> None:
    content = f"Name,E-mail\n{name},a@example.org\n".encode(encoding)
    book = spreadsheet.read(content)
    assert book.is_guess
    assert book.sheets[0].rows[1].cells[0] == name
    assert encoding in book.encodings
    again = spreadsheet.read(content, encoding=encoding)
    assert (again.is_guess, again.sheets[0].rows[1].cells[0]) == (False, name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["Jiří Dvořák", "王小明", "محمد الأمين", "Ana"])
def test_unicode_is_no_guess(encoding: str, name: str) -> None:
    book = spreadsheet.read(f"Name\tE-mail\n{name}\ta@x.org".encode(encoding))
    assert (book.is_guess, book.sheets[0].rows[1].cells[0]) == (False, name)


def test_a_text_that_is_nearly_utf8_is_refused_naming_the_row() -> None:
    lines = ["Name", "Jiří", "Ayşe", "Zoë", "Łukasz"]
    content = "\n".join(lines).encode().replace("ë".encode(), b"\xeb")
    with pytest.raises(CannotRead, match="Row 4"):
        spreadsheet.read(content)


@given(st.sampled_from(TEXTS), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_whatever_encoding_is_guessed_the_text_decodes_in_it(
    text: tuple[str, str], times: int
) -> None:
    content = (text[1] + "\n").encode(text[0]) * times
    guess = text_encodings.guess(content)
    assert guess is not None
    assert content.decode(guess.encodings[0]) == guess.text


@pytest.mark.parametrize(
    ("heading", "row", "name"),
    [
        ("Nom,Prénom,Courriel", "Díaz,José,j@example.org", "Díaz José"),
        ("Prénom,Nom,Courriel", "José,Díaz,j@example.org", "José Díaz"),
        ("Name,Surname,E-mail", "Ana,Silva,a@example.org", "Ana Silva"),
        ("First name,Last name,E-mail", "Ana,Silva,a@example.org", "Ana Silva"),
        ("First name,Middle name,Last name", "Ana,de,Silva", "Ana de Silva"),
        ("Nombre,Apellidos,Correo", "Ana,Silva Paz,a@example.org", "Ana Silva Paz"),
        ("Nombre,Primer apellido,Segundo apellido", "Ana,Silva,Paz", "Ana Silva Paz"),
        ("Имя;Фамилия;Почта", "Анна;Петрова;a@example.org", "Анна Петрова"),
        ("姓,名,邮箱", "王,秀英,a@example.org", "王 秀英"),
        ("الاسم;اسم العائلة", "أمينة;الأمين", "أمينة الأمين"),
        ("Vorname;Nachname", "Jörg;Weiß", "Jörg Weiß"),
        ("Imię;Nazwisko", "Jan;Nowak", "Jan Nowak"),
        ("Ad;Soyad", "Ayşe;Kaya", "Ayşe Kaya"),
        ("Nome;Cognome", "Ana;Rossi", "Ana Rossi"),
        ("Full name,First name,Last name", "Dr. Ana Silva,Ana,Silva", "Dr. Ana Silva"),
        ("Name,E-mail", "Ana Silva,a@example.org", "Ana Silva"),
        ("الاسم الكامل;البريد الإلكتروني", "أمينة;a@example.org", "أمينة"),
        ('"Full\nname","E-mail\naddress"', "Ana,a@example.org", "Ana"),
    ],
)
def test_a_name_is_read_whole(heading: str, row: str, name: str) -> None:
    assert names(f"{heading}\n{row}\n") == [name]


def test_a_part_of_a_name_alone_is_no_name() -> None:
    assert found("First name,E-mail\nAna,a@example.org").missing(["full_name"])


def test_titles_above_the_headings_and_other_sheets_are_not_people() -> None:
    content = workbook(
        ("Lists", "hidden", [["Name"], ["member"], ["deputy"], ["head"]]),
        ("READ ME", "visible", [["How to fill in"], ["One person a row"]]),
        ("People", "visible", [["Delegation of Aurora"], [],
                               ["Full name", "E-mail", "Shoes"],
                               ["Ana Silva", "a@example.org", 38]]),
    )  # fmt: skip
    table = found(content)
    assert (table.sheet.name, table.heading_row) == ("People", 3)
    assert [table.cells(row)["full_name"] for row in table.rows] == ["Ana Silva"]
    assert table.other_sheets == ("Lists", "READ ME")
    assert table.above == ("Delegation of Aurora",)
    assert [table.heading(at) for at in table.unread] == ["Shoes"]


def test_a_table_without_headings_is_never_taken_by_itself() -> None:
    book = spreadsheet.read(b"Ada Lovelace\tada@example.org\nBo Li\tbo@example.org")
    assert book.find(PEOPLE) is None
    table = book.with_columns({"full_name": [0], "email": [1]}, sheet="", heading_row=0)
    assert [table.cells(row)["full_name"] for row in table.rows] == [
        "Ada Lovelace", "Bo Li",
    ]  # fmt: skip


def test_hidden_rows_and_merged_cells_are_told() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["Name", "Organisation"], ["Ana", "Aurora"], ["Bo", ""], ["Cy", "B"]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.merge_cells("B2:B3")
    table = found(saved(book))
    assert [(row.number, row.is_hidden) for row in table.rows] == [
        (2, False), (3, True), (4, False),
    ]  # fmt: skip
    assert table.sheet.merged == ("B2:B3",)


@pytest.mark.parametrize(
    "text",
    [
        'Name,E-mail\n"Ana,a@example.org\nBo,b@example.org\nCy",c@example.org\n',
        'Name;E-mail;Part\nAna;a@x.org;head\n"Bo;b@x.org;\nCy;c@x.org;\nDi";d@x.org;',
    ],
)
def test_a_stray_quote_swallows_nobody(text: str) -> None:
    with pytest.raises(CannotRead, match=r"Row [23]"):
        spreadsheet.read(text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Name,E-mail\nAna "Nan" Silva,a@x.org\nBo,b@x.org', 'Ana "Nan" Silva'),
        ('Name,E-mail\n"Nan" Silva,a@x.org\nBo,b@x.org', '"Nan" Silva'),
        ('Name,E-mail\n"Ana,a@x.org\nBo,b@x.org', '"Ana'),
        ('Name,E-mail\n"Silva, Ana",a@x.org\nBo,b@x.org', "Silva, Ana"),
        ('Name,E-mail\n"Ana ""Nan"" Silva",a@x.org\nBo,b@x.org', 'Ana "Nan" Silva'),
        ("sep=;\nName;E-mail\nSilva, Ana;a@x.org\nLi, Bo;b@x.org", "Silva, Ana"),
        ("Name;E-mail\nSilva, Ana;a@x.org\nLi, Bo;b@x.org", "Silva, Ana"),
        ("Name\tE-mail\nSilva, Ana\ta@x.org\nLi, Bo\tb@x.org", "Silva, Ana"),
    ],
)
def test_quotes_and_delimiters_are_found_from_whole_records(
    text: str, expected: str
) -> None:
    assert names(text)[0] == expected
    assert len(names(text)) == 2


def test_strict_open_xml_says_which_format_to_choose() -> None:
    good = zipfile.ZipFile(io.BytesIO(workbook(("A", "visible", [["Name"]]))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as strict:
        for name in good.namelist():
            strict.writestr(
                name,
                good.read(name).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
            )
    with pytest.raises(CannotRead, match="Strict"):
        spreadsheet.read(file.getvalue())


@pytest.mark.parametrize(
    "content",
    [b"<html><table><tr><td>Name</td></tr></table>", b"%PDF-1.7 x", b"{\\rtf1 Name}"],
)
def test_another_format_is_refused_with_the_one_to_choose(content: bytes) -> None:
    with pytest.raises(CannotRead, match="xlsx"):
        spreadsheet.read(content)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#NOMBRE?", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_known(error: str) -> None:
    assert spreadsheet.is_error(error)
    assert not spreadsheet.is_error("Ana #1 Silva")


@pytest.mark.parametrize("cell", ["=Ana", "+41 Ana", "-Ana", "@ana", "'=Ana", "Ana'"])
def test_an_exported_table_read_back_is_equal(cell: str) -> None:
    exported = b"".join(spreadsheet.write_csv(["Name", "x"], [[cell, "y"]]))
    assert names(exported) == [cell]
    with spreadsheet.write_xlsx(["Name"], [[cell]]) as file:
        assert names(file.read()) == [cell]


def bomb() -> bytes:
    """50 KB that unpack to 49 MB of one text, used in every cell."""
    rows = "".join(
        f'<row r="{n}"><c t="inlineStr"><is><t>{"x" * 4_000}</t></is></c></row>'
        for n in range(1, 12_000)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    good = zipfile.ZipFile(io.BytesIO(workbook(("A", "visible", [["Name"]]))))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, xml if is_sheet else good.read(name))
    return file.getvalue()


def test_a_small_file_that_unpacks_takes_no_memory_of_ours() -> None:
    content = bomb()
    assert len(content) < 300_000
    process = psutil.Process()
    before = process.memory_info().rss
    with pytest.raises(CannotRead):
        spreadsheet.read(content)
    assert process.memory_info().rss - before < 60_000_000


def test_what_takes_too_much_memory_or_time_ends_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spreadsheet, "LIMIT_SECONDS", 0.001)
    with pytest.raises(CannotRead, match="too long"):
        spreadsheet.read(b"Name\nAna")


def test_the_child_is_limited_by_the_system() -> None:
    limit = (
        "import resource, hemicycle.lib.spreadsheet_worker as w; w._limit();"
        "print(resource.getrlimit(resource.RLIMIT_DATA)[0])"
    )
    command = ["python", "-c", limit]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) == spreadsheet_worker.MEMORY


def test_the_size_that_is_promised_is_read_in_time() -> None:
    lines = [f"Person {n},p{n}@example.org" for n in range(2_000)]
    book: Book = spreadsheet.read(
        ("Name,E-mail\n" + "\n".join(lines)).encode(), max_rows=2_000
    )
    assert len(book.sheets[0].rows) == 2_001
