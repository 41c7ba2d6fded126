"""What the rules find about a registration, for a registrar to look at."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences import windows
from hemicycle.delegations.asked import CONFIRMATION, NOMINATION
from hemicycle.delegations.models import Flag, Registration
from hemicycle.delegations.models.registration import name_key
from hemicycle.delegations.storing import registered_twice
from hemicycle.fields.prepared import prepared
from hemicycle.lib import clock
from hemicycle.lib.names import name_within, same_name

Kind = Flag.Kind
BY_RULES = (Kind.NAME, Kind.DUPLICATE, Kind.MINOR, Kind.LATE)


def refresh(registration: Registration, *, is_new: bool = False) -> list[Flag]:
    """Raise the flags that the rules find now and are not raised yet; returns those.

    `is_new`: it was inserted just now, so no flag can be there. A flag that no rule
    finds any more is taken down. One that a registrar cleared stays cleared as long as
    its details are the same.
    """
    reasons = dict(_found(registration))
    on_record: dict[str, Flag] = {}
    if not is_new:
        raised_before = _raised_before(key=registration.pk)
        on_record = {flag.kind: flag for flag in raised_before}
    gone = [flag.pk for kind, flag in on_record.items() if kind not in reasons]
    if gone:
        Flag.objects.filter(pk__in=gone, cleared_at=None).delete()
    raised = []
    for kind, details in reasons.items():
        old = on_record.get(kind)
        if old and (old.cleared_at is None or old.details == details):
            if old.details != details:
                Flag.objects.filter(pk=old.pk).update(details=details)
            continue
        raised.append(
            Flag(
                registration=registration,
                kind=kind,
                details=details,
                raised_at=clock.now(),
            )
        )
    return Flag.objects.bulk_create(raised) if raised else []


def check_age(registration: Registration) -> None:
    """Raises ValidationError "minor" while the flag of somebody too young stands."""
    if any(flag.kind == Kind.MINOR for flag in registration.standing_flags):
        raise ValidationError(
            _(
                "Participants under %(age)s cannot be approved while the flag "
                "“%(flag)s” is open. The registration desk resolves it, with a note, "
                "when it has received the guardian’s consent."
            ),
            code="minor",
            params={
                "age": registration.conference.minimum_age,
                "flag": Kind.MINOR.label,
            },
        )


def check_twice(registration: Registration) -> None:
    """Raises ValidationError "registered-twice" while another registration of the same
    person goes on. Costs nothing where `with_twins` was asked."""
    has_twin = registration.__dict__.get("has_twin")
    if has_twin is None:
        twins = Registration.objects.of_person(
            registration.conference_id, registration.person_key
        )
        has_twin = twins.exclude(pk=registration.pk).exists()
    if has_twin:
        raise registered_twice()


def too_young() -> QuerySet[Flag]:
    """The standing flags that keep an approval, and so an offer, from a person."""
    return Flag.objects.filter(kind=Kind.MINOR, cleared_at=None)


def _found(registration: Registration) -> Iterator[tuple[str, str]]:
    name, on_id = registration.full_name, registration.id_name
    if on_id and not (same_name(name, on_id) or name_within(name, on_id)):
        yield Kind.NAME, ""
    twin = _twin(registration)
    if twin:
        yield Kind.DUPLICATE, twin
    if registration.is_confirmed and not registration.is_adult:
        yield Kind.MINOR, ""
    if _is_late(registration):
        yield Kind.LATE, ""


def _twin(registration: Registration) -> str:
    """The code of another registration of the same person, or of the same name that
    nothing tells apart."""
    keys = {registration.name_key}
    if registration.id_name:
        keys.add(name_key(registration.id_name))
    others = _alike(
        conference=registration.conference_id,
        key=registration.pk,
        names=sorted(keys),
        person=registration.person_key,
    )
    for other in others:
        nationalities = {registration.nationality, other.nationality} - {""}
        if other.person_key == registration.person_key or len(nationalities) < 2:
            return other.code
    return ""


@prepared
def _alike(
    *, conference: str, key: str, names: list[str], person: str
) -> QuerySet[Registration]:
    """The first 20 others who go on and have the name or the person's key."""
    here = Q(conference=conference)  # in both parts: each then has an index of its own
    return (
        Registration.objects.filter(
            here & Q(name_key__in=names) | here & Q(person_key=person)
        )
        .going()
        .exclude(pk=key)
        .order_by("created_at", "pk")
        .only("code", "nationality", "person_key")[:20]
    )


@prepared
def _raised_before(*, key: str) -> QuerySet[Flag]:
    return Flag.objects.filter(registration=key, kind__in=BY_RULES)


def _is_late(registration: Registration) -> bool:
    conference = registration.conference
    if registration.confirmed_at:
        return windows.is_late(conference, CONFIRMATION, registration.confirmed_at)
    if registration.nominated_at:
        return windows.is_late(conference, NOMINATION, registration.nominated_at)
    return False
