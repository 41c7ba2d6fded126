"""Accounts. What a person is at a conference stands in `delegations.Registration`."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.prepared import prepared
from hemicycle.fields.writes import insert
from hemicycle.lib import clock


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=username or "")

    def of_address(self, email: str) -> "User | None":
        """The account of an address, however it is typed: found by its index."""
        address = self.model._meta.get_field("email").get_prep_value(email)
        return next(iter(_of_address(email=address)), None)

    def create_user(self, email: str, **fields: Any) -> "User":
        """An account for this address.

        Raises IntegrityError where there is one, ValidationError for no address.
        """
        user = self.model(email=email, **fields)
        insert(user)
        return user


@prepared
def _of_address(*, email: str) -> models.QuerySet["User"]:
    """One or none. Signing in asks twice."""
    return User.objects.filter(email=email)


class User(AbstractBaseUser):
    """An account, one per address. It has no password and no passport name."""

    password = None  # type: ignore[assignment]  # there are none (goal S23)

    id = IdField()
    email = AddressField(_("e-mail address"), unique=True)
    name = models.CharField(
        _("how to address you"),
        max_length=300,
        blank=True,
        help_text=_("How pages and e-mails address you."),
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    # Staff, and whoever reads identities. Set by the verb that gives a hat.
    needs_second_factor = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    # Part of the session's signature: raising it signs the person out everywhere.
    session_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_(
                    "An account with this address already exists."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> NoReturn:
        raise TypeError("There are no passwords here: people sign in by mailed code.")

    def check_password(self, raw_password: str | None) -> bool:
        return False

    def get_session_auth_hash(self) -> str:
        return self._epoch_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Any:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._epoch_hash(secret)

    def _epoch_hash(self, secret: str | bytes) -> str:
        """What a session must carry: it changes when the epoch or the address does."""
        value = f"{self.pk}:{self.session_epoch}:{self.email}"
        return salted_hmac(
            "hemicycle.people.session", value, secret=secret, algorithm="sha256"
        ).hexdigest()
