"""The words by which a row is found, and the index on them.

The index of a `SearchField` is FTS5 on SQLite, kept true by triggers whatever writes
the table, and GIN on PostgreSQL; it is built after every migration that left one
missing. Words are prepared by `lib.search`; why not the databases' own:
docs/decisions/search.md.
"""

# ruff: noqa: S608  # SQL of our own names; what people typed is a parameter

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Warning
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from hemicycle.lib.search import MAX_QUERY_WORDS, tokens

AnyModel = TypeVar("AnyModel", bound=models.Model)

if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
    _Lookup = models.Lookup[Any]
else:  # Django's own classes take no type parameters
    _TextField, _Lookup = models.TextField, models.Lookup


class SearchField(_TextField):
    """The words by which a row is found. Fill it with `index_text` when saving."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("editable", False)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


@SearchField.register_lookup
class BeginsWords(_Lookup):
    """`field__begins_words=tokens`: every token begins a word of the indexed column."""

    lookup_name = "begins_words"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        """The tokens as they are; each database gets its own query text."""
        return "", value

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[str]]:
        column = self.lhs
        assert isinstance(column, Col)
        model = column.target.model
        table, key = model._meta.db_table, model._meta.pk
        assert column.alias
        assert key is not None
        quote = connection.ops.quote_name
        index, owners = quote(f"{table}_fts"), quote(f"{table}_fts_owner")
        match = " AND ".join(f'"{token}"*' for token in self.rhs)
        sql = (
            f"{quote(column.alias)}.{quote(str(key.column))} IN "
            f"(SELECT owner FROM {owners} WHERE docid IN "
            f"(SELECT rowid FROM {index} WHERE {index} MATCH %s))"
        )
        return sql, [match]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        lhs, params = self.process_lhs(compiler, connection)
        query = " & ".join(f"'{token}':*" for token in self.rhs)
        return f"{_vector(lhs)} @@ %s::tsquery", [*params, query]


def search(
    queryset: models.QuerySet[AnyModel], column: str, text: str
) -> models.QuerySet[AnyModel]:
    """The rows whose `column` (a SearchField, also across a relation) fits the text.

    An empty text: all rows. One without a word in it ("%"), or words nobody has: none.
    Keeps the order given.
    """
    wanted = tokens(text)[:MAX_QUERY_WORDS]
    if not wanted:
        return queryset.none() if text.strip() else queryset
    return queryset.filter(**{f"{column}__begins_words": wanted})


def _vector(column: str) -> str:
    # Not to_tsvector: its parser cuts words at Indic vowel signs, by locale.
    return f"array_to_tsvector(string_to_array({column}, ' '))"


def build_missing_indexes(
    sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **unused: Any
) -> None:
    """After every migration: whatever lost its index, or never had one, is indexed.

    On SQLite, Django rebuilds a table whose columns change, and its triggers are gone:
    search would find nobody and say nothing. Here they come back, whichever migration
    it was, forwards or backwards, and each row is read again.
    """
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for model in missing_indexes(connection, sender.get_models()):
            for statement in _statements(connection.vendor, model):
                cursor.execute(statement)


def missing_indexes(
    connection: BaseDatabaseWrapper, models: Iterable[type[models.Model]]
) -> list[type[models.Model]]:
    """The models whose search is not, or not wholly, indexed. A table that is not there
    yet, or has no such column yet, lacks nothing."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        return [
            model
            for model in models
            if (field := _search_field(model)) is not None
            and model._meta.db_table in tables
            and field.column in _columns(connection, cursor, model)
            and not _is_indexed(connection, cursor, model)
        ]


def _search_field(model: type[models.Model]) -> SearchField | None:
    own = model._meta.local_fields
    return next((field for field in own if isinstance(field, SearchField)), None)


def _columns(
    connection: BaseDatabaseWrapper, cursor: Any, model: type[models.Model]
) -> set[str]:
    table = model._meta.db_table
    columns = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in columns}


