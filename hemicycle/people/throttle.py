"""How often something may be tried: counted in the database, so all processes agree.

Each try is written down first and judged then, so that many at the same moment do not
all pass. A try that was right, or was refused, is taken back. A limit slows a guesser
and whoever floods mailboxes; it never refuses a browser that holds its own unused code,
nor a device known to the account (docs/decisions/sign-in.md).
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

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
}

Tries = list[Attempt]


def count(**keys: str) -> Tries:
    """Write down a try under each kind (its name with _ for -), and judge it.

    Raises ValidationError: code "too-many-tries". What is refused does not count.
    """
    now = clock.real_now()
    tries = [
        Attempt(
            kind=name.replace("_", "-"),
            key=crypto.fingerprint(key, purpose=f"attempt:{name}"),
            at=now,
        )
        for name, key in keys.items()
    ]
    Attempt.objects.bulk_create(tries)
    # A key is a fingerprint made for its kind: no other pair of these two is found.
    made = Attempt.objects.filter(
        kind__in=[attempt.kind for attempt in tries],
        key__in=[attempt.key for attempt in tries],
        at__gt=now - WINDOW,
    )
    for kind, times in made.values_list("kind").annotate(Count("pk")):
        if times > LIMITS[kind]:
            forgive(tries)
            raise ValidationError(
                _("Too many attempts. Wait 15 minutes and try again."),
                code="too-many-tries",
            )
    return tries


def forgive(tries: Tries) -> None:
    """This one was right: it doesn't count."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in tries]).delete()


def forget_old() -> int:
    """Delete what no longer counts. Returns how many."""
    limit = clock.real_now() - WINDOW
    return Attempt.objects.filter(at__lt=limit).delete()[0]
