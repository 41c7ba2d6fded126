"""What a person proves besides the mailbox: an authenticator app, a passkey."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.identifiers import IdField
from hemicycle.lib import clock
from hemicycle.people.models.account import User


class AuthenticatorApp(models.Model):
    """The shared secret of an app that shows six digits every 30 seconds (RFC 6238)."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="app"
    )
    sealed_secret = models.BinaryField()
    made_at = models.DateTimeField(default=clock.real_now)
    # Empty until its owner has shown one right code.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The last 30-second step whose code was used: a code works once, in all processes.
    last_step = models.BigIntegerField(default=0)


class PasskeyQuerySet(models.QuerySet["Passkey"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Passkey(models.Model):
    """A WebAuthn credential: a phone, a computer or a security key."""

    id = IdField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=80)
    credential_id = models.CharField(max_length=1400, unique=True)  # base64url
    credential = models.BinaryField()  # attested credential data: the public key
    sign_count = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.real_now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PasskeyQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """One of ten codes to get in without app and passkey; each works once."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    fingerprint = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "fingerprint"], name="one_recovery_code_once"
            )
        ]
