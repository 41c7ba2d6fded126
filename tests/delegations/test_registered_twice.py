"""Two delegations nominate one person: neither learns of the other (H2), the person is
approved once (C7)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from hemicycle.delegations.models import Delegation, Flag, Registration
from hemicycle.organisations.models import Organisation
from hemicycle.seconding import actions as seconding
from hemicycle.tables.models import Import
from hemicycle.vetting import actions
from hemicycle.vetting.models import DecisionItem
from tests.cast import Cast, make_organisation, make_registration
from tests.conftest import sign_in
from tests.vetting.test_decide import fingerprint

LIN = {"full_name": "Lin Wei", "email": "lin@example.org"}
State = Registration.State


def delegation_of(cast: Cast, organisation: Organisation) -> Delegation:
    return Delegation.objects.create(
        conference=cast.conference, organisation=organisation, cap=40
    )


def indexed(**kw: Any) -> Registration:
    registration = make_registration(**LIN | kw)
    registration.index()
    registration.save()
    return registration


@pytest.fixture
def borealis(cast: Cast) -> Delegation:
    return delegation_of(cast, cast.borealis)


@pytest.fixture
def stranger(cast: Cast) -> Registration:
    """Approved, in a delegation that Bruno knows nothing of."""
    return indexed(delegation=cast.delegation, state=State.APPROVED)


def nominate(client: Client, cast: Cast, delegation: Delegation, **kw: str) -> Any:
    address = f"/en/uncsc-2019/delegations/{delegation.pk}/registrations/"
    data = {
        "part": "member",
        "functional_title": "Director",
        "relation": "Staff",
        "language": "en",
    }
    data |= LIN | kw
    return client.post(address, data)


def table_page(delegation: Delegation) -> str:
    return f"/en/uncsc-2019/lists/imports/new/people/{delegation.pk}/"


def answers(client: Client, cast: Cast, delegation: Delegation) -> list[Any]:
    """All that a focal point is told when nominating, correcting and pasting a name."""
    sign_in(client, cast.bruno)
    told: list[Any] = [nominate(client, cast, delegation).status_code]
    mine = delegation.registrations.get()
    page = f"/en/uncsc-2019/delegations/registrations/{mine.pk}/"
    told.append(client.get(page).content.decode().count("already"))
    mine.delete()
    response = client.post(
        table_page(delegation),
        {"pasted": "Full name\tE-mail\nLin Wei\tlin@example.org"},
        follow=True,
    )
    shown = ("ready", "faulty", "left_out")
    return [*told, *(len(response.context[name]) for name in shown)]


def test_a_focal_point_is_told_the_same_whether_or_not_somebody_is_registered(
    client: Client, cast: Cast, borealis: Delegation
) -> None:
    without = answers(client, cast, borealis)
    Import.objects.all().delete()
    indexed(delegation=cast.delegation, state=State.APPROVED)
    assert answers(client, cast, borealis) == without


def test_the_second_nomination_is_taken_and_flagged_for_the_registrar_alone(
    client: Client, cast: Cast, borealis: Delegation, stranger: Registration
) -> None:
    sign_in(client, cast.bruno)
    assert nominate(client, cast, borealis).status_code == 302
    second = borealis.registrations.get()
    flag = Flag.objects.get(registration=second)
    assert (flag.kind, flag.details) == (Flag.Kind.DUPLICATE, stranger.code)
    assert second.told_flags == []
    html = client.get(f"/en/uncsc-2019/delegations/registrations/{second.pk}/")
    assert stranger.code not in html.content.decode()


def test_within_a_delegation_a_person_is_nominated_once(
    client: Client, cast: Cast
) -> None:
    indexed(delegation=cast.delegation)
    sign_in(client, cast.amina)
    response = nominate(client, cast, cast.delegation)
    assert response.status_code == 422
    codes = {
        error.code for error in response.context["form"].errors.as_data()["full_name"]
    }
    assert codes == {"already-registered"}


def approve(registration: Registration, cast: Cast) -> None:
    seen = fingerprint(registration, "approve")
    actions.decide.decide(registration, verdict="approve", seen=seen, actor=cast.rosa)


def test_nobody_is_approved_twice_and_the_person_chooses(
    cast: Cast, borealis: Delegation
) -> None:
    first = indexed(delegation=cast.delegation, state=State.CONFIRMED, user=cast.lin)
    second = indexed(delegation=borealis, state=State.CONFIRMED, user=cast.lin)
    for one in (first, second):
        with pytest.raises(ValidationError) as refusal:
            approve(one, cast)
        assert refusal.value.code == "registered-twice"
    own = sign_in(Client(), cast.lin).get("/en/uncsc-2019/lobby/")
    assert own.context["is_twice"]
    Registration.objects.filter(pk=first.pk).update(state=State.WITHDRAWN)
    approve(second, cast)
    second.refresh_from_db()
    assert second.state == State.APPROVED
    own = sign_in(Client(), cast.lin).get("/en/uncsc-2019/lobby/")
    assert not own.context["is_twice"]


def test_in_bulk_both_are_left_out_and_the_others_approved(
    cast: Cast, borealis: Delegation
) -> None:
    first = indexed(delegation=cast.delegation, state=State.CONFIRMED)
    second = indexed(delegation=borealis, state=State.CONFIRMED)
    other = indexed(
        delegation=borealis,
        state=State.CONFIRMED,
        full_name="Eve",
        email="e@example.org",
    )
    keys = [first.pk, second.pk, other.pk]
    rows = actions.decide.for_letters(cast.conference, keys)
    drafts, left_out = actions.decide.decisions.drafts_of(rows, "approve", "")
    assert [draft.thing for draft in drafts] == [other]
    assert {row.pk for row, _why in left_out} == {first.pk, second.pk}


def test_one_registered_twice_after_the_preview_is_skipped(
    cast: Cast, borealis: Delegation
) -> None:
    one = indexed(delegation=borealis, state=State.CONFIRMED)
    rows = actions.decide.for_letters(cast.conference, [one.pk])
    drafts, _left_out = actions.decide.decisions.drafts_of(rows, "approve", "")
    decision = actions.decide.submit_decision(
        cast.conference, drafts=drafts, verdict="approve",
        seen=actions.decide.fingerprint_of(drafts), actor=cast.rosa,
    )  # fmt: skip
    decision = seconding.approve(
        decision, seen=decision.fingerprint, now=decision.fingerprint, actor=cast.ravi
    )
    indexed(delegation=cast.delegation)
    chunk = actions.decide.next_chunk(decision)
    assert chunk
    actions.decide.decide_chunk(decision, chunk)
    item = DecisionItem.objects.get()
    assert item.outcome == DecisionItem.Outcome.SKIPPED


def test_the_database_itself_refuses_a_second_approval(
    cast: Cast, borealis: Delegation
) -> None:
    indexed(delegation=cast.delegation, state=State.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        indexed(delegation=borealis, state=State.APPROVED)
    assert make_organisation("Third").pk
