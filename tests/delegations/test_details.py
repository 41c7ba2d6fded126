"""Every detail of the registry reaches whom it is for, and nobody else."""

from itertools import groupby
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from hemicycle.conferences.models import Notice
from hemicycle.delegations import actions, facts, mail, privacy
from hemicycle.delegations.forms.details import DetailsForm
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import (
    DETAILS,
    Asked,
    Detail,
    Kind,
    Reader,
    asked_at,
)
from hemicycle.fields.search import search
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.lobby import held
from hemicycle.programme.models import Appearance, Session
from hemicycle.ui.cells import plain
from hemicycle.vetting.lists import REGISTRATIONS
from tests.cast import Cast, make_registration
from tests.conftest import sign_in
from tests.delegations.test_nominate import person

pytestmark = pytest.mark.django_db

each_detail = pytest.mark.parametrize(
    "detail", DETAILS, ids=[detail.name for detail in DETAILS]
)


def test_the_details_of_a_group_stand_together() -> None:
    """Pages show each run of a group under its heading."""
    runs = [group for group, _details in groupby(detail.group for detail in DETAILS)]
    assert len(runs) == len(set(runs))


def column(detail: Detail) -> Any:
    return Registration._meta.get_field(detail.name)


def value_of(detail: Detail) -> Any:
    """A value that no other detail has and that is not what a new row has."""
    match detail.kind:
        case Kind.NAME | Kind.TEXT:
            return f"Canary {detail.name}"[: column(detail).max_length]
        case Kind.EMAIL:
            return "canary.lin@example.org"
        case Kind.COUNTRY:
            return "SY" if detail.name == "nationality" else "TN"
        case Kind.LANGUAGE:
            return "ar"
        case Kind.ANSWER | Kind.TICK:
            return True
        case Kind.CHOICE:
            default = column(detail).default
            return next(
                value
                for value, _label in column(detail).flatchoices
                if value and value != default
            )


def make_full(cast: Cast, **kw: Any) -> Registration:
    """A confirmed registration with a value of every detail."""
    values = {detail.name: value_of(detail) for detail in DETAILS}
    registration = make_registration(
        **values
        | {
            "delegation": cast.delegation,
            "user": cast.lin,
            "state": "confirmed",
            "confirmed_at": clock.now(),
        }
        | kw
    )
    registration.index()
    registration.save()
    return registration


@each_detail
def test_a_detail_is_held_with_its_purpose(cast: Cast, detail: Detail) -> None:
    registration = make_full(cast)
    shown = {label: (value, why) for label, value, why in held.facts(registration)}
    assert (str(detail.label) in shown) is (Reader.PERSON in detail.seen_by)
    if Reader.PERSON in detail.seen_by:
        words = facts.in_words(detail, value_of(detail))
        assert words
        assert shown[str(detail.label)] == (words, str(detail.purpose))


@each_detail
def test_a_detail_is_given_out_to_its_person(cast: Cast, detail: Detail) -> None:
    make_full(cast)
    (given,) = privacy.export(cast.lin)
    assert given[detail.name] == value_of(detail)


@each_detail
def test_a_detail_is_erased_unless_it_only_counts(cast: Cast, detail: Detail) -> None:
    registration = make_full(cast, state="withdrawn")
    privacy.erase(registration, actor=cast.rosa)
    kept = getattr(Registration.objects.get(pk=registration.pk), detail.name)
    assert kept == (value_of(detail) if detail.is_kept else detail.value_when_erased)


@each_detail
def test_a_detail_is_a_column_of_the_export(cast: Cast, detail: Detail) -> None:
    person = make_full(cast)
    name = "name" if detail.name == "full_name" else detail.name.replace("_", "-")
    column = REGISTRATIONS.by_name.get(name)
    assert (column is not None) is detail.is_exported
    if column is not None:
        value = value_of(detail)
        words = value if value is True else facts.in_words(detail, value)
        assert plain(column.value(person)) == words


