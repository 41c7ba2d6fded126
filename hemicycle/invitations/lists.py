"""The list of invitations."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.invitations import access, policy
from hemicycle.invitations.models import Invitation, SendingItem
from hemicycle.lib import countries
from hemicycle.tables.lists import Column, Filter, List, View, in_words
from hemicycle.ui.cells import Name, State

States = Invitation.State


def states(invitation: Any) -> list[State]:
    cell = [State(invitation.state_kind, invitation.get_state_display())]
    if invitation.skipped:
        cell.append(State("wait", invitation.skipped, is_flag=True))
    return cell


def with_reasons(invitations: list[Any]) -> None:
    """Why those that are still prepared were skipped by a sending."""
    left = [each.pk for each in invitations if each.is_prepared]
    items = SendingItem.objects.skipped().filter(invitation__in=left)
    reasons = dict(items.reverse().values_list("invitation_id", "note"))
    for invitation in invitations:
        invitation.skipped = reasons.get(invitation.pk, "")


INVITATIONS = List(
    name="invitations",
    title=_("Invitations"),
    address="invitations:index",
    link="invitations:show",
    placeholder=_("Organisation in any spelling or script"),
    columns=[
        Column(
            "organisation", _("Organisation"), lambda i: Name(i.organisation.name),
            sort="organisation__name",
        ),
        Column("state", _("State"), states, width=12),
        Column(
            "country", _("Country or area"),
            lambda i: countries.name(i.organisation.country), width=12,
        ),
        Column(
            "addressee", _("Addressed to"), lambda i: i.addressee, sort="addressee",
            width=14, phone="beside",
        ),
        Column(
            "signatory", _("In the name of"), lambda i: str(i.signatory), width=11,
            phone="beside",
        ),
        Column(
            "sent", _("Sent"), lambda i: i.sent_at, sort="sent_at", width=9,
            is_labelled=True,
        ),
    ],
    filters=[
        Filter("state", _("State"), Invitation.State.choices),
        Filter(
            "country", _("Country or area"), lambda conference: countries.choices(),
            "organisation__country",
        ),
    ],
    views=[
        View("all", _("All")),
        *(
            View(state, label, f"state={state}")
            for state, label in Invitation.State.choices
        ),
    ],
    search=in_words("organisation__search"),
    sort="organisation",
    load=lambda rows: rows.select_related("organisation", "signatory"),
    prepare=with_reasons,
    exported=access.listed,
    is_journaled=True,
    may_share=policy.can_invite,
    shared_with=policy.can_list_invitations,
    empty=(
        _("No invitations yet"),
        _("Invite the first organisation, or bring a spreadsheet."),
    ),
)  # fmt: skip
