"""The e-mails of a deed, shown one at a time before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from hemicycle.post.drafts import Draft, fingerprint_of
from hemicycle.post.models import Email

Shown = Draft | Email
"""What is written and not sent yet, or was sent and is sent once more."""


@dataclass(frozen=True)
class Preview:
    """Drafts, of which the `number`th (the first is 1) is shown and rendered.

    Drawn by `post/preview.html`: how many, who gets it, subject, text, and the ways to
    those beside it. `fingerprint` stands in the form that sends them, as `seen`.
    """

    drafts: Sequence[Shown]
    number: int = 1
    of_deed: str = ""
    """The fingerprint of a deed that is more than its e-mails: a rule."""

    @property
    def draft(self) -> Shown | None:
        return self.drafts[self.number - 1] if self.drafts else None

    def render(self) -> None:
        """The one that is shown, before a transaction."""
        if isinstance(self.draft, Draft):
            self.draft.render()

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        return self.number + 1 if self.number < len(self.drafts) else None

    @property
    def count(self) -> int:
        return len(self.drafts)

    @property
    def unmailed(self) -> int:
        """How many have no address: kept, to be printed or passed on."""
        return sum(not draft.is_mailed for draft in self.drafts)

    @cached_property
    def fingerprint(self) -> str:
        return self.of_deed or fingerprint_of(self.drafts)


def preview(
    drafts: Sequence[Shown], at: str | None = None, *, of_deed: str = ""
) -> Preview:
    """The one that `?at=` asks for, else the first or the last."""
    asked = int(at) if at and at.isdecimal() and len(at) < 6 else 1
    return Preview(drafts, max(1, min(asked, len(drafts))), of_deed)
