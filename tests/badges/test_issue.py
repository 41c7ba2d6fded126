from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hemicycle.badges import actions
from hemicycle.badges.models import Badge
from hemicycle.badges.signing import badge_signer
from hemicycle.delegations.models import Registration
from hemicycle.journal.models import Entry, Failure
from hemicycle.lib import clock
from tests.cast import OPENING_MORNING, Cast, make_registration

State = Registration.State


def approved(cast: Cast, **kw: object) -> Registration:
    return make_registration(delegation=cast.delegation, state=State.APPROVED, **kw)


def test_a_badge_is_signed_for_its_conference_and_carries_no_name(cast: Cast) -> None:
    badge = actions.issue(approved(cast, full_name="Chen Wei"), actor=cast.rosa)
    said = badge_signer().verify(badge.code, event=cast.conference.pk)
    assert (said.serial, said.category) == (badge.serial, "NGO")
    assert "CHEN" not in badge.code
    assert [entry.verb for entry in Entry.objects.about(badge)] == ["issued"]


@pytest.mark.parametrize("state", [s for s in State.values if s != State.APPROVED])
def test_only_an_approved_registration_gets_a_badge(cast: Cast, state: str) -> None:
    person = make_registration(delegation=cast.delegation, state=state)
    with pytest.raises(ValidationError) as refusal:
        actions.issue(person, actor=cast.rosa)
    assert refusal.value.code == "not-approved"
    assert not Badge.objects.exists()


def test_there_is_one_good_badge_a_person(cast: Cast) -> None:
    badge = actions.issue(approved(cast), actor=cast.rosa)
    with pytest.raises(ValidationError) as refusal:
        actions.issue(badge.registration, actor=cast.rosa)
    assert refusal.value.code == "has-badge"
    second = Badge(
        conference=cast.conference,
        registration=badge.registration,
        serial="ABCDEFGH",
        code="X",
        valid_from=badge.valid_from,
        valid_until=badge.valid_until,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.parametrize("zone", ["America/Denver", "Pacific/Kiritimati", "UTC"])
def test_the_schedule_issues_badges_to_the_last_hour_of_the_last_day(
    cast: Cast, zone: str
) -> None:
    """In Salt Lake City it was the 29th by UTC, and nobody got a badge."""
    conference = cast.conference
    conference.time_zone = zone
    conference.save(update_fields=["time_zone"])
    approved(cast, full_name="At the last moment")
    with clock.frozen(conference.ends_at):
        assert actions.issue_missing() == 0
    with clock.frozen(conference.ends_at - timedelta(minutes=1)):
        assert conference.today == conference.ends_on
        assert actions.issue_missing() == 1


def test_the_schedule_issues_what_is_missing_and_nothing_twice(cast: Cast) -> None:
    people = [approved(cast, full_name=f"P{n}", email=f"{n}@x.org") for n in range(3)]
    make_registration(delegation=cast.delegation, full_name="Nominated")
    assert actions.issue_missing() == 3
    assert actions.issue_missing() == 0
    assert {badge.registration for badge in Badge.objects.all()} == set(people)


def test_the_replaced_badge_is_dead_and_the_new_one_good(cast: Cast) -> None:
    old = actions.issue(approved(cast), actor=cast.rosa)
    new = actions.replace(old, reason="lost", actor=cast.rosa)
    assert list(Badge.objects.good()) == [new]
    with pytest.raises(ValidationError) as refusal:
        actions.replace(old, reason="lost again", actor=cast.rosa)
    assert refusal.value.code == "not-good"
    assert list(Badge.objects.good()) == [new]


def test_withdrawing_makes_a_badge_bad_without_telling_it(cast: Cast) -> None:
    badge = actions.issue(approved(cast), actor=cast.rosa)
    Registration.objects.update(state=State.WITHDRAWN)
    assert not Badge.objects.good().exists()
    with pytest.raises(ValidationError) as refusal:
        actions.hand_out(badge, actor=cast.rosa)
    assert refusal.value.code == "not-good"


def test_handing_out_twice_is_recorded_once(cast: Cast) -> None:
    badge = actions.issue(approved(cast), actor=cast.rosa)
    first = actions.hand_out(badge, actor=cast.rosa).handed_out_at
    with clock.frozen(OPENING_MORNING + timedelta(minutes=5)):
        assert actions.hand_out(badge, actor=cast.rosa).handed_out_at == first
    verbs = [entry.verb for entry in Entry.objects.about(badge)]
    assert verbs == ["handed out", "issued"]


def test_revoking_needs_a_reason(cast: Cast) -> None:
    badge = actions.issue(approved(cast), actor=cast.rosa)
    with pytest.raises(ValidationError):
        actions.revoke(badge, reason=" ", actor=cast.rosa)
    assert Badge.objects.good().get() == badge


def test_one_registration_that_cannot_be_signed_keeps_back_no_other_badge(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, broken, other = (
        make_registration(
            delegation=cast.delegation,
            full_name=f"Person {number}",
            state=Registration.State.APPROVED,
        )
        for number in range(3)
    )
    made = actions._made

    def breaks(registration: Registration) -> Badge:
        if registration.pk == broken.pk:
            raise RuntimeError("no such key")
        return made(registration)

    with monkeypatch.context() as fault:
        fault.setattr(actions, "_made", breaks)
        assert actions.issue_missing() == 2
        assert actions.issue_missing() == 0
    assert not broken.badges.exists()
    assert one.badges.exists()
    assert other.badges.exists()
    failure = Failure.objects.get()
    assert (failure.key, failure.times) == (broken.pk, 2)
    assert actions.issue_missing() == 1
    assert not Failure.objects.exists()
