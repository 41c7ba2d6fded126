"""Rows written by SQL that is put together once for each model.

`save()` writes the same INSERT and the same UPDATE anew each time, which costs more
than the database takes for them. What a small request writes is written here. No signal
is sent: nothing in the house listens to one. docs/decisions/speed.md.

    insert(registration)
    insert_many(entries)
    update(registration, {"state", "ended_at"})
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, NotSupportedError, connections, models, router
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery

from hemicycle.fields.prepared import Placeholder, Slot

AnyField = models.Field[Any, Any]


def insert(row: models.Model, *, unless_there: bool = False) -> bool:
    """Insert a new row with all its columns, and say whether it was.

    `unless_there`: a row that breaks a unique constraint is left out; then False.
    Raises IntegrityError without it, as `save(force_insert=True)` does.
    """
    using = router.db_for_write(type(row), instance=row)
    connection = connections[using]
    has_no_key = row.pk is None
    fields, sql, returned = _insert(
        type(row), using, has_no_key, unless_there, has_no_key
    )
    parameters = [_value(each, row, connection, is_new=True) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if returned is None:
            is_inserted = cursor.rowcount > 0
        elif is_inserted := (made := cursor.fetchone()) is not None:
            setattr(row, returned.attname, made[0])
    if not is_inserted:
        return False
    row._state.adding, row._state.db = False, using
    return True


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model in their order, in a third of the time that
    `bulk_create` holds the database. A key that the database makes stays unknown.

    Raises IntegrityError.
    """
    if not rows:
        return
    model = type(rows[0])
    using = router.db_for_write(model)
    connection = connections[using]
    has_no_key = rows[0].pk is None
    fields, sql, _key = _insert(model, using, has_no_key, False, False)
    values = [
        [_value(field, row, connection, is_new=True) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)
    for row in rows:
        row._state.adding, row._state.db = False, using


def update(row: models.Model, names: Collection[str]) -> None:
    """Write these fields of a stored row. Raises DatabaseError when it is gone."""
    using = router.db_for_write(type(row), instance=row)
    connection = connections[using]
    fields, sql = _update(type(row), using, frozenset(names))
    parameters = [_value(each, row, connection, is_new=False) for each in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if cursor.rowcount == 0:
            raise DatabaseError(f"{row._meta.label} {row.pk} is not there any more")


@lru_cache(maxsize=200)
def _insert(
    model: type[models.Model],
    using: str,
    has_no_key: bool,
    unless_there: bool,
    returns_key: bool,
) -> tuple[list[AnyField], str, AnyField | None]:
    """The fields in the order of the SQL's parameters, the SQL, and the field that the
    database fills in."""
    columns = _columns(model)
    key = model._meta.pk if has_no_key else None
    fields = [each for each in columns if each is not key]
    conflict = OnConflict.IGNORE if unless_there else None
    query = InsertQuery(model, on_conflict=conflict)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(using)
    key = key if returns_key else None
    compiler.returning_fields = [key] if key else None
    ((sql, _parameters),) = compiler.as_sql()
    return fields, sql, key


@lru_cache(maxsize=1000)
def _update(
    model: type[models.Model], using: str, names: frozenset[str]
) -> tuple[list[AnyField], str]:
    """The fields in the order of the SQL's parameters, the row's key last."""
    columns = {each.name: each for each in _columns(model)}
    fields = [columns[name] for name in sorted(names)]
    key = model._meta.pk
    query: Any = UpdateQuery(model)
    query.add_q(models.Q(pk=_placeholder("pk")))
    query.add_update_fields([(each, None, _placeholder(each.name)) for each in fields])
    sql, slots = query.get_compiler(using).as_sql()
    return [key if slot.name == "pk" else columns[slot.name] for slot in slots], sql


def _columns(model: type[models.Model]) -> list[AnyField]:
    if model._meta.parents:
        raise NotSupportedError(f"{model._meta.label} lies in more than one table")
    return [each for each in model._meta.local_concrete_fields if not each.generated]


def _placeholder(name: str) -> Placeholder:
    return Placeholder(Slot(name, None), str)


def _value(field: AnyField, row: models.Model, connection: Any, *, is_new: bool) -> Any:
    value = field.pre_save(row, add=is_new)
    if hasattr(value, "resolve_expression"):
        raise NotSupportedError(f"{field} takes a value, not an expression")
    return field.get_db_prep_save(value, connection=connection)
