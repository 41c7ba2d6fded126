"""Looked at, then sent: the one way from a form to the e-mails that it sends.

A view reads:

    def send(seen: str) -> HttpResponse:
        actions.withdraw(invitation, reason=reason, seen=seen, actor=request.user)
        messages.success(request, _("Invitation withdrawn."))
        return redirect(...)

    return look_then_send(
        request, "invitations/withdraw.html", {"invitation": invitation},
        form=form, drafts=lambda: [wording.withdrawal(invitation, reason)], send=send,
    )

and its template extends post/look.html. The verb compares what was seen under its lock,
by `Draft.check` or `drafts.check`; nothing here decides whether anything is sent.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from hemicycle.post.drafts import fingerprint_of_facts
from hemicycle.post.previews import Preview, Shown, preview
from hemicycle.ui.refusals import form_page, shown_at

Sight = Preview | Sequence[Shown]


def look_then_send(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    form: forms.BaseForm | None = None,
    drafts: Callable[[], Sight],
    send: Callable[[str], HttpResponse],
) -> HttpResponse:
    """A page with a form, then with its e-mails too, and at the button: `send(seen)`.

    `drafts` makes the e-mails as they are now, or a Preview of them; `send` calls the
    verb with the fingerprint of those that were shown, and redirects. What either
    refuses is shown at the form, beside the e-mails as they are now: what both take
    from the form is read before, since a refused value leaves it. Without a `form`
    there is nothing to enter, and the e-mails are shown at once. Whoever entered
    something else since they looked is shown the e-mails with it, and sends once more.

    `context` names `title`, `send_label`, and `back` with `back_label`; it may name
    `is_destructive`, `look_label`, `may_send_nothing` (where nobody has an address the
    verb is done all the same). The e-mails are `preview`. A page that has nothing of
    its own to say is post/look.html itself.
    """
    if form is None:
        form = forms.Form({})
    sight: Preview | None = None
    has_new_words = False
    is_complete = form.is_valid()
    if is_complete and is_to_send(request):
        if request.POST.get("entered") not in (None, fingerprint_of_entered(form)):
            with shown_at(form):
                sight = _preview(drafts(), request)
                has_new_words = sight.fingerprint != seen_in(request)
        if form.is_valid() and not has_new_words:
            with shown_at(form):
                return send(seen_in(request))
    if is_complete and sight is None:
        with shown_at(form):
            sight = _preview(drafts(), request)
    answer = {
        "form": form,
        "preview": sight,
        "entered": fingerprint_of_entered(form) if form.is_bound else "",
        "has_new_words": has_new_words,
        "has_form": bool(form.fields),
    }
    return form_page(request, template, {**context, **answer})


def is_to_send(request: HttpRequest) -> bool:
    """Whether the reader, having looked at the e-mails, sends them."""
    return request.method == "POST" and request.POST.get("step") == "send"


def seen_in(request: HttpRequest) -> str:
    """The fingerprint that stood on the page from which this was sent."""
    return request.POST.get("seen", "")


def fingerprint_of_entered(form: forms.BaseForm) -> str:
    """Of what a reader has entered, white space apart."""
    entered = [
        [field.name, str(field.value() or "").split()]
        for field in form.visible_fields()
    ]
    return fingerprint_of_facts(entered)


def _preview(sight: Sight, request: HttpRequest) -> Preview:
    if isinstance(sight, Preview):
        return sight
    return preview(sight, request.POST.get("at"))
