"""Many invitations sent together: one person submits them, a second one approves."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hemicycle.conferences.models import Conference
from hemicycle.invitations import access, readiness
from hemicycle.invitations.actions import invite
from hemicycle.invitations.models import Invitation, Sending, SendingItem
from hemicycle.journal.receipts import once_after
from hemicycle.people.http import Request
from hemicycle.post.drafts import Draft, fingerprint_of
from hemicycle.post.looking import look_then_send, seen_in
from hemicycle.post.previews import preview
from hemicycle.seconding import actions as seconding
from hemicycle.seconding import pages
from hemicycle.seconding.models import Item
from hemicycle.seconding.pages import Row
from hemicycle.ui.refusals import announced


def _prepared(request: Request, conference: Conference) -> list[Draft]:
    sendable = access.sendable(request.user, conference)
    prepared = sendable.unsent_alone().for_letter()
    return invite.drafts_of(prepared.order_by("organisation__name", "pk"))


@once_after(_prepared)
def new_sending(
    request: Request, drafts: list[Draft], conference: Conference
) -> HttpResponse:
    """All prepared invitations, one e-mail shown, to be submitted for approval."""

    def send(seen: str) -> HttpResponse:
        sending = invite.submit_sending(
            conference, drafts=drafts, seen=seen, actor=request.user
        )
        messages.success(
            request, _("Submitted for approval. A second person must approve it.")
        )
        return redirect("invitations:sending", conference.slug, sending.pk)

    context = {
        "title": _("Send invitations"),
        "send_label": _("Submit for approval"),
        "back": reverse("invitations:index", args=[conference.slug]),
        "back_label": _("Invitations"),
        **pages.table(_rows(drafts), request.POST.get("page")),
        **readiness.what_is_lacking(request.user, conference),
    }
    return look_then_send(
        request, "invitations/new_sending.html", context,
        drafts=lambda: drafts, send=send,
    )  # fmt: skip


@require_safe
def sending(request: Request, conference: Conference, id: str) -> HttpResponse:
    """One sending: its e-mails for the second person, then how far it is."""
    sending = access.get_sending(request.user, conference, id)
    context: dict[str, Any] = {"title": sending.title}
    template = "invitations/sending.html"
    if not sending.is_pending:
        items = sending.items.select_related("invitation__organisation")
        items = items.order_by("outcome", "invitation__organisation__name", "pk")
        sent = Invitation.objects.filter(
            sendings__in=sending.items.filter(outcome=Item.Outcome.DONE)
        )
        context |= sent.aggregate(sent=Count("pk"), made=Count("document"))
        rows = [_outcome(item, sending, conference) for item in items]
        return pages.page(
            request, sending, template=template, rows=rows, context=context
        )
    drafts = invite.drafts_of_sending(sending)
    shown = preview(drafts, request.GET.get("at"))
    context |= readiness.what_is_lacking(request.user, conference)
    return pages.page(
        request, sending, template=template, rows=_rows(drafts), preview=shown,
        now=shown.fingerprint, context=context,
    )  # fmt: skip


def _as_now(request: Request, conference: Conference, id: str) -> tuple[Sending, str]:
    sending = access.get_sending(request.user, conference, id)
    return sending, fingerprint_of(invite.drafts_of_sending(sending))


@require_POST
@once_after(_as_now)
def approve_sending(
    request: Request, as_now: tuple[Sending, str], conference: Conference, id: str
) -> HttpResponse:
    sending, now = as_now
    with announced(request):
        seconding.approve(sending, seen=seen_in(request), now=now, actor=request.user)
        messages.success(request, _("Approved. The invitations are being sent."))
    return redirect("invitations:sending", conference.slug, sending.pk)


discard_sending = pages.discarding(
    access.get_sending, to="invitations:index",
    said=gettext_lazy("Sending discarded. Its invitations are prepared, as before."),
)  # fmt: skip


def _rows(drafts: list[Draft]) -> list[Row]:
    return [
        _row(each, now=("plain", each.get_state_display()), after=_sent())
        for each in invite.invitations_of(drafts)
    ]


def _outcome(item: SendingItem, sending: Sending, conference: Conference) -> Row:
    """What became of one: nothing, where the sending was discarded."""
    item.invitation.conference = conference
    if sending.is_discarded:
        return _row(item.invitation, after=("plain", _("Not sent")))
    if item.outcome == Item.Outcome.DONE:
        return _row(item.invitation, after=_sent())
    after = ("wait", item.get_outcome_display())
    return _row(item.invitation, after=after, note=item.note)


def _row(invitation: Invitation, **more: Any) -> Row:
    slug = invitation.conference.slug
    return Row(
        name=invitation.addressee,
        href=reverse("invitations:show", args=[slug, invitation.pk]),
        organisation=invitation.organisation.name,
        **more,
    )


def _sent() -> tuple[str, str]:
    return ("good", _("Sent"))