def _is_indexed(
    connection: BaseDatabaseWrapper, cursor: Any, model: type[models.Model]
) -> bool:
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT 1 FROM pg_indexes WHERE tablename = %s AND indexname = %s",
            [table, f"{table}_fts"],
        )
        return cursor.fetchone() is not None
    wanted = {f"{table}_fts{part}" for part in ("", "_insert", "_update", "_delete")}
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE name = %s OR tbl_name = %s",
        [f"{table}_fts", table],
    )
    if not wanted <= {row[0] for row in cursor.fetchall()}:
        return False
    cursor.execute(
        f'SELECT 1 FROM "{table}" WHERE "{_key_column(model)}" NOT IN '
        f'(SELECT owner FROM "{table}_fts_owner") LIMIT 1'
    )
    return cursor.fetchone() is None


def _key_column(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)


def _statements(vendor: str, model: type[models.Model]) -> list[str]:
    """Drop what is left of an index, and build it with the rows that are there."""
    table, key = model._meta.db_table, _key_column(model)
    field = _search_field(model)
    assert field is not None
    column = field.column
    if vendor == "postgresql":
        words = _vector(f'"{column}"')
        return [
            f'DROP INDEX IF EXISTS "{table}_fts"',
            f'CREATE INDEX "{table}_fts" ON "{table}" USING gin ({words})',
        ]
    # Own row numbers: those of a table with a text key change under VACUUM.
    docid = f'(SELECT docid FROM "{table}_fts_owner" WHERE owner = %s."{key}")'
    new, old = docid % "new", docid % "old"
    return [
        *(
            f'DROP TRIGGER IF EXISTS "{table}_fts_{event}"'
            for event in ("insert", "update", "delete")
        ),
        f'DROP TABLE IF EXISTS "{table}_fts"',
        f'DROP TABLE IF EXISTS "{table}_fts_owner"',
        f'CREATE TABLE "{table}_fts_owner" '
        "(docid INTEGER PRIMARY KEY, owner NOT NULL UNIQUE)",
        f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5('
        "words, detail = none, prefix = '2 3', "
        "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")",
        f'INSERT INTO "{table}_fts_owner" (owner) SELECT "{key}" FROM "{table}"',
        f'INSERT INTO "{table}_fts" (rowid, words) SELECT docid, "{column}" '
        f'FROM "{table}" JOIN "{table}_fts_owner" ON owner = "{key}"',
        f'CREATE TRIGGER "{table}_fts_insert" AFTER INSERT ON "{table}" BEGIN '
        f'INSERT INTO "{table}_fts_owner" (owner) VALUES (new."{key}"); '
        f'INSERT INTO "{table}_fts" (rowid, words) VALUES ({new}, new."{column}"); '
        "END",
        f'CREATE TRIGGER "{table}_fts_update" AFTER UPDATE OF "{column}" '
        f'ON "{table}" WHEN old."{column}" IS NOT new."{column}" BEGIN '
        f'UPDATE "{table}_fts" SET words = new."{column}" WHERE rowid = {new}; END',
        f'CREATE TRIGGER "{table}_fts_delete" AFTER DELETE ON "{table}" BEGIN '
        f'DELETE FROM "{table}_fts" WHERE rowid = {old}; '
        f'DELETE FROM "{table}_fts_owner" WHERE owner = old."{key}"; END',
    ]


def check_indexes(
    app_configs: Iterable[AppConfig] | None,
    databases: Iterable[str] | None = None,
    **unused: Any,
) -> list[CheckMessage]:
    """`manage.py check --database default`. A warning: `migrate` itself mends it, and
    would not run over an error."""
    configs = list(app_configs or apps.get_app_configs())
    all_models = [model for config in configs for model in config.get_models()]
    return [
        Warning(
            f"{model._meta.label} is searched without an index: rows are not found.",
            hint="manage.py migrate builds it again.",
            obj=model,
            id="fields.W001",
        )
        for alias in databases or ()
        for model in missing_indexes(connections[alias], all_models)
    ]


def refresh_statistics() -> None:
    """Tell the database how its rows are spread. After bulk loads, and daily.

    Without it SQLite reads a whole conference for every search: 150 ms instead of 1.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")
