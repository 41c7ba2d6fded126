"""Getting in: an address, a code; or a passkey; or a link in an e-mail and a code."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hemicycle.jobs.models import Process
from hemicycle.people import actions, passkeys, policy, sessions
from hemicycle.people.client import client_network
from hemicycle.people.devices import device_of, remember_device
from hemicycle.people.forms import AddressForm, AnswerForm, CodeForm
from hemicycle.people.http import Request
from hemicycle.people.middleware import before_second_factor
from hemicycle.people.models import Link, SignInCode
from hemicycle.people.paths import onward
from hemicycle.post.models import MailServer
from hemicycle.ui.refusals import announced, form_page, shown_at

AFTER = "me"  # the page of one's own, a room of the roof


@never_cache
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address. POST mails a code to it, whoever it is."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(onward(request) or AFTER)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        with shown_at(form):
            asked = _ask(request, form.cleaned_data["email"], onward(request))
            request.session[sessions.ASKED] = asked.pk
            return redirect("people:sign_in_code")
    return form_page(request, "people/sign_in.html", {"form": form})


@never_cache
@login_not_required
@before_second_factor
@sensitive_post_parameters("code")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code from the e-mail. Right: signed in, and on to where one wanted to go."""
    asked = SignInCode.objects.of_key(request.session.get(sessions.ASKED))
    if asked is None:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with shown_at(form, "code"):
            user, path = actions.enter_code(
                asked.pk,
                form.cleaned_data["code"],
                language=get_language() or "en",
            )
            del request.session[sessions.ASKED]
            if request.user == user:
                sessions.mark_code(request.session)
            else:
                sessions.begin(request, user, with_factor=False)
            response = redirect(path or AFTER)
            if policy.has_factor(user):
                return response
            return remember_device(response, request, user.email)
    # In a demonstration each of the cast has a mailbox page.
    is_mail_away = settings.MAIL in ("console", "none") and not settings.IS_DEMO
    context = {
        "form": form,
        "asked": asked,
        "mail_goes": settings.MAIL if is_mail_away else "",
        "mail_is_late": _is_mail_late(),
    }
    return form_page(request, "people/sign_in_code.html", context)


@never_cache
@login_not_required
@require_POST
def sign_in_options(request: HttpRequest) -> JsonResponse:
    """What the browser needs to offer the passkeys it has for this site."""
    options, request.session[sessions.PASSKEY] = passkeys.ask_to_show(None)
    return JsonResponse(options)


@login_not_required
@require_POST
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """The passkey's answer. It is two factors in one, and no code is mailed."""
    with announced(request):
        asked = request.session.pop(sessions.PASSKEY, None)
        user = actions.show_passkey(*AnswerForm(request.POST).to(asked), user=None)
        sessions.begin(request, user, with_factor=True)
        return remember_device(redirect(onward(request) or AFTER), request, user.email)
    return redirect(_with_next("people:sign_in", onward(request)))


@never_cache
@login_not_required
def show_link(request: HttpRequest, token: str) -> HttpResponse:
    """A mailed link. GET changes nothing; POST mails a code to its own address."""
    link = Link.objects.of_token(actions.hash_of(token))
    if link is None:
        return render(request, "people/link_gone.html", status=404)
    user = request.user
    if user.is_authenticated and user.email == link.email:
        return redirect(link.path)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_at(form):
            asked = _ask(request, link.email, link.path)
            request.session[sessions.ASKED] = asked.pk
            return redirect("people:sign_in_code")
    context = {"email": masked(link.email), "form": form}
    return form_page(request, "people/link.html", context)


@never_cache
@before_second_factor
def fresh(request: Request) -> HttpResponse:
    """Before an export: the button mails a code to one's own address."""
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_at(form):
            asked = _ask(request, request.user.email, onward(request))
            request.session[sessions.ASKED] = asked.pk
            return redirect("people:sign_in_code")
    return form_page(request, "people/fresh.html", {"form": form})


def _is_mail_late() -> bool:
    """Whether e-mails wait: no mail server accepts them, or nothing hands them over."""
    mail = Process.objects.filter(pk=Process.Name.MAIL)
    return MailServer.read().is_away or mail.late().exists()


def masked(email: str) -> str:
    """Enough to know one's own address by, not enough to learn another's."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def _ask(request: HttpRequest, email: str, path: str) -> SignInCode:
    return actions.ask_for_code(
        email,
        language=get_language() or "en",
        network=client_network(request),
        device=device_of(request, email),
        path=path,
    )


def _with_next(name: str, path: str) -> str:
    address = reverse(name)
    return f"{address}?{urlencode({'next': path})}" if path else address
