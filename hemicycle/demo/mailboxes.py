"""Whose letters can be read: each of the cast, and everybody else together."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.demo.cast import BY_KEY, CAST
from hemicycle.post.models import Letter

OTHERS = "others"


class Mailbox(NamedTuple):
    """A mailbox page: its title, one address or none, and the letters in it."""

    key: str
    title: str
    address: str
    letters: QuerySet[Letter]


def mailbox_of(key: str) -> Mailbox | None:
    """None for a key that nobody has.

    A visitor invites or nominates whom they like: those letters are with the others'.
    """
    if key == OTHERS:
        addresses = [member.email for member in CAST]
        letters = Letter.objects.exclude(to="").exclude(to__in=addresses)
        return Mailbox(key, _("Mailbox of everybody else"), "", letters)
    member = BY_KEY.get(key)
    if member is None:
        return None
    title = _("Mailbox of %(name)s") % {"name": member.name}
    letters = Letter.objects.filter(to__iexact=member.email)
    return Mailbox(key, title, member.email, letters)
