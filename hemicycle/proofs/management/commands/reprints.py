"""Many reprints of one badge at once: goal R14."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.proofs import reprints


class Command(BaseCommand):
    help = (
        "Let many processes replace the badge of one person at once, in a scratch "
        "conference that is removed. Exit 1 unless exactly one badge is valid."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=1000)

    def handle(self, *, times: int, **options: Any) -> None:
        outcome = reprints.run(times)
        self.stdout.write(
            f"asked {outcome.asked} times by {outcome.processes} processes, badges "
            f"printed {outcome.printed}, serials {outcome.serials}, "
            f"valid {outcome.good}, processes that broke {outcome.failures}: "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
