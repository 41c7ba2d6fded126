"""What this room keeps about a person."""

from django.utils.translation import gettext_lazy as _

from hemicycle.fields.personal import Answers, Held
from hemicycle.people.models import (
    AuthenticatorApp,
    Link,
    Passkey,
    RecoveryCode,
    SignInCode,
    User,
)

SIGN_IN = _("To sign you in.")

HELD: Answers = {
    User: Held(
        _("Account"),
        _("To sign you in and to write to you in your language."),
        lambda user: User.objects.filter(pk=user.pk),
        ("email", "name", "language", "time_zone", "created_at", "last_login"),
    ),
    Passkey: Held(
        _("Passkeys"),
        SIGN_IN,
        lambda user: Passkey.objects.filter(user=user),
        ("name", "made_at", "used_at"),
    ),
    AuthenticatorApp: Held(
        _("Authenticator app"),
        SIGN_IN,
        lambda user: AuthenticatorApp.objects.filter(user=user),
        ("made_at", "confirmed_at"),
    ),
    RecoveryCode: Held(
        _("Recovery codes"),
        SIGN_IN,
        lambda user: RecoveryCode.objects.filter(user=user),
        ("used_at",),
    ),
    SignInCode: Held(
        _("Sign-in codes"),
        _("To sign you in. Deleted when they expire."),
        lambda user: SignInCode.objects.filter(email=user.email),
        ("email", "made_at", "expires_at", "used_at"),
    ),
    Link: Held(
        _("Personal links in e-mails"),
        _("To open your pages from an e-mail. Deleted when they expire."),
        lambda user: Link.objects.filter(email=user.email),
        ("email", "path", "made_at", "expires_at"),
    ),
}
