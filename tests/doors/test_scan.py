from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.doors import actions
from hemicycle.doors.models import Scan
from hemicycle.lib import clock
from hemicycle.lib.codes import grouped, new_id
from tests.cast import OPENING_MORNING, Cast, make_conference, make_registration

Answer = Scan.Answer
State = Registration.State


@pytest.fixture
def badge(cast: Cast) -> Badge:
    person = make_registration(delegation=cast.delegation, state=State.APPROVED)
    return badges.issue(person, actor=cast.rosa)


def scan(cast: Cast, code: str) -> Scan:
    return actions.scan(cast.north, code=code, scan_id=new_id(), actor=cast.sam)


def test_a_good_badge_opens_by_its_code_and_by_its_serial(
    cast: Cast, badge: Badge
) -> None:
    assert scan(cast, badge.code).answer == Answer.ENTER
    assert scan(cast, grouped(badge.serial).lower()).is_green
    assert [s.badge for s in Scan.objects.all()] == [badge, badge]


@pytest.mark.parametrize("state", [s for s in State.values if s != State.APPROVED])
def test_every_other_state_closes_the_door_at_once(
    cast: Cast, badge: Badge, state: str
) -> None:
    assert scan(cast, badge.code).is_green
    Registration.objects.update(state=state)
    kept = scan(cast, badge.code)
    assert (kept.is_green, kept.answer) == (False, Answer.NOT_APPROVED)


def test_a_revoked_badge_and_a_replaced_one_are_red(cast: Cast, badge: Badge) -> None:
    new = badges.replace(badge, reason="lost", actor=cast.rosa)
    assert scan(cast, badge.code).answer == Answer.REVOKED
    assert scan(cast, new.code).answer == Answer.ENTER
    badges.revoke(new, reason="misuse", actor=cast.rosa)
    assert scan(cast, new.code).answer == Answer.REVOKED


def test_a_badge_opens_only_the_zones_of_its_category(cast: Cast, badge: Badge) -> None:
    cast.north.zone = cast.conference.zones.get(code="B")
    cast.north.save()
    assert scan(cast, badge.code).answer == Answer.WRONG_ZONE


def test_a_badge_is_valid_from_the_eve_to_the_last_day(
    cast: Cast, badge: Badge
) -> None:
    with clock.frozen(badge.valid_from - timedelta(seconds=1)):
        assert scan(cast, badge.code).answer == Answer.TOO_EARLY
    with clock.frozen(badge.valid_until):
        assert scan(cast, badge.code).answer == Answer.TOO_LATE


def test_a_closed_door_is_red_for_everybody(cast: Cast, badge: Badge) -> None:
    actions.change(
        cast.north, name="North", zone=cast.north.zone, is_open=False, actor=cast.dina
    )
    assert scan(cast, badge.code).answer == Answer.CLOSED


def test_changed_signs_and_other_events_are_red(cast: Cast, badge: Badge) -> None:
    changed = badge.code[:-1] + ("0" if badge.code[-1] != "0" else "1")
    assert scan(cast, changed).answer == Answer.FORGED
    elsewhere = make_conference(slug="elsewhere-2020")
    other = make_registration(
        conference=elsewhere, full_name="Other", state=State.APPROVED
    )
    foreign = badges.issue(other, actor=None)
    assert scan(cast, foreign.code).answer == Answer.FORGED
    assert scan(cast, foreign.serial).answer == Answer.UNKNOWN


@pytest.mark.parametrize("code", ["HELLO", "https://example.org/x", "١٢٣", "x" * 900])
def test_what_is_no_badge_is_red_and_kept(cast: Cast, code: str) -> None:
    kept = scan(cast, code)
    assert kept.is_green is False
    assert Scan.objects.get() == kept
    assert kept.heard


def test_nothing_typed_is_not_a_scan(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        scan(cast, " - ")
    assert refusal.value.code == "empty"
    assert not Scan.objects.exists()


def test_the_same_scan_sent_twice_is_stored_once_with_its_first_answer(
    cast: Cast, badge: Badge
) -> None:
    key = new_id()
    first = actions.scan(cast.north, code=badge.code, scan_id=key, actor=cast.sam)
    badges.revoke(badge, reason="misuse", actor=cast.rosa)
    again = actions.scan(cast.north, code=badge.code, scan_id=key, actor=cast.sam)
    assert (again.pk, again.answer) == (first.pk, Answer.ENTER)
    assert Scan.objects.count() == 1


def test_the_id_of_a_scan_is_refused_for_another_badge(
    cast: Cast, badge: Badge
) -> None:
    other = badges.issue(
        make_registration(
            delegation=cast.delegation, full_name="Other", state=State.APPROVED
        ),
        actor=cast.rosa,
    )
    key = new_id()
    assert actions.scan(cast.north, code=badge.code, scan_id=key).is_green
    badges.revoke(other, reason="misuse", actor=cast.rosa)
    for code in (other.code, other.serial, "NOT-A-BADGE"):
        with pytest.raises(ValidationError) as refusal:
            actions.scan(cast.north, code=code, scan_id=key)
        assert refusal.value.code == "scan-id"
    # Typed instead of scanned, it is the same badge and the same scan.
    assert actions.scan(cast.north, code=badge.serial, scan_id=key).is_green
    assert Scan.objects.count() == 1


def test_the_id_of_a_scan_of_no_badge_is_refused_for_another_code(cast: Cast) -> None:
    key = new_id()
    actions.scan(cast.north, code="NOT-A-BADGE", scan_id=key)
    with pytest.raises(ValidationError) as refusal:
        actions.scan(cast.north, code="ANOTHER", scan_id=key)
    assert refusal.value.code == "scan-id"
    again = actions.scan(cast.north, code="NOT-A-BADGE", scan_id=key)
    assert again == Scan.objects.get()


def test_another_doors_scan_is_not_answered_again_here(
    cast: Cast, badge: Badge
) -> None:
    south = actions.add(
        cast.conference, name="South", zone=cast.north.zone, actor=cast.dina
    )
    key = new_id()
    actions.scan(cast.north, code=badge.code, scan_id=key)
    with pytest.raises(ValidationError) as refusal:
        actions.scan(south, code=badge.code, scan_id=key)
    assert refusal.value.code == "scan-id"


def test_a_scan_costs_two_statements_in_a_transaction_of_its_own(
    cast: Cast, badge: Badge, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.north.conference  # noqa: B018  # read before, as the gate does
    # The badge, the insert, and the savepoint around it.
    with django_assert_num_queries(4):
        scan(cast, badge.code)


def test_twenty_thousand_forged_codes_open_nothing(cast: Cast, badge: Badge) -> None:
    """Goal S34, small size: mutated codes, and none of them good."""
    from random import Random

    from hemicycle.badges.signing import badge_signer
    from hemicycle.lib.codes import ALPHABET
    from hemicycle.lib.signing import BadCode

    chance = Random(1)
    signs = ALPHABET.upper()
    accepted = 0
    for _one in range(20_000):
        code = list(badge.code)
        for _change in range(chance.choice([1, 1, 2, 10])):
            code[chance.randrange(len(code))] = chance.choice(signs)
        if "".join(code) == badge.code:
            continue
        try:
            badge_signer().verify("".join(code), event=cast.conference.pk)
        except BadCode:
            continue
        accepted += 1
    assert accepted == 0
    assert clock.now() == OPENING_MORNING
