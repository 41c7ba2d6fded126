"""What can happen to an organisation. Each function is one transaction, one entry."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.journal.actions import record, record_many
from hemicycle.lib import clock
from hemicycle.lib.names import clean_name
from hemicycle.organisations import merger, naming, policy
from hemicycle.organisations.journal import Happened
from hemicycle.organisations.merger import Merger
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    Membership,
    Name,
    Organisation,
    Standing,
)
from hemicycle.people import actions as people
from hemicycle.people.models import User
from hemicycle.post.drafts import Draft, changed, facts_of, fingerprint_of_facts

FIELDS = ("name", "acronym", "kind", "country", "subdivision", "city", "website")


@transaction.atomic
def add(
    conference: Conference, *, name: str, actor: User | None, **fields: str
) -> Organisation:
    """A new organisation, known to every conference from now on.

    It is not accredited yet. Raises ValidationError: at name, code "listed", for one
    that goes by a name of another organisation in this country, in any spelling.
    """
    organisation = Organisation(name=_name(name), **fields)
    organisation.index()
    save_checked(organisation)
    naming.write_keys([organisation])
    record(conference, Happened.ADDED, organisation, actor=actor)
    return organisation


@transaction.atomic
def add_many(
    conference: Conference, organisations: Sequence[Organisation], *, actor: User
) -> None:
    """The same for many, never saved before and checked by the caller: all or none.

    Raises ValidationError: at name, code "listed".
    """
    naming.create(organisations)
    record_many(conference, Happened.ADDED, organisations, actor=actor)


@transaction.atomic
def change(
    organisation: Organisation, *, conference: Conference, actor: User, **fields: str
) -> Organisation:
    """Change what is on record. Letters already printed keep the old name.

    Raises ValidationError: at name, code "listed"; see `add`.
    """
    organisation = reread_locked(organisation)
    given = [name for name in FIELDS if name in fields]
    for name in given:
        value = fields[name]
        setattr(organisation, name, _name(value) if name == "name" else value)
    organisation.index()
    save_checked(organisation, update_fields=[*given, "search"])
    naming.write_keys([organisation])
    record(conference, Happened.CHANGED, organisation, actor=actor, fields=given)
    return organisation


@transaction.atomic
def add_name(
    organisation: Organisation,
    *,
    name: str,
    language: str = "",
    is_acronym: bool = False,
    conference: Conference,
    actor: User,
) -> Name:
    """Another name it goes by: searches find it, and who types it means it.

    Raises ValidationError: at name, code "listed", for a name of another organisation
    in this country.
    """
    organisation = reread_locked(organisation)
    other = Name(
        organisation=organisation,
        name=_name(name),
        language=language,
        is_acronym=is_acronym,
    )
    save_checked(other)
    naming.write(organisation)
    record(conference, Happened.ADDED_NAME, organisation, actor=actor)
    return other


@transaction.atomic
def remove_name(name: Name, *, conference: Conference, actor: User) -> None:
    """It no longer goes by this name, and another organisation may."""
    organisation = reread_locked(name.organisation)
    name.delete()
    naming.write(organisation)
    record(conference, Happened.REMOVED_NAME, organisation, actor=actor)


@transaction.atomic
def merge(
    kept: Organisation,
    merged: Organisation,
    *,
    conference: Conference,
    seen: str,
    actor: User,
) -> Organisation:
    """The two are one: everything that refers to `merged` moves to `kept`, at every
    conference, and `merged` is no longer on record. Its address leads to `kept`.

    `seen` is the fingerprint of both and of the e-mails to focal points. Raises
    ValidationError: code "gone" where one of them was merged meanwhile, "changed", and
    what `refusals_to_merge` says.
    """
    merging = Merger(kept, merged)
    merger.lock(merging)
    merging = _reread(merging)
    if refusals := refusals_to_merge(merging, actor=actor):
        raise ValidationError(refusals)
    emails = emails_of_merging(merging)
    if fingerprint_of_merging(merging, emails) != seen:
        raise changed()
    places = merger.conferences_of(merging.merged)
    for where in {conference, *places}:
        record(where, Happened.MERGED, merging.kept, actor=actor, merged=merging.merged)
    merger.move(merging, actor=actor)
    naming.write(merging.kept)
    _delete_empty(merging.merged)
    for email in emails:
        key = f"merged:{merged.pk}:{email.conference.pk}:{email.recipient.pk}"  # type: ignore[union-attr]  # both are given below
        email.send(send_key=key)
    return merging.kept


def refusals_to_merge(merging: Merger, *, actor: User) -> list[ValidationError]:
    """Why they cannot be merged as they are, each with what to do about it."""
    refusals = []
    if merging.kept.pk == merging.merged.pk:
        refusals.append(
            ValidationError(_("Choose another organisation."), code="itself")
        )
    places = merger.conferences_of(merging.merged).not_over()
    if not all(policy.can_merge(actor, where) for where in places):
        refusals.append(
            ValidationError(
                _(
                    "“%(name)s” takes part in another conference, where you have no "
                    "role that merges organisations. Ask its chief of secretariat."
                ),
                code="elsewhere",
                params={"name": merging.merged},
            )
        )
    return refusals or merger.refusals(merging, viewer=actor)


def emails_of_merging(merging: Merger) -> list[Draft]:
    """To each focal point of either, where something moves and it is not over."""
    places = merger.conferences_of(merging.merged).not_over()
    focal_points = FocalPoint.objects.of_each(merging.both).in_office_at(places)
    focal_points = focal_points.order_by("conference", "user")
    told: dict[tuple[str, str], Draft] = {}
    for each in focal_points.select_related("user", "conference"):
        key = (each.conference_id, each.user_id)
        if key not in told:
            told[key] = _of_merging(merging, each)
    return list(told.values())


def fingerprint_of_merging(merging: Merger, emails: Iterable[Draft]) -> str:
    """Of the two as they are on record, and of what their focal points are told."""
    besides = {"search": "follows from the names"}
    both = [facts_of(each, besides=besides) for each in merging.both]
    return fingerprint_of_facts([*both, [email.fingerprint for email in emails]])


def _of_merging(merging: Merger, focal_point: FocalPoint) -> Draft:
    user, conference = focal_point.user, focal_point.conference
    with translation.override(user.language):
        page = reverse("lobby:home", args=[conference.slug])
    return Draft(
        template="organisations/merged",
        to=user.email,
        language=user.language,
        conference=conference,
        thing=merging.kept,
        recipient=user,
        context={
            "name": str(user),
            "kept": merging.kept.name,
            "merged": merging.merged.name,
            "page_url": f"{settings.URL}{page}",
        },
    )


def _reread(merging: Merger) -> Merger:
    """Both as they are now, locked before."""
    rows = Organisation.objects.in_bulk([each.pk for each in merging.both])
    if any(each.pk not in rows for each in merging.both):
        raise ValidationError(
            _("One of the two was merged meanwhile. Search for it again."), code="gone"
        )
    return Merger(rows[merging.kept.pk], rows[merging.merged.pk])


def _delete_empty(organisation: Organisation) -> None:
    """Raises RuntimeError where anything still refers to it: nothing goes with it."""
    for relation in Organisation._meta.related_objects:
        rows = relation.related_model._base_manager
        if rows.filter(**{relation.field.name: organisation}).exists():
            raise RuntimeError(f"Not moved: {relation.related_model._meta.label}")
    organisation.delete()


@transaction.atomic
def add_member(
    organisation: Organisation,
    *,
    name: str,
    country: str = "",
    kind: str,
    since: date | None = None,
    conference: Conference,
    actor: User,
) -> Membership:
    """The organisation of this name belongs to `organisation` from now on.

    The country is needed where several organisations have the name.

    Its own delegation and cap stay as they are. Raises ValidationError: codes
    "unknown-organisation", "several-organisations", "circle", or what the fields
    refuse.
    """
    member = _of_name(name, country)
    _lock_ties(organisation, member)
    if organisation.pk in member.all_under():
        raise ValidationError(
            {"name": ValidationError(
                _("%(name)s is above this organisation already."),
                code="circle",
                params={"name": member},
            )}
        )  # fmt: skip
    membership = Membership(
        umbrella=organisation, member=member, kind=kind, since=since
    )
    save_checked(membership)
    record(conference, Happened.ADDED_MEMBER, organisation, actor=actor, member=member)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, conference: Conference, actor: User
) -> None:
    """It ends today, and stays on record. Raises ValidationError: code "ended"."""
    today = conference.today
    ended = (
        Membership.objects.current()
        .filter(pk=membership.pk)
        .update(
            # One that was to start later never did.
            until=max(today, membership.since or today)
        )
    )
    if not ended:
        raise ValidationError(_("This membership has ended already."), code="ended")
    record(
        conference,
        Happened.ENDED_MEMBERSHIP,
        membership.umbrella,
        actor=actor,
        member=membership.member,
    )


def _of_name(name: str, country: str) -> Organisation:
    """The one organisation that has this name or acronym, in any country if none is
    given."""
    fitting = Organisation.objects.same_as(_name(name), country=country).fitting
    if not fitting:
        raise ValidationError(
            {"name": ValidationError(
                _("No organisation of this name is on record. Add it first."),
                code="unknown-organisation",
            )}
        )  # fmt: skip
    if len(fitting) > 1:
        raise ValidationError(
            {"name": ValidationError(
                _("Several organisations have this name. Choose its country as well."),
                code="several-organisations",
            )}
        )  # fmt: skip
    return fitting[0]


def _lock_ties(*organisations: Organisation) -> None:
    """One tie is added after the other: two together could close a circle."""
    keys = [each.pk for each in organisations]
    ends = Organisation.objects.filter(pk__in=keys).order_by("pk")
    for rows in (ends, Membership.objects.current().order_by("pk")):
        list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))


@transaction.atomic
def give_standing(
    organisation: Organisation,
    *,
    kind: str,
    since: int | None = None,
    conference: Conference,
    actor: User,
) -> Standing:
    """Record a standing. Caps of delegations follow when they are computed anew."""
    standing = Standing(organisation=organisation, kind=kind, since=since)
    save_checked(standing)
    record(
        conference, Happened.RECORDED_STANDING, organisation, actor=actor, standing=kind
    )
    return standing


@transaction.atomic
def end_standing(standing: Standing, *, conference: Conference, actor: User) -> None:
    """Take a standing off the record."""
    organisation, kind = standing.organisation, standing.kind
    standing.delete()
    record(
        conference, Happened.ENDED_STANDING, organisation, actor=actor, standing=kind
    )


@transaction.atomic
def name_focal_point(
    organisation: Organisation,
    *,
    email: str,
    name: str = "",
    language: str = "en",
    conference: Conference,
    is_told: bool = True,
    actor: User | None,
) -> FocalPoint:
    """Let the account of this address speak for the organisation; made if needed.

    The person is told by e-mail, unless `is_told` is False: then the caller's says so.
    Naming somebody twice changes nothing and is no error.
    """
    user = people.account_of(email, name=name, language=language, actor=actor)
    reread_locked(organisation)
    here = organisation.focal_points.in_office(conference)
    already = here.filter(user=user).first()
    if already:
        return already
    focal_point = FocalPoint(
        conference=conference, organisation=organisation, user=user
    )
    save_checked(focal_point)
    record(
        conference,
        Happened.NAMED_FOCAL_POINT,
        organisation,
        actor=actor,
        user=str(user.pk),
    )
    if is_told:
        _tell(focal_point)
    return focal_point


@transaction.atomic
def end_focal_point(
    focal_point: FocalPoint, *, conference: Conference, actor: User
) -> None:
    """From now on this person sees the organisation's delegations no more, and is told.

    Raises ValidationError: code "ended".
    """
    ended = FocalPoint.objects.in_office(conference).filter(pk=focal_point.pk)
    if not ended.update(ended_at=clock.now()):
        raise ValidationError(
            _("This person is no longer a focal point."), code="ended"
        )
    record(
        conference,
        Happened.ENDED_FOCAL_POINT,
        focal_point.organisation,
        actor=actor,
        user=str(focal_point.user_id),
    )
    focal_point.refresh_from_db()
    _tell(focal_point)


def _tell(focal_point: FocalPoint) -> None:
    """That a person speaks for an organisation from now on, or no longer does."""
    user, conference = focal_point.user, focal_point.conference
    has_ended = focal_point.ended_at is not None
    with translation.override(user.language):
        page = reverse("lobby:home", args=[conference.slug])
    Draft(
        template="organisations/focal_point",
        to=user.email,
        language=user.language,
        conference=conference,
        thing=focal_point,
        recipient=user,
        context={
            "ended": has_ended,
            "name": str(user),
            "organisation": focal_point.organisation.name,
            "page_url": f"{settings.URL}{page}",
        },
    ).send(send_key=f"focal-point:{focal_point.pk}:{'ended' if has_ended else 'named'}")


def accredit(
    organisation: Organisation,
    *,
    conference: Conference,
    reason: str = "",
    actor: User | None,
) -> Accreditation:
    """Let the organisation come to this conference. Twice is no error."""
    return _decide(
        organisation, conference, Accreditation.State.ACCREDITED, reason, actor
    )


def refuse(
    organisation: Organisation, *, conference: Conference, reason: str, actor: User
) -> Accreditation:
    """The organisation may not come; its delegation, if any, takes nobody in any more.

    Raises ValidationError: code "reason-missing".
    """
    if not reason.strip():
        raise ValidationError(
            {"reason": ValidationError(_("Enter the reason."), code="reason-missing")}
        )
    return _decide(organisation, conference, Accreditation.State.REFUSED, reason, actor)


@transaction.atomic
def _decide(
    organisation: Organisation,
    conference: Conference,
    state: Accreditation.State,
    reason: str,
    actor: User | None,
) -> Accreditation:
    reread_locked(organisation)
    accreditation, _is_new = Accreditation.objects.get_or_create(
        conference=conference, organisation=organisation
    )
    if accreditation.state == state:
        return accreditation
    accreditation.state = state
    accreditation.reason = reason
    accreditation.decided_at = clock.now()
    save_checked(accreditation, update_fields=["state", "reason", "decided_at"])
    verb = (
        Happened.ACCREDITED
        if state == state.ACCREDITED
        else Happened.REFUSED_ACCREDITATION
    )
    record(conference, verb, organisation, actor=actor, reason=reason)
    return accreditation


def _name(text: str) -> str:
    try:
        return clean_name(text)
    except ValueError as error:
        raise ValidationError(
            {"name": ValidationError(str(error), code="invalid")}
        ) from None
