"""How often something may be tried: counted in the database, so all processes agree.

Each try is written down first and judged then, so that many at the same moment do not
all pass. A try that was right, or was refused, is taken back. A limit slows a guesser
and whoever floods mailboxes; it never refuses a browser that holds its own unused code,
nor a device known to the account (docs/decisions/sign-in.md).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from hemicycle.fields.prepared import prepared
from hemicycle.fields.writes import insert
from hemicycle.lib import clock, crypto
from hemicycle.people.models import Attempt

WINDOW = timedelta(minutes=15)

# At most so many in any quarter of an hour.
LIMITS: Mapping[str, int] = {
    "code-device": 6,  # mailed codes asked for by a device the account knows
    "code-sender": 6,  # by others, for one address from one network
    "code-address": 12,  # by others, for one address from everywhere
    "code-strangers": 120,  # for addresses we have never written to, from one network
    "code-hall": 3_000,  # for all others: a conference hall shares one network
    "factor-device": 10,  # wrong second factors on a device the account knows
    "factor-account": 10,  # on all others
    "verify-network": 60,  # unknown codes of letters that anyone may verify
    "enquiry-network": 30,  # enquiries to the secretariat from one network
    "enquiry-address": 3,  # of one address: each mails a link to it
}

Tries = list[Attempt]


class Counted(NamedTuple):
    """Tries as written down, and the kinds of which there are too many by now."""

    tries: Tries
    exceeded: frozenset[str]


def count(**keys: str) -> Tries:
    """Write down a try under each kind (its name with _ for -), and judge it.

    Raises ValidationError: code "too-many-tries". What is refused does not count.
    """
    counted = write_down(**keys)
    judge(counted, *LIMITS)
    return counted.tries


def write_down(**keys: str) -> Counted:
    """A try under each kind; whoever calls judges it."""
    now = clock.real_now()
    tries = [
        Attempt(
            kind=name.replace("_", "-"),
            key=crypto.fingerprint(key, purpose=f"attempt:{name}"),
            at=now,
        )
        for name, key in keys.items()
    ]
    # Ended before it is judged: many at the same moment see each other's tries.
    with transaction.atomic():
        for attempt in tries:
            insert(attempt)
    made = _with_times(keys=[attempt.pk for attempt in tries], since=now - WINDOW)
    exceeded = (
        attempt.kind
        for attempt in made
        if attempt.times > LIMITS[attempt.kind]  # type: ignore[attr-defined]  # annotated
    )
    return Counted(tries, frozenset(exceeded))


@prepared
def _with_times(*, keys: list[int], since: datetime) -> QuerySet[Attempt]:
    """`times`: how many there are of its kind and key."""
    alike = Attempt.objects.filter(
        kind=OuterRef("kind"), key=OuterRef("key"), at__gt=since
    )
    times = alike.order_by().values("kind").annotate(times=Count("pk")).values("times")
    return Attempt.objects.filter(pk__in=keys).annotate(times=Subquery(times))


def judge(counted: Counted, *kinds: str) -> None:
    """Raises ValidationError "too-many-tries", and takes all these tries back, when one
    of these kinds is exceeded; those of another kind that is are taken back alone."""
    if counted.exceeded.intersection(kinds):
        forgive(counted.tries)
        raise ValidationError(
            _("Too many attempts. Wait 15 minutes and try again."),
            code="too-many-tries",
        )
    if counted.exceeded:
        forgive([each for each in counted.tries if each.kind in counted.exceeded])


def forgive(tries: Tries) -> None:
    """This one was right: it doesn't count."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in tries]).delete()


def forget_old() -> int:
    """Delete what no longer counts. Returns how many."""
    limit = clock.real_now() - WINDOW
    return Attempt.objects.filter(at__lt=limit).delete()[0]
