"""One page of a list, made ready for the template that draws every list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.journal.newest import newest
from hemicycle.lib.search import tokens
from hemicycle.tables import counts, parts
from hemicycle.tables.counts import said, up_to
from hemicycle.tables.keyset import Keys, page_of_keys
from hemicycle.tables.models import SavedView, views_of
from hemicycle.ui import cells, formats
from hemicycle.ui.icons import icon

if TYPE_CHECKING:
    from hemicycle.tables.lists import Column, Filter, List, View

ROWS = (25, 50, 100)
EVERYTHING = "view="
"""Asks for all rows, where an empty address asks for the first view."""
IN_SIGHT = 4
"""Filters with a button of their own; the others are under "More filters"."""
LONG = 20
OTHERS = 10
"""Rows shown below those of a view, that the search finds outside it."""
MOST_BELOW = 100
"""Rows of another kind, shown at once."""
Text = str | Promise


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list."""

    text: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    sort: str = ""
    columns: list[str] = field(default_factory=list)
    rows: int = 0
    view: str = ""
    after: str = ""
    before: str = ""
    first: int = 1

    def query(self, **changes: Any) -> str:
        """The query string that asks for this, with some things asked differently.

        Without the page: another filter or order begins at the first.
        """
        asked = replace(self, **{"after": "", "before": "", "first": 1, **changes})
        params = QueryDict(mutable=True)
        if asked.text:
            params["q"] = asked.text
        for name, values in asked.filters.items():
            params.setlist(name, values)
        if asked.sort:
            params["sort"] = asked.sort
        if asked.columns:
            params["columns"] = ",".join(asked.columns)
        if asked.rows:
            params["rows"] = str(asked.rows)
        if asked.view:
            params["view"] = asked.view
        for name in ("after", "before"):
            if key := getattr(asked, name):
                params[name] = str(key)
                params["from"] = str(max(1, asked.first))
        return params.urlencode()

    @cached_property
    def address(self) -> str:
        """The query string that asks for this, from the first page."""
        return self.query()

    @cached_property
    def finds(self) -> tuple[Any, ...]:
        """Equal for two addresses that find the same rows."""
        filters = [(name, *sorted(values)) for name, values in self.filters.items()]
        return self.text, *sorted(filters)

    @cached_property
    def choice(self) -> tuple[Any, ...]:
        """Equal for two that show them in the same order and columns, too."""
        return self.finds, self.sort, tuple(self.columns)


@dataclass(frozen=True)
class BulkAction:
    """A button that acts on the selection: its form's address, a name and a value.

    The main one comes first, what destroys (`kind` "stop") last.
    """

    label: Text
    address: str
    name: str = ""
    value: str = ""
    kind: str = ""


@dataclass(frozen=True)
class MenuItem:
    """A page that a row's menu leads to; what destroys (`kind` "stop") comes last."""

    label: Text
    href: str
    kind: str = ""


@dataclass(frozen=True)
class Group:
    """Rows of another kind below those of the list, in the same columns and found by
    the same filters, under a line of their own: `title` says how many. Not leafed."""

    rows: QuerySet[Any]
    title: Callable[[int], Text]


@dataclass(frozen=True)
class Tab:
    """A view in the row beside the heading."""

    label: Text
    href: str
    count: str
    is_current: bool
    is_own: bool = False
    """The reader's alone."""
    key: str = ""
    is_saved: bool = False
    """Somebody typed its name."""


@dataclass(frozen=True)
class Head:
    """The head of a column, and the order that it leads to."""

    label: Text
    href: str
    direction: str
    width: int


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    is_chosen: bool
    count: str


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    html: SafeString


Rows = Sequence[Row]
NARROWEST = 12
"""Rem of a column without a width, at the least."""


