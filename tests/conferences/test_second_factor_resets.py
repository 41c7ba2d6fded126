"""A lost second factor is reset by two registrars together, everywhere they work."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from hemicycle.conferences import actions
from hemicycle.conferences.models import Hat, Role, SecondFactorReset
from hemicycle.people import policy
from hemicycle.people.models import User
from hemicycle.post.models import Email
from tests.cast import Cast, make_conference, make_user
from tests.conftest import sign_in
from tests.people.test_second_factor import app_of, passkey_of

PAGE = "/en/uncsc-2019/conference/second-factors/"


def ask(cast: Cast, by: User, about: User) -> int:
    answer = sign_in(Client(), by).post(
        PAGE, {"user": about.pk, "reason": "The phone was stolen; I know his voice."}
    )
    return answer.status_code


def send(by: User, verb: str = "approve", base: str = PAGE) -> None:
    reset = SecondFactorReset.objects.get()
    client = sign_in(Client(), by)
    page = client.get(f"{base}{reset.pk}/")
    client.post(f"{base}{reset.pk}/{verb}/", {"seen": page.context["seen"]})


def approve(reset: SecondFactorReset, by: User, seen: str = "") -> None:
    actions.approve_reset(
        reset,
        conference=reset.conference,
        seen=seen or actions.reset_fingerprint(reset),
        actor=by,
    )


def test_one_asks_and_another_approves(cast: Cast) -> None:
    app_of(cast.sam)
    passkey_of(cast.sam)
    assert ask(cast, cast.rosa, cast.sam) == 302
    send(cast.rosa)
    assert policy.has_factor(cast.sam)
    send(cast.ravi)
    assert not policy.has_factor(cast.sam)
    assert not cast.sam.recovery_codes.exists()
    reset = SecondFactorReset.objects.get()
    assert (reset.prepared_by, reset.approved_by) == (cast.rosa, cast.ravi)
    assert reset.state == SecondFactorReset.State.DONE
    emails = Email.objects.filter(to="sam@example.org", template="people/changed")
    assert emails.filter(send_key__contains="reset-asked").exists()
    assert emails.filter(send_key__contains="reset-done").exists()
    latest = sign_in(Client(), cast.ravi).get(PAGE).context["latest"]
    assert list(latest) == [reset]
    page = sign_in(Client(), cast.ravi).get(f"{PAGE}{reset.pk}/")
    assert "Finished" in page.content.decode()


def test_a_request_can_be_discarded_and_says_by_whom(cast: Cast) -> None:
    app_of(cast.sam)
    ask(cast, cast.rosa, cast.sam)
    send(cast.ravi, "discard")
    reset = SecondFactorReset.objects.get()
    assert (reset.state, reset.discarded_by) == ("discarded", cast.ravi)
    assert policy.has_factor(cast.sam)
    with pytest.raises(ValidationError) as refusal:
        approve(reset, cast.ravi)
    assert refusal.value.code == "not-pending"
    assert ask(cast, cast.rosa, cast.sam) == 302


@pytest.mark.parametrize("who", ["rosa", "amina"])
def test_neither_oneself_nor_a_stranger_can_be_chosen(cast: Cast, who: str) -> None:
    assert ask(cast, cast.rosa, getattr(cast, who)) == 422
    assert not SecondFactorReset.objects.exists()


@pytest.mark.parametrize("who", ["sam", "paul", "amina", "eve"])
def test_only_registrars_and_the_chief_may(cast: Cast, who: str) -> None:
    ask(cast, cast.rosa, cast.dina)
    reset = SecondFactorReset.objects.get()
    client = sign_in(Client(), getattr(cast, who))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}{reset.pk}/").status_code == 403
    for verb in ("approve", "discard"):
        assert client.post(f"{PAGE}{reset.pk}/{verb}/").status_code == 403
    assert SecondFactorReset.objects.get().is_pending


def test_a_colleague_of_another_conference_is_not_found(cast: Cast) -> None:
    other = make_conference(slug="other-2020", edition=69)
    stranger = make_user("Zoe", other, Hat.HELP_DESK)
    reset = actions.ask_for_reset(
        stranger, conference=other, reason="x", actor=make_user("Zed")
    )
    client = sign_in(Client(), cast.rosa)
    assert client.get(f"{PAGE}{reset.pk}/").status_code == 404
    assert client.post(f"{PAGE}{reset.pk}/approve/").status_code == 404


def test_every_conference_where_they_work_must_approve(cast: Cast) -> None:
    app_of(cast.sam)
    other = make_conference(slug="other-2020", edition=69)
    Role.objects.create(conference=other, user=cast.sam, hat=Hat.CHIEF)
    zoe = make_user("Zoe", other, Hat.REGISTRAR)
    ask(cast, cast.rosa, cast.sam)
    reset = SecondFactorReset.objects.get()
    send(cast.ravi)
    reset.refresh_from_db()
    assert reset.is_pending
    assert policy.has_factor(cast.sam)
    assert list(reset.missing()) == [other]
    with pytest.raises(ValidationError) as refusal:
        approve(reset, cast.clara)
    assert refusal.value.code == "approved-here"
    send(zoe, base="/en/other-2020/conference/second-factors/")
    assert not policy.has_factor(cast.sam)


def test_nobody_approves_their_own_request_or_reset(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.ask_for_reset(
            cast.rosa, conference=cast.conference, reason="x", actor=cast.rosa
        )
    assert refusal.value.code == "own-reset"
    reset = actions.ask_for_reset(
        cast.ravi, conference=cast.conference, reason="x", actor=cast.rosa
    )
    for by, code in ((cast.rosa, "same-person"), (cast.ravi, "own-reset")):
        with pytest.raises(ValidationError) as refusal:
            approve(reset, by)
        assert refusal.value.code == code


def test_a_factor_set_up_meanwhile_is_not_reset(cast: Cast) -> None:
    reset = actions.ask_for_reset(
        cast.sam, conference=cast.conference, reason="lost", actor=cast.rosa
    )
    passkey_of(cast.sam)
    with pytest.raises(ValidationError) as refusal:
        approve(reset, cast.ravi)
    assert refusal.value.code == "changed"
    assert policy.has_factor(cast.sam)


def test_the_database_wants_two_people_as_well(cast: Cast) -> None:
    reset = actions.ask_for_reset(
        cast.sam, conference=cast.conference, reason="lost", actor=cast.rosa
    )
    row = SecondFactorReset.objects.filter(pk=reset.pk)
    for wrong in ({"approved_by": cast.rosa}, {"state": "running"}, {"state": "done"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**wrong)
    row.update(approved_by=cast.ravi, state="done")
