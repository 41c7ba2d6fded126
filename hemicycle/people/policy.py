"""Questions about accounts. No request, no side effect."""

from django.db.models import Exists, OuterRef, QuerySet

from hemicycle.fields.prepared import prepared
from hemicycle.people.models import AuthenticatorApp, Passkey, User


def has_app(user: User) -> bool:
    """Whether an authenticator app is set up, not only begun."""
    return AuthenticatorApp.objects.filter(
        user=user, confirmed_at__isnull=False
    ).exists()


def has_factor(user: User) -> bool:
    """Whether there is a second factor to ask for."""
    return bool(_with_factor(key=user.pk))


@prepared
def _with_factor(*, key: str) -> QuerySet[User]:
    """The account, if it has an app or a passkey. One question instead of two."""
    app = AuthenticatorApp.objects.filter(
        user=OuterRef("pk"), confirmed_at__isnull=False
    )
    passkey = Passkey.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(app) | Exists(passkey), pk=key).only("pk")
