"""A full outbox, bad mail servers, and a sender that is killed: goals R8, R9."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.proofs import outbox


class Command(BaseCommand):
    help = (
        "Send a full outbox to a mail server that is silent, refuses, is slow and "
        "breaks off, killing the sender meanwhile. On an empty, migrated database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--emails", type=int, default=20_000)
        parser.add_argument("--codes", type=int, default=20)
        parser.add_argument("--kills", type=int, default=20)
        parser.add_argument(
            "--bad-seconds", type=float, default=20.0,
            help="how long the server is silent, and how long it refuses",
        )  # fmt: skip

    def handle(self, **options: Any) -> None:
        try:
            outcome = outbox.run(
                options["emails"],
                codes=options["codes"],
                kills=options["kills"],
                bad_seconds=options["bad_seconds"],
            )
        except ValueError as mistake:
            raise CommandError(str(mistake), returncode=2) from None
        self.stdout.write(
            f"codes accepted after {outcome.median_code:.1f} s (median), "
            f"{outcome.slowest_code:.1f} s (slowest), "
            f"{len(outcome.codes)} of {outcome.codes_wanted}"
        )
        self.stdout.write(
            f"e-mails {outcome.emails}, sender killed {outcome.kills} times, "
            f"accepted {outcome.accepted}, held {outcome.held}, "
            f"twice {outcome.twice}, lost {outcome.lost}, failed {outcome.failed}, "
            f"drained in {outcome.seconds:.0f} s: "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
