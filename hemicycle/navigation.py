"""Which rooms stand in the bar, for whom: the site's table of contents in words."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.policy import Hat, can_see_readiness, hats

Item = tuple[str, str, bool]


def for_request(request: HttpRequest) -> list[Item]:
    """Label, address, and whether the page shown is in it."""
    conference = getattr(request, "conference", None)
    if conference is None:
        return []
    user = getattr(request, "user", None)
    worn = hats(user, conference) if user and user.is_authenticated else frozenset()
    everyone = [
        (_("Conference"), "website:home"),
        (_("Programme"), "website:programme"),
        (_("Figures"), "website:figures"),
    ]
    rooms: list[tuple[str, str]] = []
    if Hat.CHIEF in worn:
        rooms += [(_("Desk"), "desk:today")]
    if user and can_see_readiness(user, conference):
        rooms += [(_("Set-up"), "conferences:show")]
    if worn & {Hat.CHIEF, Hat.PROTOCOL, Hat.REGISTRAR}:
        rooms += [
            (_("Organisations"), "organisations:index"),
            (_("Invitations"), "invitations:index"),
        ]
    if worn & {Hat.CHIEF, Hat.REGISTRAR, Hat.HELP_DESK}:
        rooms += [
            (_("Registrations"), "vetting:registrations"),
            (_("Badges"), "badges:index"),
        ]
    if worn & {Hat.CHIEF, Hat.SUPERVISOR, Hat.STEWARD}:
        rooms += [(_("Doors"), "doors:index")]
    if worn & {Hat.CHIEF, Hat.REGISTRAR}:
        rooms += [(_("Letters"), "post:index"), (_("Long work"), "jobs:index")]
    if user and user.is_authenticated and not rooms:
        everyone.append((_("My page"), "lobby:home"))
    items = []
    for label, name in rooms or everyone:
        address = reverse(name, args=[conference.slug])
        here = (
            request.path == address
            if name == "website:home"
            else request.path.startswith(address)
        )
        items.append((label, address, here))
    return items
