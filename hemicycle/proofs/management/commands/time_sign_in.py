"""Measure whether the sign-in page tells who has an account. Leaves nothing behind."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.proofs.timing import time_sign_in


class Command(BaseCommand):
    help = "Compares the answers to known and unknown addresses (goal S8)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tries", type=int, default=2000, help="of each kind")

    def handle(self, *args: Any, tries: int, **options: Any) -> None:
        timing = time_sign_in(tries)
        for status, location, body in timing.answers:
            self.stdout.write(f"answer: {status} {location} ({len(body)} bytes)")
        self.stdout.write(
            f"tries {timing.tries} of each kind, "
            f"median known {timing.known_ms:.2f} ms, "
            f"unknown {timing.unknown_ms:.2f} ms, "
            f"difference {timing.difference_ms:.2f} ms, "
            f"answers {len(timing.answers)}: "
            f"{'passed' if timing.is_silent else 'FAILED'}"
        )
        sys.exit(0 if timing.is_silent else 1)
