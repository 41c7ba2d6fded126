"""python manage.py check_keys: are the key files of this database there?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from hemicycle.journal import keys
from hemicycle.journal.models import KeyInUse


class Command(BaseCommand):
    help = "Refuse, with exit 2, while a key file of this database is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--forget", action="append", default=[], metavar="NAME",
            help="a key that is lost for good: what was made with it stays unreadable",
        )  # fmt: skip

    def handle(self, **options: Any) -> None:
        KeyInUse.objects.filter(name__in=options["forget"]).delete()
        if refusal := keys.refusal():
            raise CommandError(refusal, returncode=2)
        try:
            keys.prepare()
        except DatabaseError as error:
            self.stderr.write(f"Keys are not checked: {error}")
