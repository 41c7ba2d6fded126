"""The columns of what the registrar takes along."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Conference
from hemicycle.delegations.models import Registration
from hemicycle.lib import countries
from hemicycle.lib.translated import in_language


def headings() -> list[str]:
    """In the reader's language."""
    return [
        _("Code"), _("Full name"), _("Name as on the ID"), _("Name on the badge"),
        _("Name in own script"), _("Honorific"), _("Functional title"), _("State"),
        _("Category"), _("Organisation"), _("Organisation’s country"),
        _("Part in the delegation"), _("E-mail address"), _("Language"),
        _("Nationality"), _("Country of residence"), _("On site or online"),
        _("18 or older"), _("Nominated"), _("Confirmed"), _("Decided"),
        _("Reason of the decision"),
    ]  # fmt: skip


def rows(
    found: QuerySet[Registration], *, conference: Conference
) -> Iterator[Sequence[Any]]:
    """One row a registration, streamed; moments in the conference's zone."""
    states = dict(Registration.State.choices)
    parts = dict(Registration.Part.choices)
    modes = dict(Registration.Mode.choices)
    categories = {
        category.pk: in_language(category.name)
        for category in conference.categories.all()
    }
    zone = conference.zone
    for (
        code, full_name, id_name, badge_name, own_script, honorific, title, state,
        category, organisation, country, part, email, language, nationality,
        residence, mode, is_adult, nominated, confirmed, decided, reason,
    ) in found.order_by("full_name", "pk").values_list(
        "code", "full_name", "id_name", "badge_name", "own_script", "honorific",
        "functional_title", "state", "category_id", "delegation__organisation__name",
        "delegation__organisation__country", "part", "email", "language",
        "nationality", "residence", "mode", "is_adult", "nominated_at",
        "confirmed_at", "decided_at", "decision_reason",
    ).iterator(chunk_size=2000):  # fmt: skip
        yield (
            code, full_name, id_name, badge_name, own_script, honorific, title,
            str(states[state]), categories[category], organisation or "",
            countries.name(country or ""), str(parts[part]), email, language,
            countries.name(nationality), countries.name(residence),
            str(modes[mode]), is_adult,
            *(
                moment.astimezone(zone).replace(tzinfo=None) if moment else None
                for moment in (nominated, confirmed, decided)
            ),
            reason,
        )  # fmt: skip
