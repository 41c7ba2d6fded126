"""Two verbs meet on one thing: what one has looked at, the other changes.

`test_at_once.py` adds the same thing eight times; here different verbs, and limits that
are counted, are tried in pairs. Neither writes before both have looked.
"""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.db import connection
from django.db.models import F

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.conferences import actions as conferences
from hemicycle.conferences.models import (
    Conference,
    EarlierEdition,
    Hat,
    Notice,
    Role,
    RoleOffer,
    Series,
)
from hemicycle.delegations.actions import open as opening
from hemicycle.delegations.models import CapRule, Delegation, Registration
from hemicycle.invitations.actions import answer, invite
from hemicycle.invitations.models import Invitation
from hemicycle.journal.models import Entry
from hemicycle.lib import clock
from hemicycle.organisations import actions as organisations
from hemicycle.organisations.models import Accreditation, FocalPoint, Membership
from hemicycle.people import actions as people
from hemicycle.people import authenticator
from hemicycle.people.models import AuthenticatorApp, Passkey, User
from hemicycle.post.drafts import fingerprint_of
from hemicycle.tables import actions as tables
from hemicycle.tables import import_actions
from hemicycle.tables.kinds import kind_named
from hemicycle.tables.models import Import, SavedView
from tests.cast import Cast, make_conference, make_organisation, make_registration
from tests.side_by_side import side_by_side

pytestmark = [
    pytest.mark.django_db(transaction=True),
    # Its transactions run one after the other: nothing comes between.
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one after the other"),
]


def entries(verb: str) -> int:
    return Entry.objects.filter(verb=verb).count()


# -- Roles -----------------------------------------------------------------------------


def offer(cast: Cast, user: User, hat: str, conference: Any = None) -> RoleOffer:
    return RoleOffer.objects.create(
        conference=conference or cast.conference, user=user, hat=hat
    )


def test_a_role_offered_twice_is_offered_once(cast: Cast) -> None:
    def give() -> None:
        made = conferences.role_to_offer(
            cast.conference, email=cast.eve.email, hat=Hat.PRESS
        )
        seen = fingerprint_of([conferences.email_of_offer(made, actor=cast.clara)])
        conferences.offer_role(
            cast.conference, email=cast.eve.email, hat=Hat.PRESS, seen=seen,
            actor=cast.clara,
        )  # fmt: skip

    refused = side_by_side(give, give, at="conferences_roleoffer")
    assert sorted(map(len, refused)) == [0, 1]
    assert RoleOffer.objects.count() == 1


def test_a_withdrawn_offer_is_not_accepted(cast: Cast) -> None:
    made = offer(cast, cast.eve, Hat.PRESS)
    accepted, withdrawn = side_by_side(
        lambda: conferences.accept_role(
            RoleOffer.objects.get(pk=made.pk), actor=cast.eve
        ),
        lambda: conferences.withdraw_offer(
            RoleOffer.objects.get(pk=made.pk), actor=cast.clara
        ),
        at="conferences_roleoffer",
    )
    has_role = Role.objects.filter(user=cast.eve).exists()
    assert has_role == (not accepted) == bool(withdrawn)
    assert not RoleOffer.objects.exists()


def test_a_role_is_removed_once(cast: Cast) -> None:
    role = Role.objects.with_facts().get(user=cast.paul)
    seen = fingerprint_of([conferences.email_of_removal(role)])

    def remove() -> None:
        conferences.remove_role(role, seen=seen, actor=cast.clara)

    refused = side_by_side(remove, remove, at="conferences_role")
    assert sorted(map(len, refused)) == [0, 1]
    assert entries("removed role") == 1


def test_who_gets_another_role_keeps_the_second_factor(cast: Cast) -> None:
    """The last role ends here while one elsewhere begins."""
    other = make_conference(slug="other", edition=None)
    made = offer(cast, cast.paul, Hat.PRESS, other)
    role = Role.objects.with_facts().get(user=cast.paul)
    seen = fingerprint_of([conferences.email_of_removal(role)])
    side_by_side(
        lambda: conferences.remove_role(role, seen=seen, actor=cast.clara),
        lambda: conferences.accept_role(made, actor=User.objects.get(pk=cast.paul.pk)),
        at="conferences_role",
    )
    paul = User.objects.get(pk=cast.paul.pk)
    assert Role.objects.get(user=paul).conference == other
    assert paul.needs_second_factor


def test_a_role_is_not_changed_into_one_that_is_accepted_just_now(cast: Cast) -> None:
    made = offer(cast, cast.paul, Hat.PROTOCOL)
    role = Role.objects.with_facts().get(user=cast.paul)

    def change() -> None:
        changed = conferences.role_changed_to(role, hat=Hat.PROTOCOL)
        seen = fingerprint_of([conferences.email_of_change(changed)])
        conferences.change_role(role, hat=Hat.PROTOCOL, seen=seen, actor=cast.clara)

    refused = side_by_side(
        change,
        lambda: conferences.accept_role(made, actor=cast.paul),
        at="conferences_role",
    )
    assert sorted(map(len, refused)) == [0, 1]
    assert Role.objects.filter(user=cast.paul, hat=Hat.PROTOCOL).count() == 1


