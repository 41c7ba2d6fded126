"""Thirty people in one go: read, checked row by row, the good ones nominated."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.delegations.models import Delegation, Registration
from hemicycle.files.models import StoredFile
from hemicycle.lib import clock, spreadsheet
from hemicycle.tables import import_actions
from hemicycle.tables.models import Import
from tests.cast import Cast
from tests.conftest import sign_in
from tests.delegations.test_nominate import table_page

HEAD = "Full name\tE-mail\tRole\tTitle\n"


def send(client: Client, cast: Cast, rows: str | bytes, **kw: Any) -> Any:
    """Send a table as its focal point does, and open what follows."""
    sign_in(client, cast.amina)
    if isinstance(rows, str):
        return client.post(table_page(cast), {"pasted": rows} | kw, follow=True)
    upload = SimpleUploadedFile("people.csv", rows)
    return client.post(table_page(cast), {"file": upload} | kw, follow=True)


def at(table: Import, end: str = "") -> str:
    return f"/en/uncsc-2019/lists/imports/{table.pk}/{end}"


def do(client: Client, cast: Cast, step: str = "accept", **typed: str) -> Any:
    table = Import.objects.get()
    shown = [str(row["n"]) for row in table.rows if not row["h"]]
    sent = {"row": shown, step: "1", "category": cast.representative.pk} | typed
    return client.post(at(table, "rows/"), sent, follow=True)


def names() -> list[str]:
    return sorted(Registration.objects.values_list("full_name", flat=True))


def test_thirty_people_are_read_then_nominated_at_once(
    client: Client, cast: Cast
) -> None:
    rows = HEAD + "".join(
        f"Person {n}\tperson{n}@example.org\t{'Head' if n == 0 else ''}\tMember\n"
        for n in range(30)
    )
    response = send(client, cast, rows)
    assert Registration.objects.count() == 0
    assert len(response.context["checked"]) == 30
    do(client, cast)
    assert Registration.objects.filter(state="nominated").count() == 30
    assert Delegation.objects.get(pk=cast.delegation.pk).taken == 30
    assert Import.objects.get().state == Import.State.SETTLED
    assert not StoredFile.objects.filter(purpose="import").exists()


def test_nobody_gets_a_category_that_nobody_chose(client: Client, cast: Cast) -> None:
    type(cast.guest).objects.filter(pk=cast.guest.pk).update(is_open=True)
    response = send(client, cast, "Full name\nAda\nBo")
    assert response.context["ready"] == []
    do(client, cast, category="")
    assert names() == []
    do(client, cast, category=cast.guest.pk)
    assert set(Registration.objects.values_list("category", flat=True)) == {
        cast.guest.pk
    }


def test_the_category_is_read_from_a_column(client: Client, cast: Cast) -> None:
    type(cast.guest).objects.filter(pk=cast.guest.pk).update(is_open=True)
    rows = f"Full name\tCategory\nAda\t{cast.guest}\nBo\tElephant\nCy\t"
    response = send(client, cast, rows)
    assert [row.number for row in response.context["faulty"]] == [3]
    assert [row.number for row in response.context["ready"]] == [2]
    do(client, cast, "check")
    do(client, cast)
    kept = dict(Registration.objects.values_list("full_name", "category"))
    assert kept == {"Ada": cast.guest.pk, "Cy": cast.representative.pk}


def test_faulty_rows_stay_and_are_corrected_in_place(
    client: Client, cast: Cast
) -> None:
    rows = HEAD + (
        "Ada\tada@example.org\thead\t\n"
        "Bo\tnot an address\t\t\n"
        "\tno-name@example.org\t\t\n"
        "Cy\tcy@example.org\tchairwoman\t\n"
        "ada\tada@example.org\t\t\n"
        "Di\tdi@example.org\thead\t\n"
        "#N/A\tx@example.org\t\t\n"
        "Ed ed@example.org\t\t\t\n"
        "Fi; Gi\tfi@example.org\t\t\n"
        "Hu\thu@example.org; hu@example.com\t\t\n"
    )
    response = send(client, cast, rows)
    wrong = {row.number: set(row.errors) for row in response.context["faulty"]}
    assert wrong == {
        3: {"email"}, 4: {"full_name"}, 5: {"part"}, 7: {"part"}, 8: {"full_name"},
        9: {"full_name"}, 10: {"full_name"}, 11: {"email"},
    }  # fmt: skip
    assert [row.number for row in response.context["left_out"]] == [6]
    response = do(client, cast)
    assert names() == ["Ada"]
    table = Import.objects.get()
    assert [row["n"] for row in table.rows] == [3, 4, 5, 7, 8, 9, 10, 11]
    file = client.get(at(table, "to-correct.xlsx"))
    again = [row.cells for row in spreadsheet.read(file.content).sheets[0].rows]
    assert again[1][:2] == ("Bo", "not an address")
    assert again[1][-1]
    do(client, cast, "check", **{"3-email": "bo@example.org", "skip-4": "1"})
    response = client.get(at(table))  # tomorrow, on another device
    assert [row.number for row in response.context["ready"]] == [3]
    do(client, cast, **{"skip-4": "1"})
    assert names() == ["Ada", "Bo"]


def test_whoever_is_registered_already_is_skipped_with_the_reason(
    client: Client, cast: Cast
) -> None:
    send(client, cast, "Full name\tE-mail\nAda\tada@example.org")
    do(client, cast)
    response = send(client, cast, "Full name\tE-mail\nADA\tAda@Example.org\nBo\t")
    assert [row.number for row in response.context["left_out"]] == [2]
    assert response.context["left_out"][0].duplicate
    assert response.context["faulty"] == []


def test_a_guessed_encoding_is_asked_and_never_nominated_unseen(
    client: Client, cast: Cast
) -> None:
    response = send(
        client, cast, "Name;E-mail\nJiří Dvořák;j@example.org".encode("cp1250")
    )
    assert response.context["read"]["examples"] == [[2, "Jiří Dvořák"]]
    do(client, cast)
    assert names() == []
    table = Import.objects.get()
    client.post(at(table, "reading/"), {"encoding": "cp1252"})
    assert Import.objects.get().rows[0]["c"]["full_name"] == "Jiøí Dvoøák"
    client.post(at(table, "reading/"), {"encoding": "utf-7"})
    do(client, cast)
    assert names() == ["Jiøí Dvoøák"]


def test_a_guess_that_is_right_is_confirmed(client: Client, cast: Cast) -> None:
    send(client, cast, "Name;E-mail\nJiří Dvořák;j@example.org".encode("cp1250"))
    client.post(at(Import.objects.get(), "reading/"), {"right": "1"})
    do(client, cast)
    assert names() == ["Jiří Dvořák"]


def test_without_headings_the_owner_says_which_column_is_what(
    client: Client, cast: Cast
) -> None:
    response = send(
        client, cast, "Lovelace\tAda\tada@example.org\nLi\tBo\tbo@example.org"
    )
    assert len(response.context["columns"]) == 3
    assert Import.objects.get().rows == []
    reading = at(Import.objects.get(), "reading/")
    client.post(reading, {"column-2": "email"})
    assert Import.objects.get().rows == []
    client.post(
        reading,
        {"column-0": "full_name", "column-1": "full_name", "column-2": "email"},
    )
    do(client, cast)
    assert names() == ["Li Bo", "Lovelace Ada"]


def test_half_a_name_is_never_nominated_unasked(client: Client, cast: Cast) -> None:
    """A heading that is not known beside "Name": its column may hold the surname."""
    rows = "Name;Klan;E-mail\nAna;Silva;ana@example.org\nBo;Li;bo@example.org"
    response = send(client, cast, rows)
    assert response.context["doubts"] == [
        "Column “Klan” may hold a part of: Full name."
    ]
    do(client, cast)
    assert names() == []
    client.post(
        at(Import.objects.get(), "reading/"),
        {
            "column-0": "full_name", "column-1": "full_name", "column-2": "email",
            "heading_row": "1",
        },
    )  # fmt: skip
    do(client, cast)
    assert names() == ["Ana Silva", "Bo Li"]


def test_columns_are_named_in_the_encoding_that_was_chosen(
    client: Client, cast: Cast
) -> None:
    """The question about columns does not bring the guess back, nor skip it."""
    rows = "Klan;Wer\nĀbola;Jānis\nÓzola;Ērika".encode("cp1257")
    send(client, cast, rows)
    reading = at(Import.objects.get(), "reading/")
    columns = {"column-0": "full_name", "column-1": "full_name", "heading_row": "1"}
    client.post(reading, columns)
    assert Import.objects.get().encodings != []
    client.post(reading, {"encoding": "cp1257"})
    client.post(reading, columns)
    do(client, cast)
    assert set(names()) == {"Ābola Jānis", "Ózola Ērika"}


def test_another_sheet_is_read_when_its_owner_says_so(
    client: Client, cast: Cast
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "READ ME"
    page.append(["How to fill in"])
    other = book.create_sheet("Delegation")
    other.append(["Wer"])
    other.append(["Ana Silva"])
    file = io.BytesIO()
    book.save(file)
    response = send(client, cast, file.getvalue())
    assert response.context["read"]["other_sheets"] == ["Delegation"]
    reading = at(Import.objects.get(), "reading/")
    client.post(reading, {"sheet": "Nowhere"})
    client.post(reading, {"sheet": "Delegation"})
    client.post(reading, {"column-0": "full_name", "heading_row": "1"})
    do(client, cast)
    assert names() == ["Ana Silva"]


def test_headings_without_rows_are_no_table(client: Client, cast: Cast) -> None:
    response = send(client, cast, "Full name\tE-mail\n")
    assert response.status_code == 422
    assert not Import.objects.exists()


def hidden_workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["Full name", "Diet"], ["Ada", "none"], ["Bo", ""], ["Cy", ""]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    lists = book.create_sheet("Lists")
    lists.append(["Name"])
    lists.append(["member"])
    lists.sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("include", "nominated"), [("", ["Ada", "Cy"]), ("3", ["Ada", "Bo", "Cy"])]
)
def test_hidden_rows_are_left_out_unless_ticked(
    client: Client, cast: Cast, include: str, nominated: list[str]
) -> None:
    response = send(client, cast, hidden_workbook())
    assert [entry["n"] for entry in response.context["hidden"]] == [3]
    assert response.context["read"]["unread"] == ["Diet"]
    assert response.context["read"]["sheets"] == ["Lists"]
    if include:
        do(client, cast, "check", include=include)
    do(client, cast)
    assert names() == nominated


def test_more_people_than_places_stay_in_the_table(client: Client, cast: Cast) -> None:
    Delegation.objects.filter(pk=cast.delegation.pk).update(cap=2)
    send(client, cast, "Full name\nAda\nBo\nCy")
    response = do(client, cast)
    assert len(names()) == 2
    assert [row.number for row in response.context["ready"]] == [4]


def test_our_own_template_is_understood_in_every_language(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.amina)
    for language in ("en", "ar"):
        address = table_page(cast).replace("/en/", f"/{language}/")
        empty = client.get(f"{address}table.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(empty.content))
        assert book.active is not None
        book.active.append(["Ada", "ada@example.org"])
        file = io.BytesIO()
        book.save(file)
        response = send(client, cast, file.getvalue())
        assert len(response.context["checked"]) == 1, language


def test_an_import_is_its_owners_and_ends_within_a_day(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(client, cast, "Full name\nAda")
    table = Import.objects.get()
    sign_in(client, cast.rosa)
    assert client.get(at(table)).status_code == 404
    assert import_actions.discard_expired() == 0
    moment = clock.real_now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "real_now", lambda: moment)
    assert import_actions.discard_expired() == 1
    assert not Import.objects.exists()
    assert not StoredFile.objects.filter(purpose="import").exists()


def test_nobody_has_more_than_some_tables_under_way(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is kept with its file; one that is settled or discarded makes room."""
    monkeypatch.setattr(import_actions, "MOST_OPEN", 2)
    for name in ("Ada Lu", "Bo Li"):
        send(client, cast, f"Full name\n{name}")
    refused = send(client, cast, "Full name\nCy Wu")
    assert refused.status_code == 422
    assert Import.objects.open().count() == 2
    client.post(at(Import.objects.open()[0], "discard/"))
    assert send(client, cast, "Full name\nCy Wu").status_code == 200
    assert Import.objects.open().count() == 2


