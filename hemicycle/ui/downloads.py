"""Files that leave as downloads."""

from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", bound=HttpResponseBase)


def as_download(answer: Answer, name: str) -> Answer:
    """The browser saves it under this name, in whatever script. It never shows it as a
    page of this site, guesses no other kind, and nothing on the way keeps a copy."""
    answer.headers["Content-Disposition"] = (
        content_disposition_header(True, name) or "attachment"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
