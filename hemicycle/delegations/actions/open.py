"""Opening a delegation, and keeping its cap as the rules give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference, CoOrganiser
from hemicycle.delegations import caps, places
from hemicycle.delegations.journal import Happened
from hemicycle.delegations.models import CapRule, Counter, Delegation, MembersPlaces
from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.journal.actions import record
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from hemicycle.post.drafts import changed, facts_of, fingerprint_of_facts


@transaction.atomic
def open_delegation(
    conference: Conference,
    organisation: Organisation,
    *,
    cap: int | None = None,
    reason: Mapping[str, str] | None = None,
    co_organiser: CoOrganiser | None = None,
    actor: User | None,
) -> Delegation:
    """The organisation's delegation, made if there is none, with its cap by the rules.

    `cap` and `reason` (by language) come from an invitation that names its own cap,
    `co_organiser` from the one that was accepted. An existing delegation keeps its cap,
    and its co-organiser if it has one.
    """
    ours = Delegation.objects.filter(conference=conference, organisation=organisation)
    if co_organiser is not None:
        ours.filter(co_organiser=None).update(co_organiser=co_organiser)
    if (existing := ours.first()) is not None:
        return existing
    rule = caps.rule_for(organisation, conference.cap_rules.all())
    delegation = Delegation(
        conference=conference,
        organisation=organisation,
        co_organiser=co_organiser,
        cap=cap if cap is not None else (rule.cap if rule else 0),
        cap_reason=dict(reason or (rule.label if rule and cap is None else {})),
        members_places=rule.members_places if rule else MembersPlaces.UMBRELLA,
    )
    delegation.clean_fields()
    # Of several who open it at once, one inserts; the others read what it wrote.
    Delegation.objects.bulk_create([delegation], ignore_conflicts=True)
    opened = ours.get()
    if opened.pk != delegation.pk:
        return opened
    record(
        conference,
        Happened.OPENED_DELEGATION,
        delegation,
        actor=actor,
        cap=delegation.cap,
    )
    return delegation


@transaction.atomic
def set_cap(
    delegation: Delegation,
    *,
    cap: int,
    reason: Mapping[str, str],
    actor: User,
) -> Delegation:
    """Change the cap by hand. Under those who have a place, it only stops newcomers."""
    delegation = reread_locked(delegation)
    before, delegation.cap, delegation.cap_reason = delegation.cap, cap, dict(reason)
    save_checked(delegation, update_fields=["cap", "cap_reason"])
    record(
        delegation.conference,
        Happened.SET_CAP,
        delegation,
        actor=actor,
        before=before,
        cap=cap,
    )
    return delegation


@dataclass(frozen=True)
class Change:
    """What the rules would make of one delegation's cap."""

    delegation: Delegation
    rule: CapRule | None

    @property
    def cap(self) -> int:
        return self.rule.cap if self.rule else 0

    @property
    def members_places(self) -> str:
        return self.rule.members_places if self.rule else MembersPlaces.UMBRELLA

    @property
    def differs(self) -> bool:
        delegation = self.delegation
        return (self.cap, self.members_places) != (
            delegation.cap,
            delegation.members_places,
        )

    @property
    def over(self) -> int:
        """People who have a place beyond the new cap; they keep it."""
        return max(0, self.delegation.taken - self.cap)


def preview_caps(conference: Conference) -> list[Change]:
    """The delegations whose cap the rules, as they are now, would change."""
    rules = list(conference.cap_rules.all())
    delegations = conference.delegations.select_related(
        "organisation"
    ).prefetch_related("organisation__standings")
    changes = (
        Change(delegation, caps.rule_for(delegation.organisation, rules))
        for delegation in delegations
    )
    return [change for change in changes if change.differs]


COMES_AND_GOES = {"taken": "people come and go; nobody loses a place by a cap"}


def fingerprint_of_changes(changes: Iterable[Change]) -> str:
    """Which delegation gets which cap by which rule: what a preview has shown."""
    return fingerprint_of_facts(
        [
            [
                facts_of(change.delegation, besides=COMES_AND_GOES),
                change.rule and facts_of(change.rule),
            ]
            for change in changes
        ]
    )


@transaction.atomic
def recompute_caps(conference: Conference, *, seen: str, actor: User) -> int:
    """Give every delegation the cap of the rules; nobody loses a place. How many.

    `seen` is the fingerprint of the changes that the actor saw. Raises
    ValidationError: code "changed".
    """
    # By key: the one order in which rows of delegations are locked.
    ours = conference.delegations.select_for_update(no_key=True).order_by("pk")
    list(ours.values_list("pk"))
    changes = preview_caps(conference)
    if fingerprint_of_changes(changes) != seen:
        raise changed()
    for change in changes:
        delegation = change.delegation
        before, delegation.cap = delegation.cap, change.cap
        delegation.cap_reason = dict(change.rule.label) if change.rule else {}
        delegation.members_places = change.members_places
        delegation.save(update_fields=["cap", "cap_reason", "members_places"])
        record(
            conference,
            Happened.SET_CAP,
            delegation,
            actor=actor,
            before=before,
            cap=change.cap,
        )
    return len(changes)


@transaction.atomic
def save_cap_rule(rule: CapRule, *, actor: User) -> CapRule:
    """Add or change a rule. No delegation's cap changes before `recompute_caps`.

    Raises ValidationError: code "no-places" for a cap of 0.
    """
    if rule.cap == 0:
        raise ValidationError(
            {
                "cap": ValidationError(
                    _("A rule gives at least 1 place. Without one that fits: none."),
                    code="no-places",
                )
            }
        )
    save_checked(rule)
    record(rule.conference, Happened.SAVED_CAP_RULE, rule, actor=actor, cap=rule.cap)
    return rule


@transaction.atomic
def remove_cap_rule(rule: CapRule, *, actor: User) -> None:
    """Take a rule away. No delegation's cap changes before `recompute_caps`."""
    record(rule.conference, Happened.REMOVED_CAP_RULE, rule, actor=actor, cap=rule.cap)
    rule.delete()


@transaction.atomic
def set_conference_cap(
    conference: Conference, *, cap: int | None, actor: User
) -> Counter:
    """The places of the whole conference; None is no cap. Nobody loses a place."""
    places.ensure_counters(conference)
    counter = conference.counters.select_for_update().get(category=None)
    before, counter.cap = counter.cap, cap
    save_checked(counter, update_fields=["cap"])
    record(
        conference, Happened.SET_CONFERENCE_CAP, conference, actor=actor,
        before=before, cap=cap,
    )  # fmt: skip
    return counter
