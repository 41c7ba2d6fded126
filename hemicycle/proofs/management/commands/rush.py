"""The deadline hour over HTTP: goals R1, R3, R4, R5."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.proofs import rush


class Command(BaseCommand):
    help = (
        "Let many focal points nominate and withdraw at once at the real web server, "
        "with answers lost, forms sent twice and the server killed, in a scratch "
        "conference that is removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clients", type=int, default=500)
        parser.add_argument("--delegations", type=int, default=800)
        parser.add_argument("--seconds", type=float, default=600)
        parser.add_argument("--kills", type=int, default=0, help="of the web server")
        parser.add_argument(
            "--rate", type=float, default=0.0,
            help="submissions a second in all; 0: as many as there can be",
        )  # fmt: skip

    def handle(self, **options: Any) -> None:
        try:
            outcome = rush.run(
                options["clients"],
                delegations=options["delegations"],
                seconds=options["seconds"],
                kills=options["kills"],
                rate=options["rate"],
            )
        except ValueError as mistake:
            raise CommandError(str(mistake), returncode=2) from None
        answers = ", ".join(f"{s}: {n}" for s, n in sorted(outcome.statuses.items()))
        self.stdout.write(
            f"{outcome.clients} clients, {outcome.seconds:.0f} s, killed "
            f"{outcome.kills} times; answers {answers}; "
            f"p95 {outcome.share(0.95) * 1000:.0f} ms, "
            f"p99 {outcome.share(0.99) * 1000:.0f} ms"
        )
        self.stdout.write(
            f"nominated {outcome.nominated}, withdrawn {outcome.withdrawn} "
            f"({outcome.writes_a_second:.1f} writes/s), refused {outcome.refused}, "
            f"given up {outcome.given_up}, lost {outcome.lost}, "
            f"twice {outcome.twice}, over cap {outcome.exceeded}, "
            f"drift {outcome.drift}, 5xx {outcome.errors_of_ours}: "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
