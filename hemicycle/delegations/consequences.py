"""What becomes of people and delegations when a category goes."""

from collections.abc import Iterator, Sequence

from django.utils.translation import ngettext

from hemicycle.conferences.consequences import Answers, Consequence, Deed
from hemicycle.conferences.models import Category, Conference
from hemicycle.delegations.models import Registration
from hemicycle.people.models import User
from hemicycle.ui import formats

ENDS = (Registration,)


def _of_categories(
    categories: Sequence[Category], deed: Deed, viewer: User, conference: Conference
) -> Iterator[Consequence]:
    people = Registration.objects.visible_to(viewer, conference).filter(
        category__in=categories
    )
    if count := people.count():
        yield Consequence(
            ngettext(
                "%(n)s person is registered in it and has to get another one first.",
                "%(n)s people are registered in it and have to get another one first.",
                count,
            )
            % {"n": formats.number(count)},
            is_grave=True,
        )


ANSWERS: Answers = {Category: _of_categories}
