"""The list of e-mails."""

from django.utils.translation import gettext_lazy as _

from hemicycle.lib import addresses
from hemicycle.post import access
from hemicycle.post.models import Email, EmailQuerySet
from hemicycle.tables.lists import Column, Filter, List, View
from hemicycle.ui.cells import Code, Name, State

EMAILS = List(
    name="emails",
    title=_("E-mails"),
    address="post:index",
    link="post:show",
    placeholder=_("Address or subject"),
    columns=[
        Column("subject", _("Subject"), lambda e: Name(e.subject, language=e.language)),
        Column(
            "state", _("State"),
            lambda e: State(e.state_kind, e.get_state_display()),
            width=12,
        ),
        Column(
            "to", _("To"), lambda e: Code(addresses.shown(e.to)), sort="to", width=20
        ),
        Column(
            "written", _("Written"), lambda e: e.created_at, sort="created_at", width=9
        ),
        Column(
            "sent", _("Sent"), lambda e: e.sent_at, sort="sent_at", width=9,
            phone="beside", is_labelled=True, is_shown=False,
        ),
    ],
    filters=[Filter("state", _("State"), Email.State.choices)],
    views=[
        View("all", _("All")),
        View("pending", _("Pending"), "state=queued&state=claimed"),
        View("failed", _("Not delivered"), "state=failed"),
        View("held", _("Delivery unknown"), "state=held"),
    ],
    search=EmailQuerySet.found,
    sort="-written",
    load=lambda rows: rows.defer("body", "sealed"),
    exported=access.listed,
    empty=(
        _("No e-mail yet"),
        _("E-mails are written by what happens: an invitation, an approval, an offer."),
    ),
)  # fmt: skip