class Panel:
    """A filter as its button and its checkboxes."""

    def __init__(self, page: "Page", declared: "Filter") -> None:
        self.page, self.declared = page, declared
        self.name, self.label = declared.name, declared.label
        self.chosen = page.asked.filters.get(declared.name, [])

    @cached_property
    def labels(self) -> Sequence[tuple[str, Any]]:
        choices = self.declared.of(self.page.conference)
        return [(str(value), str(capfirst(label))) for value, label in choices]

    @property
    def says(self) -> str:
        """What it is set to: "Confirmed, Waiting", or nothing."""
        if not self.chosen:
            return ""
        return _(", ").join(
            str(label) for value, label in self.labels if value in self.chosen
        )

    @property
    def is_counted(self) -> bool:
        """Asked for by the filter that was opened (`?counts=state`), for itself."""
        return self.page.request.GET.get("counts") == self.name

    @property
    def choices(self) -> SafeString:
        """As checkboxes: without a template, for two hundred countries are many."""
        if self.is_counted:
            return self._checkboxes(self.counted)
        if self.declared.is_long and not self.chosen:
            return SafeString("")
        return self._checkboxes(
            Choice(value, label, value in self.chosen, "")
            for value, label in self.labels
            if value in self.chosen or not self.declared.is_long
        )

    @property
    def key(self) -> Sequence[tuple[str, Any]]:
        """What its checkboxes show, beside what is chosen and the language."""
        if not callable(self.declared.choices):
            return ()
        if self.declared.is_long and not self.chosen:
            return ()
        return tuple(self.labels)

    @property
    def is_to_fetch(self) -> bool:
        """Of a long one, all choices are yet to come: by a link, without script."""
        return self.declared.is_long and not self.is_counted

    def _checkboxes(self, choices: Iterable[Choice]) -> SafeString:
        return format_html_join(
            "",
            '<li><label><input type="checkbox" name="{}" value="{}"{}> '
            "<bdi>{}</bdi>{}</label></li>",
            (
                (
                    self.name,
                    choice.value,
                    SafeString(" checked") if choice.is_chosen else "",
                    choice.label,
                    format_html(" <span>{}</span>", choice.count)
                    if choice.count
                    else "",
                )
                for choice in choices
            ),
        )

    @property
    def counted(self) -> list[Choice]:
        """With how many rows each finds beside the other filters that are set."""
        page = self.page
        others = {
            name: values
            for name, values in page.asked.filters.items()
            if name != self.name
        }
        asked = replace(page.asked, filters=others)
        rows = page.list.found(page.rows_before, asked, page.reader).order_by()
        if callable(self.declared.apply):
            counts = {
                value: up_to(self.declared.applied(rows, [value], page.reader))
                for value, _label in self.labels
            }
        else:
            path = self.declared.apply or self.name
            grouped = rows.values_list(path).annotate(n=Count("pk", distinct=True))
            counts = {str(value): n for value, n in grouped}
        # Of very many choices, those that find something or are set.
        is_long = self.declared.is_long or len(self.labels) > LONG
        return [
            Choice(value, label, value in self.chosen, said(counts.get(value, 0)))
            for value, label in self.labels
            if not is_long or counts.get(value) or value in self.chosen
        ]


