"""How often something may be tried: counted in the database, so all processes agree.

Each try is written down first and judged then, so that many at the same moment do not
all pass. A try that was right is taken back: only failures are left to count.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _

from hemicycle.lib import clock, crypto
from hemicycle.people.models import Attempt

WINDOW = timedelta(minutes=15)

# At most so many in any quarter of an hour, for each account and each sender.
LIMITS: Mapping[str, int] = {
    "code-account": 10,  # wrong codes of any kind
    "code-network": 10,
    "letter-account": 6,  # mailed codes asked for
    "letter-network": 120,  # a conference hall shares one address
    "verify-network": 60,  # unknown codes of letters that anyone may verify
}

Tries = list[Attempt]


def count(**keys: str) -> Tries:
    """Write down a try under each kind (its name with _ for -), and judge it.

    Raises ValidationError: code "too-many-tries". The tries stay counted.
    """
    now = clock.real_now()  # one for all: it tells which belong together
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
            raise ValidationError(
                _("Too many tries. Wait a quarter of an hour and try again."),
                code="too-many-tries",
            )
    return tries


def forgive(tries: Tries) -> None:
    """This one was right: it doesn't count."""
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in tries]).delete()


def forgive_typos(tries: Tries) -> None:
    """Right at last: the sender's wrong ones for this account don't count either.

    Else the typing mistakes of a hall behind one address would close it to everybody.
    The account keeps them: nobody may guess on while its owner signs in nearby.
    """
    forgive(tries)
    account, sender = tries
    mistyped = Attempt.objects.filter(kind=account.kind, key=account.key)
    Attempt.objects.filter(
        kind=sender.kind, key=sender.key, at__in=mistyped.values("at")
    ).delete()


def forget_old() -> int:
    """Delete what no longer counts. Returns how many."""
    limit = clock.real_now() - WINDOW
    return Attempt.objects.filter(at__lt=limit).delete()[0]
