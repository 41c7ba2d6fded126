"""Thirty people in one go: pasted or in a file, corrected in the page."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hemicycle.delegations.models import Delegation, Registration
from hemicycle.lib import spreadsheet
from hemicycle.post.models import Email
from tests.cast import Cast
from tests.conftest import sign_in
from tests.delegations.test_nominate import page

HEAD = "Full name\tE-mail\tRole\tTitle\n"


def fields(html: str) -> dict[str, str]:
    """What a browser would send of the page's last form, the button left out."""
    from html.parser import HTMLParser

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, str] = {}
            self.select = ""

        def handle_starttag(
            self, tag: str, attrs: list[tuple[str, str | None]]
        ) -> None:
            given = dict(attrs)
            name = given.get("name") or ""
            if tag == "select":
                self.select = name
            elif tag == "option" and "selected" in given:
                self.found[self.select] = given.get("value") or ""
            elif tag == "input" and name and given.get("type") != "checkbox":
                self.found[name] = given.get("value") or ""

    reader = Reader()
    reader.feed(html)
    return reader.found


def test_thirty_people_are_read_then_nominated_at_once(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    rows = HEAD + "".join(
        f"Person {n}\tperson{n}@example.org\t{'Head' if n == 0 else ''}\tMember\n"
        for n in range(30)
    )
    read = client.post(page(cast, "several"), {"rows": rows}).content.decode()
    assert Registration.objects.count() == 0
    assert "Nominate 30 people" in read
    sent = fields(read) | {"store": "1"}
    assert client.post(page(cast, "several"), sent).status_code == 302
    assert Registration.objects.filter(state="nominated").count() == 30
    assert Registration.objects.get(part="head").full_name == "Person 0"
    assert Delegation.objects.get().taken == 30
    assert Email.objects.count() == 30


@pytest.mark.parametrize(
    "headings",
    [
        "Nom complet;Courriel;Rôle",
        "Nombre completo;Correo electrónico;Función",
        "ФИО;Электронная почта;Роль",
        "姓名;电子邮件;角色",
        "الاسم الكامل;البريد الإلكتروني;الدور",
    ],
)
def test_headings_and_parts_are_understood_in_six_languages(
    client: Client, cast: Cast, headings: str
) -> None:
    sign_in(client, cast.amina)
    words = {"N": "chef", "Ф": "глава", "姓": "团长", "ا": "رئيس الوفد"}
    role = "jefe" if "Nombre" in headings else words[headings[0]]
    rows = f"{headings}\nAda;ada@example.org;{role}\n"
    read = fields(client.post(page(cast, "several"), {"rows": rows}).content.decode())
    assert read["form-0-full_name"] == "Ada"
    assert read["form-0-email"] == "ada@example.org"
    assert read["form-0-part"] == "head"


def test_an_excel_file_and_a_table_without_headings_are_read(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["E-mail address", "Full name"])
    sheet.append(["ada@example.org", "أمينة الأمين"])
    content = io.BytesIO()
    book.save(content)
    upload = SimpleUploadedFile("people.xlsx", content.getvalue())
    html = client.post(page(cast, "several"), {"file": upload}).content.decode()
    assert fields(html)["form-0-full_name"] == "أمينة الأمين"
    html = client.post(
        page(cast, "several"), {"rows": "Ada\tada@example.org\nBo\tbo@example.org"}
    ).content.decode()
    assert fields(html)["form-1-email"] == "bo@example.org"
    assert "Nominate 2 people" in html


def test_wrong_rows_are_named_and_stay_to_be_corrected(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    rows = HEAD + (
        "Ada\tada@example.org\thead\t\n"
        "Bo\tnot an address\t\t\n"
        "\tno-name@example.org\t\t\n"
        "Cy\tcy@example.org\tchairwoman\t\n"
        "ada\tada@example.org\t\t\n"
        "Di\tdi@example.org\thead\t\n"
    )
    html = client.post(page(cast, "several"), {"rows": rows}).content.decode()
    assert "5 rows need a correction" in html
    # Numbered as in the spreadsheet, whose first row has the headings.
    for problem in (
        "Row 3, E-mail address: Write the whole e-mail address",
        "Row 4, Full name: please fill this in.",
        "Row 5, Part in the delegation: choose one of the list.",
        "Row 6, Full name: The same person as in row 2.",
        "Row 7, Part in the delegation: Row 2 is the head already.",
    ):
        assert problem in html
    sent = fields(html)
    assert sent["form-1-email"] == "not an address"
    # Without a choice nothing is stored, and everything is still there.
    html = client.post(page(cast, "several"), sent | {"store": "1"}).content.decode()
    assert Registration.objects.count() == 0
    assert fields(html)["form-1-email"] == "not an address"
    # By choice the good one goes first; the others wait here.
    partly = sent | {"store": "1", "partly": "1", "submission": "k" * 22}
    response = client.post(page(cast, "several"), partly)
    assert response.status_code == 302
    assert client.post(page(cast, "several"), partly).status_code == 302
    # A select that knows no such part shows, and sends, the first: member.
    assert [r.full_name for r in Registration.objects.all()] == ["Ada", "Cy"]
    html = client.get(page(cast, "several")).content.decode()
    left = fields(html)
    assert left["form-TOTAL_FORMS"] == "4"
    corrected = left | {
        "form-0-email": "bo@example.org",
        "form-1-full_name": "No Name",
        "form-2-DELETE": "on",
        "form-3-part": "deputy",
        "store": "1",
    }
    assert client.post(page(cast, "several"), corrected).status_code == 302
    assert sorted(r.full_name for r in Registration.objects.all()) == [
        "Ada",
        "Bo",
        "Cy",
        "Di",
        "No Name",
    ]
    html = client.get(page(cast, "several")).content.decode()
    assert "form-0-email" not in fields(html)


def test_what_is_not_understood_is_kept_in_sight(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    rows = (
        "Full name\tTelephone\tRole\tE-mail\n"
        "Ada\t+41 22 <1>\tchairwoman\tada@example.org\tsee note\n"
    )
    html = client.post(page(cast, "several"), {"rows": rows}).content.decode()
    kept = "Telephone: +41 22 &lt;1&gt;; see note; chairwoman"
    assert f"<bdi>{kept}</bdi>" in html
    again = fields(html) | {"check": "1"}
    assert f"<bdi>{kept}</bdi>" in (
        client.post(page(cast, "several"), again).content.decode()
    )
    html = client.post(
        page(cast, "several"), {"rows": "Bo\tbo@example.org\t\t\t\tsixth"}
    ).content.decode()
    assert "<bdi>sixth</bdi>" in html


def test_rows_without_a_mistake_are_added_at_once(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    wrong = client.post(
        page(cast, "several"), {"rows": f"{HEAD}Ada\tnowhere", "add": "1"}
    ).content.decode()
    assert "Row 2, E-mail address:" in wrong
    assert fields(wrong)["form-0-email"] == "nowhere"
    assert Registration.objects.count() == 0
    right = {"rows": f"{HEAD}Ada\tada@example.org", "add": "1"}
    assert client.post(page(cast, "several"), right).status_code == 302
    assert [one.full_name for one in Registration.objects.all()] == ["Ada"]


def test_an_emptied_row_is_named(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    html = client.post(page(cast, "several"), {"rows": f"{HEAD}Ada\t"}).content.decode()
    emptied = fields(html) | {"form-0-full_name": "", "form-0-line": "", "store": "1"}
    html = client.post(page(cast, "several"), emptied).content.decode()
    assert "Row 1, Full name: please fill this in." in html


def test_more_people_than_places_stores_nobody_and_says_which_row(
    client: Client, cast: Cast
) -> None:
    Delegation.objects.update(cap=2)
    sign_in(client, cast.amina)
    rows = HEAD + "".join(f"Person {n}\t\t\t\n" for n in range(3))
    html = client.post(page(cast, "several"), {"rows": rows}).content.decode()
    assert "There are more people than places left." in html
    html = client.post(
        page(cast, "several"), fields(html) | {"store": "1"}
    ).content.decode()
    assert "The delegation has no places left." in html
    assert Registration.objects.count() == 0
    assert Delegation.objects.get().taken == 0
    assert fields(html)["form-2-full_name"] == "Person 2"


def test_a_table_without_a_name_column_is_refused_with_the_text_kept(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    html = client.post(
        page(cast, "several"), {"rows": "E-mail\tRole\nx@example.org\thead"}
    ).content.decode()
    assert "No column has the heading" in html
    assert "x@example.org" in html


def test_the_form_says_the_limit_that_the_reading_keeps(
    client: Client, cast: Cast
) -> None:
    html = sign_in(client, cast.amina).get(page(cast, "several")).content.decode()
    assert "CSV, at most 10 MB." in html
    with pytest.raises(spreadsheet.CannotRead, match="at most 10 MB"):
        spreadsheet.read(b"x" * (spreadsheet.MAX_BYTES + 1))


def test_the_empty_table_can_be_downloaded_and_read_back(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    response = client.get("/en/uncsc-2019/delegations/table.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.active
    assert sheet is not None
    assert next(sheet.iter_rows(values_only=True))[0] == "Full name"
