"""python manage.py hall: people behind one address sign in, whoever sends junk."""

import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.proofs import hall


class Command(BaseCommand):
    help = (
        "Let many people behind one network address sign in at the real web server, "
        "while junk comes from the same address. On an empty, migrated database. "
        "Exit 1 when not all were in, in time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=600)
        parser.add_argument("--seconds", type=float, default=300, help="for all")
        parser.add_argument("--junk", type=float, default=50, help="tries a second")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = hall.run(
                options["people"], seconds=options["seconds"], junk=options["junk"]
            )
        except ValueError as mistake:
            raise CommandError(str(mistake), returncode=2) from None
        for reason, times in Counter(outcome.reasons).most_common():
            self.stdout.write(f"{times} times: {reason}")
        self.stdout.write(
            f"signed in {outcome.signed_in} of {outcome.people} in {outcome.took:.0f} s"
            f" (allowed {outcome.seconds:.0f}), slowest {outcome.slowest:.1f} s, junk "
            f"{outcome.junk} tries, {outcome.junk / max(outcome.took, 1):.0f} a second:"
            f" {'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
