"""Fill the database with the demonstration, of any size."""

import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from hemicycle.conferences.models import Conference
from hemicycle.demo import actions, plan
from hemicycle.demo.moments import FIRST, MOMENTS, ZONE
from hemicycle.lib import clock, folders


class Command(BaseCommand):
    help = "Replace this database by the demonstration. Refuses where a real one lives."

    # The page that chooses a moment waits for this command.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--representatives", type=int, default=5700)
        parser.add_argument("--organisations", type=int, default=812)
        parser.add_argument("--countries", type=int, default=135)
        parser.add_argument("--seed", type=int, default=68)
        parser.add_argument("--moment", choices=sorted(MOMENTS), default=FIRST)
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where a conference is; go on from where it stopped",
        )

    def handle(self, **options: Any) -> None:
        if options["if_empty"] and Conference.objects.exists():
            return
        at = self._now(options["moment"], is_first=options["if_empty"])
        started = time.process_time()
        try:
            story = actions.planned(
                representatives=options["representatives"],
                organisations=options["organisations"],
                countries=options["countries"],
                seed=options["seed"],
            )
            conference = actions.set_up(story, now=at)
        except (plan.Sizes, ValidationError) as refusal:
            raise CommandError(
                refusal.messages[0]
                if isinstance(refusal, ValidationError)
                else str(refusal)
            ) from None
        people = conference.registrations
        clock.set_moment(at, folders.data())
        there = at.astimezone(ZONE)
        self.stdout.write(
            f"The 68th conference, {there:%d %B %Y %H:%M} in Salt Lake City: "
            f"{people.filter(state='approved').count()} approved, {people.count()} "
            f"registrations, {time.process_time() - started:.1f} s CPU."
        )

    def _now(self, moment: str, *, is_first: bool) -> datetime:
        """The moment asked for; where `script/server --now` has set the clock, its."""
        if is_first and (folders.data() / "clock").exists():
            return clock.now()
        return MOMENTS[moment].at