def test_a_discarded_table_leaves_nothing(client: Client, cast: Cast) -> None:
    send(client, cast, "Full name\nAda")
    client.post(at(Import.objects.get(), "discard/"))
    assert not Import.objects.exists()
    assert not StoredFile.objects.filter(purpose="import").exists()
    assert names() == []


def test_a_table_sent_twice_is_one_import_and_one_is_read_at_a_time(
    client: Client, cast: Cast
) -> None:
    send(client, cast, "Full name\nAda", submission="abcdefghijklmnop")
    send(client, cast, "Full name\nAda", submission="abcdefghijklmnop")
    table = Import.objects.get()
    Import.objects.update(state=Import.State.READING)
    response = send(client, cast, "Full name\nBo")
    assert response.status_code == 422
    assert Import.objects.get() == table


@pytest.mark.django_db(transaction=True)
def test_a_table_is_not_read_inside_a_transaction(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[bool] = []
    read = spreadsheet.read

    def watched(*args: Any, **kw: Any) -> spreadsheet.Book:
        inside.append(connection.in_atomic_block)
        return read(*args, **kw)

    monkeypatch.setattr(spreadsheet, "read", watched)
    send(client, cast, "Ada\tada@example.org")
    client.post(at(Import.objects.get(), "reading/"), {"column-0": "full_name"})
    assert inside == [False, False]


def test_rows_are_checked_with_the_same_queries_for_any_number(
    client: Client, cast: Cast
) -> None:
    counts = []
    for number in (1, 40):
        send(client, cast, "Full name\n" + "".join(f"P {n}\n" for n in range(number)))
        table = Import.objects.first()
        assert table is not None
        client.get(at(table))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at(table))
        counts.append(len(queries))
    assert counts[0] == counts[1]
