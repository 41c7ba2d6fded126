"""Which organisations on record a name may mean."""

from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hemicycle.lib.organisation_names import key_of, key_of_acronym, near_key_of

if TYPE_CHECKING:
    from hemicycle.organisations.models import Organisation


class Reason(TextChoices):
    """Why an organisation on record may be the one that is meant."""

    ACRONYM = "acronym", _("same acronym")
    COUNTRY = "country", _("same name in another country")
    NEAR = "near", _("nearly the same name")


@dataclass(frozen=True)
class Named:
    """An organisation as somebody names it. Without a country, of any country."""

    name: str
    country: str = ""
    acronym: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """Of its name, and of its acronym or ""."""
        return key_of(self.name), key_of_acronym(self.acronym)

    @property
    def near_key(self) -> str:
        return near_key_of(self.name)


@dataclass(frozen=True)
class Likely:
    organisation: "Organisation"
    reason: Reason


@dataclass(frozen=True)
class Matches:
    """The organisations that are the one named, and those that may be.

    Exact: one of its names is this name, in this country. With a country there is at
    most one. Likely: its acronym is what was given as name or acronym, or its name as
    acronym, in this country; or it has this name in another one; or nearly this name
    in this one.
    """

    exact: tuple["Organisation", ...] = ()
    likely: tuple[Likely, ...] = ()

    @property
    def fitting(self) -> tuple["Organisation", ...]:
        """Those that may be meant where nobody is asked: by name, else by acronym."""
        return self.exact or tuple(
            each.organisation for each in self.likely if each.reason == Reason.ACRONYM
        )

    @property
    def only(self) -> "Organisation | None":
        """The one that fits. None where nothing does, or several do."""
        return self.fitting[0] if len(self.fitting) == 1 else None

    def among(self, keys: Container[str]) -> "Organisation | None":
        """The same, where only these can be meant."""
        return Matches(
            tuple(each for each in self.exact if each.pk in keys),
            tuple(each for each in self.likely if each.organisation.pk in keys),
        ).only
