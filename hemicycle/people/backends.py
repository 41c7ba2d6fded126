"""Whose session this is. Nobody signs in here: that is a verb in `actions`."""

from typing import Any

from hemicycle.people.models import User


class Accounts:
    def authenticate(self, request: Any, **credentials: Any) -> None:
        """There is no password to check."""
        return None

    def get_user(self, user_id: str) -> User | None:
        try:
            return User.objects.get(pk=user_id, is_active=True)
        except User.DoesNotExist:
            return None
