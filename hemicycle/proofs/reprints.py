"""Many help desks print a new badge for one person at the same moment (goal R14)."""

import multiprocessing
import traceback
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection

from hemicycle.badges import actions as badges
from hemicycle.badges.models import Badge
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User
from hemicycle.proofs.race import MOST_PROCESSES, MOST_PROCESSES_ON_SQLITE, scratch

STUCK_SECONDS = 300


@dataclass(frozen=True)
class Outcome:
    """`printed`: badges made; `good`: those not revoked at the end."""

    asked: int
    processes: int
    printed: int
    good: int
    serials: int
    failures: int

    @property
    def is_passed(self) -> bool:
        is_one = self.good == 1 and self.serials == self.printed
        return is_one and self.printed > 1 and not self.failures


def run(times: int) -> Outcome:
    """Ask so many times, each for the badge that is good at that moment, in a scratch
    conference that is removed."""
    most = MOST_PROCESSES if connection.vendor != "sqlite" else MOST_PROCESSES_ON_SQLITE
    processes = min(times, most)
    with scratch(1, cap=2, early=1) as (conference, actor):
        registration = Registration.objects.get(conference=conference)
        Registration.objects.filter(pk=registration.pk).update(state="approved")
        badges.issue(Registration.objects.get(pk=registration.pk), actor=actor)
        failures = _at_once(registration.pk, times, processes, actor)
        made = Badge.objects.filter(conference=conference)
        outcome = Outcome(
            asked=times,
            processes=processes,
            printed=made.count(),
            good=made.filter(revoked_at=None).count(),
            serials=made.values("serial").distinct().count(),
            failures=failures,
        )
        made.delete()
    return outcome


def _at_once(key: str, times: int, processes: int, actor: User) -> int:
    """Returns how many processes broke."""
    connection.close()  # no two processes may share one
    fork = multiprocessing.get_context("fork")
    barrier = fork.Barrier(processes)

    def work(number: int) -> None:
        try:
            barrier.wait(STUCK_SECONDS)
            for _time in range(number, times, processes):
                _reprint(key, actor)
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            connection.close()

    workers = [fork.Process(target=work, args=(n,)) for n in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(worker.exitcode != 0 for worker in workers)


def _reprint(key: str, actor: User) -> None:
    """As the page does: whoever comes second to the same badge is refused."""
    badge = (
        Badge.objects.filter(registration=key, revoked_at=None)
        .select_related("conference", "registration")
        .first()
    )
    if badge is None:
        return
    try:
        badges.replace(badge, reason="lost", actor=actor)
    except ValidationError as refusal:
        if refusal.code != "not-good":
            raise
