"""Slow and idle clients: finding F2."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.proofs import slow_clients


class Command(BaseCommand):
    help = (
        "Let clients send and read a byte a second, and others say nothing, and ask "
        "/healthz meanwhile. Exit 1 when an answer takes longer than a second."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bodies", type=int, default=4)
        parser.add_argument("--readers", type=int, default=4)
        parser.add_argument("--idle", type=int, default=128)
        parser.add_argument("--seconds", type=float, default=60)

    def handle(self, **options: Any) -> None:
        outcome = slow_clients.run(
            options["bodies"], options["readers"], options["idle"], options["seconds"]
        )
        self.stdout.write(
            f"{outcome.slow_bodies} slow bodies ({outcome.ended} ended), "
            f"{outcome.slow_readers} slow readers, {outcome.idle} idle: /healthz "
            f"{len(outcome.times)} times, slowest {outcome.slowest * 1000:.0f} ms, "
            f"failed {outcome.failures}: "
            f"{'passed' if outcome.is_passed else 'FAILED'}"
        )
        sys.exit(0 if outcome.is_passed else 1)
