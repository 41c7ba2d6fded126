"""Pages that go by the last row seen, not by counting the rows before it.

Page 2,000 of 100,000 rows costs what page 2 costs. Rows of equal value are told apart
by their key; rows without a value come last, whichever the direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

LONGEST_NUMBER = 18
"""Digits that fit into a key of either database."""


@dataclass(frozen=True)
class Order:
    """A path of model fields to sort by, and the direction."""

    path: str
    is_descending: bool = False


@dataclass(frozen=True)
class Keys:
    """The keys of one page in order, and whether there are rows on either side."""

    keys: Sequence[Any]
    has_previous: bool
    has_next: bool


def page_of_keys(
    base: QuerySet[Any],
    rows: QuerySet[Any],
    order: Order,
    *,
    size: int,
    after: str = "",
    before: str = "",
) -> Keys:
    """The page of `rows` that begins after, or ends before, the row of this key.

    `base` is the same rows before any filter: the row may have left the filter in the
    meantime. A key of no row: the first page. At most three queries.
    """
    cursor = _cursor(base, order, after or before)
    is_backwards = bool(before and cursor)
    keys = _take(rows, order, cursor, is_backwards=is_backwards, limit=size + 1)
    is_more = len(keys) > size
    if is_backwards and not is_more:
        # What is left before is less than a page: the first page, whole.
        return page_of_keys(base, rows, order, size=size)
    keys = keys[:size]
    if is_backwards:
        keys.reverse()
    return Keys(
        keys,
        has_previous=bool(keys) and cursor is not None,
        has_next=is_backwards or is_more,
    )


def next_key(rows: QuerySet[Any], row: Model, order: Order) -> Any:
    """The key of the row that follows `row`, which may have left them; or None."""
    cursor = _cursor(type(row)._default_manager.all(), order, str(row.pk))
    keys = _take(rows, order, cursor, is_backwards=False, limit=1)
    return keys[0] if keys else None


def in_order(rows: QuerySet[Any], order: Order) -> QuerySet[Any]:
    """All rows in the order of the pages, for a file."""
    if order.path == "pk":
        return rows.order_by("-pk" if order.is_descending else "pk")
    column = F(order.path)
    if order.is_descending:
        return rows.order_by(column.desc(nulls_last=True), "-pk")
    return rows.order_by(column.asc(nulls_last=True), "pk")


def clean_keys(model: type[Model], keys: Sequence[str]) -> list[Any]:
    """The keys that can be keys of this model; what makes no sense is left out."""
    field = model._meta.pk
    assert field is not None
    cleaned = []
    for key in keys:
        if "\0" in key or (key.isdecimal() and len(key) > LONGEST_NUMBER):
            continue
        try:
            cleaned.append(field.to_python(key))
        except ValidationError:
            continue
    return cleaned


def _cursor(base: QuerySet[Any], order: Order, key: str) -> tuple[Any, Any] | None:
    keys = clean_keys(base.model, [key]) if key else []
    if not keys:
        return None
    row = base.order_by().filter(pk=keys[0])
    return row.values_list(order.path, "pk").first()


def _take(
    sorted_rows: QuerySet[Any],
    order: Order,
    cursor: tuple[Any, Any] | None,
    *,
    is_backwards: bool,
    limit: int,
) -> list[Any]:
    """Keys in the direction of reading. Rows with and without a value are two parts,
    each in the order of an index: sorting nulls last would read every row."""
    is_ascending = order.is_descending == is_backwards
    path = order.path
    if path == "pk":
        parts = [(sorted_rows, "pk")]
    elif not may_be_empty(sorted_rows.model, path):
        parts = [(sorted_rows, path)]
    else:
        parts = [
            (sorted_rows.filter(**{f"{path}__isnull": False}), path),
            (sorted_rows.filter(**{f"{path}__isnull": True}), "pk"),
        ]
        if is_backwards:
            parts.reverse()
    if cursor is not None:
        value, key = cursor
        starts_without_value = value is None and path != "pk"
        if len(parts) == 2 and starts_without_value != (parts[0][1] == "pk"):
            parts = parts[1:]
        rows, column = parts[0]
        edge = (key, key) if column == "pk" else (value, key)
        parts[0] = (rows.filter(_beyond(column, edge, is_ascending)), column)
    sign = "" if is_ascending else "-"
    keys: list[Any] = []
    for rows, column in parts:
        if len(keys) < limit:
            columns = (f"{sign}pk",) if column == "pk" else (sign + column, f"{sign}pk")
            part = rows.order_by(*columns).values_list("pk", flat=True)
            keys += list(part[: limit - len(keys)])
    return keys


def _beyond(column: str, edge: tuple[Any, Any], is_ascending: bool) -> Q:
    """After (or before) this row. The first condition is what the index can use."""
    side = "gt" if is_ascending else "lt"
    value, key = edge
    if column == "pk":
        return Q(**{f"pk__{side}": key})
    return Q(**{f"{column}__{side}e": value}) & (
        Q(**{f"{column}__{side}": value}) | Q(**{column: value, f"pk__{side}": key})
    )


def may_be_empty(model: type[Model], path: str) -> bool:
    """Whether a row can have nothing there: a field, or a relation on the way to it."""
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return True  # an annotation, or a key inside JSON
        if not isinstance(field, Field) or field.null:
            return True
        if field.is_relation:
            related = field.related_model
            assert isinstance(related, type)
            model = related
    return False
