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
from hemicycle.lib.spreadsheet import Book, CannotRead, Columns, Found, Row, Sheet

PEOPLE = Columns(
    {"full_name": FULL_NAME, "email": EMAIL},
    needed=["full_name"],
    parts={"full_name": PARTS_OF_NAMES},
    either=WHOLE_OR_PART,
    signs={"email": "@"},
)


def read_here(content: bytes) -> dict[str, Any]:
    """Read in this process: what the child answers."""
    return spreadsheet_worker.read(content, 500, "")


def table_of(*lines: str) -> Found:
    """A table as its rows are written, cells divided by semicolons."""
    rows = (Row(n, tuple(line.split(";"))) for n, line in enumerate(lines, start=1))
    table = Book((Sheet("", False, tuple(rows)),)).find(PEOPLE)
    assert table is not None
    return table


def doubtful(*lines: str) -> list[tuple[str, str]]:
    table = table_of(*lines)
    return [(doubt.code, table.heading(doubt.at)) for doubt in PEOPLE.doubts(table)]


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


OTHERS = [
    ("iso8859_2", "Žofia Šťastná"), ("iso8859_15", "Œuvre Cœur"), ("cp1252", "Þóra"),
    ("iso8859_5", "Амина Петрова"), ("iso8859_6", "عائشة"), ("koi8-u", "Юлія Ґонта"),
    ("euc_jp", "鈴木ハナコ"), ("cp874", "สมชาย ใจดี"), ("cp852", "Jiří Dvořák"),
    ("cp866", "Иван Сидоров"), ("cp857", "Ayşe Gündoğdu"), ("cp737", "Γιώργος"),
    ("cp862", "דוד כהן"), ("cp775", "Jānis Bērziņš"), ("mac_latin2", "Jiří Dvořák"),
    ("mac_cyrillic", "Амина Петрова"), ("mac_greek", "Γιώργος"),
    ("mac_turkish", "Ayşe Gündoğdu"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "name"), OTHERS)
def test_rarer_encodings_are_asked_about_too_and_can_be_chosen(
    encoding: str, name: str
) -> None:
    content = f"Name;E-mail\n{name};a@example.org\n".encode(encoding)
    assert encoding in read_here(content)["guess"]
    chosen = spreadsheet_worker.read(content, 500, encoding)
    assert chosen["sheets"][0]["rows"][1][1][0] == name
    assert "guess" not in chosen


def test_rubble_that_happens_to_be_utf8_is_asked_about() -> None:
    """The bytes of "Jiří" on an old Macintosh are UTF-8 of a Maldivian letter."""
    answer = read_here("Name\nJiří Dvořák\n".encode("mac_latin2"))
    assert answer["guess"][:2] == ["utf-8", "mac_latin2"]
    assert "guess" not in read_here("Name\nДима Dvořák\nВера\n".encode())


def test_a_mark_of_utf8_before_another_encoding_is_no_part_of_a_heading() -> None:
    answer = read_here(b"\xef\xbb\xbf" + "Name\nZoë\nJosé".encode("cp1252"))
    assert answer["sheets"][0]["rows"][0][1] == ["Name"]
    assert answer["guess"][0] == "cp1252"


def test_a_japanese_text_of_an_e_mail_is_read() -> None:
    answer = read_here("Name\n山田太郎\n".encode("iso2022_jp"))
    assert answer["sheets"][0]["rows"][1][1] == ["山田太郎"]


@pytest.mark.parametrize(
    ("damaged", "original"),
    [
        ("JosÃ© PeÃ±a", "José Peña"),
        ("Ð\x94Ð¼Ð¸Ñ‚Ñ€Ð¸Ð¹", "Дмитрий"),
        ("Р”РјРёС‚СЂРёР№", "Дмитрий"),
        ("Ù…Ø\xadÙ…Ø¯", "محمد"),
        ("çŽ‹å°\x8fæ˜Ž", "王小明"),
        ("Jos√© Pe√±a", "José Peña"),
        ("Jos├® Pe├▒a", "José Peña"),
    ],
)
def test_a_text_read_in_a_wrong_encoding_before_is_known(
    damaged: str, original: str
) -> None:
    assert text_encodings.misread(damaged) == original
    assert text_encodings.misread(original) == ""


@pytest.mark.parametrize("name", [name for _code, name in TEXTS + OTHERS])
def test_no_name_as_it_should_be_is_taken_for_damaged(name: str) -> None:
    assert text_encodings.misread(name) == ""
    assert text_encodings.misread(name.upper()) == ""


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


