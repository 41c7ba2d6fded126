"""Two organisations on record that are one become one, and nothing is lost."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from hemicycle.conferences.models import Conference, Hat, Role
from hemicycle.delegations import places
from hemicycle.delegations.actions.nominate import Nominee, nominate
from hemicycle.delegations.actions.open import open_delegation
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.organisations import actions, merger
from hemicycle.organisations.merger import Merger
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Membership,
    NameKey,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import (
    OPENING_MORNING,
    Cast,
    make_cast,
    make_name,
    make_organisation,
    make_registration,
)
from tests.conftest import look_and_send, sign_in
from tests.delegations.test_places import move
from tests.invitations.test_invite import make_invitation

State = Registration.State


def page(kept: Organisation, merged: Organisation | None = None) -> str:
    address = f"/en/uncsc-2019/organisations/{kept.pk}/merge/"
    return f"{address}{merged.pk}/" if merged else address


def merge(cast: Cast, kept: Organisation, merged: Organisation, actor: User) -> None:
    keys = (kept.pk, merged.pk)
    merging = Merger(*(Organisation.objects.get(pk=key) for key in keys))
    seen = actions.fingerprint_of_merging(merging, actions.emails_of_merging(merging))
    actions.merge(kept, merged, conference=cast.conference, seen=seen, actor=actor)


def codes(kept: Organisation, merged: Organisation, viewer: User) -> list[str]:
    refusals = actions.refusals_to_merge(Merger(kept, merged), actor=viewer)
    return [str(each.code) for each in refusals]


def with_all(cast: Cast, name: str = "Aurora International") -> Organisation:
    """A second entry of Aurora with a row of everything that refers to one."""
    other = make_organisation(name, acronym="AI", city="Tunis", website="https://a.tn/")
    make_name(other, "الفجر", language="ar")
    member, umbrella = make_organisation("Cedar"), make_organisation("Dome")
    Standing.objects.create(organisation=other, kind=Standing.Kind.SPECIAL)
    Membership.objects.create(umbrella=other, member=member)
    Membership.objects.create(umbrella=umbrella, member=other)
    Accreditation.objects.create(
        conference=cast.conference, organisation=other, state="requested"
    )
    FocalPoint.objects.create(
        conference=cast.conference, organisation=other, user=cast.bruno
    )
    theirs = open_delegation(cast.conference, other, actor=cast.rosa)
    make_registration(
        delegation=theirs, full_name="Ada Lu", email="ada@example.org", state="draft"
    )
    ours = open_delegation(cast.conference, umbrella, actor=cast.rosa)
    make_registration(
        delegation=ours, full_name="Bo Li", stands_for=other, state="draft"
    )
    make_invitation(cast, organisation=other)
    return other


def rows() -> Counter[str]:
    """How many there are of every model that refers to an organisation."""
    referring = {model for model, _field in merger.moved()}
    return Counter({each._meta.label: each._base_manager.count() for each in referring})


def test_every_field_that_refers_to_an_organisation_is_moved_by_its_room() -> None:
    referring = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Organisation
    }
    assert set(merger.moved()) == referring


def test_all_that_refers_to_the_one_refers_to_the_other_and_no_row_is_lost(
    client: Client, cast: Cast
) -> None:
    other = with_all(cast)
    before, n_people = rows(), Registration.objects.count()
    sign_in(client, cast.rosa)
    response = look_and_send(client, page(cast.aurora, other))
    assert response.status_code == 302
    assert not Organisation.objects.filter(pk=other.pk).exists()
    after = rows()
    # One accreditation and one delegation for a conference; its name is another name.
    assert after - before == Counter(
        {"organisations.Name": 1, "organisations.FormerOrganisation": 1}
    )
    assert before - after == Counter(
        {"organisations.Accreditation": 1, "delegations.Delegation": 1}
    )
    assert Registration.objects.count() == n_people
    for model, field in merger.moved():
        assert not model._base_manager.filter(**{field: other.pk}).exists()
    aurora = Organisation.objects.get(pk=cast.aurora.pk)
    # Empty before: filled. Not empty: kept.
    assert (aurora.acronym, aurora.city, aurora.website) == (
        "AI", "Tunis", "https://a.tn/",
    )  # fmt: skip
    delegation = Delegation.objects.get(organisation=aurora)
    assert delegation.pk == cast.delegation.pk
    assert [each.full_name for each in delegation.registrations.all()] == ["Ada Lu"]
    assert aurora.accreditations.get().state == "accredited"
    assert {each.user for each in aurora.focal_points.all()} == {cast.amina, cast.bruno}
    assert places.recount(cast.conference) == []
    entry = Entry.objects.get(verb="merged organisations")
    assert (entry.thing_id, entry.details) == (aurora.pk, {"merged": other.pk})


def test_focal_points_of_both_are_told_once_as_previewed(
    client: Client, cast: Cast
) -> None:
    other = with_all(cast)
    FocalPoint.objects.create(
        conference=cast.conference, organisation=other, user=cast.amina
    )
    sign_in(client, cast.rosa)
    assert len(client.get(page(cast.aurora, other)).context["preview"].drafts) == 2
    look_and_send(client, page(cast.aurora, other))
    told = Email.objects.filter(template="organisations/merged")
    assert {each.to for each in told} == {"amina@example.org", "bruno@example.org"}


def test_what_is_entered_by_the_old_name_means_the_kept_one(cast: Cast) -> None:
    other = with_all(cast)
    Organisation.objects.filter(pk=cast.aurora.pk).update(acronym="AUR")
    merge(cast, cast.aurora, other, cast.rosa)
    everything = Organisation.objects.all()
    for name in ("aurora international", "الفجر", "Aurora"):
        assert everything.same_as(name, country="TN").exact == (cast.aurora,)
    # An acronym is asked about: several bodies may have it.
    assert not everything.same_as("AI", country="TN").exact
    assert everything.same_as("AI", country="TN").only == cast.aurora
    with pytest.raises(ValidationError):
        actions.add(
            cast.conference, name="Aurora International", country="TN", actor=cast.rosa
        )


def test_old_addresses_lead_to_the_kept_one_also_after_a_second_merger(
    client: Client, cast: Cast
) -> None:
    other = with_all(cast)
    theirs = Delegation.objects.get(organisation=other)
    third = make_organisation("Aurora Kenya")
    merge(cast, cast.aurora, other, cast.rosa)
    merge(cast, third, cast.aurora, cast.rosa)
    sign_in(client, cast.rosa)
    room = "/en/uncsc-2019/organisations/"
    for key in (other.pk, cast.aurora.pk):
        assert client.get(f"{room}{key}/").url == f"{room}{third.pk}/"
        shown = client.get(f"{room}{key}/public/")
        assert shown.url == f"{room}{third.pk}/public/"
        assert client.get(f"{room}{key}/edit/").context["organisation"] == third
    room = "/en/uncsc-2019/delegations/"
    assert client.get(f"{room}{theirs.pk}/").url == f"{room}{cast.delegation.pk}/"


def test_the_page_shows_both_side_by_side_and_what_follows(
    client: Client, cast: Cast
) -> None:
    other = with_all(cast)
    sign_in(client, cast.rosa)
    shown = client.get(page(cast.aurora, other)).context
    values = {each.label: (each.kept, each.merged) for each in shown["comparisons"]}
    assert values["Name"] == ("Aurora", "Aurora International")
    assert values["Members"] == ("", "Cedar")
    assert values["Invitation"] == ("", "prepared")
    assert values["Places taken in its delegation"] == ("0 of 40", "0 of 20")
    assert any(each.is_grave for each in shown["consequences"])


def test_the_other_is_found_by_search_or_proposed(client: Client, cast: Cast) -> None:
    likely = make_organisation("The Aurora, a.s.b.l.")
    sign_in(client, cast.rosa)
    shown = client.get(page(cast.aurora)).context
    assert [each.organisation for each in shown["likely"]] == [likely]
    assert client.get(page(cast.aurora), {"q": "boreal"}).context["others"] == [
        cast.borealis
    ]
    assert not client.get(page(cast.aurora), {"q": "zzz"}).context["others"]


@pytest.mark.parametrize("who", ["petra", "amina", "eve"])
def test_only_a_registrar_or_the_chief_merges(
    client: Client, cast: Cast, who: str
) -> None:
    other = make_organisation("Aurora International")
    sign_in(client, getattr(cast, who))
    assert client.get(page(cast.aurora, other)).status_code in (403, 404)
    assert client.post(page(cast.aurora, other)).status_code in (403, 404)
    assert Organisation.objects.filter(pk=other.pk).exists()


def test_what_belongs_to_another_conference_needs_a_role_there(cast: Cast) -> None:
    other = make_organisation("Aurora International")
    next_one = Conference.objects.create(
        slug="uncsc-2021", short_name="2021", country="KR", time_zone="Asia/Seoul",
        starts_on=date(2021, 8, 26), ends_on=date(2021, 8, 28), languages=["en"],
        name={"en": "The next"},
    )  # fmt: skip
    open_delegation(next_one, other, actor=cast.rosa)
    assert codes(cast.aurora, other, cast.rosa) == ["elsewhere"]
    Role.objects.create(conference=next_one, user=cast.rosa, hat=Hat.REGISTRAR)
    del cast.rosa._roles
    assert codes(cast.aurora, other, cast.rosa) == []
    merge(cast, cast.aurora, other, cast.rosa)
    assert Entry.objects.filter(verb="merged organisations").count() == 2


def test_one_that_changed_since_it_was_looked_at_is_looked_at_again(
    client: Client, cast: Cast
) -> None:
    other = make_organisation("Aurora International")
    sign_in(client, cast.rosa)
    shown = client.get(page(cast.aurora, other)).context["preview"].fingerprint
    Organisation.objects.filter(pk=other.pk).update(city="Oslo")
    response = client.post(
        page(cast.aurora, other), {"step": "send", "seen": shown, "entered": ""}
    )
    assert response.status_code in (200, 422)
    assert Organisation.objects.filter(pk=other.pk).exists()


# -- What is refused, with what to do -------------------------------------------------


def refused(client: Client, cast: Cast, other: Organisation) -> list[str]:
    """The page says why and has no button; the verb refuses as well."""
    sign_in(client, cast.rosa)
    shown = client.get(page(cast.aurora, other)).context
    assert shown["refusals"]
    assert not shown["may_send_nothing"]
    before = rows()
    with pytest.raises(ValidationError):
        merge(cast, cast.aurora, other, cast.rosa)
    assert rows() == before
    return codes(cast.aurora, other, cast.rosa)


def second(cast: Cast, *people: dict[str, Any], cap: int = 20) -> Organisation:
    """Another entry with a delegation of these people."""
    other = make_organisation("Aurora International")
    theirs = open_delegation(cast.conference, other, cap=cap, actor=cast.rosa)
    for fields in people:
        person = make_registration(delegation=theirs, **fields)
        person.index()
        person.save()
    return other


def test_one_person_in_both_delegations(client: Client, cast: Cast) -> None:
    for email in ("", "ada@example.org"):
        person = make_registration(
            delegation=cast.delegation, full_name=f"Ada Lu {email}", email=email
        )
        person.index()
        person.save()
    fields = {"full_name": "Lu Ada", "email": ""}
    known = {"full_name": "Ada Lu ada@example.org", "email": "ada@example.org"}
    other = second(cast, fields, known)
    assert refused(client, cast, other) == ["registered-twice"]
    shown = client.get(page(cast.aurora, other)).context["refusals"]
    assert "Lu Ada" in shown[0]


def test_two_heads(client: Client, cast: Cast) -> None:
    make_registration(delegation=cast.delegation, part="head")
    other = second(cast, {"full_name": "Bo Li", "part": "head"})
    assert refused(client, cast, other) == ["head-taken"]


def test_more_people_than_one_delegation_has_places(client: Client, cast: Cast) -> None:
    other = second(cast)
    Delegation.objects.filter(organisation=other).update(taken=11)
    Delegation.objects.filter(pk=cast.delegation.pk).update(taken=30)
    assert refused(client, cast, other) == ["delegation-full"]


def test_a_member_of_the_other(client: Client, cast: Cast) -> None:
    other = make_organisation("Aurora Branch")
    middle = make_organisation("Middle")
    Membership.objects.create(umbrella=cast.aurora, member=middle)
    Membership.objects.create(umbrella=middle, member=other)
    assert refused(client, cast, other) == ["member"]


def test_refused_at_one_conference_and_not_the_other(
    client: Client, cast: Cast
) -> None:
    other = make_organisation("Aurora International")
    Accreditation.objects.create(
        conference=cast.conference, organisation=other, state="refused"
    )
    assert refused(client, cast, other) == ["accreditations"]


def test_two_invitations_that_left(client: Client, cast: Cast) -> None:
    other = make_organisation("Aurora International")
    make_invitation(cast, organisation=cast.aurora)
    make_invitation(cast, organisation=other)
    Invitation.objects.update(state="sent")
    assert refused(client, cast, other) == ["both-invited"]


def test_a_name_that_a_third_has_in_the_country(client: Client, cast: Cast) -> None:
    other = make_organisation("Caritas", country="FR")
    make_organisation("Caritas", country="TN")
    assert refused(client, cast, other) == ["listed"]


def test_itself(cast: Cast) -> None:
    assert codes(cast.aurora, cast.aurora, cast.rosa) == ["itself"]


# -- What both have --------------------------------------------------------------------


def test_of_two_invitations_the_unsent_one_is_withdrawn(cast: Cast) -> None:
    other = make_organisation("Aurora International")
    make_invitation(cast, organisation=cast.aurora)
    Invitation.objects.update(state="accepted")
    make_invitation(cast, organisation=other)
    merge(cast, cast.aurora, other, cast.rosa)
    states = {each.state for each in cast.aurora.invitations.all()}
    assert states == {"accepted", "withdrawn"}


def test_two_answers_stay_on_record(cast: Cast) -> None:
    other = make_organisation("Aurora International")
    make_invitation(cast, organisation=cast.aurora)
    Invitation.objects.update(state="declined")
    make_invitation(cast, organisation=other)
    Invitation.objects.filter(organisation=other).update(state="accepted")
    merge(cast, cast.aurora, other, cast.rosa)
    beside = {each.state: each.is_of_merged for each in cast.aurora.invitations.all()}
    assert beside == {"declined": True, "accepted": False}


def test_what_both_have_once_is_there_once_with_the_earlier_date(cast: Cast) -> None:
    other = make_organisation("Aurora International")
    chamber = make_organisation("Chamber")
    for organisation, year in ((cast.aurora, 2015), (other, 2010)):
        Membership.objects.create(
            umbrella=chamber, member=organisation, since=date(year, 1, 1)
        )
    Standing.objects.create(organisation=other, kind=Standing.Kind.DGC, since=1998)
    ended = Membership.objects.create(
        umbrella=cast.aurora, member=other, until=date(2019, 1, 1)
    )
    merge(cast, cast.aurora, other, cast.rosa)
    tie = chamber.memberships.get()
    assert (tie.member, tie.since) == (cast.aurora, date(2010, 1, 1))
    assert cast.aurora.standings.get().since == 1998
    assert not Membership.objects.filter(pk=ended.pk).exists()


def test_people_of_both_share_the_higher_cap_and_every_place_is_counted(
    cast: Cast,
) -> None:
    other = second(cast, {"full_name": "Bo Li", "state": State.DRAFT}, cap=100)
    here = make_registration(delegation=cast.delegation, state=State.DRAFT)
    move(here, State.APPROVED)
    move(Registration.objects.get(full_name="Bo Li"), State.APPROVED)
    merge(cast, cast.aurora, other, cast.rosa)
    delegation = Delegation.objects.get(organisation=cast.aurora)
    assert (delegation.taken, delegation.cap) == (2, 100)
    assert places.recount(cast.conference) == []


def test_who_stood_for_it_in_the_delegation_of_the_other_is_simply_of_it(
    cast: Cast,
) -> None:
    other = second(cast)
    theirs = Delegation.objects.get(organisation=other)
    person = make_registration(
        delegation=cast.delegation, stands_for=other, counted_in=theirs
    )
    merge(cast, cast.aurora, other, cast.rosa)
    person.refresh_from_db()
    assert (person.stands_for, person.counted_in) == (None, None)


def test_the_country_of_the_kept_one_is_that_of_all_its_names(cast: Cast) -> None:
    other = make_organisation("Aurora France", country="FR")
    merge(cast, cast.aurora, other, cast.rosa)
    keys = NameKey.objects.filter(organisation=cast.aurora)
    assert {each.country for each in keys} == {"TN"}


# -- Two at once -----------------------------------------------------------------------

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="its tests run in memory"
)


def beside(verb: Callable[[], object], came_of_it: list[str]) -> threading.Thread:
    """A thread with a connection of its own; what its verb refuses is noted."""

    def run() -> None:
        try:
            with clock.frozen(OPENING_MORNING):
                verb()
            came_of_it.append("done")
        except ValidationError as refusal:
            came_of_it.extend(str(each.code) for each in refusal.error_list)
        finally:
            connection.close()

    return threading.Thread(target=run)


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_two_who_merge_each_into_the_other_at_once_end_with_one() -> None:
    cast = make_cast()
    other = make_organisation("Aurora International")
    came_of_it: list[str] = []
    second = beside(lambda: merge(cast, other, cast.aurora, cast.ravi), came_of_it)
    with transaction.atomic():
        merge(cast, cast.aurora, other, cast.rosa)
        second.start()
        second.join(1)
        assert second.is_alive()  # waits for the first
    second.join()
    assert came_of_it == ["gone"]
    assert Organisation.objects.filter(pk=cast.aurora.pk).exists()


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_who_is_nominated_meanwhile_is_in_the_joined_delegation() -> None:
    cast = make_cast()
    other = make_organisation("Aurora International")
    theirs = open_delegation(cast.conference, other, actor=cast.rosa)
    nominee = Nominee(
        category=cast.representative, full_name="Ada Lu", email="ada@example.org"
    )
    came_of_it: list[str] = []
    merging = beside(lambda: merge(cast, cast.aurora, other, cast.rosa), came_of_it)
    with transaction.atomic():
        nominate(theirs, nominee, actor=cast.rosa)
        merging.start()
        merging.join(1)
        assert merging.is_alive()  # waits for the nomination
    merging.join()
    assert came_of_it == ["done"]
    person = Registration.objects.get()
    assert person.delegation == cast.delegation
    assert places.recount(cast.conference) == []
