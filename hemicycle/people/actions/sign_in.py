"""Signing in: a code goes to the address, and whoever reads it there may enter."""

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils.translation import gettext as _

from hemicycle.fields.addresses import clean_address
from hemicycle.fields.prepared import Change, prepared, prepared_change
from hemicycle.fields.writes import insert
from hemicycle.journal.actions import record
from hemicycle.lib import clock, crypto
from hemicycle.people import throttle
from hemicycle.people.actions.account import account_of, note_sign_in
from hemicycle.people.journal import Happened
from hemicycle.people.models import Link, SignInCode, User
from hemicycle.post.drafts import Draft


def ask_for_code(
    email: str, *, language: str, network: str, device: str = "", path: str = ""
) -> SignInCode:
    """Mail a code to this address, whether or not it has an account.

    The answer and the time it takes are the same for everybody (goal S8). `network` is
    where the request comes from, `device` a browser known to the account: what others
    ask for does not count for it. A network that asks for too many addresses is
    answered as ever, and nothing is mailed.

    Raises ValidationError: code "too-many-tries", or of `clean_address`.
    """
    email = clean_address(email)
    is_mailed = True
    if device:
        throttle.count(code_device=f"{device} {email}")
    else:
        counted = throttle.write_down(
            code_sender=f"{network} {email}",
            code_address=email,
            **{_hall_or_strangers(email): network},
        )
        throttle.judge(counted, "code-sender", "code-address")
        is_mailed = not counted.exceeded
    code = f"{secrets.randbelow(10**SignInCode.LENGTH):0{SignInCode.LENGTH}}"
    asked = SignInCode(
        email=email,
        path=path,
        expires_at=clock.real_now() + SignInCode.LIFETIME,
    )
    asked.fingerprint = _fingerprint(asked.pk, code)
    with transaction.atomic():
        insert(asked)
        with transaction.atomic():
            Draft(
                template="people/code",
                to=email,
                language=language,
                thing=asked,
                sealed={"code": f"{code[:4]} {code[4:]}"},
                context={"minutes": int(SignInCode.LIFETIME.total_seconds() // 60)},
            ).send(send_key=f"people.code:{asked.pk}")
            if not is_mailed:  # after the same work: its time tells nothing
                transaction.set_rollback(True)
    return asked


def _hall_or_strangers(email: str) -> str:
    """What a network's codes count as: more of them may go to addresses that we have
    written to, which somebody who makes up addresses does not know."""
    # Both are asked for everybody: the time tells nothing.
    has_account = User.objects.of_address(email) is not None
    has_link = bool(_links_to(email=email))
    return "code_hall" if has_account or has_link else "code_strangers"


@prepared
def _links_to(*, email: str) -> QuerySet[Link]:
    return Link.objects.filter(email=email).only("pk")[:1]


def enter_code(asked: str, typed: str, *, language: str) -> tuple[User, str]:
    """Whose account this code opens, and the path to go on to. The code is used up.

    The account is made now if there is none. `asked` is the id the browser remembers:
    only who asked can try, five times each, so no other limit is needed here.

    Raises ValidationError: codes "expired-code", "wrong-code", "closed-account".
    """
    code = SignInCode.objects.of_key(asked)
    if code is None:
        raise _expired()
    now = clock.real_now()
    if not hmac.compare_digest(_fingerprint(code.pk, typed), code.fingerprint):
        # Outside the transaction below, so that a failure stays counted.
        if not _tried(key=code.pk, now=now):
            raise _expired()
        raise ValidationError(
            _("This code is incorrect. Use the code in our most recent e-mail."),
            code="wrong-code",
        )
    with transaction.atomic():
        # One of the five tries too: right among many at once, it may come too late.
        if not _used(key=code.pk, now=now):
            raise _expired()
        user = account_of(code.email, language=language)
        if not user.is_active:
            raise ValidationError(
                _("This account is closed. Write to the secretariat."),
                code="closed-account",
            )
        note_sign_in(user)
        record(None, Happened.SIGNED_IN, user, actor=user)
    return user, code.path


@prepared_change
def _tried(*, key: str, now: datetime) -> Change:
    rows = SignInCode.objects.open(now).filter(pk=key)
    return Change(rows, {"tries": F("tries") + 1})


@prepared_change
def _used(*, key: str, now: datetime) -> Change:
    rows = SignInCode.objects.open(now).filter(pk=key)
    return Change(rows, {"tries": F("tries") + 1, "used_at": now})


def make_link(
    address: str,
    path: str,
    *,
    conference: Model | None = None,
    expires_at: datetime | None = None,
) -> str:
    """A personal link for an e-mail to `address`: the whole URL, to be sealed there.

    Only its hash is kept. Its button mails a code to `address`, and the code leads on
    to `path`. `expires_at` is real time. Part of the verb that writes the e-mail, so
    it has no entry of its own.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"{path!r} is not a path of this site")
    token = secrets.token_urlsafe(24)
    link = Link(
        token_hash=hash_of(token),
        email=address,
        path=path,
        conference_id=str(conference.pk) if conference else "",
        expires_at=expires_at,
    )
    insert(link)
    return f"{settings.URL}/l/{token}"


def hash_of(token: str) -> str:
    """How a link's token is kept. It has 192 random bits: a plain hash will do."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def forget_old() -> int:
    """Delete codes, links, tries and sessions that are over. Returns how many."""
    now = clock.real_now()
    codes, _codes = SignInCode.objects.filter(expires_at__lt=now).delete()
    links, _links = Link.objects.filter(expires_at__lt=now).delete()
    old_sessions, _sessions = Session.objects.filter(expire_date__lt=now).delete()
    return codes + links + old_sessions + throttle.forget_old()


def _fingerprint(code_id: str, code: str) -> str:
    return crypto.fingerprint(f"{code_id}:{code}", purpose="sign-in code")


def _expired() -> ValidationError:
    return ValidationError(
        _("This code has been used or has expired. Request a new one."),
        code="expired-code",
    )
