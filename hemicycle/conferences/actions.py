"""What can happen to a conference before anybody comes: it is begun, set up, shown.

Whatever the public can see raises the publication counter, so that no kept page is old.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, ProtectedError
from django.utils import translation
from django.utils.translation import gettext as _

from hemicycle.conferences import openings
from hemicycle.conferences.journal import Happened
from hemicycle.conferences.models import (
    Category,
    Conference,
    CoOrganiser,
    Day,
    EarlierEdition,
    Hall,
    Hat,
    Notice,
    OneTimeSetUp,
    ResetApproval,
    Role,
    RoleOffer,
    SecondFactorReset,
    Series,
    SetUp,
    Signatory,
    Window,
    Zone,
)
from hemicycle.conferences.policy import can_begin, can_edit
from hemicycle.conferences.series import open_to
from hemicycle.fields.addresses import clean_address
from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.files import actions as files
from hemicycle.journal.actions import record
from hemicycle.lib import clock
from hemicycle.people import actions as people
from hemicycle.people.models import AuthenticatorApp, User
from hemicycle.post.drafts import Draft, check, facts_of, fingerprint_of_facts
from hemicycle.seconding import actions as seconding

Part = Day | CoOrganiser | Signatory | Zone | Hall | Category | Window

# -- Beginning -----------------------------------------------------------------------


@transaction.atomic
def begin(conference: Conference, *, actor: User) -> Conference:
    """Store a new conference with its days; the actor becomes its chief.

    Raises ValidationError: what the fields refuse; code "not-a-chief".
    """
    if not can_begin(actor):
        raise ValidationError(
            _("Only a chief of secretariat can begin another conference."),
            code="not-a-chief",
        )
    return _begin(conference, chief=actor)


def print_one_time_address(*, actor: User | None = None) -> str:
    """A token for /new/<token>/, where the first chief begins. Only its hash is kept.

    Earlier tokens stop working, so that only the last address printed is good.
    """
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        OneTimeSetUp.objects.filter(used_at=None).delete()
        OneTimeSetUp.objects.create(token_hash=_hash(token))
    return token


def is_one_time_address(token: str) -> bool:
    """Whether this token was printed last and nobody has begun with it."""
    return OneTimeSetUp.objects.filter(token_hash=_hash(token), used_at=None).exists()


@transaction.atomic
def begin_first(
    conference: Conference, *, token: str, email: str, name: str, actor: None = None
) -> Conference:
    """The first conference, begun with the printed address; `email` becomes its chief.

    Nobody is signed in yet: whoever holds the address is trusted, once.
    Raises ValidationError: code "used-address", or what the fields refuse.
    """
    used = OneTimeSetUp.objects.filter(token_hash=_hash(token), used_at=None).update(
        used_at=clock.real_now()
    )
    if not used:
        raise ValidationError(
            _("This address was used already. Print another with --empty."),
            code="used-address",
        )
    chief = people.account_of(email, name=name)
    if name and not chief.name:
        chief.name = name
        chief.save(update_fields=["name"])
    return _begin(conference, chief=chief)


@transaction.atomic
def copy(source: Conference, destination: Conference, *, actor: User) -> Conference:
    """Begin `destination` with the set-up of `source`; dates keep their distance.

    Copied: zones, halls, categories, windows, co-organisers, signatories, notices (as
    drafts, because nobody has accepted them here). Not copied: people, roles, figures.

    The actor must be chief of the source; beginning the destination makes them its
    chief. Raises ValidationError: codes "not-a-chief", or what the fields refuse.
    """
    if not can_edit(actor, source):
        raise ValidationError(
            _("Only a chief of that conference can copy it."), code="not-a-chief"
        )
    destination.series = source.series
    destination.regime = source.regime
    destination.minimum_age = source.minimum_age
    _begin(destination, chief=actor)
    _copy_place(source, destination)
    _copy_organisers(source, destination)
    for window in source.windows.all():
        Window.objects.create(
            conference=destination,
            kind=window.kind,
            opens_at=_shifted(window.opens_at, source, destination),
            closes_at=_shifted(window.closes_at, source, destination),
            grace_minutes=window.grace_minutes,
        )
    for notice in Notice.objects.in_force(source):
        Notice.objects.create(
            conference=destination,
            kind=notice.kind,
            text=notice.text,
            is_required=notice.is_required,
        )
    record(destination, Happened.COPIED, destination, actor=actor, source=source)
    return destination


def _begin(conference: Conference, *, chief: User) -> Conference:
    conference.is_published = False
    save_checked(conference)
    _set_days(conference)
    record(conference, Happened.STARTED, conference, actor=chief)
    _appoint(conference, chief)
    return conference


def _copy_place(source: Conference, destination: Conference) -> None:
    zones = {}
    for zone in source.zones.all():
        zones[zone.pk] = Zone.objects.create(
            conference=destination, code=zone.code, name=zone.name
        )
    for hall in source.halls.prefetch_related("set_ups"):
        twin = Hall.objects.create(
            conference=destination,
            name=hall.name,
            zone=zones.get(hall.zone_id) if hall.zone_id else None,
            booths=hall.booths,
            source=hall.source,
        )
        SetUp.objects.bulk_create(
            SetUp(hall=twin, kind=set_up.kind, capacity=set_up.capacity)
            for set_up in hall.set_ups.all()
        )
    for category in source.categories.prefetch_related("zones"):
        twin_category = Category.objects.create(
            conference=destination,
            **{
                name: getattr(category, name)
                for name in (
                    "position", "code", "name", "seat", "cap", "is_open",
                    "counts_in_delegation", "counts_in_conference",
                )
            },
        )  # fmt: skip
        twin_category.zones.set(zones[zone.pk] for zone in category.zones.all())


def _copy_organisers(source: Conference, destination: Conference) -> None:
    for organiser in source.co_organisers.prefetch_related("signatories"):
        twin = CoOrganiser.objects.create(
            conference=destination,
            **{
                name: getattr(organiser, name)
                for name in (
                    "position", "name", "short_name", "role", "letterhead",
                    "is_controller", "contact", "url",
                )
            },
        )  # fmt: skip
        if organiser.logo is not None:
            # A file belongs to one conference: its erasure must not empty another's.
            twin.logo = files.store(
                files.open_file(organiser.logo),
                conference=destination,
                owner=None,
                purpose=LOGO,
                name=organiser.logo.name,
                content_type=organiser.logo.content_type,
                actor=None,
            )
            twin.save(update_fields=["logo"])
        for signatory in organiser.signatories.all():
            Signatory.objects.create(
                conference=destination,
                co_organiser=twin,
                name=signatory.name,
                title=signatory.title,
                source=signatory.source,
                since=signatory.since,
                until=signatory.until,
            )


def _shifted(moment: datetime, source: Conference, destination: Conference) -> datetime:
    """As far before the first day, at the same time of day in the other place."""
    local = source.local(moment)
    day = source.day_of(moment) + (destination.starts_on - source.starts_on)
    return datetime.combine(day, local.time(), tzinfo=destination.zone)


# -- The conference itself -------------------------------------------------------------


@transaction.atomic
def describe(conference: Conference, *, actor: User) -> Conference:
    """Store changed basics. Days outside the new dates go, missing ones come.

    Raises ValidationError for what the fields refuse.
    """
    save_checked(
        conference,
        update_fields=[
            field.name
            for field in Conference._meta.concrete_fields
            if field.name not in {"id", "publication", "is_published", "is_specimen"}
        ],
    )
    _set_days(conference)
    return _changed(conference, Happened.DESCRIBED, conference, actor=actor)


@transaction.atomic
def publish(conference: Conference, *, actor: User) -> Conference:
    """Everyone can see the public pages. Raises ValidationError: code "not-ready"."""
    problems = [
        item.problem.sentence
        for item in openings.blocking(conference, openings.Opening.PUBLISH)
        if item.problem
    ]
    if problems:
        raise ValidationError(
            [ValidationError(each, code="not-ready") for each in problems]
        )
    return _show(conference, True, actor=actor)


@transaction.atomic
def unpublish(conference: Conference, *, actor: User) -> Conference:
    """Only staff can see it; links in e-mails lead nowhere until it is back."""
    return _show(conference, False, actor=actor)


def _show(conference: Conference, is_published: bool, *, actor: User) -> Conference:
    conference.is_published = is_published
    conference.save(update_fields=["is_published"])
    verb = Happened.PUBLISHED if is_published else Happened.HID
    return _changed(conference, verb, conference, actor=actor)


def _set_days(conference: Conference) -> None:
    length = (conference.ends_on - conference.starts_on).days + 1
    if length > LONGEST:
        raise ValidationError(
            {
                "ends_on": _("A conference lasts at most %(days)s days.")
                % {"days": LONGEST}
            },
            code="too-long",
        )
    dates = [conference.starts_on + timedelta(days=n) for n in range(length)]
    conference.days.exclude(date__in=dates).delete()
    present = set(conference.days.values_list("date", flat=True))
    Day.objects.bulk_create(
        Day(conference=conference, date=date_)
        for date_ in dates
        if date_ not in present
    )


LONGEST = 31

# -- Its series ------------------------------------------------------------------------


@transaction.atomic
def start_series(
    conference: Conference, *, name: Mapping[str, str], actor: User
) -> Series:
    """A series with this conference as the first of its editions here."""
    new = Series(name=dict(name))
    save_checked(new)
    _put_into_series(conference, new, actor=actor)
    return new


@transaction.atomic
def join_series(conference: Conference, *, series: Series, actor: User) -> None:
    """Make the conference an edition of `series`; all its public pages name them all.

    Raises ValidationError: code "not-your-series" for whoever is chief of no edition;
    of the field `edition`, when the series has this number already.
    """
    if series not in open_to(actor):
        raise ValidationError(
            _("Only a chief of one of its editions can add to this series."),
            code="not-your-series",
        )
    _put_into_series(conference, series, actor=actor)


@transaction.atomic
def leave_series(conference: Conference, *, actor: User) -> None:
    """The conference is an edition of nothing. A series without editions ends."""
    left = conference.series
    if left is None:
        return
    left = reread_locked(left)
    _raise_all(left)
    conference.series = None
    conference.save(update_fields=["series"])
    record(conference, Happened.LEFT_SERIES, conference, actor=actor, series=left)
    if not left.conferences.exists():
        left.delete()


@transaction.atomic
def record_edition(
    edition: EarlierEdition, *, conference: Conference, actor: User
) -> EarlierEdition:
    """Facts about an earlier edition without pages, with their source.

    Raises ValidationError for what the fields refuse; code "has-pages" when the series
    has a conference of this number.
    """
    reread_locked(edition.series)
    if edition.series.conferences.filter(edition=edition.number).exists():
        raise ValidationError(
            {"number": ValidationError(
                _("This edition has pages of its own here."), code="has-pages"
            )}
        )  # fmt: skip
    save_checked(edition)
    _raise_all(edition.series)
    record(
        conference,
        Happened.RECORDED_EDITION,
        edition,
        actor=actor,
        number=edition.number,
    )
    return edition


@transaction.atomic
def remove_edition(
    edition: EarlierEdition, *, conference: Conference, actor: User
) -> None:
    """The public pages of every edition of the series no longer name it."""
    _raise_all(edition.series)
    record(
        conference,
        Happened.REMOVED_EDITION,
        edition,
        actor=actor,
        number=edition.number,
    )
    edition.delete()


def _put_into_series(conference: Conference, series: Series, *, actor: User) -> None:
    # It does not end meanwhile, and gets no facts about an edition of this number.
    conference.series = reread_locked(series)
    save_checked(conference, update_fields=["series"])
    _raise_all(series)
    record(conference, Happened.JOINED_SERIES, conference, actor=actor, series=series)


def _raise_all(series: Series) -> None:
    """Public pages of every edition name the others."""
    series.conferences.update(publication=F("publication") + 1)


# -- Its parts -------------------------------------------------------------------------


@transaction.atomic
def add(
    part: Part,
    *,
    zones: Collection[Zone] | None = None,
    capacities: Mapping[str, int | None] | None = None,
    logo: tuple[str, str, bytes] | None = None,
    actor: User,
) -> Part:
    """Store a new day, hall, zone, category, window, co-organiser or signatory.

    `zones` for a category; `capacities` by set-up for a hall; `logo` (name, type,
    content) for a co-organiser. Raises ValidationError for what the fields refuse.
    """
    return _store(part, Happened.ADDED_PART, zones, capacities, logo, actor)


@transaction.atomic
def change(
    part: Part,
    *,
    zones: Collection[Zone] | None = None,
    capacities: Mapping[str, int | None] | None = None,
    logo: tuple[str, str, bytes] | None = None,
    actor: User,
) -> Part:
    """Store a changed part; what is None stays. A category's zones count at once at
    every door. Raises ValidationError for what the fields refuse."""
    return _store(part, Happened.CHANGED_PART, zones, capacities, logo, actor)


@transaction.atomic
def remove(part: Part, *, actor: User) -> None:
    """Delete a part that nothing uses. Raises ValidationError: code "in-use"."""
    conference = part.conference
    key = part.pk
    if isinstance(part, Zone) and part.categories.exists():
        raise _in_use(part, sorted(str(each) for each in part.categories.all()))
    _changed(conference, Happened.REMOVED_PART, part, actor=actor)
    try:
        with transaction.atomic():
            part.delete()
    except ProtectedError as error:
        part.pk = key
        users = sorted(
            {str(thing._meta.verbose_name) for thing in error.protected_objects}
        )
        raise _in_use(part, users) from error


def _in_use(part: Part, users: list[str]) -> ValidationError:
    return ValidationError(
        _("“%(part)s” is in use (%(users)s). Change those first, then remove it."),
        code="in-use",
        params={"part": part, "users": ", ".join(users[:5])},
    )


def _store(
    part: Part,
    verb: Happened,
    zones: Collection[Zone] | None,
    capacities: Mapping[str, int | None] | None,
    logo: tuple[str, str, bytes] | None,
    actor: User,
) -> Part:
    conference = part.conference
    _belongs_here(part, zones or ())
    if isinstance(part, CoOrganiser) and logo is not None:
        name, content_type, content = logo
        part.logo = files.store(
            content,
            conference=conference,
            owner=None,
            purpose=LOGO,
            name=name,
            content_type=content_type,
            actor=actor,
        )
    save_checked(part)
    if isinstance(part, Category) and zones is not None:
        part.zones.set(zones)
    if isinstance(part, Hall) and capacities is not None:
        _set_capacities(part, capacities)
    _changed(conference, verb, part, actor=actor)
    return part


def _belongs_here(part: Part, zones: Collection[Zone]) -> None:
    """Parts of another conference must not be reached from this one."""
    others = [*zones]
    if isinstance(part, Hall) and part.zone is not None:
        others.append(part.zone)
    strangers = [zone for zone in others if zone.conference_id != part.conference_id]
    if strangers or (
        isinstance(part, Signatory)
        and part.co_organiser_id
        and part.co_organiser.conference_id != part.conference_id
    ):
        raise ValidationError(
            _("This belongs to another conference."), code="other-conference"
        )


def _set_capacities(hall: Hall, capacities: Mapping[str, int | None]) -> None:
    for kind, capacity in capacities.items():
        if capacity:
            SetUp.objects.update_or_create(
                hall=hall, kind=kind, defaults={"capacity": capacity}
            )
        else:
            hall.set_ups.filter(kind=kind).delete()


LOGO = "letterhead"

# -- Notices ---------------------------------------------------------------------------


@transaction.atomic
def write_notice(
    conference: Conference,
    *,
    kind: str,
    text: Mapping[str, str],
    is_required: bool,
    actor: User,
) -> Notice:
    """Store the draft of the next version; the published one goes on holding."""
    # One after the other: two first drafts would both be the next version.
    reread_locked(conference)
    draft = conference.notices.filter(kind=kind, published_at=None).first()
    if draft is None:
        newest = conference.notices.filter(kind=kind).aggregate(Max("version"))
        draft = Notice(
            conference=conference, kind=kind, version=(newest["version__max"] or 0) + 1
        )
    draft.text = dict(text)
    draft.is_required = is_required
    save_checked(draft)
    record(
        conference, Happened.DRAFTED_NOTICE, draft, actor=actor, version=draft.version
    )
    return draft


@transaction.atomic
def publish_notice(notice: Notice, *, actor: User) -> Notice:
    """From now on people are asked this version. Older ones stay, with who accepted.

    Raises ValidationError: code "already-published".
    """
    reread_locked(notice.conference)  # as `write_notice`, which may hold the draft
    published = Notice.objects.filter(pk=notice.pk, published_at=None).update(
        published_at=clock.now()
    )
    if not published:
        raise ValidationError(
            _("This version is published already."), code="already-published"
        )
    notice.refresh_from_db()
    _changed(
        notice.conference,
        Happened.PUBLISHED_NOTICE,
        notice,
        actor=actor,
        kind=notice.kind,
        version=notice.version,
    )
    return notice


# -- Roles -----------------------------------------------------------------------------


def role_to_offer(
    conference: Conference,
    *,
    email: str,
    hat: str,
    category: Category | None = None,
    co_organiser: CoOrganiser | None = None,
) -> RoleOffer:
    """An offer as it would be made, for its preview; nothing is stored.

    Raises ValidationError of the fields, as far as they can be told beforehand.
    """
    user = User.objects.of_address(email) or User(email=clean_address(email))
    offer = RoleOffer(
        conference=conference,
        user=user,
        hat=hat,
        category=category,
        co_organiser=co_organiser,
    )
    # An account that is not made yet has no other role.
    unknown = set() if User.objects.filter(pk=user.pk).exists() else {"user"}
    _role_of(offer).full_clean(exclude=unknown)
    offer.full_clean(exclude=unknown)
    return offer


def email_of_offer(offer: RoleOffer, *, note: str = "", actor: User) -> Draft:
    """What its person is asked, with a sentence of the colleague who asks."""
    link = f"/{offer.user.language}{ROLES_OF_MINE}"
    return _email(offer, "offered", link, note=note.strip(), sender=str(actor))


@transaction.atomic
def offer_role(
    conference: Conference,
    *,
    email: str,
    hat: str,
    category: Category | None = None,
    co_organiser: CoOrganiser | None = None,
    note: str = "",
    seen: str,
    actor: User,
) -> RoleOffer:
    """Ask the person with this address to work as `hat`, for the whole conference or
    for a part of it, by the e-mail that was `seen`. Makes the account if need be.

    Until they accept, nothing changes for them: no right, no second factor, no session
    ends. Raises ValidationError of the fields, and "changed".
    """
    people.account_of(email, actor=actor)
    offer = role_to_offer(
        conference, email=email, hat=hat, category=category, co_organiser=co_organiser
    )
    draft = email_of_offer(offer, note=note, actor=actor)
    check([draft], seen)
    save_checked(offer)
    replace(draft, thing=offer).send(send_key=f"role.offered:{offer.pk}")
    facts = offer.recorded_as
    record(
        conference, Happened.OFFERED_ROLE, offer, actor=actor, user=offer.user, **facts
    )
    return offer


def _role_of(offer: RoleOffer) -> Role:
    return Role(
        conference=offer.conference,
        user=offer.user,
        hat=offer.hat,
        category=offer.category,
        co_organiser=offer.co_organiser,
    )


@transaction.atomic
def withdraw_offer(offer: RoleOffer, *, actor: User) -> None:
    """Nobody is asked any more; the link in the e-mail finds nothing."""
    offer = reread_locked(offer)
    facts = offer.recorded_as
    record(offer.conference, Happened.WITHDREW_ROLE_OFFER, offer, actor=actor, **facts)
    offer.delete()


@transaction.atomic
def accept_role(offer: RoleOffer, *, actor: User) -> Role:
    """The role is in force. The person works only with a second factor from now on.

    Raises ValidationError: code "not-yours", or "unique" where it was accepted before.
    """
    offer = _theirs(offer, actor)
    # Another role of theirs may end in this moment, and with it the demand.
    actor.needs_second_factor = reread_locked(actor).needs_second_factor
    role = _role_of(offer)
    save_checked(role)
    record(
        role.conference, Happened.ACCEPTED_ROLE, role, actor=actor, **role.recorded_as
    )
    offer.delete()
    if not actor.needs_second_factor:
        people.demand_second_factor(actor, actor=actor)
    actor.__dict__.pop("_roles", None)
    return role


@transaction.atomic
def decline_role(offer: RoleOffer, *, actor: User) -> None:
    """The offer is gone. Raises ValidationError: code "not-yours"."""
    offer = _theirs(offer, actor)
    record(
        offer.conference,
        Happened.DECLINED_ROLE,
        offer,
        actor=actor,
        **offer.recorded_as,
    )
    offer.delete()


def _theirs(offer: RoleOffer, actor: User) -> RoleOffer:
    """The offer, locked: it is answered or withdrawn once."""
    offer = reread_locked(offer)
    if offer.user_id != actor.pk:
        raise ValidationError(
            _("Only the person it is offered to can answer."), code="not-yours"
        )
    return offer


@transaction.atomic
def remove_role(role: Role, *, seen: str, actor: User) -> None:
    """End a role: pages refuse the person from their next request on, and the e-mail
    that was `seen` tells them. Elsewhere they stay signed in and keep what they have;
    the demand for a second factor goes with the last role of all conferences.

    Raises ValidationError: code "last-chief", because nobody could give it back;
    "own-role", because it could not be undone; "changed".
    """
    conference = _lock_to_end(role, actor)
    draft = email_of_removal(role)
    check([draft], seen)
    facts = role.recorded_as
    record(
        conference, Happened.REMOVED_ROLE, role, actor=actor, user=role.user, **facts
    )
    draft.send(send_key=f"role.removed:{role.pk}")
    role.delete()
    if not Role.objects.filter(user=role.user).exists():
        people.lift_second_factor(role.user, actor=actor)


def email_of_removal(role: Role) -> Draft:
    """What its person is told when the role ends."""
    return _email(role, "removed", "")


def role_changed_to(
    role: Role,
    *,
    hat: str,
    category: Category | None = None,
    co_organiser: CoOrganiser | None = None,
) -> Role:
    """The role as it would become, for its preview; nothing is stored.

    Raises ValidationError of the fields; code "unchanged".
    """
    changed: Role = Role.objects.with_facts().get(pk=role.pk)
    changed.hat, changed.category, changed.co_organiser = hat, category, co_organiser
    if changed.recorded_as == role.recorded_as:
        raise ValidationError(_("Choose another role or scope."), code="unchanged")
    changed.full_clean()
    return changed


def email_of_change(role: Role) -> Draft:
    """What its person is told of the role as it has become."""
    return _email(role, "changed", "")


@transaction.atomic
def change_role(
    role: Role,
    *,
    hat: str,
    category: Category | None = None,
    co_organiser: CoOrganiser | None = None,
    seen: str,
    actor: User,
) -> Role:
    """Another role or scope for a colleague, from their next request on; they are told
    by the e-mail that was `seen`.

    Raises ValidationError of the fields; codes "unchanged", "last-chief", "own-role",
    "changed".
    """
    conference = _lock_to_end(role, actor)
    changed = role_changed_to(
        role, hat=hat, category=category, co_organiser=co_organiser
    )
    draft = email_of_change(changed)
    check([draft], seen)
    save_checked(changed)
    before = {f"before_{name}": value for name, value in role.recorded_as.items()}
    entry = record(
        conference, Happened.CHANGED_ROLE, changed, actor=actor, user=role.user,
        **before, **changed.recorded_as,
    )  # fmt: skip
    draft.send(send_key=f"role.changed:{role.pk}:{entry.pk}")
    return changed


def _lock_to_end(role: Role, actor: User) -> Conference:
    """Conference, person and role, locked: two chiefs can't remove each other, a role
    ends once, and none is accepted elsewhere between this and the end of the demand."""
    conference = reread_locked(role.conference)
    reread_locked(role.user)
    reread_locked(role)
    chiefs = conference.roles.filter(hat=Hat.CHIEF)
    if role.hat == Hat.CHIEF and not chiefs.exclude(pk=role.pk).exists():
        raise ValidationError(
            _("This is the only chief. Assign the role to another person first."),
            code="last-chief",
        )
    if role.user_id == actor.pk:
        raise ValidationError(
            _("You cannot change or remove your own role. Ask another chief."),
            code="own-role",
        )
    return conference


ROLES_OF_MINE = "/account/roles/"


def _email(role: Role | RoleOffer, what: str, path: str, **words: str) -> Draft:
    """In the language of the person."""
    user = role.user
    with translation.override(user.language):
        role_name = str(role)
    return Draft(
        template="conferences/role",
        to=user.email,
        language=user.language,
        conference=role.conference,
        thing=role,
        recipient=user,
        context={
            "what": what,
            "name": str(user),
            "role": role_name,
            "link": f"{settings.URL}{path}" if path else "",
            "note": "",
            "sender": "",
        }
        | words,
    )


def _appoint(conference: Conference, chief: User) -> Role:
    """The first chief, who asked for it by starting the conference."""
    role = Role(conference=conference, user=chief, hat=Hat.CHIEF)
    save_checked(role)
    if not chief.needs_second_factor:
        # A chief of another conference has shown the factor already.
        people.demand_second_factor(chief, actor=chief)
    record(conference, Happened.ACCEPTED_ROLE, role, actor=chief, **role.recorded_as)
    return role


# --------------------------------------------------------------------------------------


def _changed(
    conference: Conference,
    verb: Happened,
    thing: Part | Conference | Notice,
    *,
    actor: User,
    **details: Any,
) -> Conference:
    conference.raise_publication()
    record(conference, verb, thing, actor=actor, **details)
    return conference


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# -- A colleague's lost second factor --------------------------------------------------


def reset_fingerprint(reset: SecondFactorReset) -> str:
    """What is agreed upon: whose, why, what they have, and where they work."""
    user = reset.user
    return fingerprint_of_facts(
        [
            facts_of(user, besides=RESET_DOES_NOT_MIND),
            reset.reason,
            [app.made_at for app in AuthenticatorApp.objects.filter(user=user)],
            sorted(user.passkeys.values_list("pk", flat=True)),
            sorted(Role.objects.filter(user=user).values_list("conference", flat=True)),
        ]
    )


RESET_DOES_NOT_MIND = {
    "last_login": "changes whenever a code is asked for",
    "session_epoch": "another change of roles or of sessions is no matter here",
}


@transaction.atomic
def ask_for_reset(
    user: User, *, conference: Conference, reason: str, actor: User
) -> SecondFactorReset:
    """Ask that a colleague's second factor, which is lost, be reset.

    Nothing changes yet. The person is told by e-mail. Raises ValidationError: code
    "own-reset", or "unique" where one is asked for already.
    """
    if actor.pk == user.pk:
        raise _own_reset()
    reset = SecondFactorReset(conference=conference, user=user, reason=reason)
    now = reset_fingerprint(reset)
    seconding.submit(reset, seen=now, now=now, actor=actor)
    people.tell_of_reset_request(user)
    return reset


@transaction.atomic
def approve_reset(
    reset: SecondFactorReset, *, conference: Conference, seen: str, actor: User
) -> SecondFactorReset:
    """This conference agrees. With the last one the factors are gone, and every session
    ends; until then nothing changes.

    Raises ValidationError: "own-reset", "same-person", "not-pending", "changed", and
    "approved-here" where this conference agreed before.
    """
    reset = reread_locked(reset)
    if actor.pk == reset.user_id:
        raise _own_reset()
    seconding.check_approval(
        reset, seen=seen, now=reset_fingerprint(reset), actor=actor
    )
    if not conference.roles.filter(user=reset.user_id).exists():
        raise ValidationError(
            _("This person has no role at this conference."), code="no-role"
        )
    _approval, is_new = ResetApproval.objects.get_or_create(
        reset=reset, conference=conference, defaults={"by": actor}
    )
    if not is_new:
        raise ValidationError(
            _("This conference has approved it already."), code="approved-here"
        )
    if reset.missing().exists():
        record(conference, Happened.APPROVED_RESET, reset.user, actor=actor, deed=reset)
        return reset
    reset = seconding.approve(
        reset, seen=seen, now=reset_fingerprint(reset), actor=actor
    )
    people.take_factors_away(reset.user, actor=actor)
    seconding.finish(reset)
    return reset


def _own_reset() -> ValidationError:
    return ValidationError(
        _("You cannot reset your own two-step verification."), code="own-reset"
    )
