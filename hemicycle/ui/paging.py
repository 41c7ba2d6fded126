"""Pages by number, for what is read in order: an agenda, a mailbox.

What one searches, filters or acts on is a list of `tables`.
"""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

ON_A_PAGE = 50


def page_of(rows: QuerySet[Any] | Sequence[Any], number: str | int | None) -> Page[Any]:
    """The page of this number; the first or the last where there is none such."""
    return Paginator(rows, ON_A_PAGE).get_page(number)