@pytest.mark.parametrize(
    "detail",
    [detail for detail in DETAILS if detail.kind in (Kind.NAME, Kind.TEXT)],
    ids=lambda detail: detail.name,
)
def test_a_person_is_found_by_what_is_searched_alone(
    cast: Cast, detail: Detail
) -> None:
    values = {other.name: "" for other in DETAILS if other.kind == Kind.NAME}
    make_full(cast, **values | {"full_name": "Lin", detail.name: "Zweisprachig"})
    found = search(Registration.objects.all(), "search", "zweisprachig")
    assert found.exists() is detail.is_searched


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("lin", Reader.PERSON),
        ("amina", Reader.FOCAL_POINT),
        ("rosa", Reader.DESK),
        ("petra", Reader.PROTOCOL),
    ],
)
def test_each_reader_sees_their_details_and_no_others(
    client: Client, cast: Cast, name: str, reader: Reader
) -> None:
    registration = make_full(cast)
    sign_in(client, getattr(cast, name))
    path = f"/en/uncsc-2019/delegations/registrations/{registration.pk}/"
    shown = client.get(path, follow=True).context["facts"]
    assert [fact.detail.name for _group, facts in shown for fact in facts] == [
        detail.name for detail in DETAILS if reader in detail.seen_by
    ]


@pytest.mark.parametrize("name", ["amina", "petra"])
def test_what_only_the_person_types_is_theirs_until_it_is_confirmed(
    client: Client, cast: Cast, name: str
) -> None:
    registration = make_full(cast, state="nominated", confirmed_at=None)
    sign_in(client, getattr(cast, name))
    path = f"/en/uncsc-2019/delegations/registrations/{registration.pk}/"
    shown = client.get(path, follow=True).context["facts"]
    seen = {fact.detail.name for _group, facts in shown for fact in facts}
    assert seen.isdisjoint(
        {detail.name for detail in DETAILS if detail.is_private_at_first}
    )
    assert "full_name" in seen


def typed(detail: Detail) -> Any:
    """The value as a form sends it."""
    return "yes" if detail.kind == Kind.ANSWER else value_of(detail)


def asked_in(response: Any) -> set[str]:
    """The details that the page's form asks, with a label and a field in the page."""
    form = response.context["form"]
    html = response.content.decode()
    names = {detail.name for detail in DETAILS} & set(form.fields)
    assert all(f'name="{name}"' in html for name in names)
    return names


def names_at(form: Asked) -> set[str]:
    return {detail.name for detail in asked_at(form)}


def answers() -> dict[str, str]:
    notices = list(Notice.objects.all())
    return {f"notice_{notice.kind}": "on" for notice in notices} | {
        "notices": " ".join(notice.pk for notice in notices)
    }


def test_a_nomination_asks_and_keeps_its_details(client: Client, cast: Cast) -> None:
    sign_in(client, cast.amina)
    path = f"/en/uncsc-2019/delegations/{cast.delegation.pk}/registrations/"
    assert asked_in(client.get(path)) == names_at(Asked.NOMINATION)
    sent = {detail.name: typed(detail) for detail in asked_at(Asked.NOMINATION)}
    assert client.post(path, sent).status_code == 302
    row = Registration.objects.get()
    assert {name: getattr(row, name) for name in sent} == sent


def test_a_correction_of_a_nomination_asks_and_keeps_its_details(
    client: Client, cast: Cast
) -> None:
    registration = make_registration(delegation=cast.delegation)
    sign_in(client, cast.amina)
    path = person(registration, "correct")
    assert asked_in(client.get(path)) == names_at(Asked.NOMINATION)
    sent = {detail.name: typed(detail) for detail in asked_at(Asked.NOMINATION)}
    assert client.post(path, sent).status_code == 302
    shown = client.get(path).context["form"]
    assert {name: shown[name].value() for name in sent} == sent


@pytest.mark.parametrize("organisation", ["aurora", None])
def test_registering_alone_asks_and_keeps_its_details(
    client: Client, cast: Cast, organisation: str | None
) -> None:
    """What one does there with an organisation, where one comes from without."""
    key = getattr(cast, organisation).pk if organisation else "none"
    path = "/en/uncsc-2019/delegations/register/"
    sign_in(client, cast.eve)
    only = {"affiliation" if organisation else "relation"}
    asked = asked_in(client.get(f"{path}?organisation={key}"))
    assert asked == names_at(Asked.REGISTERING) - only
    sent = {d.name: typed(d) for d in asked_at(Asked.REGISTERING) if d.name in asked}
    assert client.post(path, sent | {"organisation": key}).status_code == 302
    row = Registration.objects.get()
    assert {name: getattr(row, name) for name in sent} == sent


