"""Fill the database with the demonstration, of any size."""

import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from hemicycle.conferences.models import Conference, OneTimeSetUp
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
            "--now", type=_moment, help="any other moment, ISO with a time zone"
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing where the demonstration is; go on from where it stopped",
        )

    def handle(self, **options: Any) -> None:
        if options["if_empty"] and Conference.objects.filter(is_specimen=True).exists():
            return
        _refuse_to_replace()
        at = options["now"] or MOMENTS[options["moment"]].at
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
        local = at.astimezone(ZONE)
        self.stdout.write(
            f"The 68th conference, {local:%d %B %Y %H:%M} in Salt Lake City: "
            f"{people.filter(state='approved').count()} approved, {people.count()} "
            f"registrations, {time.process_time() - started:.1f} s CPU."
        )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment


def _refuse_to_replace() -> None:
    """Neither a real conference nor an empty site that waits for its first chief."""
    waits = OneTimeSetUp.objects.exists() and not Conference.objects.exists()
    if waits or Conference.objects.filter(is_specimen=False).exists():
        raise CommandError(
            f"{settings.DATA} was begun for a conference of your own, which the "
            "demonstration would replace. Start with --empty, or choose another folder "
            "with --data.",
            returncode=2,
        )
