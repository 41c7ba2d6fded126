"""Showing the second factor, setting it up, and the passkeys of an account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hemicycle.lib import qr
from hemicycle.lib.codes import grouped
from hemicycle.people import actions, authenticator, policy, sessions
from hemicycle.people import passkeys as ceremonies
from hemicycle.people.devices import device_of, remember_device
from hemicycle.people.forms import AnswerForm, AppCodeForm, FactorForm, PasskeyForm
from hemicycle.people.http import Request
from hemicycle.people.middleware import before_second_factor
from hemicycle.people.models import AuthenticatorApp
from hemicycle.people.paths import onward
from hemicycle.ui.refusals import announced, form_page, shown_at

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]
AFTER = "me"


def factor_shown_first(view: View[P]) -> View[P]:
    """To change how an account is opened, one must have opened it fully.

    Whoever has a factor shows it, staff or not: a mailbox alone adds none and removes
    none. Without one, a code entered within the last ten minutes does.
    """

    @wraps(view)
    def check(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        session = request.session
        if policy.has_factor(request.user) and not sessions.has_factor(session):
            return redirect(_to("people:second_factor", request.get_full_path()))
        if not sessions.is_fresh(session):
            account = reverse("people:account")
            back = request.get_full_path() if request.method == "GET" else account
            return redirect(_to("people:fresh", back))
        return view(request, *args, **kwargs)

    return check


@never_cache
@before_second_factor
@sensitive_post_parameters("code")
def second_factor(request: Request) -> HttpResponse:
    """Show the second factor, or choose one to set up."""
    user = request.user
    if not policy.has_factor(user):
        return render(request, "people/set_up_factor.html", {"onward": onward(request)})
    form = FactorForm(request.POST or None)
    if form.is_valid():
        with shown_at(form, "code"):
            actions.show_factor(
                user,
                typed=form.cleaned_data["code"],
                device=device_of(request, user.email),
            )
            return _let_on(request)
    context = {
        "form": form,
        "has_app": policy.has_app(user),
        "has_passkeys": user.passkeys.exists(),
        "onward": onward(request),
    }
    return form_page(request, "people/second_factor.html", context)


@never_cache
@before_second_factor
@require_POST
def second_factor_options(request: Request) -> JsonResponse:
    options, request.session[sessions.PASSKEY] = ceremonies.ask_to_show(request.user)
    return JsonResponse(options)


@before_second_factor
@require_POST
def second_factor_passkey(request: Request) -> HttpResponse:
    """The passkey's answer as a second factor."""
    with announced(request):
        asked = request.session.pop(sessions.PASSKEY, None)
        actions.show_passkey(*AnswerForm(request.POST).to(asked), user=request.user)
        return _let_on(request)
    return redirect(_to("people:second_factor", onward(request)))


@never_cache
@before_second_factor
@factor_shown_first
@sensitive_post_parameters("code")
def app(request: Request) -> HttpResponse:
    """Set up an authenticator app: begin, scan, show one code. Or remove it."""
    user, do = request.user, request.POST.get("do", "")
    if request.method == "POST" and do in {"begin", "remove"}:
        with announced(request):
            if do == "begin":
                actions.begin_app(user, actor=user)
                return redirect(_to("people:app", onward(request)))
            actions.drop_app(user, actor=user)
            messages.success(request, _("Authenticator app removed."))
        return redirect("people:account")
    begun = AuthenticatorApp.objects.filter(user=user).first()
    form = AppCodeForm(request.POST or None)
    if form.is_valid():
        with shown_at(form, "code"):
            codes = actions.confirm_app(
                user,
                typed=form.cleaned_data["code"],
                actor=user,
            )
            sessions.mark_factor(request.session)
            messages.success(request, _("Authenticator app set up."))
            return _codes_once(request, codes)
    context = {"form": form, "app": begun, "onward": onward(request)}
    if begun is not None and not begun.confirmed_at:
        address = authenticator.address(begun)
        context |= {
            "secret": authenticator.secret_text(begun),
            "address": address,
            "qr": qr.data_uri(address),
        }
    return form_page(request, "people/app.html", context)


@never_cache
@before_second_factor
@factor_shown_first
def passkeys(request: Request) -> HttpResponse:
    """The page on which a browser makes a passkey."""
    form = PasskeyForm()
    context = {"form": form, "passkeys": request.user.passkeys.all()}
    return render(
        request, "people/passkeys.html", context | {"onward": onward(request)}
    )


@never_cache
@before_second_factor
@factor_shown_first
@require_POST
def passkey_options(request: Request) -> JsonResponse:
    options, request.session[sessions.PASSKEY] = ceremonies.ask_to_make(request.user)
    return JsonResponse(options)


@before_second_factor
@factor_shown_first
@require_POST
def passkey_add(request: Request) -> HttpResponse:
    """Keep what the browser made."""
    form = PasskeyForm(request.POST)
    with announced(request):
        state, answer = form.to(request.session.pop(sessions.PASSKEY, None))
        _passkey, codes = actions.add_passkey(
            request.user,
            name=form.cleaned_data["name"] or _("Passkey"),
            state=state,
            answer=answer,
            actor=request.user,
        )
        sessions.mark_factor(request.session)
        messages.success(request, _("Passkey saved. You can now sign in with it."))
        return _codes_once(request, codes)
    return redirect(_to("people:passkeys", onward(request)))


@factor_shown_first
@require_POST
def passkey_remove(request: Request, id: str) -> HttpResponse:
    passkey = get_object_or_404(request.user.passkeys.all(), pk=id)
    with announced(request):
        actions.drop_passkey(passkey, actor=request.user)
        messages.success(request, _("Passkey removed."))
    return redirect("people:account")


@never_cache
@factor_shown_first
@require_POST
def recovery_codes(request: Request) -> HttpResponse:
    """Ten new codes; the old ones stop working."""
    codes = actions.make_recovery_codes(request.user, actor=request.user)
    return _codes_once(request, codes)


def _codes_once(request: Request, codes: list[str]) -> HttpResponse:
    """The only time these codes are shown: they are not kept in a readable form."""
    if not codes:
        return redirect(onward(request) or AFTER)
    context = {
        "codes": [grouped(code) for code in codes],
        "onward": onward(request) or reverse("people:account"),
    }
    return render(request, "people/recovery_codes.html", context)


def _let_on(request: Request) -> HttpResponse:
    request.session.cycle_key()
    sessions.mark_factor(request.session)
    return remember_device(
        redirect(onward(request) or AFTER), request, request.user.email
    )


def _to(name: str, path: str) -> str:
    address = reverse(name)
    return f"{address}?{urlencode({'next': path})}" if path else address
