"""The list of roles and of those who hold them."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences import access
from hemicycle.conferences.models import Hat, RoleOffer
from hemicycle.lib import clock
from hemicycle.people.models import AuthenticatorApp, Passkey
from hemicycle.post.models import Email
from hemicycle.tables.lists import Column, Filter, List, MenuItem, View
from hemicycle.ui import formats
from hemicycle.ui.cells import Code, Name, State, Value

LONG_AGO = timedelta(days=90)
PARTS = {
    "whole": Q(category=None, co_organiser=None),
    "category": Q(category__isnull=False),
    "co-organiser": Q(co_organiser__isnull=False),
}


def found(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By name, e-mail address, or the role's name in the reader's language."""
    wanted = text.casefold()
    hats = [hat for hat, label in Hat.choices if wanted in str(label).casefold()]
    return rows.filter(
        Q(user__name__icontains=text) | Q(user__email__icontains=text) | Q(hat__in=hats)
    )


def in_parts(rows: QuerySet[Any], kinds: list[str], reader: Any) -> QuerySet[Any]:
    wanted = Q(pk__in=())
    for kind in kinds:
        wanted |= PARTS.get(kind, Q(pk__in=()))
    return rows.filter(wanted)


def seen_last(rows: QuerySet[Any], when: list[str], reader: Any) -> QuerySet[Any]:
    limit = clock.real_now() - LONG_AGO
    asked = {
        "recently": Q(user__last_login__gte=limit),
        "long-ago": Q(user__last_login__lt=limit),
        "never": Q(user__last_login=None),
    }
    wanted = Q(pk__in=())
    for key in when:
        wanted |= asked.get(key, Q(pk__in=()))
    return rows.filter(wanted)


def with_facts(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("conference", "user", "category", "co_organiser")


def with_factors(roles: list[Any]) -> None:
    """How each person shows the second step: for a whole page in two queries."""
    people = [role.user_id for role in roles]
    apps = AuthenticatorApp.objects.filter(user__in=people, confirmed_at__isnull=False)
    by_app = set(apps.values_list("user_id", flat=True))
    by_passkey = set(
        Passkey.objects.filter(user__in=people).values_list("user_id", flat=True)
    )
    for role in roles:
        role.has_passkey = role.user_id in by_passkey
        role.has_app = role.user_id in by_app


def two_steps(role: Any) -> Value:
    if isinstance(role, RoleOffer):
        return ""
    ways = [
        label
        for has, label in (
            (role.has_passkey, gettext("Passkey")),
            (role.has_app, gettext("Code by app")),
        )
        if has
    ]
    if not ways:
        return State("wait", gettext("Not set up"), is_flag=True)
    return gettext(", ").join(ways)


def last_sign_in(role: Any) -> Value:
    """Of an offer: since when it waits, or that its e-mail did not arrive."""
    day_of = role.conference.day_of
    if isinstance(role, RoleOffer):
        day = formats.day(day_of(role.offered_at), "short")
        failed: Any = getattr(role, "mail_state", "")
        words = gettext("Offered %(day)s")
        if failed == Email.State.FAILED:
            words = gettext("E-mail not delivered, %(day)s")
        return State("wait", words % {"day": day}, is_flag=True)
    at = role.user.last_login
    if at is None:
        return gettext("Never")
    if at < clock.real_now() - LONG_AGO:
        day = formats.day(day_of(at), "date")
        return State("wait", day, is_flag=True)
    moment: Value = at
    return moment


def page_of(role: Any, conference: Any) -> str:
    name = "offer" if isinstance(role, RoleOffer) else "change-role"
    return reverse(f"conferences:{name}", args=[conference.slug, role.pk])


def menu(role: Any, conference: Any) -> list[MenuItem]:
    page = page_of(role, conference)
    if isinstance(role, RoleOffer):
        return [
            MenuItem(gettext("Send the offer again"), page),
            MenuItem(gettext("Withdraw the offer"), f"{page}#withdraw", "stop"),
        ]
    resets = reverse("conferences:second-factors", args=[conference.slug])
    reset = f"{resets}?user={role.user_id}"
    return [
        MenuItem(gettext("Change role or scope"), page),
        MenuItem(gettext("Reset two-step verification"), reset),
        MenuItem(
            gettext("Remove role"),
            reverse("conferences:remove-role", args=[conference.slug, role.pk]),
            "stop",
        ),
    ]


ROLES = List(
    name="roles",
    title=_("Roles"),
    address="conferences:roles",
    link=page_of,
    menu=menu,
    placeholder=_("Name, e-mail or role"),
    columns=[
        Column("name", _("Name"), lambda r: Name(str(r.user)), "user__name", 12),
        Column("email", _("E-mail"), lambda r: Code(r.user.email), "user__email"),
        Column(
            "role", _("Role"), lambda r: capfirst(r.get_hat_display()), "rank", 11
        ),
        Column("scope", _("Scope"), lambda r: r.scope, width=13, phone="beside"),
        Column(
            "two-steps", _("Two-step verification"), two_steps, width=11,
            is_labelled=True,
        ),
        Column(
            "last", _("Last sign-in"), last_sign_in, "user__last_login", 11,
            is_labelled=True,
        ),
    ],
    filters=[
        Filter("role", _("Role"), Hat.choices, "hat"),
        Filter(
            "scope", _("Scope"),
            [
                ("whole", _("Whole conference")), ("category", _("One category")),
                ("co-organiser", _("One co-organiser")),
            ],
            in_parts,
        ),
        Filter(
            "last", _("Last sign-in"),
            [
                ("recently", _("In the last 90 days")),
                ("long-ago", _("More than 90 days ago")), ("never", _("Never")),
            ],
            seen_last,
        ),
    ],
    views=[
        View("all", _("All")),
        View("secretariat", _("Secretariat"), "scope=whole&scope=category"),
        View("co-organisers", _("Co-organisers"), "scope=co-organiser"),
    ],
    search=found,
    sort="role",
    load=with_facts,
    prepare=with_factors,
    exported=access.listed_roles,
    empty=(
        _("No one has a role yet"),
        _("Assign a role: it starts when the person accepts it."),
    ),
)  # fmt: skip
