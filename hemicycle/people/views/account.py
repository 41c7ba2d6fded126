"""One's own account: how one is addressed, what opens it, the e-mails, the way out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from hemicycle.journal.versions import lock_until_saved, note_merged
from hemicycle.people import actions, kept, policy, sessions
from hemicycle.people.forms import AccountForm, LanguageForm
from hemicycle.people.http import Request
from hemicycle.people.language import remember_language
from hemicycle.people.middleware import before_second_factor
from hemicycle.people.models import User
from hemicycle.people.paths import own_path
from hemicycle.post.models import Email
from hemicycle.ui.context import path_in
from hemicycle.ui.paging import page_of
from hemicycle.ui.refusals import form_page, shown_at


@transaction.atomic
def account(request: Request) -> HttpResponse:
    user = request.user
    if request.method == "POST":
        lock_until_saved(request, User, user.pk)
        user.refresh_from_db()
    form = AccountForm(
        request.POST or None,
        initial={
            "name": user.name,
            "language": user.language,
            "time_zone": user.time_zone,
        },
    )
    form.edited = user
    if form.is_valid():
        with shown_at(form):
            actions.edit(user, **form.cleaned_data, actor=user)
            with override(user.language):
                messages.success(request, _("Your account settings are saved."))
                note_merged(request, form)
                return remember_language(redirect("people:account"), user.language)
    context = {
        "form": form,
        "passkeys": user.passkeys.all(),
        "app": policy.has_app(user),
        "zone": user.time_zone or "UTC",
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
    }
    return form_page(request, "people/account.html", context)


@require_POST
@login_not_required
@before_second_factor
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language, and get e-mails in it.

    `draft` holds what was typed into the form of the page so far, and `draft_action`
    where that form is sent: the page comes back with it. Without script, the form of
    the page itself is sent here, by its button `read_in`.
    """
    draft, action = request.POST.get("draft", ""), request.POST.get("draft_action")
    path = own_path(request.POST.get("next"))
    form = LanguageForm(request.POST)
    if read_in := request.POST.get("read_in"):
        draft, path = request.POST.urlencode(), kept.page_of(request)
        form = LanguageForm({"language": read_in})
    if not form.is_valid():
        return redirect(path or "/")
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        actions.choose_language(request.user, language=chosen, actor=request.user)
    # A path that is refused leads to the plain front page, which obeys the cookie.
    onward = own_path(path_in(path, chosen)) or "/" if path else "/"
    if draft:
        action = own_path(action) or path or "/"
        kept.keep_values(
            request, QueryDict(draft), page=onward, action=path_in(action, chosen)
        )
    return remember_language(redirect(onward), chosen)


@require_POST
@login_not_required
@before_second_factor
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("front")


@require_POST
def sign_out_everywhere(request: Request) -> HttpResponse:
    """End all other sessions; this one lives on."""
    actions.end_sessions(request.user, actor=request.user)
    sessions.keep(request.session, request.user)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("people:account")


def emails(request: Request) -> HttpResponse:
    """Every e-mail that was written to this person, newest first."""
    mine = Email.objects.visible_to(request.user, None).select_related("conference")
    page = page_of(mine, request.GET.get("page"))
    return render(request, "people/emails.html", {"page": page})


def email(request: Request, id: str) -> HttpResponse:
    mine = Email.objects.visible_to(request.user, None).select_related("document")
    shown = get_object_or_404(mine, pk=id)
    zone = request.user.time_zone or "UTC"
    return render(request, "people/email.html", {"email": shown, "zone": zone})
