"""Who wears which hat, for what. Pure questions: no request, no side effect.

A role is for the whole conference or for a part of it: one category, one co-organiser.
Asked without a thing, a right counts roles for the whole only; those for a part count
where the thing is named (`on`) or the rows are narrowed (`scope`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.conferences.models import (
    RESETTING,
    Conference,
    Hat,
    Role,
)
from hemicycle.fields.prepared import prepared
from hemicycle.lib.rights import Declared
from hemicycle.people.models import User

__all__ = ["Hat", "Reached", "Right", "Scope", "scope_of", "wears"]

ALL = ~Q(pk__in=())
NONE = Q(pk__in=())
MOST_KEYS = 1_000
"""Asked of the database at once."""


@dataclass(frozen=True)
class Reached:
    """How a role for a part reaches the rows of a model: its paths to the category and
    to the co-organiser. Without a path, no such role reaches them."""

    category: str = ""
    co_organiser: str = ""


@dataclass(frozen=True)
class Scope:
    """The part of a conference for which a person wears one of some hats; false where
    there is none."""

    is_whole: bool = False
    categories: frozenset[str] = frozenset()
    co_organisers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.is_whole or bool(self.categories or self.co_organisers)

    def rows(self, reached: Reached) -> Q:
        """The rows of a model that is reached so."""
        if self.is_whole:
            return ALL
        rows = NONE
        for path, keys in self._parts(reached):
            rows |= Q(**{f"{path}__in": keys})
        return rows

    def reaches(self, reached: Reached) -> bool:
        """Whether any row of a model that is reached so can belong to it."""
        return self.is_whole or any(True for _part in self._parts(reached))

    def covers(self, thing: Any) -> bool:
        """Whether this thing, whose model says how it is `reached`, belongs to it."""
        return self.is_whole or any(
            _key_of(thing, path) in keys for path, keys in self._parts(thing.reached)
        )

    def covers_all(self, model: Any, keys: Sequence[str]) -> bool:
        """Whether all these rows of a model belong to it."""
        if self.is_whole:
            return True
        rows = model._default_manager.filter(self.rows(model.reached))
        return all(
            rows.filter(pk__in=keys[start : start + MOST_KEYS]).count()
            == len(keys[start : start + MOST_KEYS])
            for start in range(0, len(keys), MOST_KEYS)
        )

    def _parts(self, reached: Reached) -> Iterator[tuple[str, frozenset[str]]]:
        if reached.category and self.categories:
            yield reached.category, self.categories
        if reached.co_organiser and self.co_organisers:
            yield reached.co_organiser, self.co_organisers


def _key_of(thing: Any, path: str) -> str | None:
    *steps, last = path.split("__")
    for step in steps:
        thing = getattr(thing, step)
        if thing is None:
            return None
    key: str | None = getattr(thing, f"{last}_id")
    return key


@prepared
def _roles(*, user: str, conference: str) -> QuerySet[Role]:
    """With what each is for. Every request of a member of staff asks."""
    roles = Role.objects.filter(user=user, conference=conference)
    return roles.select_related("category", "co_organiser")


def roles_of(user: object, conference: Conference) -> list[Role]:
    """The roles of this person here, asked of the database once per request."""
    if not isinstance(user, User):
        return []
    kept: dict[str, list[Role]] = user.__dict__.setdefault("_roles", {})
    if conference.pk not in kept:
        kept[conference.pk] = _roles(user=user.pk, conference=conference.pk)
    return kept[conference.pk]


def scope_of(user: object, conference: Conference, *hats: str) -> Scope:
    """For what this person wears one of these hats; a chief wears every hat."""
    worn = [
        role for role in roles_of(user, conference) if role.hat in (Hat.CHIEF, *hats)
    ]
    return Scope(
        any(role.is_whole for role in worn),
        frozenset(role.category_id for role in worn if role.category_id),
        frozenset(role.co_organiser_id for role in worn if role.co_organiser_id),
    )


def wears(user: object, conference: Conference, *hats: str) -> bool:
    """Whether this person wears one of these hats for the whole conference."""
    return scope_of(user, conference, *hats).is_whole


class Right(Declared):
    """What wearers of some hats may do, in the words of the page of roles."""

    def __call__(self, user: object, conference: Conference) -> bool:
        """For the whole conference."""
        return wears(user, conference, *self.hats)

    def scope(self, user: object, conference: Conference) -> Scope:
        """For which part of the conference."""
        return scope_of(user, conference, *self.hats)

    def on(self, user: object, thing: Any) -> bool:
        """For this thing, by a role for the whole or for the part it belongs to."""
        return self.scope(user, thing.conference).covers(thing)


can_edit = Right(
    _("Set up and publish the conference; assign and remove roles"), Hat.CHIEF
)
can_see_readiness = Right(
    _("See what is missing until an opening, each for their own work"),
    Hat.REGISTRAR, Hat.PROTOCOL, Hat.PROGRAMME, Hat.SUPERVISOR,
)  # fmt: skip
can_reset_second_factors = Right(
    _("Ask for and approve the reset of a colleague’s two-step verification"),
    *RESETTING,
)


def can_begin(user: object) -> bool:
    """Whether this person may begin another conference: a chief of any may."""
    return isinstance(user, User) and Conference.objects.of_chief(user).exists()
