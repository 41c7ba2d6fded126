"""python manage.py subtract_figures: whom do all published numbers leave over?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.lib.disclosure import protect
from hemicycle.proofs import subtraction

PUBLISH: dict[str, subtraction.Publish] = {
    "protected": protect,
    "unprotected": subtraction.unprotected,
    "each-day-alone": subtraction.each_day_alone,
}


class Command(BaseCommand):
    help = (
        "Subtract the published tables, days and lists of participants of random "
        "conferences from each other. Exit 1 when one to four people are left "
        "anywhere. --as unprotected and each-day-alone are controls that must fail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--conferences", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--as", choices=list(PUBLISH), default="protected")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = subtraction.run(
            options["conferences"], seed=options["seed"], publish=PUBLISH[options["as"]]
        )
        for words in outcome.singled_out[:10]:
            self.stdout.write(words)
        self.stdout.write(
            f"{outcome.conferences} conferences, {outcome.people} people, "
            f"{outcome.published} numbers published, {outcome.left_out} tables left "
            f"out, singled out {len(outcome.singled_out)}: "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
