"""The participation categories of a conference, to choose from in a filter."""

from typing import Any

from django.db.models import QuerySet

from hemicycle.conferences.models import Category
from hemicycle.fields.prepared import prepared


@prepared
def _categories(*, conference: str) -> QuerySet[Category]:
    """In their order. Each page of a list that has this filter asks."""
    return Category.objects.filter(conference=conference)


def choices(conference: Any) -> list[tuple[str, str]]:
    """Key and name in the reader's language."""
    return [(each.pk, str(each)) for each in _categories(conference=conference.pk)]
