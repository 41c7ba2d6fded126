"""python manage.py race: nobody gets a place that is not there, however many hurry."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.proofs import race


class Command(BaseCommand):
    help = (
        "Let many processes claim the last places of capped delegations at once, in a "
        "scratch conference that is removed. Exit 1 when a cap was exceeded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--claims", type=int, default=200, help="claims per round")
        parser.add_argument("--rounds", type=int, default=1000, help="delegations")
        parser.add_argument(
            "--without-lock",
            action="store_true",
            help="the control: count first, write later; it must oversell",
        )

        parser.add_argument(
            "--for-members",
            action="store_true",
            help="an umbrella organisation nominates; its members' places are taken",
        )

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        try:
            outcome = race.run(
                options["claims"],
                options["rounds"],
                with_lock=not options["without_lock"],
                for_members=options["for_members"],
            )
        except ValueError as mistake:
            raise CommandError(str(mistake), returncode=2) from None
        self.stdout.write(
            f"{outcome.rounds * outcome.claims} claims by {outcome.processes} "
            f"processes in {time.monotonic() - started:.1f} s; "
            f"rounds with a place left: {outcome.unsold}, "
            f"counters that drifted: {outcome.drift}, "
            f"processes that broke: {outcome.failures}"
        )
        self.stdout.write(
            f"rounds {outcome.rounds}, limit {race.LAST_PLACES}, "
            f"winners {outcome.winners}, rounds exceeded {outcome.exceeded}"
        )
        if outcome.exceeded or outcome.unsold or outcome.drift or outcome.failures:
            sys.exit(1)
