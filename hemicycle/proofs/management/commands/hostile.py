"""python manage.py hostile: what hostile tables and pictures cost a web worker."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.proofs import hostile


class Command(BaseCommand):
    help = (
        "Read generated hostile tables and pictures as uploads are read, and compare "
        "the memory of this process. Exit 1 when it grew by more than 50 MB."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--files", type=int, default=500)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = hostile.run(options["files"], options["seed"])
        for answer, times in sorted(outcome.answers.items()):
            self.stdout.write(f"{answer}: {times}")
        self.stdout.write(
            f"files {outcome.files}, grown by {outcome.growth_mb:.1f} MB (allowed "
            f"{hostile.MOST_GROWTH_MB:.0f}): "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
