"""What the places of delegations and categories still need."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.conferences.models import Category, Conference
from hemicycle.conferences.openings import Group, Item, Opening, Problem, Setting
from hemicycle.conferences.policy import Hat
from hemicycle.delegations.models import Counter, Delegation, Registration
from hemicycle.ui.formats import numbered


def items(conference: Conference) -> Iterator[Item]:
    rules = conference.cap_rules.count()
    caps = reverse("delegations:caps", args=[conference.slug])
    add = reverse("delegations:add_cap", args=[conference.slug])
    yield Item(
        Opening.INVITE,
        _("Places for delegations"),
        caps,
        value=_rules_in_words(rules),
        hats=(Hat.PROTOCOL,),
        problem=None
        if rules
        else Problem(
            _("There is no rule: no organisation can nominate anyone."),
            _("Add a rule"),
            add,
            is_blocking=True,
        ),
    )
    yield _categories(conference)
    placeless = Delegation.objects.filter(conference=conference, cap=0).count()
    yield Item(
        Opening.APPROVE,
        _("Delegations with places"),
        caps,
        value="",
        problem=Problem(
            numbered(
                "%(n)s delegation has no place: no rule fits its organisation.",
                "%(n)s delegations have no place: no rule fits their organisations.",
                placeless,
            ),
            _("Add a rule that fits"),
            add,
        )
        if placeless
        else None,
        hats=(Hat.REGISTRAR,),
    )


def settings(conference: Conference) -> Iterator[Setting]:
    yield Setting(
        Group.PEOPLE,
        _("Places for delegations"),
        reverse("delegations:caps", args=[conference.slug]),
        conference.cap_rules.count(),
    )


def _categories(conference: Conference) -> Item:
    """A category that anyone may choose and that nothing limits fills the halls."""
    whole = Counter.objects.filter(conference=conference, category=None)
    cap = whole.values_list("cap", flat=True).first()
    is_capped = cap is not None
    unlimited = [
        category
        for category in conference.categories.filter(
            is_open=True, counts_in_delegation=False, cap=None
        )
        if not (is_capped and category.counts_in_conference)
    ]
    problem = _unlimited(conference, unlimited) if unlimited else None
    if closed := list(conference.categories.filter(is_open=True, cap=0)):
        problem = _without_places(conference, closed)
    if cap == 0:
        problem = Problem(
            _("The conference has 0 places: no one can be approved."),
            _("Change the number of places"),
            reverse("delegations:caps", args=[conference.slug]),
            is_blocking=True,
        )
    return Item(
        Opening.APPROVE,
        _("Limits of categories"),
        reverse("conferences:parts", args=[conference.slug, "categories"]),
        value="",
        problem=problem,
        hats=(Hat.REGISTRAR,),
    )


def _without_places(conference: Conference, categories: list[Category]) -> Problem:
    page = reverse(
        "conferences:change-part",
        args=[conference.slug, "categories", categories[0].pk],
    )
    return Problem(
        _("%(names)s is open and has 0 places: no one can be approved.")
        % {"names": _(", ").join(str(category) for category in categories)},
        _("Change its limit"),
        f"{page}#id_cap",
        is_blocking=True,
    )


def _unlimited(conference: Conference, categories: list[Category]) -> Problem:
    first = categories[0]
    page = reverse(
        "conferences:change-part", args=[conference.slug, "categories", first.pk]
    )
    people = Registration.objects.filter(category__in=categories).under_way().count()
    sentence = numbered(
        "Anyone may register as %(names)s: it takes no place and has no limit. "
        "So far %(n)s person did.",
        "Anyone may register as %(names)s: it takes no place and has no limit. "
        "So far %(n)s people did.",
        people,
        names=_(", ").join(str(category) for category in categories),
    )
    return Problem(
        sentence,
        _("Set a limit"),
        f"{page}#id_cap",
        is_blocking=True,
    )


def _rules_in_words(n: int) -> str:
    return numbered("%(n)s rule", "%(n)s rules", n)
