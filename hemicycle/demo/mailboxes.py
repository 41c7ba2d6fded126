"""Whose e-mails can be read: each of the cast, and everybody else together."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.demo.cast import BY_KEY, CAST
from hemicycle.post.models import Email

OTHERS = "others"


class Mailbox(NamedTuple):
    """A mailbox page: its title, one address or none, and the e-mails in it."""

    key: str
    title: str
    address: str
    emails: QuerySet[Email]


def mailbox_of(key: str) -> Mailbox | None:
    """None for a key that nobody has.

    A visitor invites or nominates whom they like: those e-mails are with the others'.
    """
    if key == OTHERS:
        addresses = [member.email for member in CAST]
        emails = Email.objects.exclude(to="").exclude(to__in=addresses)
        return Mailbox(key, _("Mailbox of all other people"), "", emails)
    member = BY_KEY.get(key)
    if member is None:
        return None
    title = _("Mailbox of %(name)s") % {"name": member.name}
    emails = Email.objects.filter(to=member.email)
    return Mailbox(key, title, member.email, emails)
