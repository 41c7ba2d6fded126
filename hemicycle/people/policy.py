"""Questions about accounts. No request, no side effect."""

from hemicycle.people.models import AuthenticatorApp, User


def has_app(user: User) -> bool:
    """Whether an authenticator app is set up, not only begun."""
    return AuthenticatorApp.objects.filter(
        user=user, confirmed_at__isnull=False
    ).exists()


def has_factor(user: User) -> bool:
    """Whether there is a second factor to ask for."""
    return has_app(user) or user.passkeys.exists()
