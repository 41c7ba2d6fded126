"""The second factor: an app or a passkey, and codes for the day both fail.

Secrets are sealed under a key outside the database; codes are kept as fingerprints.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hemicycle.fields.checked import reread_locked, save_checked
from hemicycle.journal.actions import record
from hemicycle.lib import clock, crypto
from hemicycle.lib.codes import new_short_code, ungrouped
from hemicycle.people import authenticator, passkeys, policy, throttle
from hemicycle.people.actions.account import note_sign_in
from hemicycle.people.journal import Happened
from hemicycle.people.models import (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    User,
)
from hemicycle.post.drafts import Draft

RECOVERY_CODES = 10


@transaction.atomic
def demand_second_factor(user: User, *, actor: User | None = None) -> None:
    """From now on this person works only with a second factor.

    For the verb that accepts a role. Every session of theirs ends: the next sign-in
    shows the factor.
    """
    User.objects.filter(pk=user.pk).update(
        needs_second_factor=True, session_epoch=F("session_epoch") + 1
    )
    user.refresh_from_db(fields=["needs_second_factor", "session_epoch"])
    record(None, Happened.REQUIRED_FACTOR, user, actor=actor)


@transaction.atomic
def lift_second_factor(user: User, *, actor: User | None = None) -> None:
    """The demand ends, with the last role. What the person set up stays theirs."""
    User.objects.filter(pk=user.pk).update(needs_second_factor=False)
    user.refresh_from_db(fields=["needs_second_factor"])
    record(None, Happened.LIFTED_FACTOR, user, actor=actor)


# -- The authenticator app -------------------------------------------------------------


@transaction.atomic
def begin_app(user: User, *, actor: User) -> AuthenticatorApp:
    """Make a new secret to be scanned. It counts only after `confirm_app`.

    Raises ValidationError: code "has-app", while a confirmed one is there.
    """
    reread_locked(user)
    app = AuthenticatorApp.objects.filter(user=user).first()
    if app is not None and app.confirmed_at:
        raise ValidationError(
            _("An authenticator app is already set up. Remove it first."),
            code="has-app",
        )
    app, _made = AuthenticatorApp.objects.update_or_create(
        user=user,
        defaults={
            "sealed_secret": authenticator.new_sealed_secret(user),
            "made_at": clock.real_now(),
            "last_step": 0,
        },
    )
    record(None, Happened.STARTED_APP, user, actor=actor)
    return app


@transaction.atomic
def confirm_app(user: User, *, typed: str, actor: User) -> list[str]:
    """The app showed a right code: it counts now.

    Returns recovery codes to be shown once, if there were none before.

    Raises ValidationError: codes "no-app", "wrong-code".
    """
    reread_locked(user)
    app = AuthenticatorApp.objects.filter(user=user, confirmed_at=None).first()
    if app is None:
        raise ValidationError(
            _("Start over: there is no new app to confirm."), code="no-app"
        )
    _use_step(app, typed)
    app.confirmed_at = clock.real_now()
    app.save(update_fields=["confirmed_at"])
    record(None, Happened.ADDED_APP, user, actor=actor)
    _tell(user, "app-added", app.confirmed_at)
    return _first_recovery_codes(user)


@transaction.atomic
def drop_app(user: User, *, actor: User) -> None:
    """The app no longer counts. Raises ValidationError: code "last-factor"."""
    user = reread_locked(user)
    _refuse_last(user, passkeys_left=user.passkeys.count(), app_left=False)
    AuthenticatorApp.objects.filter(user=user).delete()
    record(None, Happened.REMOVED_APP, user, actor=actor)
    _tell(user, "app-removed", clock.real_now())


# -- Passkeys --------------------------------------------------------------------------


@transaction.atomic
def add_passkey(
    user: User,
    *,
    name: str,
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    actor: User,
) -> tuple[Passkey, list[str]]:
    """Keep the passkey a browser just made.

    Returns recovery codes to be shown once, if there were none before.

    Raises ValidationError: code "bad-passkey".
    """
    passkey = passkeys.made(user, name, state, answer)
    save_checked(passkey)
    record(None, Happened.ADDED_PASSKEY, passkey, actor=actor)
    _tell(user, "passkey-added", passkey.made_at)
    return passkey, _first_recovery_codes(user)


def show_passkey(
    state: Mapping[str, Any],
    answer: Mapping[str, Any],
    *,
    user: User | None,
) -> User:
    """Whose passkey this is: of `user`, or, at the sign-in page, of anybody.

    Nothing is counted: a signature cannot be guessed. Raises ValidationError: code
    "bad-passkey".
    """
    passkey, count = passkeys.shown(state, answer, user)
    with transaction.atomic():
        Passkey.objects.filter(pk=passkey.pk).update(
            sign_count=count, used_at=clock.real_now()
        )
        if user is None:
            note_sign_in(passkey.user)
        record(None, Happened.SHOWED_PASSKEY, passkey, actor=passkey.user)
    return passkey.user


@transaction.atomic
def drop_passkey(passkey: Passkey, *, actor: User) -> None:
    """It no longer signs in. Raises ValidationError: code "last-factor"."""
    user = reread_locked(passkey.user)
    _refuse_last(
        user,
        passkeys_left=user.passkeys.exclude(pk=passkey.pk).count(),
        app_left=policy.has_app(user),
    )
    record(None, Happened.REMOVED_PASSKEY, passkey, actor=actor)
    _tell(user, "passkey-removed", clock.real_now())
    passkey.delete()


# -- Showing it, and losing it ---------------------------------------------------------


def show_factor(user: User, *, typed: str, device: str = "") -> None:
    """A code from the app, or a recovery code, which is then used up.

    `device` is a browser known to the account: it has tries of its own.

    Raises ValidationError: codes "wrong-code", "too-many-tries".
    """
    if device:
        tries = throttle.count(factor_device=f"{device} {user.pk}")
    else:
        tries = throttle.count(factor_account=user.pk)
    plain = ungrouped(typed)
    with transaction.atomic():
        app = AuthenticatorApp.objects.filter(user=user).first()
        if len(plain) == 6 and app is not None and app.confirmed_at:
            _use_step(app, plain)
            record(None, Happened.SHOWED_FACTOR, user, actor=user)
        else:
            unused = RecoveryCode.objects.filter(
                user=user, used_at=None, fingerprint=_recovery_fingerprint(user, plain)
            )
            if not unused.update(used_at=clock.real_now()):
                raise _wrong()
            record(None, Happened.USED_RECOVERY_CODE, user, actor=user)
            _tell(user, "recovery-used", clock.real_now())
    throttle.forgive(tries)


@transaction.atomic
def make_recovery_codes(user: User, *, actor: User) -> list[str]:
    """Ten new codes, to be shown once. The ones before stop working."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [new_short_code() for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, fingerprint=_recovery_fingerprint(user, code))
        for code in codes
    )
    record(None, Happened.CREATED_RECOVERY_CODES, user, actor=actor)
    return codes


