from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import user_logged_in
from django.core import checks


class People(AppConfig):
    name = "hemicycle.people"

    def ready(self) -> None:
        checks.register(check_proxies, deploy=True)
        # `note_sign_in` does this in the transaction of the sign-in.
        user_logged_in.disconnect(dispatch_uid="update_last_login")


def check_proxies(**_which: Any) -> list[checks.CheckMessage]:
    """A production stands behind a proxy, and knows which."""
    if settings.TRUSTED_PROXIES:
        return []
    return [
        checks.Error(
            "HEMICYCLE_TRUSTED_PROXIES is not set: everybody seems to come from the "
            "proxy's address, and shares what one network may try.",
            hint="Set it to the addresses of the proxies in front, such as 127.0.0.1.",
            id="people.E001",
        )
    ]