@pytest.mark.parametrize(
    ("heading", "row", "name"),
    [
        ("First name(s);Surname(s)", "Ana;Silva Paz", "Ana Silva Paz"),
        ("First Name*;Last Name*", "Ana;Silva", "Ana Silva"),
        ("NAME (as in passport);EMAIL", "Ana Silva;a@example.org", "Ana Silva"),
        ("1. Name;2. E-mail", "Ana Silva;a@example.org", "Ana Silva"),
        ("Surname / Nom de famille;Given name / Prénom", "Silva;Ana", "Silva Ana"),
        ("Name / Nom / 姓名;E-mail", "Ana Silva;a@example.org", "Ana Silva"),
        ("Apellido paterno;Apellido materno;Nombres", "Silva;Paz;Ana", "Silva Paz Ana"),
        ("Nombre;1er apellido;2º apellido", "Ana;Silva;Paz", "Ana Silva Paz"),
        ("Nom;Post-nom;Prénom", "Ilunga;Mbuyi;Ana", "Ilunga Mbuyi Ana"),
        ("الاسم;الشهرة", "أمينة;الأمين", "أمينة الأمين"),
        ("الاسم الأول;الاسم الثاني;اللقب", "أمينة;علي;الأمين", "أمينة علي الأمين"),
        ("Имя;Имя отца;Фамилия", "Анна;Иван;Петрова", "Анна Иван Петрова"),
        ("Име;Презиме;Фамилия", "Ана;Илиева;Петрова", "Ана Илиева Петрова"),
        ("Ime;Priimek", "Ana;Novak", "Ana Novak"),
        ("Họ;Tên đệm;Tên", "Nguyễn;Thị;Hoa", "Nguyễn Thị Hoa"),
        ("Title;Name;Family", "Dr;Ana;Silva", "Ana Silva"),
        ("Last name, First name;E-mail", "Silva, Ana;a@example.org", "Silva, Ana"),
    ],
)
def test_headings_as_offices_write_them_give_the_whole_name(
    heading: str, row: str, name: str
) -> None:
    table = table_of(heading, row)
    assert table.cells(table.rows[0])["full_name"] == name
    assert doubtful(heading, row) == []


@pytest.mark.parametrize(
    ("lines", "doubts"),
    [
        (["Name;Name;E-mail", "Ana;Silva;a@x.org"], [("part", "Name")]),
        (["Name;E-mail;E-mail", "Ana Li;;a@x.org"], [("doubled", "E-mail")]),
        (["Name;;E-mail", "Ana;Silva;a@x.org"], [("unheaded", "B")]),
        (["Name;Klan;E-mail", "Ana;Silva;a@x.org"], [("part", "Klan")]),
        (["Name;Clan name;E-mail", "Ana Li;Paz;a@x.org"], [("part", "Clan name")]),
        (["Name;Kontakt", "Ana Silva;a@x.org"], [("holds", "Kontakt")]),
        # Said twice, or nothing that a name or an address could be.
        (["Full name;Name;E-mail", "Ana Silva;Ana;a@x.org"], []),
        (["Name;E-mail;E-mail", "Ana Li;a@x.org;a@x.org"], []),
        (["No.;Name;E-mail;Shoes", "1;Ana Silva;a@x.org;38"], []),
        ([";Name;E-mail", "1;Ana Silva;a@x.org"], []),
        (["姓名;单位;邮箱", "王秀英;绿色;a@x.org"], []),
        (["Full name;Second e-mail;E-mail", "Ana Li;b@x.org;a@x.org"], []),
    ],
)
def test_a_column_that_may_belong_to_a_name_is_asked_about(
    lines: list[str], doubts: list[tuple[str, str]]
) -> None:
    assert doubtful(*lines) == doubts


def sheet_of(content: bytes) -> dict[str, Any]:
    sheet: dict[str, Any] = read_here(content)["sheets"][0]
    return sheet


def changed(content: bytes, old: str, new: str) -> bytes:
    """A workbook whose first sheet's XML says something else."""
    before, file = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            after.writestr(name, text)
    return file.getvalue()


def test_rows_and_columns_without_any_size_are_hidden_too() -> None:
    lines = [["Name", "E-mail"], ["Ana", "a@x.org"], ["Bo", "b@x.org"]]
    content = workbook(("P", "visible", lines))
    flat = changed(content, '<row r="3">', '<row r="3" ht="0" customHeight="1">')
    assert [row[2] for row in sheet_of(flat)["rows"]] == [False, False, True]
    narrow = changed(
        content,
        "<sheetData>",
        '<cols><col min="2" max="2" width="0"/></cols><sheetData>',
    )
    assert sheet_of(narrow)["hidden_columns"] == [1]


def test_a_hidden_column_is_not_read_and_asked_about_where_it_is_needed() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Surname", "Full name", "First name"])
    page.append(["Silva", "Somebody Before", "Ana"])
    page.column_dimensions["B"].hidden = True
    assert names(saved(book)) == ["Silva Ana"]


def test_what_stands_past_the_last_column_refuses_the_sheet() -> None:
    lines: list[list[Any]] = [["Name", "E-mail"], ["Ana", "a@x.org"]]
    lines[1] += [None] * 16_381 + ["note"]
    assert sheet_of(workbook(("P", "visible", lines)))["problem"] == [
        "columns", {"row": 2, "limit": spreadsheet_worker.MAX_COLUMNS},
    ]  # fmt: skip


def test_a_row_of_formulas_that_nobody_worked_out_is_not_passed_over() -> None:
    content = workbook(("P", "visible", [["Name"], ["=B2&C2"], ["Ana"]]))
    assert [row[1] for row in sheet_of(content)["rows"]] == [
        ["Name"], ["=B2&C2"], ["Ana"],
    ]  # fmt: skip


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
