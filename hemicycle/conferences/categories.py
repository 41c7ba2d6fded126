"""The participation categories of a conference, to choose from."""

from typing import Any

from django.db.models import QuerySet

from hemicycle.conferences.models import Category, Conference
from hemicycle.fields.prepared import prepared


@prepared
def _categories(*, conference: str) -> QuerySet[Category]:
    """In their order. Each page of a list that has this filter asks, and each form of
    a person."""
    return Category.objects.filter(conference=conference)


def open_to_all(conference: Conference) -> list[Category]:
    """Those in which people register without an invitation."""
    return [each for each in _categories(conference=conference.pk) if each.is_open]


def choices(conference: Any) -> list[tuple[str, str]]:
    """Key and name in the reader's language."""
    return [(each.pk, str(each)) for each in _categories(conference=conference.pk)]
