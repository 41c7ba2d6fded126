"""A list of many rows: declared once by its room, with everything a list can do.

A room's `lists.py` holds `BADGES = List(...)`; its view returns `BADGES.answer(...)`,
and a verb on a selection asks `BADGES.selected(...)`. What a reader chose is in the
address, so that every page can be kept, sent and opened again.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.fields.search import search as search_words
from hemicycle.tables import changes
from hemicycle.tables.counts import Counts
from hemicycle.tables.keyset import Order, clean_keys, in_order, next_key
from hemicycle.tables.models import SavedView
from hemicycle.tables.page import ROWS, Asked, BulkAction, Group, MenuItem, Page
from hemicycle.ui.cells import Value, plain
from hemicycle.ui.limits import any_nul

LONGEST_SEARCH = 200
ANY_KEY = "0" * 26
MOST_SELECTED = 1000
"""Rows that can be selected one by one. All that a list finds is a query instead."""

Text = str | Promise
Choices = Sequence[tuple[str, Any]]
LISTS: dict[str, "List"] = {}


@dataclass(frozen=True)
class Column:
    """One column: `value` of a row is drawn on the page and written into a file.

    `sort` is a path of model fields. `width` is in rem; a column without one takes what
    is left. On a phone a cell is a new `line`, stands `beside` the one before it after
    a dot, or plainly `in` its line; `is_labelled` says the column's name there.
    """

    name: str
    label: Text
    value: Callable[[Any], Value]
    sort: str = ""
    width: int = 0
    phone: str = "line"
    is_labelled: bool = False
    is_shown: bool = True
    gives_way: bool = False
    """Not there while a search says why it found a row, unless it was chosen."""


@dataclass(frozen=True)
class Filter:
    """One filter of several values. `apply` is a path of model fields, or a function of
    rows, values and reader. `choices` are values and labels, or a function of the
    conference that returns them. Of a long one, they are fetched when it is opened."""

    name: str
    label: Text
    choices: Choices | Callable[[Any], Choices]
    apply: str | Callable[[Any, list[str], Any], QuerySet[Any]] = ""
    is_long: bool = False

    def of(self, conference: Any) -> Choices:
        return self.choices(conference) if callable(self.choices) else self.choices

    def applied(
        self, rows: QuerySet[Any], values: list[str], reader: Any
    ) -> QuerySet[Any]:
        if callable(self.apply):
            return self.apply(rows, values, reader)
        return rows.filter(**{f"{self.apply or self.name}__in": values})


@dataclass(frozen=True)
class View:
    """A view that the room declares for every reader: a name for a query string."""

    key: str
    label: Text
    query: str = ""

    @property
    def pk(self) -> str:
        """As a saved view has it."""
        return self.key


def in_columns(
    *columns: str,
) -> Callable[[Any, str], QuerySet[Any]]:
    """A search for lists of some hundred rows: the text anywhere in these columns."""

    def search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        fits = Q()
        for column in columns:
            fits |= Q(**{f"{column}__icontains": text.strip()})
        return rows.filter(fits)

    return search


def in_words(column: str) -> Callable[[Any, str], QuerySet[Any]]:
    """A search in any spelling and script, over a SearchField."""
    return lambda rows, text: search_words(rows, column, text)


@dataclass(frozen=True)
class List:
    """All that a room says about a list of its own.

    `address` is the name of its page, `link` that of a row's page or a function of row
    and conference. `load` fetches what the cells of one page need; `prepare` may add
    facts to those rows in one go. `empty` is what a list without rows says: title and
    text. `by_keys`, instead of `load`, reads the rows of these keys with what columns
    of these names show: a prepared query. `matched` says of a row and a text why the
    search found it, in a column beside the name. `exported` finds the rows of its file
    for a user and a conference (and, of a list that `is_part`, the key of the thing
    that it stands with), and refuses as the page does; without it there is no file. A
    list that one works through leads to its rows with `?list=`, itself.
    `is_journaled`: nothing changes its rows without an entry in the conference's
    journal, so counts last until the next, and an open page is told that rows have
    changed. A list that `is_part` stands on the page of another thing: nobody saves
    views of it. `menu` of a row and the conference are the pages that the button at its
    end offers. `may_share` says of user and conference who saves a view for
    `shared_with`: colleagues who read the whole list, never those who see some rows of
    it, for a view's name and search may tell of others. Without it, for those who may
    share.
    """

    name: str
    title: Text
    columns: Sequence[Column]
    address: str
    link: str | Callable[[Any, Any], str] = ""
    filters: Sequence[Filter] = ()
    views: Sequence[View] = ()
    search: Callable[[Any, str], QuerySet[Any]] | None = None
    placeholder: Text = ""
    sort: str = ""
    rows: int = 25
    load: Callable[[Any], QuerySet[Any]] = lambda rows: rows
    by_keys: Callable[[Sequence[Any], Collection[str]], list[Any]] | None = None
    prepare: Callable[[list[Any]], None] | None = None
    exported: Callable[..., QuerySet[Any]] | None = None
    matched: Callable[[Any, str], Value] | None = None
    is_worked_through: bool = False
    is_journaled: bool = False
    is_part: bool = False
    menu: Callable[[Any, Any], Sequence[MenuItem]] | None = None
    may_share: Callable[[Any, Any], bool] = lambda user, conference: False
    shared_with: Callable[[Any, Any], bool] | None = None
    empty: tuple[Text, Text] = ("", "")
    by_name: Mapping[str, Column] = field(init=False, repr=False)
    _counts: Counts = field(init=False, repr=False, default_factory=Counts)

    def __post_init__(self) -> None:
        assert self.name not in LISTS, self.name
        LISTS[self.name] = self
        object.__setattr__(
            self, "by_name", {column.name: column for column in self.columns}
        )

    # -- What was asked for -----------------------------------------------------------

    def read(self, params: QueryDict, default: SavedView | None = None) -> Asked:
        """What the address asks for. What makes no sense in it is ignored.

        Nothing asks for the reader's default view, or the first.
        """
        if any_nul(params.lists()):  # in an address within another, or posted
            params = QueryDict()
        named = [name for name in self._names if name in params]
        if not named and default is not None:
            params = params.copy()
            params.update(QueryDict(f"{default.query}&view={default.pk}"))
        elif not named or (named == ["view"] and params["view"]):
            # A view's name alone stands for all that it shows.
            views = [v for v in self.views if not named or v.key == params["view"]]
            if views:
                params = params.copy()
                params.update(QueryDict(views[0].query))
        first = params.get("from", "")
        rows = params.get("rows", "")
        sort = params.get("sort", "")
        column = self.by_name.get(sort.removeprefix("-"))
        wanted = set(",".join(params.getlist("columns")).split(","))
        columns = [c.name for c in self.columns[1:] if c.name in wanted]
        standard = [c.name for c in self.columns[1:] if c.is_shown]
        return Asked(
            text=params.get("q", "")[:LONGEST_SEARCH].strip() if self.search else "",
            filters={
                entry.name: list(dict.fromkeys(filter(None, values)))
                for entry in self.filters
                if any(values := params.getlist(entry.name))
            },
            sort=sort if column and column.sort else "",
            columns=[] if columns == standard else columns,
            rows=int(rows) if rows in map(str, ROWS) else 0,
            view=params.get("view", "")[:26],
            after=params.get("after", ""),
            before=params.get("before", ""),
            first=int(first) if first.isdecimal() and len(first) < 10 else 1,
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return ("q", "view", "sort", "columns", *(entry.name for entry in self.filters))

    def order(self, asked: Asked) -> Order:
        sort = asked.sort or self.sort
        if not sort:
            return Order("pk")
        return Order(self.by_name[sort.removeprefix("-")].sort, sort.startswith("-"))

    def found(self, rows: QuerySet[Any], asked: Asked, reader: Any) -> QuerySet[Any]:
        """The rows that fit every filter and the search."""
        for entry in self.filters:
            if values := asked.filters.get(entry.name):
                rows = entry.applied(rows, values, reader)
        if asked.text and self.search:
            rows = self.search(rows, asked.text)
        return rows

    def shown(self, asked: Asked) -> list[Column]:
        """The columns in their order; the first is the row's name and always there."""
        why = []
        if asked.text and (matched := self.matched):
            why.append(
                Column(
                    "matched", _("Matched"), lambda row: matched(row, asked.text),
                    width=14,
                )
            )  # fmt: skip
        others = [self.by_name[name] for name in asked.columns] or [
            c for c in self.columns[1:] if c.is_shown and not (why and c.gives_way)
        ]
        return [self.columns[0], *why, *others]

    @cached_property
    def declared(self) -> list[tuple[View, Asked]]:
        """The room's views, each with what it asks for."""
        return [(view, self.read_view(view)) for view in self.views]

    def read_view(self, view: Any) -> Asked:
        query = QueryDict(f"{view.query}&view={view.pk}")
        return replace(self.read(query), view=view.pk)

    def count_views(
        self,
        rows: QuerySet[Any],
        several: Sequence[Asked],
        reader: Any,
        entry: int | None,
    ) -> list[int]:
        """How many rows each finds, up to one beyond COUNTED. `entry` is the newest of
        the journal, for a list that lasts until the next."""
        if not several:
            return []

        def found() -> list[QuerySet[Any]]:
            return [self.found(rows, asked, reader) for asked in several]

        # An annotation may hold the time of day; a search may ask for keys first.
        if rows.query.annotations or any(asked.text for asked in several):
            return self._counts.fresh(found, rows.db, None)
        base = rows.order_by().values("pk").query.sql_with_params()
        key = (base, reader.pk, *(asked.finds for asked in several))
        if entry is None:
            return self._counts.fresh(found, rows.db, key)
        return self._counts.kept(found, rows.db, key, entry)

    # -- What a view does with it -----------------------------------------------------

    def answer(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        template: str = "ui/list.html",
        context: Mapping[str, Any] | None = None,
        *,
        bulk_actions: Sequence[BulkAction] = (),
        can_export: bool = True,
        of: str = "",
        group: Group | None = None,
    ) -> HttpResponse:
        """The list as a page, or what tells an open page that rows have changed."""
        since = changes.since_of(request)
        if since is not None and self.is_followed(request):
            return changes.answer(rows, request.conference, since)  # type: ignore[attr-defined]
        page = self.page(
            request, rows,
            bulk_actions=bulk_actions, can_export=can_export, of=of, group=group,
        )  # fmt: skip
        return render(request, template, {"page": page, **(context or {})})

    def reads_shared(self, user: Any, conference: Any) -> bool:
        """Whether views that colleagues share are for this reader."""
        return (self.shared_with or self.may_share)(user, conference)

    def may_remove(self, view: SavedView, user: Any, conference: Any) -> bool:
        """Its owner; a shared one, whoever may share one."""
        return view.user_id == user.pk or (
            view.is_shared and self.may_share(user, conference)
        )

    def is_followed(self, request: HttpRequest) -> bool:
        """Whether an open page of it is told that rows have changed."""
        return self.is_journaled and bool(getattr(request, "conference", None))

    def page(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        bulk_actions: Sequence[BulkAction] = (),
        is_linked: bool = True,
        can_export: bool = True,
        of: str = "",
        group: Group | None = None,
    ) -> Page:
        """One page of the list, for a template that draws it with `{% list page %}`.

        `is_linked` is false for a reader who may not open the rows' own pages. `of` is
        the key of the thing that a list which `is_part` stands with.
        """
        return Page(
            self, request, rows, tuple(bulk_actions),
            is_linked=is_linked, has_file=bool(self.exported) and can_export, of=of,
            group=group,
        )  # fmt: skip

    def selected(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What was selected in the list: the rows by their keys, or all that it finds.

        "All found" comes as the query and is found anew, as things are now.
        """
        if request.POST.get("all"):
            asked = self.read(QueryDict(request.POST.get("query", "")))
            return in_order(self.found(rows, asked, request.user), self.order(asked))
        keys = clean_keys(rows.model, request.POST.getlist("id")[:MOST_SELECTED])
        asked = self.read(QueryDict(request.POST.get("query", "")))
        return in_order(rows.filter(pk__in=keys), self.order(asked))

    def following(
        self, rows: QuerySet[Any], row: Any, query: str, reader: Any
    ) -> Any | None:
        """The row after this one in the list that a query string describes."""
        asked = self.read(QueryDict(query))
        key = next_key(self.found(rows, asked, reader), row, self.order(asked))
        return None if key is None else rows.filter(pk=key).first()

    # -- Files ------------------------------------------------------------------------

    def rows_of_file(self, reader: Any, conference: Any, of: str) -> QuerySet[Any]:
        """What its file may hold for this reader. Raises Http404, PermissionDenied."""
        if self.exported is None:
            raise Http404
        return self.exported(reader, conference, *([of] if self.is_part else []))

    def cells(
        self, things: Iterable[Any], asked: Asked, conference: Any
    ) -> Iterator[list[Any]]:
        """The cells of these rows for a file, in the columns that the page shows."""
        columns = self.shown(asked)
        zone = getattr(conference, "zone", None) or "UTC"
        for row in things:
            yield [plain(column.value(row), zone) for column in columns]

    def fetch(
        self, rows: QuerySet[Any], keys: Sequence[Any], asked: Asked
    ) -> list[Any]:
        """These rows, in this order, with what their cells need."""
        if self.by_keys:
            columns = [column.name for column in self.shown(asked)]
            read: Iterable[Any] = self.by_keys(keys, columns)
        else:
            read = self.load(rows.filter(pk__in=keys))
        by_key = {row.pk: row for row in read}
        fetched = [by_key[key] for key in keys if key in by_key]
        if self.prepare:
            self.prepare(fetched)
        return fetched

    # -- Addresses --------------------------------------------------------------------

    def where(self, conference: Any) -> str:
        """The address of the list's page."""
        return reverse(self.address, args=[conference.slug] if conference else [])

    def row_address(self, row: Any, conference: Any) -> str:
        if callable(self.link):
            return self.link(row, conference)
        if not self.link:
            return ""
        slug = conference.slug if conference else ""
        pattern = _row_pattern(self.link, slug, get_language())
        return pattern.replace(ANY_KEY, str(row.pk))


@lru_cache(maxsize=500)
def _row_pattern(link: str, slug: str, language: str | None) -> str:
    """The address of a row, with ANY_KEY where its key stands."""
    return reverse(link, args=[slug, ANY_KEY] if slug else [ANY_KEY])


def find(name: str) -> List:
    """A list by its name, in any process. Raises LookupError."""
    if name not in LISTS:
        autodiscover_modules("lists")
    return LISTS[name]


__all__ = [
    "LISTS",
    "BulkAction",
    "Column",
    "Filter",
    "Group",
    "List",
    "MenuItem",
    "Page",
    "View",
    "in_columns",
    "in_words",
]
