"""Goal S7: every field of every model, posted to every form by whoever may use it.

Each form changes the columns that are its own, and no other column of any row that was
there before. New rows are allowed where the form is for new rows; of those, what nobody
may choose is looked at apart.
"""

import copy
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import models
from django.urls import resolve

from hemicycle.badges.models import Badge
from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.models import Delegation, Registration
from hemicycle.doors.models import Door
from hemicycle.invitations.models import Invitation
from hemicycle.organisations.models import Organisation
from hemicycle.people.models import User
from tests.security.test_matrix import WHO_MAY, address_of
from tests.security.world import World, close, undone
from tests.stories.visitor import Forms

pytestmark = pytest.mark.django_db

GUARDED: tuple[type[models.Model], ...] = (
    Registration, Delegation, Invitation, User, Conference, Organisation, Badge, Door,
)  # fmt: skip

# What each address may change, in rows that were there before. Whatever is missing here
# may change nothing of the guarded models, whatever is posted.
# Derived from the name and the address whenever a registration is stored.
FOUND_BY = "registration.search registration.person_key registration.name_key"
ENDS = (
    f"{FOUND_BY} registration.state registration.ended_at "
    "registration.holds_delegation delegation.taken"
)
SHOWN = "conference.publication"
MAY_CHANGE: dict[str, set[str]] = {
    name: set(columns.split())
    for name, columns in {
        "people:sign_out_everywhere": "user.session_epoch",
        "conferences:remove-role": "user.needs_second_factor",
        "roles:accept": "user.session_epoch user.needs_second_factor",
        "conferences:approve-reset": "user.session_epoch",
        "conferences:describe": f"{SHOWN} conference.languages",
        "conferences:publish": f"{SHOWN} conference.is_published",
        "conferences:unpublish": f"{SHOWN} conference.is_published",
        "conferences:publish-notice": SHOWN,
        "conferences:series": f"{SHOWN} conference.series_id",
        "conferences:leave-series": f"{SHOWN} conference.series_id",
        "conferences:remove-edition": SHOWN,
        "conferences:add-part": SHOWN,
        "conferences:change-part": SHOWN,
        "conferences:remove-part": SHOWN,
        "programme:add": SHOWN,
        "programme:show": SHOWN,
        "programme:remove": SHOWN,
        "programme:add_appearance": SHOWN,
        "programme:remove_appearance": SHOWN,
        "organisations:edit": "organisation.search",
        "organisations:names": "organisation.search",
        "organisations:remove_name": "organisation.search",
        "invitations:accept": (
            "invitation.state invitation.answered_by_id invitation.answered_at "
            "delegation.cap delegation.cap_reason"
        ),
        "invitations:decline": (
            "invitation.state invitation.answered_by_id invitation.answered_at "
            "invitation.decline_reason"
        ),
        "delegations:recompute_caps": "delegation.cap delegation.cap_reason",
        # All three are asked on its first page.
        "delegations:register": (
            "registration.full_name registration.relation registration.affiliation "
            "registration.delegation_id"
        ),
        "delegations:nominate": "delegation.taken",
        "delegations:correct": FOUND_BY,
        "delegations:withdraw": ENDS,
        "delegations:substitute": ENDS,
        "delegations:admit": (
            f"{FOUND_BY} registration.state registration.nominated_at "
            "registration.nominated_by_id registration.asked_at "
            "registration.holds_delegation delegation.taken"
        ),
        "delegations:send_back": (
            f"{FOUND_BY} registration.asked_at registration.returned_reason"
        ),
        "delegations:confirm": (
            f"{FOUND_BY} registration.state registration.confirmed_at "
            "registration.id_name registration.nationality registration.residence "
            "registration.is_adult registration.is_withheld"
        ),
        "doors:remove": "door.is_open door.removed_at door.zone_id",
        "statistics:publish": "conference.publication",
        "badges:hand_out": "badge.handed_out_at badge.printed",
        "badges:replace": "badge.revoked_at badge.revoked_reason",
        "badges:revoke": "badge.revoked_at badge.revoked_reason",
    }.items()
}


FILLED = {
    "full_name": "Some One", "id_name": "SOME ONE", "name": "Some name",
    "reason": "Because", "note": "Because", "email": "some.one@example.org",
    "country": "KE", "nationality": "KE", "residence": "KE", "is_adult": "yes",
    "notice_conduct": "on", "notice_privacy": "on", "steward": "Some One",
    "starts_at": "2019-08-26T06:00", "ends_at": "2019-08-26T10:00", "cap": "7",
    "addressee": "Some One", "organisation": "Some body", "guest": "Some One",
    "chief_email": "some.one@example.org", "chief_name": "Some One", "hat": "press",
    "focal-email": "some.one@example.org", "refusal-reason": "Because",
    "new-note": "Because", "label_en": "In words",
    "code": "Q", "slug": "another-2021", "short_name": "Another",
}  # fmt: skip


