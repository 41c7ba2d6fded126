"""python manage.py check_places: do the counters say what the registrations hold?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.conferences.models import Conference
from hemicycle.delegations import places
from hemicycle.vetting import holding


class Command(BaseCommand):
    help = "Compare every counter with the registrations it counts. Exit 1 on drift."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "conference", nargs="*", help="short addresses; all if none"
        )
        parser.add_argument("--repair", action="store_true", help="set counters right")

    def handle(self, **options: Any) -> None:
        conferences = Conference.objects.order_by("slug")
        if options["conference"]:
            conferences = conferences.filter(slug__in=options["conference"])
        drifted = 0
        for conference in conferences:
            for drift in (
                *places.recount(conference, repair=options["repair"]),
                *holding.drift(conference),
            ):
                drifted += 1
                self.stdout.write(f"{conference.slug}: {drift}")
        self.stdout.write(f"{drifted} differences")
        if drifted and not options["repair"]:
            sys.exit(1)
