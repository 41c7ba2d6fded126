"""Queries compiled once and asked again with other values.

Most of what a small request costs is Django writing the same SQL again. A function that
returns a queryset, decorated, is called once for each shape of its values, with
placeholders in their places; later calls run the SQL that came of it and make the same
instances. Why, what it brings and when not: docs/decisions/speed.md.

    @prepared
    def by_serial(*, conference: str, serial: str) -> QuerySet[Badge]:
        return Badge.objects.filter(conference=conference, serial=serial)

    by_serial(conference=conference.pk, serial=serial)  # a list
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import NotSupportedError, connections, models, router
from django.db.models.expressions import Expression
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.utils.translation import get_language

Values = ParamSpec("Values")
AnyModel = TypeVar("AnyModel", bound=models.Model)
Plan = TypeVar("Plan")

MOST_SHAPES = 200
"""Shapes of one query that are kept: lists of many lengths are compiled each time."""

_FIELDS: dict[type, type[models.Field[Any, Any]]] = {
    str: models.CharField,
    bool: models.BooleanField,
    int: models.BigIntegerField,
    datetime: models.DateTimeField,
    date: models.DateField,
}
Shape = tuple[Any, ...]


class Slot(NamedTuple):
    """Where a value of a call goes: the name, and the position within a list."""

    name: str
    position: int | None


class Placeholder(Expression):
    """Stands for a value while a query is compiled."""

    def __init__(self, slot: Slot, kind: type) -> None:
        super().__init__(output_field=_FIELDS[kind]())
        self.slot = slot

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """One parameter, known by its slot."""
        return "%s", (self.slot,)


class _Plan:
    """What a compiled query leaves behind: the SQL, and how its rows become instances.

    Holds nothing of the connection that it was compiled for but the way to read rows.
    """

    def __init__(self, queryset: models.QuerySet[Any]) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.parameters = compiler.as_sql()
        self.locks = queryset.query.select_for_update
        self.compiler = compiler
        select, described = compiler.select, compiler.klass_info
        self.model: type[models.Model] = described["model"]
        columns = described["select_fields"]
        self.columns = slice(columns[0], columns[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.columns]]
        self.related = get_related_populators(  # type: ignore[call-arg]  # of Django 6
            described, select, queryset.db
        )
        self.converters = compiler.get_converters(
            [column[0] for column in select[: compiler.col_count]]
        )
        self.annotations = tuple(compiler.annotation_col_map.items())

    def rows(self, using: str, values: Mapping[str, Any]) -> Iterator[Any]:
        connection = connections[using]
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError(
                "select_for_update cannot be used outside of a transaction."
            )
        parameters = _filled(connection, self.parameters, values)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows: Iterable[Any] = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        for row in rows:
            made = self.model.from_db(using, self.names, row[self.columns])
            for related in self.related:
                related.populate(row, made)
            for name, position in self.annotations:
                setattr(made, name, row[position])
            yield made


class _Compiled(Generic[Values, Plan]):
    """A function whose answer is compiled once for each shape of its values.

    A shape is: which values are None (a comparison with None is another SQL), of which
    type the others are, how long the lists; and the language, for what is sorted by it.
    What the SQL depends on beside these must not change: no `clock.now()` inside.
    """

    def __init__(self, build: Callable[Values, Any]) -> None:
        self.build = build
        self.__doc__ = build.__doc__
        self.__name__ = build.__name__
        self._names = tuple(inspect.signature(build).parameters)
        self._plans: dict[Shape, Plan | None] = {}

    def _planned(
        self, *args: Values.args, **kwargs: Values.kwargs
    ) -> tuple[Plan | None, dict[str, Any]]:
        """The plan for the shape of these values, and the values by name."""
        values = dict(zip(self._names, args, strict=False), **kwargs)
        shape = (get_language(), *((n, _kind(v)) for n, v in sorted(values.items())))
        try:
            plan = self._plans[shape]
        except KeyError:
            build: Callable[..., Any] = self.build
            try:
                plan = self._compiled(
                    build(**{n: _placeholder(n, v) for n, v in values.items()})
                )
            except EmptyResultSet:  # nothing can fit, as with an empty list
                plan = None
            if len(self._plans) < MOST_SHAPES:
                self._plans[shape] = plan
        return plan, values

    def _compiled(self, built: Any) -> Plan:
        raise NotImplementedError


class Prepared(_Compiled[Values, _Plan], Generic[Values, AnyModel]):
    """A function that returns a queryset. Its call is a list."""

    def __call__(self, *args: Values.args, **kwargs: Values.kwargs) -> list[AnyModel]:
        """The rows now. The same as `list()` of the queryset."""
        plan, values = self._planned(*args, **kwargs)
        return [] if plan is None else list(plan.rows(plan.compiler.using, values))

    def _compiled(self, built: models.QuerySet[Any]) -> _Plan:
        if (
            built._iterable_class is not ModelIterable
            or built._prefetch_related_lookups  # type: ignore[attr-defined]  # Django's
            or built._known_related_objects  # type: ignore[attr-defined]  # own
        ):
            raise NotSupportedError(
                f"{self.__name__}: only whole instances, not values(), "
                "prefetch_related() or a related manager"
            )
        return _Plan(built)


class Change(NamedTuple):
    """Which rows are changed, and what is written in them by the name of the field."""

    rows: models.QuerySet[Any]
    values: Mapping[str, Any]


class _ChangePlan(NamedTuple):
    using: str
    sql: str
    parameters: tuple[Any, ...]


class PreparedChange(_Compiled[Values, _ChangePlan]):
    """A function that returns a `Change`. Its call says how many rows were changed."""

    def __call__(self, *args: Values.args, **kwargs: Values.kwargs) -> int:
        """The same as `update()` of the rows: one statement, one answer."""
        plan, values = self._planned(*args, **kwargs)
        if plan is None:
            return 0
        connection = connections[plan.using]
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, _filled(connection, plan.parameters, values))
            return int(cursor.rowcount)

    def _compiled(self, built: Change) -> _ChangePlan:
        query: Any = built.rows.query.chain(UpdateQuery)
        query.add_update_values(built.values)
        query.annotations = {}
        query.clear_ordering(force=True)
        using = router.db_for_write(built.rows.model)
        return _ChangePlan(using, *query.get_compiler(using).as_sql())


def prepared(
    queryset: Callable[Values, models.QuerySet[AnyModel]],
) -> Prepared[Values, AnyModel]:
    """Decorates a function that returns a queryset of instances. The call is a list."""
    return Prepared(queryset)


def prepared_change(change: Callable[Values, Change]) -> PreparedChange[Values]:
    """Decorates a function that returns a `Change`. The call is a number of rows."""
    return PreparedChange(change)


def _kind(value: Any) -> Any:
    """What of a value may change the SQL."""
    if value is None:
        return None
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_type(each) for each in value)
    return _type(value)


def _type(value: Any) -> type:
    kind = type(value)
    if kind in _FIELDS:
        return kind
    if isinstance(value, str):  # a choice
        return str
    raise TypeError(f"a prepared query takes no {kind.__name__}: {value!r:.60}")


def _placeholder(name: str, value: Any) -> Any:
    kind = _kind(value)
    if isinstance(kind, tuple):
        return [Placeholder(Slot(name, k), each) for k, each in enumerate(kind)]
    return None if kind is None else Placeholder(Slot(name, None), kind)


def _filled(
    connection: Any, parameters: Iterable[Any], values: Mapping[str, Any]
) -> list[Any]:
    """The parameters of a statement, the values of this call in their places."""
    return [
        _adapted(connection, _value(each, values)) if type(each) is Slot else each
        for each in parameters
    ]


def _value(slot: Slot, values: Mapping[str, Any]) -> Any:
    value = values[slot.name]
    return value if slot.position is None else list(value)[slot.position]


def _adapted(connection: Any, value: Any) -> Any:
    """As the field's own preparation leaves it."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