def worst(field: models.Field[Any, Any], world: World) -> str:
    """Another value than any row here has, of the kind that the column takes."""
    if isinstance(field, models.ForeignKey | models.OneToOneField):
        related = field.related_model
        if related is User:
            return str(world.cast.eve.pk)
        not_ours: dict[Any, Any] = {
            Category: world.cast.guest,
            Conference: world.elsewhere.conference,
            Delegation: world.theirs.registration.delegation,
            Organisation: world.theirs.organisation,
            Registration: world.theirs.registration,
        }
        if related in not_ours:
            return str(not_ours[related].pk)
        row = related._base_manager.order_by("-pk").first()  # type: ignore[union-attr]
        return str(row.pk) if row is not None else "1"
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03 04:05:06"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.IntegerField):
        return "77"
    if isinstance(field, models.JSONField):
        return '{"en": "mine"}'
    if field.choices:
        if field.name == "state":
            return "approved"
        others = {value for value, _label in field.flatchoices if value}
        return str(sorted(others - {field.get_default()})[0])
    if isinstance(field, models.EmailField):
        return "mine@evil.example"
    return "mine0mine0mine0mine0mine0"[: min(field.max_length or 20, 26)]


def every_field(world: World) -> dict[str, str]:
    """Under the names a careless form would take: `state`, `user`, `user_id`."""
    found: dict[str, str] = {}
    for model in GUARDED:
        for field in model._meta.concrete_fields:
            value = worst(field, world)
            found[field.name] = found[field.attname] = value
    return found | {"is_staff": "on", "is_superuser": "on", "password": "x", "pk": "1"}


def rows() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (model._meta.model_name or "", str(row["pk"])): row
        for model in GUARDED
        for row in model._base_manager.values(
            "pk", *(field.attname for field in model._meta.concrete_fields)
        )
    }  # fmt: skip


def forms_of(world: World, role: str) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Every form on every page this role may read, by address and path, filled in."""
    by_view = {}
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    for name, methods in WHO_MAY.items():
        if methods["get"][role] != "+" or name.startswith(("demo:", "ui:")):
            continue
        path = address_of(name, world.ours)
        with undone():
            response = client.get(path)
            is_page = "html" in response.get("Content-Type", "")
            html = response.content.decode() if is_page else ""
            close(response)
        client.cookies = copy.deepcopy(cookies)
        for form in Forms(html).forms:
            if form.method != "post":
                continue
            action = urljoin(path, form.action or path).partition("?")[0]
            fields = {
                key: [one or FILLED.get(key, "") for one in values or [""]]
                for key, values in form.fields.items()
            }
            for key in form.names - set(fields):
                if key in FILLED:
                    fields[key] = [FILLED[key]]
            fields.pop("submission", None)
            by_view[named(action), action] = fields
    return by_view


def named(path: str) -> str:
    return resolve(path).view_name


@pytest.mark.parametrize("role", ["lin", "amina", "petra", "rosa", "dina", "clara"])
def test_only_what_a_form_is_for_can_be_changed_by_it(world: World, role: str) -> None:
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)
    extra, before = every_field(world), rows()
    # Also the addresses that only take buttons.
    sent = {
        (name, path): {}
        for name, methods in WHO_MAY.items()
        if methods["post"][role] == "+" and not name.startswith(("demo:", "ui:"))
        for path in [address_of(name, world.ours)]
    } | forms_of(world, role)
    found, taken = [], 0
    for (name, path), fields in sent.items():
        if WHO_MAY[name]["post"][role] != "+":
            continue
        # What the form itself asks is its own; all the rest is smuggled in.
        smuggled = {key: value for key, value in extra.items() if key not in fields}
        with undone():
            response = client.post(path, smuggled | fields)
            after = rows()
        close(response)
        client.cookies = copy.deepcopy(cookies)
        taken += response.status_code == 302
        for key, row in after.items():
            if key in before:
                changed = {c for c in row if row[c] != before[key][c]}
                for column in changed:
                    if f"{key[0]}.{column}" not in MAY_CHANGE.get(name, set()):
                        found.append(f"{name}: {key[0]}.{column} = {row[column]}")
            else:
                found += [
                    f"{name}: new {key[0]}.{column} = {value}"
                    for column, value in row.items()
                    if column in smuggled
                    and str(value) == smuggled[column]
                    and f"{key[0]}.{column}" not in MAY_CHANGE.get(name, set())
                ]
    assert taken > 3
    assert sorted(set(found)) == []