# -- A conference ----------------------------------------------------------------------


def test_a_number_of_a_series_has_pages_or_facts(cast: Cast) -> None:
    series = conferences.start_series(
        cast.conference, name={"en": "Series"}, actor=cast.clara
    )
    other = make_conference(slug="other", edition=60)
    Role.objects.create(conference=other, user=cast.clara, hat=Hat.CHIEF)
    edition = EarlierEdition(series=series, number=60, source="its page")
    side_by_side(
        lambda: conferences.join_series(other, series=series, actor=cast.clara),
        lambda: conferences.record_edition(
            edition, conference=cast.conference, actor=cast.clara
        ),
        at="conferences_earlieredition",
    )
    done = Entry.objects.filter(verb__in=["joined series", "recorded edition"])
    # Facts recorded first stand behind the pages; none are added to pages.
    assert list(done.order_by("pk").values_list("verb", flat=True))[1:] in (
        ["joined series"],
        ["recorded edition", "joined series"],
    )


def test_a_series_that_gains_an_edition_does_not_end(cast: Cast) -> None:
    series = conferences.start_series(
        cast.conference, name={"en": "Series"}, actor=cast.clara
    )
    other = make_conference(slug="other", edition=60)
    Role.objects.create(conference=other, user=cast.clara, hat=Hat.CHIEF)
    _left, joined = side_by_side(
        lambda: conferences.leave_series(
            Conference.objects.get(pk=cast.conference.pk), actor=cast.clara
        ),
        lambda: conferences.join_series(
            Conference.objects.get(pk=other.pk), series=series, actor=cast.clara
        ),
        at="conferences_conference",
    )
    assert Series.objects.exists() == (not joined)


def test_what_is_published_is_no_draft_again(cast: Cast) -> None:
    def write() -> None:
        conferences.write_notice(
            cast.conference, kind="conduct", text={"en": "Anew"}, is_required=True,
            actor=cast.clara,
        )  # fmt: skip

    write()
    draft = Notice.objects.get(kind="conduct", published_at=None)
    side_by_side(
        write,
        lambda: conferences.publish_notice(draft, actor=cast.clara),
        at="conferences_notice",
    )
    draft.refresh_from_db()
    assert draft.published_at
    assert entries("published notice") == 1


# -- Organisations ---------------------------------------------------------------------


def test_members_make_no_circle(cast: Cast) -> None:
    cirrus, delta = (
        make_organisation(name, country="KE") for name in ("Cirrus", "Delta")
    )
    Membership.objects.create(umbrella=cast.aurora, member=cast.borealis, kind="member")
    Membership.objects.create(umbrella=cirrus, member=delta, kind="member")

    def add(umbrella: Any, name: str) -> Callable[[], object]:
        return lambda: organisations.add_member(
            umbrella, name=name, kind="member", conference=cast.conference,
            actor=cast.clara,
        )  # fmt: skip

    refused = side_by_side(
        add(cast.borealis, "Cirrus"), add(delta, "Aurora"),
        at="organisations_membership",
    )  # fmt: skip
    assert sorted(map(sorted, refused)) == [[], ["circle"]]


def test_a_refused_organisation_is_not_accredited_by_its_answer(cast: Cast) -> None:
    invitation = Invitation.objects.create(
        conference=cast.conference, organisation=cast.borealis,
        signatory=cast.signatory, addressee="Bruno", email=cast.bruno.email,
        state="sent", sent_at=clock.now(), cap=3,
    )  # fmt: skip
    Accreditation.objects.filter(organisation=cast.borealis).delete()
    side_by_side(
        lambda: answer.accept_invitation(invitation, actor=cast.bruno),
        lambda: organisations.refuse(
            cast.borealis, conference=cast.conference, reason="Not real.",
            actor=cast.clara,
        ),
        at="organisations_accreditation",
    )  # fmt: skip
    assert Accreditation.objects.get(organisation=cast.borealis).state == "refused"


def test_a_focal_point_named_twice_at_once_is_no_error(cast: Cast) -> None:
    def name() -> None:
        organisations.name_focal_point(
            cast.aurora, email=cast.eve.email, conference=cast.conference,
            actor=cast.clara,
        )  # fmt: skip

    assert side_by_side(name, name, at="organisations_focalpoint") == [set(), set()]
    assert FocalPoint.objects.filter(user=cast.eve).count() == 1


def test_an_organisation_is_prepared_for_one_invitation(cast: Cast) -> None:
    def one() -> None:
        invite.prepare_invitation(
            cast.borealis, conference=cast.conference, signatory=cast.signatory,
            addressee="Bruno", email=cast.bruno.email, actor=cast.petra,
        )  # fmt: skip

    def table() -> None:
        invitee = invite.Invitee(
            organisation="Borealis", country="IS", kind="ngo", acronym="",
            addressee="Bruno", email=cast.bruno.email, language="en",
            signatory=cast.signatory, category=None, places=None,
            organisation_id=cast.borealis.pk,
        )  # fmt: skip
        invite.prepare_invitations(cast.conference, [invitee], actor=cast.petra)

    refused = side_by_side(one, table, at="invitations_invitation")
    assert sorted(map(len, refused)) == [0, 1]


