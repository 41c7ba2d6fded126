"""python manage.py resend_failed --since ISO: after a mail server was misconfigured."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.post import actions


def moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        read = None
    if read is None or read.tzinfo is None:
        raise ArgumentTypeError(
            f"{text} is no moment with a time zone, such as 2019-08-26T07:30-06:00"
        )
    return read


class Command(BaseCommand):
    help = "Send again every e-mail whose delivery failed since a moment, by real time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=moment, required=True, metavar="ISO")

    def handle(self, *, since: datetime, **options: Any) -> None:
        sent = actions.resend_failed(since)
        self.stdout.write(f"{sent} e-mails will be sent again")
