"""Which rooms stand in the bar, for whom: the site's table of contents in words."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.conferences.policy import Hat, can_see_readiness, scope_of, wears
from hemicycle.desk.policy import can_see_today
from hemicycle.invitations.models import Invitation
from hemicycle.newsroom.places import public_places
from hemicycle.newsroom.policy import can_write
from hemicycle.statistics.policy import can_publish
from hemicycle.website.policy import can_see_enquiries

Item = tuple[str, str, bool]


def for_request(request: HttpRequest) -> list[Item]:
    """Label, address, and whether the page shown is in it."""
    conference = getattr(request, "conference", None)
    if conference is None:
        return []
    user = getattr(request, "user", None)
    everyone: list[tuple[str, ...]] = [
        (_("Conference"), "website:home"),
        (_("Programme"), "website:programme"),
        *_information(conference),
        (_("News"), "news:index"),
        (_("Figures"), "website:figures"),
        (_("Contact us"), "website:contact"),
    ]
    rooms: list[tuple[str, ...]] = []
    if can_see_today(user, conference):
        rooms += [(_("Desk"), "desk:today")]
    if can_see_readiness(user, conference):
        rooms += [(_("Set-up"), "conferences:show")]
    if wears(user, conference, Hat.PROTOCOL, Hat.REGISTRAR):
        rooms += [(_("Organisations"), "organisations:index")]
    inviting = scope_of(user, conference, Hat.PROTOCOL, Hat.REGISTRAR)
    if inviting.reaches(Invitation.reached):
        rooms += [(_("Invitations"), "invitations:index")]
    if scope_of(user, conference, Hat.REGISTRAR, Hat.HELP_DESK):
        rooms += [
            (_("Registrations"), "vetting:registrations"),
            (_("Badges"), "badges:index"),
        ]
    if wears(user, conference, Hat.SUPERVISOR, Hat.STEWARD):
        rooms += [(_("Doors"), "doors:index")]
    if can_write(user, conference):
        rooms += [(_("Newsroom"), "newsroom:home")]
    if can_see_enquiries(user, conference):
        rooms += [(_("Enquiries"), "enquiries:index")]
    if can_publish(user, conference):
        rooms += [(_("Figures"), "statistics:index")]
    if wears(user, conference, Hat.REGISTRAR):
        rooms += [(_("E-mails"), "post:index"), (_("Background tasks"), "jobs:index")]
    if user and user.is_authenticated and not rooms:
        everyone.append((_("My page"), "lobby:home"))
    items = []
    for label, name, *more in rooms or everyone:
        address = _address(name, conference.slug, get_language(), *more)
        items.append((label, address, _is_in(request, name, address)))
    return items


def _is_in(request: HttpRequest, name: str, address: str) -> bool:
    """A public page is in the section of its address, a page of staff in its room's:
    bulk decisions are part of the registrations, whose address they do not share."""
    room = name.partition(":")[0]
    if room == "website":
        here = request.path == address
        return here or (name != "website:home" and request.path.startswith(address))
    match = request.resolver_match
    return match is not None and match.namespace.removesuffix("-in") == room


def _information(conference: Conference) -> list[tuple[str, ...]]:
    """The first public page of the site, from which the others are reached."""
    places = public_places(conference)
    return [(_("Information"), "pages:page", str(places[0]))] if places else []


@lru_cache(maxsize=2000)
def _address(name: str, slug: str, language: str | None, *more: str) -> str:
    """Kept: ten of them stand on every page of staff."""
    return reverse(name, args=[slug, *more])
