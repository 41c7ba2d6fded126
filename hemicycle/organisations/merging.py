"""Names, standings, members, accreditations and focal points of two that are one."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from hemicycle.conferences.consequences import Consequence
from hemicycle.conferences.models import Conference
from hemicycle.lib import countries
from hemicycle.lib.organisation_names import key_of, key_of_acronym
from hemicycle.organisations.merger import Fact, Merger, lock_rows
from hemicycle.organisations.models import (
    Accreditation,
    FocalPoint,
    FormerOrganisation,
    Membership,
    Name,
    NameKey,
    Organisation,
    Standing,
)
from hemicycle.people.models import User
from hemicycle.ui.formats import numbered

MOVED = (
    (Accreditation, "organisation"),
    (FocalPoint, "organisation"),
    (FormerOrganisation, "current"),
    (Membership, "member"),
    (Membership, "umbrella"),
    (Name, "organisation"),
    (NameKey, "organisation"),
    (Standing, "organisation"),
)

STRONGEST = (
    Accreditation.State.ACCREDITED,
    Accreditation.State.REQUESTED,
    Accreditation.State.REFUSED,
    Accreditation.State.ENDED,
)


def lock(merger: Merger) -> None:
    for rows in (
        Accreditation.objects.filter(organisation__in=merger.both),
        FocalPoint.objects.of_each(merger.both),
        Organisation.objects.filter(pk__in=[each.pk for each in merger.both]),
        # After their ends, as a verb that adds one.
        Membership.objects.current(),
    ):
        lock_rows(rows)


def refusals(merger: Merger, viewer: User) -> Iterator[ValidationError]:
    kept, merged = merger.both
    if merged.pk in kept.all_under() or kept.pk in merged.all_under():
        yield ValidationError(
            _(
                "One of the two belongs to the other as a member. If they are one "
                "organisation, end the membership first."
            ),
            code="member",
        )
    for ours, theirs in _both_listed(merger):
        if ours.is_closed != theirs.is_closed:
            yield ValidationError(
                _(
                    "At %(conference)s, one of the two is refused and the other is "
                    "not. Decide the same on both first."
                ),
                code="accreditations",
                params={"conference": ours.conference},
            )
    for other in _named_alike(merger):
        yield ValidationError(
            _(
                "“%(other)s” in %(country)s has one of these names as well. Merge it "
                "first, or remove the name from one of them."
            ),
            code="listed",
            params={"other": other, "country": countries.name(other.country)},
        )


def facts(
    organisation: Organisation, viewer: User, conference: Conference
) -> Iterator[Fact]:
    yield Fact(_("Name"), organisation.name)
    yield Fact(_("Acronym"), organisation.acronym)
    yield Fact(_("Other names"), _together(organisation.names.all()))
    yield Fact(_("Kind"), organisation.get_kind_display())
    places = (
        countries.name(organisation.country),
        organisation.subdivision,
        organisation.city,
    )
    yield Fact(_("Country or area"), " · ".join(filter(None, places)))
    yield Fact(_("Website"), organisation.website)
    standings = (each.get_kind_display() for each in organisation.standings.all())
    yield Fact(_("Standing"), _together(standings))
    members = organisation.memberships.current().select_related("member")
    yield Fact(_("Members"), _together(members))
    umbrellas = organisation.belongs_to.current().select_related("umbrella")
    yield Fact(_("Belongs to"), _together(each.umbrella for each in umbrellas))
    listed = organisation.accreditations.filter(conference=conference).first()
    yield Fact(_("Accreditation"), listed.get_state_display() if listed else "")
    in_office = organisation.focal_points.in_office(conference).select_related("user")
    yield Fact(_("Focal points"), _together(each.user for each in in_office))


def consequences(
    merger: Merger, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    kept, merged = merger.both
    yield Consequence(
        _(
            "“%(merged)s” and its other names become other names of “%(kept)s”: "
            "searches and tables find it by all of them."
        )
        % {"merged": merged, "kept": kept}
    )
    if merged.country != kept.country:
        yield Consequence(
            _("It is an organisation of %(country)s from now on.")
            % {"country": countries.name(kept.country)},
            is_grave=True,
        )
    people = FocalPoint.objects.in_office(conference).filter(
        organisation__in=merger.both
    )
    if count := people.values("user").distinct().count():
        yield Consequence(
            numbered(
                "%(n)s focal point speaks for the organisation and sees its whole "
                "delegation.",
                "%(n)s focal points speak for the organisation and see its whole "
                "delegation.",
                count,
            ),
            told=_("Each is told by e-mail."),
            is_grave=count > 1,
        )


def move(merger: Merger, actor: User) -> None:
    _move_standings(merger)
    _move_memberships(merger)
    _move_accreditations(merger)
    _move_focal_points(merger)
    _move_names(merger)
    merger.merged.former.update(current=merger.kept)
    FormerOrganisation.objects.create(id=merger.merged.pk, current=merger.kept)


def _together(things: object) -> str:
    return _(", ").join(str(thing) for thing in things)  # type: ignore[attr-defined]  # any iterable


def _both_listed(merger: Merger) -> Iterator[tuple[Accreditation, Accreditation]]:
    """Their accreditations to one conference, for each where both are listed."""
    ours = {each.conference_id: each for each in merger.kept.accreditations.all()}
    theirs = merger.merged.accreditations.select_related("conference")
    for each in theirs.order_by("conference"):
        if each.conference_id in ours:
            yield ours[each.conference_id], each


def _named_alike(merger: Merger) -> list[Organisation]:
    """Others in the country of the kept one that go by a name of the merged one."""
    if merger.merged.country == merger.kept.country:
        return []  # its names are nobody else's there
    names = [merger.merged.name, *(name.name for name in merger.merged.names.all())]
    keys = NameKey.objects.filter(
        kind=NameKey.Kind.NAME,
        country=merger.kept.country,
        key__in=[key_of(name) for name in names],
    ).exclude(organisation=merger.kept)
    return list(Organisation.objects.filter(pk__in=keys.values("organisation")))


def _move_standings(merger: Merger) -> None:
    ours = {each.kind: each for each in merger.kept.standings.all()}
    for theirs in merger.merged.standings.all():
        same = ours.get(theirs.kind)
        if same is None:
            theirs.organisation = merger.kept
            theirs.save(update_fields=["organisation"])
            continue
        if same.since is None and theirs.since is not None:
            same.since = theirs.since
            same.save(update_fields=["since"])
        theirs.delete()


def _move_memberships(merger: Merger) -> None:
    """A tie of the two to each other has ended, and was none; of two current ties to
    the same organisation the older stays."""
    kept, merged = merger.both
    Membership.objects.filter(
        Q(umbrella=kept, member=merged) | Q(umbrella=merged, member=kept)
    ).delete()
    for side, other in (("umbrella", "member"), ("member", "umbrella")):
        current = Membership.objects.current()
        ours = {
            getattr(tie, f"{other}_id"): tie for tie in current.filter(**{side: kept})
        }
        for theirs in current.filter(**{side: merged}):
            same = ours.get(getattr(theirs, f"{other}_id"))
            if same is None:
                continue
            since = [tie.since for tie in (same, theirs) if tie.since]
            if since and same.since != min(since):
                same.since = min(since)
                same.save(update_fields=["since"])
            theirs.delete()
        Membership.objects.filter(**{side: merged}).update(**{side: kept})


def _move_accreditations(merger: Merger) -> None:
    """Where both are listed, the one that says more stays."""
    for ours, theirs in _both_listed(merger):
        weaker = max(theirs, ours, key=lambda each: STRONGEST.index(each.state))
        weaker.delete()
    Accreditation.objects.filter(organisation=merger.merged).update(
        organisation=merger.kept
    )


def _move_focal_points(merger: Merger) -> None:
    """Who speaks for both at a conference does so once, since the earlier day."""
    ours = {
        (each.conference_id, each.user_id): each
        for each in merger.kept.focal_points.filter(ended_at=None)
    }
    for theirs in merger.merged.focal_points.filter(ended_at=None):
        same = ours.get((theirs.conference_id, theirs.user_id))
        if same is None:
            continue
        if theirs.named_at < same.named_at:
            same.named_at = theirs.named_at
            same.save(update_fields=["named_at"])
        theirs.delete()
    merger.merged.focal_points.update(organisation=merger.kept)


def _move_names(merger: Merger) -> None:
    """Its names and acronym become other names; what is empty is filled from it."""
    kept, merged = merger.both
    fields = ["city", "subdivision"] if kept.country == merged.country else []
    for field in ("acronym", "website", *fields):
        if not getattr(kept, field):
            setattr(kept, field, getattr(merged, field))
    kept.save(update_fields=["acronym", "website", *fields])
    NameKey.objects.filter(organisation=merged).delete()
    present = {kept.name, *kept.names.values_list("name", flat=True)}
    merged.names.filter(name__in=present).delete()
    merged.names.update(organisation=kept)
    present |= set(kept.names.values_list("name", flat=True))
    if merged.name not in present:
        Name.objects.create(organisation=kept, name=merged.name)
    acronyms = {key_of_acronym(kept.acronym), ""}
    if key_of_acronym(merged.acronym) not in acronyms:
        Name.objects.create(organisation=kept, name=merged.acronym, is_acronym=True)