def tell_of_reset_request(user: User) -> None:
    """Tell the person that a colleague asked for a reset: if it is a trick, they know.

    In the transaction of the request. Nothing has changed yet.
    """
    _tell(user, "reset-asked", clock.real_now())


@transaction.atomic
def take_factors_away(user: User, *, actor: User) -> None:
    """Remove app, passkeys and recovery codes, and end every session.

    The person sets up two-step verification again at the next sign-in, by an e-mailed
    code. For a verb that two people have agreed on.
    """
    AuthenticatorApp.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    record(None, Happened.RESET_FACTOR, user, actor=actor)
    _tell(user, "reset-done", clock.real_now())


# -- Inside ----------------------------------------------------------------------------


def _use_step(app: AuthenticatorApp, typed: str) -> None:
    """Use up the 30 seconds this code belongs to. Raises ValidationError: "wrong-code".

    The conditional update makes a code work once, however many processes there are.
    """
    for step in authenticator.steps_of(app, typed):
        unused = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step)
        if unused.update(last_step=step):
            app.last_step = step
            return
    raise _wrong()


def _recovery_fingerprint(user: User, code: str) -> str:
    return crypto.fingerprint(f"{user.pk}:{code}", purpose="recovery code")


def _first_recovery_codes(user: User) -> list[str]:
    if user.recovery_codes.filter(used_at=None).exists():
        return []
    return make_recovery_codes(user, actor=user)


def _refuse_last(user: User, *, passkeys_left: int, app_left: bool) -> None:
    if user.needs_second_factor and not passkeys_left and not app_left:
        raise ValidationError(
            _("Your role requires two-step verification. Add another method first."),
            code="last-factor",
        )


def _tell(user: User, what: str, at: datetime) -> None:
    """So that nobody changes how an account is opened without its owner noticing."""
    Draft(
        template="people/changed",
        to=user.email,
        language=user.language,
        thing=user,
        recipient=user,
        context={"what": what, "name": str(user)},
    ).send(send_key=f"people.{what}:{user.pk}:{at.timestamp()}")


def _wrong() -> ValidationError:
    return ValidationError(
        _("This code is incorrect or has already been used. Wait for the next one."),
        code="wrong-code",
    )
