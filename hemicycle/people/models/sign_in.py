"""Mailed codes, links in e-mails, and the tries that are counted.

Everything here runs on real time: conference time can be moved, security can't.
"""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from hemicycle.fields.addresses import AddressField
from hemicycle.fields.identifiers import IdField
from hemicycle.fields.prepared import prepared
from hemicycle.lib import clock


class SignInCodeQuerySet(models.QuerySet["SignInCode"]):
    def of_key(self, key: str | None) -> "SignInCode | None":
        return next(iter(_code(key=key)), None)

    def open(self, at: datetime | None = None) -> Self:
        """Not used, not expired, and with tries left."""
        return self.filter(
            used_at=None,
            expires_at__gt=at or clock.real_now(),
            tries__lt=SignInCode.MOST_TRIES,
        )


class SignInCode(models.Model):
    """A code mailed to an address. Works once, for 20 minutes, for five tries.

    It belongs to the browser that asked: its id stands in that browser's session. The
    code itself is kept as a keyed fingerprint only. Whether the address has an account
    isn't looked up before the code is right, so asking can't tell (goal S8).
    """

    LIFETIME = timedelta(minutes=20)
    MOST_TRIES = 5
    LENGTH = 8  # decimal digits: all that strangers may try finds 1 in 1,600,000

    id = IdField()
    email = AddressField()
    fingerprint = models.CharField(max_length=64)
    path = models.CharField(max_length=2000, blank=True)  # where to go on to
    made_at = models.DateTimeField(default=clock.real_now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]


class LinkQuerySet(models.QuerySet["Link"]):
    def of_token(self, token_hash: str) -> "Link | None":
        """The link that is still good, or none."""
        links = _link(token_hash=token_hash, now=clock.real_now())
        return next(iter(links), None)

    def good(self, at: datetime | None = None) -> Self:
        at = at or clock.real_now()
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=at))


class Link(models.Model):
    """A personal link in an e-mail: its token as a hash, whose it is, where it leads.

    Opening it changes nothing and signs nobody in. Its button mails a code to `email`,
    which nobody can choose, and the code leads on to `path`.
    """

    token_hash = models.CharField(max_length=64, primary_key=True)
    email = AddressField()
    path = models.CharField(max_length=2000)
    conference_id = models.CharField(max_length=26, blank=True)
    made_at = models.DateTimeField(default=clock.real_now)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    @property
    def language(self) -> str:
        """Of its e-mail, unless that is the language used when nobody knows better.

        Then the one that the reader's browser asks for.
        """
        start = self.path.strip("/").partition("/")[0]
        if start != settings.LANGUAGE_CODE and start in dict(settings.LANGUAGES):
            return start
        return get_language() or settings.LANGUAGE_CODE


class Attempt(models.Model):
    """Something allowed so often in a quarter of an hour: see people.throttle."""

    kind = models.CharField(max_length=20)
    # A keyed fingerprint: neither addresses nor who tried can be read here.
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.real_now)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "at"]),
            models.Index(fields=["at"]),
        ]


@prepared
def _code(*, key: str | None) -> models.QuerySet[SignInCode]:
    return SignInCode.objects.filter(pk=key)


@prepared
def _link(*, token_hash: str, now: datetime) -> models.QuerySet[Link]:
    return Link.objects.good(now).filter(token_hash=token_hash)