# -- Places ----------------------------------------------------------------------------


def test_rules_do_not_undo_a_cap_set_by_hand(cast: Cast) -> None:
    CapRule.objects.update(cap=F("cap") + 5)
    seen = opening.fingerprint_of_changes(opening.preview_caps(cast.conference))
    refused, _set = side_by_side(
        lambda: opening.recompute_caps(cast.conference, seen=seen, actor=cast.clara),
        lambda: opening.set_cap(
            cast.delegation, cap=7, reason={"en": "Agreed"}, actor=cast.clara
        ),
        at="delegations_delegation",
    )
    cap = Delegation.objects.get(pk=cast.delegation.pk).cap
    assert cap == 7 or (not refused and entries("set cap") == 2)
    caps = Entry.objects.filter(verb="set cap").order_by("pk")
    assert caps.last().details["cap"] == cap  # type: ignore[union-attr]  # there is one
    before = [entry.details["before"] for entry in caps]
    assert len(set(before)) == len(before)


# -- An account ------------------------------------------------------------------------


def test_one_of_two_passkeys_stays_with_staff(cast: Cast) -> None:
    keys = [
        Passkey.objects.create(
            user=cast.clara, name=name, credential_id=name, credential=b""
        )
        for name in ("phone", "laptop")
    ]
    refused = side_by_side(
        *(lambda key=key: people.drop_passkey(key, actor=cast.clara) for key in keys),
        at="people_passkey",
    )
    assert sorted(map(sorted, refused)) == [[], ["last-factor"]]
    assert cast.clara.passkeys.count() == 1


def test_a_confirmed_app_keeps_its_secret(cast: Cast) -> None:
    app = people.begin_app(cast.clara, actor=cast.clara)
    secret = authenticator.secret_text(app)
    typed = pyotp.TOTP(secret.replace(" ", "")).now()
    side_by_side(
        lambda: people.begin_app(cast.clara, actor=cast.clara),
        lambda: people.confirm_app(cast.clara, typed=typed, actor=cast.clara),
        at="people_authenticatorapp",
    )
    app = AuthenticatorApp.objects.get()
    assert app.confirmed_at is None or authenticator.secret_text(app) == secret


# -- Badges ----------------------------------------------------------------------------


def test_a_revoked_badge_is_not_handed_out(cast: Cast) -> None:
    registration = make_registration(delegation=cast.delegation, state="approved")
    badge = badges.issue(registration, actor=None)
    handed_out, revoked = side_by_side(
        lambda: badges.hand_out(Badge.objects.get(pk=badge.pk), actor=cast.sam),
        lambda: badges.revoke(
            Badge.objects.get(pk=badge.pk), reason="Lost", actor=cast.sam
        ),
        at="badges_badge",
    )
    badge.refresh_from_db()
    assert badge.revoked_at
    assert not revoked
    if badge.handed_out_at is None:
        assert handed_out == {"not-good"}


# -- Lists and tables ------------------------------------------------------------------


def test_twelve_views_are_the_most(cast: Cast) -> None:
    def save(name: str) -> Callable[[], object]:
        return lambda: tables.save_view(
            cast.conference, "registrations", name=name, query="", actor=cast.rosa
        )

    for number in range(tables.MOST - 1):
        save(str(number))()
    refused = side_by_side(save("one"), save("two"), at="tables_savedview")
    assert sorted(map(sorted, refused)) == [[], ["too-many"]]
    assert SavedView.objects.count() == tables.MOST


def a_table(cast: Cast) -> Import:
    return import_actions.start_import(
        kind_named("people"), cast.delegation, conference=cast.conference,
        content=b"Full name\nAda Lu\n", name="people.csv", submission="",
        actor=cast.amina,
    )  # fmt: skip


def accepting(cast: Cast, table: Import) -> Callable[[], object]:
    return lambda: import_actions.accept_rows(
        table, kind_named("people"), cast.delegation, actor=cast.amina
    )


def test_rows_taken_in_are_not_read_again(cast: Cast) -> None:
    table = a_table(cast)
    Import.objects.update(shared={"category": cast.representative.pk})
    table.refresh_from_db()
    side_by_side(
        accepting(cast, table),
        lambda: import_actions.read_again(
            Import.objects.get(), kind_named("people"), encoding="utf-8"
        ),
        at="tables_import",
    )
    assert Registration.objects.count() == 1
    table.refresh_from_db()
    assert (table.state, table.rows) == ("settled", [])


def test_a_table_is_taken_in_or_discarded(cast: Cast) -> None:
    table = a_table(cast)
    Import.objects.update(shared={"category": cast.representative.pk})
    table.refresh_from_db()
    accepted, discarded = side_by_side(
        accepting(cast, table),
        lambda: import_actions.discard_import(Import.objects.get(), actor=cast.amina),
        at="tables_import",
    )
    assert Registration.objects.count() == (0 if accepted else 1)
    assert entries("discarded table") == (0 if discarded else 1)
