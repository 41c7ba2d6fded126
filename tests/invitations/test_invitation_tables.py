"""Organisations of a spreadsheet: read, checked row by row, the good ones prepared."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.conferences.models import CoOrganiser, Hat, Role, Signatory
from hemicycle.conferences.policy import Scope
from hemicycle.invitations.actions import invite
from hemicycle.invitations.invitation_tables import Invitees, Inviting
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.lib import spreadsheet
from hemicycle.organisations.models import Organisation
from hemicycle.post.models import Email
from hemicycle.tables.kinds import CheckedRow
from hemicycle.tables.models import Import
from tests.cast import Cast, make_name, make_organisation, make_user
from tests.conftest import sign_in
from tests.delegations.test_people_tables import at

HEAD = "Organisation\tCountry\tAddressed to\tE-mail\tLanguage\tPlaces\n"


def new_page(cast: Cast) -> str:
    return f"/en/uncsc-2019/lists/imports/new/invitations/{cast.conference.pk}/"


def send(client: Client, cast: Cast, rows: str | bytes) -> Any:
    """Send a table as the protocol officer does, and open what follows."""
    sign_in(client, cast.petra)
    if isinstance(rows, str):
        return client.post(new_page(cast), {"pasted": rows}, follow=True)
    upload = SimpleUploadedFile("list", rows)
    return client.post(new_page(cast), {"file": upload}, follow=True)


def do(client: Client, step: str = "accept", **typed: Any) -> Any:
    table = Import.objects.get(state=Import.State.OPEN)
    shown = [str(row["n"]) for row in table.rows]
    sent = {"row": shown, step: "1", "language": "en"} | typed
    return client.post(at(table, "rows/"), sent, follow=True)


def invited() -> list[str]:
    return sorted(Invitation.objects.values_list("organisation__name", flat=True))


def test_rows_are_checked_cell_by_cell_and_nothing_happens_yet(
    client: Client, cast: Cast
) -> None:
    page = send(
        client,
        cast,
        HEAD + "Cirrus\tKenya\tThe Director\tcirrus@example.org\tEnglish\t\n"
        f"Stratus\tAtlantis\tThe Director\tnobody\tKlingon\t{'9' * 5_000}\n"
        "Cirrus\tKE\tSomebody else\tother@example.org\tArabic\t12\n"
        "#N/A\tKE\tx@example.org\tx@example.org\t\t0\n"
        "Nimbus\tKE\t\t\ten\t\n",
    )
    assert [row.number for row in page.context["ready"]] == [2]
    wrong = {row.number: set(row.errors) for row in page.context["faulty"]}
    assert wrong == {
        3: {"country", "email", "language", "places"},
        5: {"organisation", "addressee", "places"},
        6: {"addressee", "email"},
    }
    (again,) = page.context["left_out"]
    assert (again.number, bool(again.duplicate)) == (4, True)
    assert 'value="Klingon"' not in page.content.decode()  # chosen from a list
    assert "Atlantis" in page.content.decode()
    assert Invitation.objects.count() == 0
    assert Organisation.objects.count() == 2


def test_the_good_rows_are_prepared_and_the_others_corrected_in_place(
    client: Client, cast: Cast
) -> None:
    send(
        client,
        cast,
        HEAD + "Cirrus\tKenya\tThe Director\tcirrus@example.org\t\t\n"
        "Stratus\tCôte d'Ivoire\tThe Director\tstratus@example.org\tar\t12\n"
        "Nimbus\tAtlantis\t\tnimbus@example.org\t\t\n",
    )
    do(client)
    prepared = Invitation.objects.order_by("organisation__name")
    assert [(i.organisation.name, i.language, i.cap) for i in prepared] == [
        ("Cirrus", "en", None),
        ("Stratus", "ar", 12),
    ]
    assert prepared[1].organisation.country == "CI"
    table = Import.objects.get()
    again = spreadsheet.read(client.get(at(table, "to-correct.xlsx")).content)
    assert again.sheets[0].rows[1].cells[0] == "Nimbus"
    assert again.sheets[0].rows[1].cells[-1]
    page = do(client, **{"4-addressee": "The Board", "4-country": "France"})
    assert page.redirect_chain[-1][0] == "/en/uncsc-2019/invitations/"
    assert invited() == ["Cirrus", "Nimbus", "Stratus"]
    assert (Email.objects.count(), Import.objects.get().state) == (0, "settled")


def test_no_language_is_guessed_and_the_only_signatory_needs_no_choice(
    client: Client, cast: Cast
) -> None:
    rows = HEAD + "Cirrus\tKE\tThe Director\tcirrus@example.org\t\t\n"
    page = send(client, cast, rows)
    assert [row.lacks for row in page.context["checked"]] == [{"language"}]
    do(client, language="")
    assert invited() == []
    do(client, language="ar", category=cast.guest.pk)
    invitation = Invitation.objects.get()
    assert (invitation.language, invitation.category, invitation.signatory) == (
        "ar", cast.guest, cast.signatory,
    )  # fmt: skip


def test_two_signatories_are_asked_for_or_read_from_a_column(
    client: Client, cast: Cast
) -> None:
    other = Signatory.objects.create(
        co_organiser=cast.signatory.co_organiser,
        conference=cast.conference,
        name="Ruth Okoro",
    )
    rows = (
        "Organisation\tCountry\tContact\tE-mail\tIn the name of\n"
        f"Cirrus\tKE\tThe Director\tc@example.org\t{other}\n"
        "Nimbus\tKE\tThe Director\tn@example.org\t\n"
    )
    page = send(client, cast, rows)
    assert [sorted(row.lacks) for row in page.context["checked"]] == [
        ["language"], ["language", "signatory"],
    ]  # fmt: skip
    do(client, signatory=cast.signatory.pk)
    chosen = dict(Invitation.objects.values_list("organisation__name", "signatory"))
    assert chosen == {"Cirrus": other.pk, "Nimbus": cast.signatory.pk}


def test_an_organisation_is_found_by_any_of_its_names_in_its_country(
    client: Client, cast: Cast
) -> None:
    make_name(cast.borealis, "Norðurljós")
    page = send(
        client,
        cast,
        HEAD + "NORÐURLJÓS\tIslande\tThe Board\tb@example.org\ten\t\n"
        "borealis\tIS\tThe Chair\tchair@example.org\ten\t\n"
        "Borealis\tKE\tThe Board\tk@example.org\ten\t\n",
    )
    assert [row.number for row in page.context["left_out"]] == [3]
    do(client)
    assert invited() == ["Borealis"]
    assert Organisation.objects.count() == 2
    page = send(client, cast, HEAD + "Borealis\tIS\tThe Board\tb@example.org\ten\t\n")
    assert [row.number for row in page.context["left_out"]] == [2]
    assert page.context["faulty"] == []


def test_a_row_that_is_likely_on_record_waits_for_a_choice(
    client: Client, cast: Cast
) -> None:
    green = make_organisation("Green Belt Movement", country="KE", acronym="GBM")
    page = send(
        client,
        cast,
        "Organisation\tCountry\tAddressed to\tE-mail\tAcronym\n"
        "Green Belt\tKE\tThe Board\tg@example.org\tG.B.M.\n"
        "Borealis\tUG\tThe Chair\tb@example.org\t\n"
        "Cirrus\tKE\tThe Director\tc@example.org\t\n",
    )
    assert {row.number: set(row.errors) for row in page.context["faulty"]} == {
        2: {"on_record"}, 3: {"on_record"},
    }  # fmt: skip
    assert "On record" in page.context["labels"]
    same, _new = page.context["faulty"][0].choices["on_record"]
    assert (same[0], "same acronym" in same[1]) == (green.pk, True)
    elsewhere, other = page.context["faulty"][1].choices["on_record"]
    assert elsewhere[0] == cast.borealis.pk
    assert "“Borealis” in Iceland (same name in another country)" in elsewhere[1]
    assert elsewhere[1].rpartition(": ")[2] in page.content.decode()
    page = do(client, "check", **{"2-on_record": green.pk, "3-on_record": other[0]})
    assert page.context["faulty"] == []
    assert f'value="{green.pk}" selected' in page.content.decode()
    do(client)
    assert invited() == ["Borealis", "Cirrus", "Green Belt Movement"]
    assert Invitation.objects.filter(organisation=green).exists()
    assert not Invitation.objects.filter(organisation=cast.borealis).exists()


def test_two_new_ones_that_are_likely_the_same_are_told_apart_by_their_owner(
    client: Client, cast: Cast
) -> None:
    page = send(
        client,
        cast,
        "Organisation\tCountry\tAddressed to\tE-mail\tAcronym\tLanguage\n"
        "Cirrus\tKE\tThe Board\ta@example.org\tCR\ten\n"
        "Cumulus\tKE\tThe Board\tb@example.org\tC.R.\ten\n"
        "Cirrus\tUG\tThe Board\tc@example.org\t\ten\n"
        "Nimbus\tUG\tThe Board\td@example.org\tCR\ten\n",
    )
    said = {row.number: row.remark for row in page.context["ready"]}
    assert "row 2 (same acronym)" in said[3]
    assert "row 2 (same name in another country)" in said[4]
    assert said[2] == said[5]


def test_one_added_meanwhile_stops_them_all_and_says_which(cast: Cast) -> None:
    fields = {
        "kind": "ngo", "acronym": "", "addressee": "The Board", "language": "en",
        "signatory": cast.signatory, "category": None, "places": None,
    }  # fmt: skip
    rows = [
        invite.Invitee(organisation=name, country="IS", email="b@example.org", **fields)
        for name in ("Cirrus", "BOREALIS")
    ]
    with pytest.raises(ValidationError) as refusal:
        invite.prepare_invitations(cast.conference, rows, actor=cast.petra)
    (error,) = refusal.value.error_dict["name"]
    assert error.params is not None
    assert (error.code, error.params["organisation"]) == ("listed", cast.borealis)
    assert not Organisation.objects.filter(name="Cirrus").exists()


def test_an_answer_about_one_organisation_is_none_about_another(
    client: Client, cast: Cast
) -> None:
    page = send(client, cast, HEAD + "Borealis\tUG\tThe Chair\tb@example.org\ten\t\n")
    _same, new = page.context["faulty"][0].choices["on_record"]
    page = do(client, "check", **{"2-on_record": new[0], "2-organisation": "Aurora"})
    assert [set(row.errors) for row in page.context["faulty"]] == [{"on_record"}]
    page = do(client, "check", **{"2-organisation": "Cirrus"})
    assert [row.number for row in page.context["ready"]] == [2]
    do(client)
    assert invited() == ["Cirrus"]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_eight_hundred_rows_of_a_workbook_are_prepared_in_one_go(
    client: Client, cast: Cast
) -> None:
    rows: list[list[Any]] = [
        ["Nom", "Pays", "Destinataire", "Courriel"],
        ["Borealis", "Islande", "La présidente", "b@example.org"],
    ]
    rows += [
        [f"Org {n}", "KE", "The Director", f"o{n}@example.org"] for n in range(799)
    ]
    page = send(client, cast, workbook(rows))
    assert len(page.context["checked"]) == 800
    do(client, row=[])
    assert Invitation.objects.filter(state="prepared").count() == 800
    assert Organisation.objects.count() == 801
    assert Entry.objects.filter(verb="prepared invitation").count() == 800
    page = send(client, cast, workbook(rows))
    assert len(page.context["left_out"]) == 800


@pytest.mark.parametrize(
    ("heads", "cells", "addressee"),
    [
        ("Organisation,Country,First name,Last name,E-mail", "Ana,Díaz", "Ana Díaz"),
        ("Organisation,Pays,Nom,Prénom,Courriel", "Díaz,Ana", "Díaz Ana"),
        ("Organisation,Country,Name,Surname,E-mail", "Ana,Díaz", "Ana Díaz"),
        ("Name,Country,First name,Surname,E-mail", "Ana,Díaz", "Ana Díaz"),
    ],
)
def test_an_addressee_in_two_columns_is_one_name(
    client: Client, cast: Cast, heads: str, cells: str, addressee: str
) -> None:
    send(client, cast, f"{heads}\nCirrus,KE,{cells},ana@example.org")
    do(client)
    invitation = Invitation.objects.get()
    assert (invitation.organisation.name, invitation.addressee) == ("Cirrus", addressee)


def test_rubble_of_another_program_invites_no_one(client: Client, cast: Cast) -> None:
    response = send(
        client,
        cast,
        HEAD + "FundaciÃ³n Ã‘andÃº\tChile\tAna Silva\ta@example.org\n"
        "De?n Foundation\tChile\tAna Silva\tb@example.org\n"
        "Aurora\tTunisia\tto be confirmed\tc@example.org\n"
        "#REF!\tChile\tAna & Bo\td@example.org; e@example.org\n",
    )
    assert [sorted(row.errors) for row in response.context["checked"]] == [
        ["organisation"],
        ["organisation"],
        ["addressee"],
        ["addressee", "email", "organisation"],
    ]
    do(client)
    assert invited() == []


def test_what_is_missing_is_asked_not_guessed(client: Client, cast: Cast) -> None:
    page = send(client, cast, "Organisation\tCountry\nA\tKE\n")
    assert len(page.context["columns"]) == 2
    assert Import.objects.get().rows == []


def test_a_guessed_encoding_prepares_nothing_before_it_is_confirmed(
    client: Client, cast: Cast
) -> None:
    text = (
        "Organisation;Country;Addressed to;E-mail\n"
        "Łódzkie Towarzystwo;Poland;Jiří Dvořák;j@example.org"
    )
    page = send(client, cast, text.encode("cp1250"))
    assert [2, "Jiří Dvořák"] in page.context["read"]["examples"]
    do(client)
    assert invited() == []
    client.post(at(Import.objects.get(), "reading/"), {"right": "1"})
    do(client)
    assert Invitation.objects.get().addressee == "Jiří Dvořák"


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a workbook", b" \n"])
def test_a_file_that_cannot_be_used_is_refused(
    client: Client, cast: Cast, content: bytes
) -> None:
    page = send(client, cast, content)
    assert page.status_code == 422
    assert not Import.objects.exists()


@pytest.mark.parametrize("who", ["rosa", "sam", "amina", "eve"])
def test_only_chief_and_protocol_send_a_table(
    client: Client, cast: Cast, who: str
) -> None:
    sign_in(client, getattr(cast, who))
    assert client.get(new_page(cast)).status_code == 403
    assert client.post(new_page(cast), {}).status_code == 403


def test_what_invitations_lack_is_said_before_a_table_is_sent(
    client: Client, cast: Cast
) -> None:
    sign_in(client, cast.clara)
    assert 'class="lacking"' not in client.get(new_page(cast)).content.decode()
    Signatory.objects.all().delete()
    page = client.get(new_page(cast)).content.decode()
    assert "conference/signatories/new/" in page


def test_whoever_was_invited_meanwhile_stops_them_all_and_loses_nothing(
    cast: Cast,
) -> None:
    fields = {
        "kind": "ngo", "acronym": "", "addressee": "The Board", "language": "en",
        "signatory": cast.signatory, "category": None, "places": None,
    }  # fmt: skip
    same = invite.Invitee(
        organisation="Borealis", country="IS", organisation_id=cast.borealis.pk,
        email="b@example.org", **fields,
    )  # fmt: skip
    new = invite.Invitee(
        organisation="Cirrus", country="KE", email="c@example.org", **fields
    )
    invite.prepare_invitations(cast.conference, [same], actor=cast.petra)
    with pytest.raises(ValidationError) as refusal:
        invite.prepare_invitations(cast.conference, [new, same], actor=cast.petra)
    assert refusal.value.code == "invited"
    assert invited() == ["Borealis"]
    assert not Organisation.objects.filter(name="Cirrus").exists()


@pytest.mark.parametrize("many", [1, 40])
def test_rows_are_checked_with_the_same_queries_for_any_number(
    cast: Cast, many: int
) -> None:
    cells = dict.fromkeys([column.name for column in Invitees.columns], "") | {
        "country": "KE", "addressee": "The Board", "email": "b@example.org",
        "language": "en",
    }  # fmt: skip
    rows = [CheckedRow(n, cells | {"organisation": f"Org {n}"}) for n in range(many)]
    with CaptureQueriesContext(connection) as queries:
        Invitees().check(Inviting(cast.conference, Scope(is_whole=True)), rows)
    assert len(queries) == 4
    assert all(row.is_ready for row in rows)


def test_an_officer_of_one_co_organiser_invites_in_its_names_only(
    client: Client, cast: Cast
) -> None:
    conference = cast.conference
    city = CoOrganiser.objects.create(
        conference=conference, name={"en": "Host city"}, short_name="SLC"
    )
    mayor = Signatory.objects.create(
        conference=conference, co_organiser=city, name="Mayor", title={"en": "Mayor"}
    )
    (other,) = conference.signatories.exclude(pk=mayor.pk)
    officer = make_user("Officer")
    Role.objects.create(
        conference=conference, user=officer, hat=Hat.PROTOCOL, co_organiser=city
    )
    sign_in(client, officer)
    page = client.post(
        new_page(cast),
        {
            "pasted": HEAD.replace("Places", "In the name of")
            + "Cirrus\tKenya\tThe Director\tcirrus@example.org\ten\tMayor\n"
            f"Stratus\tKenya\tThe Director\tstratus@example.org\ten\t{other.name}\n"
        },
        follow=True,
    )
    assert [row.number for row in page.context["ready"]] == [2]
    assert [set(row.errors) for row in page.context["faulty"]] == [{"signatory"}]
    assert other.name not in page.context["faulty"][0].errors["signatory"]
    do(client, "accept", **{"3-signatory": other.pk})
    assert [i.signatory for i in Invitation.objects.all()] == [mayor]
