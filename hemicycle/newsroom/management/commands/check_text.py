"""python manage.py check_text FILE --conference SLUG: what does the record say?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hemicycle.conferences.models import Conference
from hemicycle.lib import text_encodings
from hemicycle.lib.record import Finding
from hemicycle.lib.record.lexicon import LANGUAGES
from hemicycle.texts import record


class Command(BaseCommand):
    help = (
        "Print what the record contradicts in a text and what it cannot confirm. "
        "Only what everyone may see is taken as the record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a text file; - reads standard input")
        parser.add_argument("--conference", required=True, help="its short address")
        parser.add_argument(
            "--language",
            choices=LANGUAGES,
            default="",
            help="told from the text if not given",
        )
        parser.add_argument(
            "--day", type=date.fromisoformat, help="for which titles count: 2019-09-06"
        )
        parser.add_argument("--json", action="store_true", help="a list of objects")

    def handle(self, **options: Any) -> None:
        conference = Conference.objects.filter(slug=options["conference"]).first()
        if conference is None:
            raise CommandError(f"no conference {options['conference']!r}")
        found = record.findings(
            _read(options["file"]),
            conference,
            language=options["language"],
            day=options["day"],
        )
        if options["json"]:
            rows = [_row(finding) for finding in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for finding in found:
            self.stdout.write(_line(finding))
        self.stdout.write(f"{len(found)} findings")


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = text_encodings.guess(content)
        if guess is None:
            raise CommandError(f"{name}: not a text in an encoding we know") from None
        return guess.text


def _row(finding: Finding) -> dict[str, Any]:
    row = asdict(finding)
    row["record"] = finding.record or None
    row["source"] = finding.source or None
    row["repair"] = finding.repair or None
    return row


def _line(finding: Finding) -> str:
    says = finding.record or ", ".join(finding.others) or "nothing on record"
    source = f" ({finding.source})" if finding.source else ""
    what = f"{finding.kind}, {finding.reason}"
    return f"{finding.offset}: {what}: “{finding.words}” → {says}{source}"