class Page:
    """One page: heading, views, filters, heads, rows, and where to go from here.

    The number of queries is the same for any number of rows: one for the counts of all
    views, one where none of them finds the same and more than a page, at most three for
    the keys, those of `load` and `prepare`.
    """

    def __init__(
        self,
        declared: "List",
        request: HttpRequest,
        rows: QuerySet[Any],
        bulk_actions: tuple[BulkAction, ...] = (),
        *,
        is_linked: bool = True,
        has_file: bool = True,
        of: str = "",
        group: Group | None = None,
    ) -> None:
        self.list, self.request, self.group = declared, request, group
        self.rows_before, self.bulk_actions, self.is_linked = (
            rows,
            bulk_actions,
            is_linked,
        )
        self.has_file, self.of = has_file, of
        self.reader: Any = request.user
        self.conference: Any = getattr(request, "conference", None)
        own = (view for view in self.saved if view.user_id == self.reader.pk)
        default = next((view for view in own if view.is_default), None)
        self.asked = asked = declared.read(request.GET, default)
        self.size = asked.rows or declared.rows
        self.text = asked.text
        self.entry  # noqa: B018  # before any row is read

    # -- Changes ----------------------------------------------------------------------

    @cached_property
    def entry(self) -> int | None:
        """The journal's newest entry before anything of the page was read; None where
        the list does not last until the next."""
        if not self.list.is_followed(self.request):
            return None
        return newest(self.conference)

    @cached_property
    def changes(self) -> str:
        """What asks whether rows have changed since; empty where nobody can say."""
        if self.entry is None:
            return ""
        return f"{self.query}&since={self.entry}"

    @cached_property
    def here(self) -> str:
        """The page itself."""
        asked = self.asked
        return asked.query(after=asked.after, before=asked.before, first=self.first)

    # -- Rows -------------------------------------------------------------------------

    @cached_property
    def found(self) -> QuerySet[Any]:
        return self.list.found(self.rows_before, self.asked, self.reader)

    @cached_property
    def counted(self) -> int:
        """How many were found, exact up to COUNTED and one more beyond."""
        for (_view, asked), n in zip(self._views, self._view_counts, strict=True):
            if asked.finds == self.asked.finds:
                return n
        is_first = not (self.asked.after or self.asked.before)
        if is_first and not self.keys.has_next:
            return len(self.keys.keys)  # all of them are here
        return up_to(self.found)

    @cached_property
    def count(self) -> str:
        return said(self.counted)

    @property
    def is_exact(self) -> bool:
        return self.counted <= counts.COUNTED

    @cached_property
    def keys(self) -> Keys:
        return page_of_keys(
            self.rows_before,
            self.found,
            self.list.order(self.asked),
            size=self.size,
            after=self.asked.after,
            before=self.asked.before,
        )

    @cached_property
    def things(self) -> list[Any]:
        """The rows of the page as the models they are."""
        keys = set(self.keys.keys)
        return [thing for thing in self._fetched if thing.pk in keys]

    @cached_property
    def _fetched(self) -> list[Any]:
        keys = [*self.keys.keys, *self._other_keys]
        return self.list.fetch(self.rows_before, keys, self.asked)

    @cached_property
    def _other_keys(self) -> Sequence[Any]:
        """What the search finds outside the view, when all of the view is here."""
        keys = self.keys
        if keys.has_next or keys.has_previous or not self.elsewhere:
            return ()
        asked = replace(self.asked, filters={})
        rows = self.list.found(self.rows_before, asked, self.reader)
        return page_of_keys(
            self.rows_before,
            rows.exclude(pk__in=list(keys.keys)),
            self.list.order(asked),
            size=max(OTHERS, self.size - len(keys.keys)),
        ).keys

    @cached_property
    def columns(self) -> list["Column"]:
        return self.list.shown(self.asked)

    @cached_property
    def rows(self) -> Rows:
        return self._rows(self.things)

    @cached_property
    def others(self) -> Rows:
        """What the search finds outside the view, below what it finds in it."""
        keys = set(self._other_keys)
        return self._rows([thing for thing in self._fetched if thing.pk in keys])

    @cached_property
    def below(self) -> Rows:
        """The rows of another kind, below all others; on the last page only."""
        if self.group is None or self.keys.has_next:
            return []
        rows = self.list.found(self.group.rows, self.asked, self.reader)
        return self._rows(rows[:MOST_BELOW])

    @property
    def below_title(self) -> Text:
        return self.group.title(len(self.below)) if self.group else ""

    def _rows(self, things: Iterable[Any]) -> Rows:
        """Drawn without a template: hundreds of cells at once must be cheap."""
        zone = getattr(self.conference, "zone", None) or "UTC"
        wanted = tokens(self.text)
        pick = ""
        if self.bulk_actions:
            pick = (
                '<td class="pick" role="cell"><label><span class="visually-hidden">'
                f"{escape(_('Select'))} <bdi>{{}}</bdi></span>"
                '<input type="checkbox" name="id" value="{}"></label></td>'
            )
        return [self._row(thing, zone, wanted, pick) for thing in things]

    def _row(
        self, thing: Any, zone: formats.Zone, wanted: Sequence[str], pick: str
    ) -> Row:
        first, *others = self.columns
        value = first.value(thing)
        address = ""
        if self.is_linked:
            address = self.list.row_address(thing, self.conference)
            if address and self.list.is_worked_through:
                address = f"{address}?{self._as_list}"
        if not isinstance(value, cells.Name):
            value = cells.Name(cells.text(value))
        parts = ['<tr role="row">']
        if pick:
            parts.append(format_html(pick, value.text, thing.pk))
        parts += [
            '<th scope="row" role="rowheader">',
            cells.name(value, address, wanted),
            "</th>",
        ]
        for column in others:
            content = cells.html(column.value(thing), zone)
            label = ""
            if column.is_labelled and content:
                label = f' data-label="{escape(column.label)}"'
            parts.append(
                f'<td role="cell" class="{column.phone}"{label}>{content}</td>'
            )
        if self.list.menu:
            items = self.list.menu(thing, self.conference)
            parts += ['<td role="cell" class="acts">', menu(value.text, items), "</td>"]
        parts.append("</tr>\n")
        # Each part is escaped where it is made.
        return Row(str(thing.pk), value.text, mark_safe("".join(parts)))

    @cached_property
    def _as_list(self) -> str:
        return urlencode({"list": self.query})

    # -- Parts ------------------------------------------------------------------------

    def part(self, name: str) -> SafeString:
        return parts.part(self, name)

    def key_of(self, part: str) -> Any:
        """All that this part of the page shows beside what fills its holes; None for
        what is drawn each time."""
        if part == "views":
            return self.list.name, tuple(
                (tab.is_current, tab.is_own, tab.is_saved or (tab.label, tab.href))
                for tab in self.tabs
            )
        # What was typed goes into a hole, but a list without it looks different.
        shown = (self.list.name, self.blank_query, bool(self.text))
        if part == "heads":
            return *shown, bool(self.bulk_actions)
        if part == "foot":
            bulk_actions = [
                (str(d.label), d.address, d.name, d.value, d.kind)
                for d in self.bulk_actions
            ]
            has_views = len(self.tabs) > 1
            ways = bool(self.previous), bool(self.next)
            is_followed = self.entry is not None
            return *shown, self.size, has_views, ways, is_followed, tuple(bulk_actions)
        if self.request.GET.get("counts"):
            return None
        return (
            *shown, self.request.path, tuple(self.hidden), self.has_file,
            tuple(panel.key for panel in self.panels),
        )  # fmt: skip

    @cached_property
    def blank_query(self) -> str:
        """The query without what was typed."""
        return self.asked.query(text="")

    # -- Where ------------------------------------------------------------------------

    @property
    def first(self) -> int:
        return self.asked.first if self.keys.has_previous else 1

    @cached_property
    def span(self) -> str:
        """ "26–50 of 6,557"."""
        if not self.keys.keys:
            return ""
        return _("%(first)s–%(last)s of %(count)s") % {
            "first": formats.number(self.first),
            "last": formats.number(self.first + len(self.keys.keys) - 1),
            "count": self.count,
        }

    @cached_property
    def on_page(self) -> str:
        """How many rows the page shows."""
        return formats.number(len(self.things))

    @cached_property
    def previous(self) -> str:
        if not self.keys.has_previous:
            return ""
        return self.asked.query(
            before=str(self.keys.keys[0]), first=self.first - self.size
        )

    @cached_property
    def next(self) -> str:
        if not self.keys.has_next:
            return ""
        return self.asked.query(
            after=str(self.keys.keys[-1]), first=self.first + len(self.keys.keys)
        )

    @property
    def query(self) -> str:
        """What the list asks for, without the page: for links and for verbs."""
        return self.asked.address or EVERYTHING

    @property
    def sizes(self) -> list[tuple[str, str, bool]]:
        return [
            (
                formats.number(n),
                self.asked.query(rows=0 if n == self.list.rows else n),
                n == self.size,
            )
            for n in ROWS
        ]

    # -- Words ------------------------------------------------------------------------

    @property
    def has_search(self) -> bool:
        return self.list.search is not None

    @property
    def title(self) -> Text:
        return self.list.title

    @cached_property
    def window_title(self) -> str:
        """ "Registrations: 9 found for “zhukov”", or the view's name."""
        title = {"title": self.title}
        if self.text:
            words = _("%(title)s: %(count)s found for “%(text)s”")
            return words % {**title, "count": self.count, "text": self.text}
        current = next((tab for tab in self.tabs if tab.is_current), None)
        if current is None:
            return str(self.title)
        return _("%(title)s: %(view)s") % {**title, "view": current.label}

    @property
    def spoken(self) -> str:
        """What a live region says when the rows have changed."""
        return ngettext("%(count)s found", "%(count)s found", self.counted) % {
            "count": self.count
        }

    @property
    def caption(self) -> str:
        """ "Registrations: All, sorted by Name: 1–25 of 6,557"."""
        order = self.list.order(self.asked)
        sort = (self.asked.sort or self.list.sort).removeprefix("-")
        if sort:
            by = self.list.by_name[sort].label
            words = (
                _("sorted by %(column)s, descending")
                if order.is_descending
                else _("sorted by %(column)s")
            )
            parts = [self.window_title, words % {"column": by}]
        else:
            parts = [self.window_title]
        return f"{_(', ').join(parts)}: {self.span}" if self.span else parts[0]

    # -- Views ------------------------------------------------------------------------

    @cached_property
    def saved(self) -> list[SavedView]:
        if not self.conference or self.list.is_part:
            return []
        views = views_of(
            user=self.reader.pk, conference=self.conference.pk, name=self.list.name
        )
        if self.list.reads_shared(self.reader, self.conference):
            return views
        return [view for view in views if view.user_id == self.reader.pk]

    @cached_property
    def _views(self) -> list[tuple["View | SavedView", Asked]]:
        """The room's, then those that colleagues share, then the reader's own."""
        saved = [(view, self.list.read_view(view)) for view in self.saved]
        return [*self.list.declared, *saved]

    @cached_property
    def _view_counts(self) -> list[int]:
        several = [asked for _view, asked in self._views]
        return self.list.count_views(self.rows_before, several, self.reader, self.entry)

    @cached_property
    def tabs(self) -> list[Tab]:
        """The views with their counts."""
        same = [v.pk for v, asked in self._views if asked.choice == self.asked.choice]
        keys = [view.pk for view, _asked in self._views]
        current = self.asked.view if self.asked.view in keys else ""
        if not current and same:
            current = same[0]
        self.is_changed = bool(current) and current not in same
        tabs = []
        for (view, asked), n in zip(self._views, self._view_counts, strict=True):
            if isinstance(view, SavedView):
                name, is_saved, is_own = view.name, True, not view.is_shared
            else:
                name, is_saved, is_own = capfirst(str(view.label)), False, False
            is_current = view.pk == current
            tabs.append(
                Tab(
                    name, asked.address, said(n), is_current, is_own, view.pk,
                    is_saved,
                )
            )  # fmt: skip
        return tabs

    @property
    def current(self) -> Tab | None:
        return next((tab for tab in self.tabs if tab.is_current), None)

    @property
    def removable(self) -> str:
        """The key of the saved view that is shown as it was saved, if this reader may
        remove it."""
        view = next((v for v in self.saved if v.pk == self.asked.view), None)
        if view is None or self.is_changed:
            return ""
        may = self.list.may_remove(view, self.reader, self.conference)
        return view.pk if may else ""

    @property
    def may_share(self) -> bool:
        return self.list.may_share(self.reader, self.conference)

    @property
    def can_save(self) -> bool:
        """Whether something is set that no view shows."""
        self.tabs  # noqa: B018  # finds out whether the view was changed
        is_set = self.asked.choice != Asked().choice
        return (
            bool(self.conference)
            and is_set
            and (self.is_changed or self.current is None)
        )

    # -- Filters, order, columns ------------------------------------------------------

    @cached_property
    def panels(self) -> list[Panel]:
        return [Panel(self, declared) for declared in self.list.filters]

    @property
    def panels_in_sight(self) -> list[Panel]:
        return self.panels[:IN_SIGHT]

    @property
    def more_panels(self) -> list[Panel]:
        return self.panels[IN_SIGHT:]

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or any(self.asked.filters.values()))

    @property
    def everything(self) -> str:
        """The list without search and filters."""
        return self.asked.query(text="", filters={}, view="") or EVERYTHING

    @property
    def search_everywhere(self) -> str:
        """The same search in all rows."""
        return self.asked.query(filters={}, view="")

    @cached_property
    def elsewhere(self) -> str:
        """How many rows the search finds that the filters hide; empty for none."""
        if not (self.text and self.asked.filters and self.is_exact):
            return ""
        asked = replace(self.asked, filters={})
        hidden = up_to(self.list.found(self.rows_before, asked, self.reader))
        return said(hidden - self.counted) if hidden > self.counted else ""

    @property
    def heads(self) -> list[Head]:
        order = self.asked.sort or self.list.sort
        heads = []
        for column in self.columns:
            href = direction = ""
            if column.sort:
                is_current = order.removeprefix("-") == column.name
                is_ascending = is_current and not order.startswith("-")
                sort = f"-{column.name}" if is_ascending else column.name
                href = self.asked.query(sort="" if sort == self.list.sort else sort)
                href = href or EVERYTHING
                if is_current:
                    direction = "ascending" if is_ascending else "descending"
            heads.append(Head(column.label, href, direction, column.width))
        return heads

    @property
    def width(self) -> int:
        """Columns of the table, with those of the boxes and of the menus."""
        return len(self.columns) + bool(self.bulk_actions) + self.has_menu

    @property
    def has_menu(self) -> bool:
        return self.list.menu is not None

    @property
    def at_least(self) -> int:
        """Rem that the table needs, so that no column without a width vanishes: a step
        of 6 from 36 to 180, each a class of `list.css`."""
        widths = [column.width or NARROWEST for column in self.columns]
        return min(max(sum(widths) // 6 * 6, 36), 180)

    @property
    def sorts(self) -> list[tuple[Text, str, bool]]:
        """The same for a phone, where the heads are not in sight."""
        return [
            (head.label, head.href, bool(head.direction))
            for head in self.heads
            if head.href
        ]

    @property
    def sorted_by(self) -> Text:
        return next((head.label for head in self.heads if head.direction), "")

    @property
    def offered_columns(self) -> Iterable[tuple[str, Text, bool]]:
        shown = {column.name for column in self.columns}
        return [
            (column.name, column.label, column.name in shown)
            for column in self.list.columns[1:]
        ]

    @property
    def standard_columns(self) -> str:
        return self.asked.query(columns=[]) or EVERYTHING

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of the filters must carry along, besides its own fields."""
        kept = [("sort", self.asked.sort), ("view", self.asked.view)]
        if self.asked.rows:
            kept.append(("rows", str(self.asked.rows)))
        if not self.asked.view and (current := self.current):
            kept[1] = ("view", current.key)
        return [(name, value) for name, value in kept if value]


def menu(name: str, items: Sequence[MenuItem]) -> SafeString:
    """The button at the end of a row: links without script, closed by Esc with it."""
    entries = format_html_join(
        "",
        '<li class="{}"><a href="{}">{}</a></li>',
        ((item.kind, item.href, item.label) for item in items),
    )
    return format_html(
        '<details class="menu rowmenu" name="row"><summary>'
        '<span class="visually-hidden">{} <bdi>{}</bdi></span>{}</summary>'
        "<ul>{}</ul></details>",
        _("Actions for"),
        name,
        icon("ellipsis"),
        entries,
    )