@pytest.mark.parametrize(
    ("name", "page", "state"),
    [
        ("lin", "confirm", "nominated"),
        ("rosa", "confirm", "nominated"),
        ("lin", "details", "confirmed"),
        ("rosa", "details", "approved"),
    ],
)
def test_the_person_and_the_desk_give_each_detail(
    client: Client, cast: Cast, name: str, page: str, state: str
) -> None:
    registration = make_registration(
        delegation=cast.delegation, user=cast.lin, email="lin@example.org", state=state
    )
    sign_in(client, getattr(cast, name))
    path = person(registration, page)
    assert asked_in(client.get(path)) == names_at(Asked.DETAILS)
    sent = {detail.name: typed(detail) for detail in asked_at(Asked.DETAILS)}
    sent |= answers() if page == "confirm" else {"reason": "By telephone."}
    response = client.post(path, sent)
    assert response.status_code == 302, response.context["form"].errors
    row = Registration.objects.get()
    assert {d.name: getattr(row, d.name) for d in asked_at(Asked.DETAILS)} == {
        d.name: value_of(d) for d in asked_at(Asked.DETAILS)
    }


@pytest.mark.parametrize("form", Asked)
def test_what_is_required_is_asked_for_again(form: Asked, cast: Cast) -> None:
    """Each form alone, left empty: what is required is refused, and nothing else."""

    class Empty(DetailsForm):
        asks = form

    refused = Empty({}, conference=cast.conference).errors
    assert set(refused) == {
        detail.name for detail in asked_at(form) if detail.asked[form].is_required
    }


def test_after_the_decision_a_person_changes_only_what_it_does_not_rest_on(
    client: Client, cast: Cast
) -> None:
    registration = make_full(cast, state="approved", is_withheld=False)
    decided_upon = mail.facts_of_person(registration)
    free = {detail.name for detail in DETAILS if detail.changes_any_time}
    sign_in(client, cast.lin)
    path = person(registration, "details")
    assert asked_in(client.get(path)) == free
    sent = {detail.name: typed(detail) for detail in asked_at(Asked.DETAILS)}
    assert client.post(path, sent | {"full_name": "Other"}).status_code == 302
    registration.refresh_from_db()
    assert registration.is_withheld
    assert registration.full_name == "Canary full_name"
    assert mail.facts_of_person(registration) == decided_upon
    with pytest.raises(ValidationError) as refusal:
        actions.confirm.correct_details(
            registration, {"full_name": "Other"}, actor=cast.lin
        )
    assert refusal.value.code == "not-open"


def test_a_correction_records_the_names_of_what_changed(cast: Cast) -> None:
    registration = make_full(cast)
    details = {"residence": "KE", "badge_name": registration.badge_name}
    actions.confirm.correct_details(registration, details, actor=cast.lin)
    entry = Entry.objects.about(registration).get(verb="corrected details")
    assert entry.details["fields"] == ["residence"]


@pytest.mark.parametrize(
    ("is_withheld", "state", "is_named"),
    [(False, "approved", True), (True, "approved", False), (False, "withdrawn", False)],
)
def test_the_public_programme_names_nobody_who_is_withheld(
    client: Client, cast: Cast, is_withheld: bool, state: str, is_named: bool
) -> None:
    registration = make_full(cast, state=state, is_withheld=is_withheld)
    session = Session.objects.create(
        conference=cast.conference, title={"en": "Opening"}, kind=Session.Kind.PLENARY
    )
    for given in ({"registration": registration}, {"guest": "By video"}):
        Appearance.objects.create(session=session, role="speaker", **given)
    response = client.get("/en/uncsc-2019/programme/")
    assert "By video" in response.content.decode()
    assert ("Canary full_name" in response.content.decode()) is is_named
    assert Registration.objects.public().exists() is is_named


@pytest.mark.parametrize(
    ("language", "honorific", "name"),
    [
        ("en", "Ms", "Ms Mariam Darwish"),
        ("ar", "Ms", "مريم درويش"),
        ("ar", "السيدة", "السيدة مريم درويش"),
        ("en", "السيدة", "Mariam Darwish"),
    ],
)
def test_an_email_addresses_by_the_honorific_of_its_script(
    cast: Cast, language: str, honorific: str, name: str
) -> None:
    registration = make_registration(
        delegation=cast.delegation,
        full_name="Mariam Darwish",
        own_script="مريم درويش",
        honorific=honorific,
        email="mariam@example.org",
    )
    draft = mail.draft("delegations/confirmed", registration, language=language)
    assert draft.context["name"] == name
