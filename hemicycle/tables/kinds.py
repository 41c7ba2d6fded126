"""What a room says about the tables it takes in: columns, a row's check, the verb.

A room describes a `Kind` and registers it when the application starts. Everything
else (reading, the page, correcting, downloads) is here, once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from hemicycle.lib.spreadsheet import Columns

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Column:
    """One field of a row: its label, and how tables head it."""

    name: str
    label: Any
    headings: Sequence[str] = ()
    is_needed: bool = False
    is_shared: bool = False
    """Chosen once for all rows that do not say it themselves."""
    unchosen: Any = ""
    """What a shared one means while nothing is chosen; without it a row waits."""


@dataclass
class CheckedRow:
    """One row: what was typed, what it means, and what is wrong with which cell."""

    number: int
    cells: dict[str, str]
    """As typed, with what was chosen for all rows where a cell is empty."""
    is_skipped: bool = False
    """As its owner ticked it."""
    errors: dict[str, str] = field(default_factory=dict)
    duplicate: str = ""
    """Why it need not be taken in; no error."""
    remark: str = ""
    lacks: set[str] = field(default_factory=set)
    """Shared columns that nothing was chosen for yet."""
    shown: dict[str, str] = field(default_factory=dict)
    """What a cell means, in words, where that differs from what was typed."""
    choices: dict[str, Choices] = field(default_factory=dict)
    """What a cell is chosen from where that differs from row to row."""
    value: Any = None

    @property
    def is_left_out(self) -> bool:
        return self.is_skipped or bool(self.duplicate)

    @property
    def is_faulty(self) -> bool:
        return bool(self.errors) and not self.is_left_out

    @property
    def is_ready(self) -> bool:
        return not (self.errors or self.lacks or self.is_left_out)


class Kind:
    """Subclassed by the room whose verb takes the rows in."""

    name = ""
    most_rows = 2_000
    columns: Sequence[Column] = ()
    parts: Mapping[str, Sequence[str]] = {}
    either: Sequence[str] = ()
    signs: Mapping[str, str] = {"email": "@"}

    def subject(self, user: Any, conference: Any, key: str) -> Any:
        """What the rows belong to. Raises Http404, or PermissionDenied."""
        raise NotImplementedError

    def title(self, subject: Any) -> str:
        """What the page goes back to, in words."""
        raise NotImplementedError

    def back(self, subject: Any) -> str:
        """Its address."""
        raise NotImplementedError

    def preface(self, user: Any, subject: Any) -> str:
        """What is said before a table is sent, as safe HTML."""
        return ""

    def choices(self, subject: Any, column: str) -> Choices:
        """What a cell of this column can be chosen from; empty for free text."""
        return ()

    def offers(self, subject: Any, column: str) -> bool:
        """Whether this column means anything here; else it is shown only if filled."""
        return True

    def check(self, subject: Any, rows: Sequence[CheckedRow]) -> None:
        """Fill in `value` of each row, or `errors`, `duplicate`, `remark`."""
        raise NotImplementedError

    def accept(
        self, subject: Any, rows: Sequence[CheckedRow], *, actor: Any
    ) -> Mapping[int, tuple[str, str]]:
        """Take these rows in; those refused after all: field and words by number."""
        raise NotImplementedError

    def verb(self, count: int) -> str:
        """The button: "Nominate 34 people"."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What is said afterwards."""
        raise NotImplementedError

    def outlook(self, subject: Any, rows: Sequence[CheckedRow]) -> str:
        """What taking these rows in means: the places it takes."""
        return ""

    @property
    def headings(self) -> Columns:
        """How the columns are found in a table; our own headings, too."""
        return Columns(
            {c.name: (*c.headings, *_in_all_languages(c.label)) for c in self.columns},
            needed=[column.name for column in self.columns if column.is_needed],
            parts=self.parts,
            either=self.either,
            signs=self.signs,
        )

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _in_all_languages(label: Any) -> Iterable[str]:
    """A label as our own template writes it, in any language of the pages."""
    from django.conf import settings
    from django.utils import translation

    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield str(label)


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let tables of this kind come in. Called when the application starts."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Raises Http404."""
    try:
        return _KINDS[name]
    except KeyError:
        raise Http404(name) from None
