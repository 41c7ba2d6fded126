"""A field that two people changed: both versions, as the page shows them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from hemicycle.ui import formats


class Conflict(NamedTuple):
    """The stored version beside what was typed. `name` is the name of the choice."""

    name: str
    label: str
    who: str
    when: str
    saved: str

    @property
    def error(self) -> str:
        return _("%(label)s: changed in the meantime. Choose a version.") % {
            "label": self.label
        }

    @property
    def title(self) -> str:
        if self.who and self.when:
            return _("%(who)s changed this on %(when)s") % {
                "who": self.who,
                "when": self.when,
            }
        if self.when:
            return _("Changed on %(when)s") % {"when": self.when}
        return _("Changed in the meantime")


def merged_words(labels: Sequence[str]) -> str:
    return _("Changed by others in the meantime, and kept: %(fields)s.") % {
        "fields": formats.listed(labels)
    }
