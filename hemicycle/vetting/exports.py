"""The columns of what the registrar takes along."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.facts import in_words
from hemicycle.delegations.models import Registration
from hemicycle.delegations.models.details import DETAILS, Kind
from hemicycle.lib import countries
from hemicycle.lib.translated import in_language

EXPORTED = [detail for detail in DETAILS if detail.is_exported]
MOMENTS = ("nominated_at", "confirmed_at", "decided_at")


def headings() -> list[str]:
    """In the reader's language."""
    return [
        _("Code"),
        *(str(detail.label) for detail in EXPORTED),
        _("State"), _("Category"), _("Organisation"), _("Organisation’s country"),
        _("Nominated"), _("Confirmed"), _("Decided"), _("Reason of the decision"),
    ]  # fmt: skip


def rows(
    found: QuerySet[Registration], *, conference: Conference
) -> Iterator[Sequence[Any]]:
    """One row a registration, streamed; moments in the conference's zone."""
    states = dict(Registration.State.choices)
    categories = {
        category.pk: in_language(category.name)
        for category in conference.categories.all()
    }
    zone = conference.zone
    names = [detail.name for detail in EXPORTED]
    for code, state, category, organisation, country, reason, *values in (
        found.order_by("full_name", "pk").values_list(
            "code", "state", "category_id", "delegation__organisation__name",
            "delegation__organisation__country", "decision_reason", *names, *MOMENTS,
        ).iterator(chunk_size=2000)
    ):  # fmt: skip
        given, moments = values[: len(names)], values[len(names) :]
        yield (
            code,
            *(
                value if detail.kind == Kind.ANSWER else in_words(detail, value)
                for detail, value in zip(EXPORTED, given, strict=True)
            ),
            str(states[state]), categories[category], organisation or "",
            countries.name(country or ""),
            *(
                moment.astimezone(zone).replace(tzinfo=None) if moment else None
                for moment in moments
            ),
            reason,
        )  # fmt: skip
