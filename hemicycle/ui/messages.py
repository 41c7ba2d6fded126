"""What was done, said on the next page: kept in a signed cookie until it was shown.

In the session, each such message would be two writes to disk: one when it is said, one
when it was read. Only what is too long for a cookie goes there.
"""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class InCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class Messages(FallbackStorage):
    """`MESSAGE_STORAGE` names it."""

    storage_classes = (InCookie, SessionStorage)
