"""Nothing that takes long happens while the database is locked."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import transaction

from hemicycle.lib import pdf, pictures, spreadsheet
from tests.pictures import make_png
from tests.slow import SlowInTransaction

CANVAS = Path(pictures.__file__).parent / "canvas" / "picture.typ"


def read_a_table() -> None:
    spreadsheet.read(b"Name,Country\nAna,PT\n")


def read_a_picture() -> None:
    pictures.read(make_png())


def make_a_pdf() -> None:
    pdf.render(CANVAS, {}, attachments={"picture": make_png()})


def send_an_e_mail() -> None:
    EmailMessage("Subject", "Text", to=["lin@example.org"]).send()


@pytest.mark.parametrize(
    "slow", [read_a_table, read_a_picture, make_a_pdf, send_an_e_mail]
)
@pytest.mark.django_db
def test_what_takes_long_fails_every_test_that_does_it_in_a_transaction(
    slow: object,
) -> None:
    assert callable(slow)
    slow()
    with pytest.raises(SlowInTransaction), transaction.atomic():
        slow()
