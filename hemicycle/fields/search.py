"""The words by which a row is found, and the index on them.

The index of a `SearchField` is a migration operation, `AddSearchIndex`: FTS5 on SQLite,
a GIN index on PostgreSQL. Words are prepared by `lib.search`; why not the databases'
own: docs/decisions/search.md.
"""

# ruff: noqa: S608  # SQL of our own names; what people typed is a parameter

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
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


class AddSearchIndex(Operation):
    """Migration operation: index a model's SearchField, on either database.

    On SQLite, triggers keep the index true whatever writes the table. A later migration
    that changes the table there loses them (Django copies and drops the table): end it
    with this operation again. `missing_indexes` and a test tell who forgot.
    """

    reversible = True

    def __init__(self, model_name: str, column: str = "search") -> None:
        self.model_name, self.column = model_name, column

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For squashing."""
        return (
            self.__class__.__name__,
            [],
            {"model_name": self.model_name, "column": self.column},
        )

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models don't change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Build the index, with the rows already there."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self._drop(schema_editor, model)
            for statement in self._statements(schema_editor.connection.vendor, model):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the index."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self._drop(schema_editor, model)

    def describe(self) -> str:
        """As shown by sqlmigrate."""
        return f"Search index on {self.model_name}.{self.column}"

    @property
    def migration_name_fragment(self) -> str:
        """Part of an automatic name."""
        return f"search_{self.model_name.lower()}"

    def _drop(
        self, schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]
    ) -> None:
        table = model._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f'DROP INDEX IF EXISTS "{table}_fts"', params=None)
            return
        for event in ("insert", "update", "delete"):
            trigger = f'DROP TRIGGER IF EXISTS "{table}_fts_{event}"'
            schema_editor.execute(trigger, params=None)
        for name in (f"{table}_fts", f"{table}_fts_owner"):
            schema_editor.execute(f'DROP TABLE IF EXISTS "{name}"', params=None)

    def _statements(self, vendor: str, model: type[models.Model]) -> Iterable[str]:
        table, column = model._meta.db_table, self.column
        key = model._meta.pk
        assert key is not None
        if vendor == "postgresql":
            quoted = f'"{column}"'
            return [
                f'CREATE INDEX "{table}_fts" ON "{table}" USING gin ({_vector(quoted)})'
            ]
        # Own row numbers: those of a table with a text key change under VACUUM.
        docid = (
            f'(SELECT docid FROM "{table}_fts_owner" WHERE owner = %s."{key.column}")'
        )
        new, old = docid % "new", docid % "old"
        return [
            f'CREATE TABLE "{table}_fts_owner" '
            "(docid INTEGER PRIMARY KEY, owner NOT NULL UNIQUE)",
            f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5('
            "words, detail = none, prefix = '2 3', "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* Co'\")",
            f'INSERT INTO "{table}_fts_owner" (owner) '
            f'SELECT "{key.column}" FROM "{table}"',
            f'INSERT INTO "{table}_fts" (rowid, words) SELECT docid, "{column}" '
            f'FROM "{table}" JOIN "{table}_fts_owner" ON owner = "{key.column}"',
            f'CREATE TRIGGER "{table}_fts_insert" AFTER INSERT ON "{table}" BEGIN '
            f'INSERT INTO "{table}_fts_owner" (owner) VALUES (new."{key.column}"); '
            f'INSERT INTO "{table}_fts" (rowid, words) VALUES ({new}, new."{column}"); '
            "END",
            f'CREATE TRIGGER "{table}_fts_update" AFTER UPDATE OF "{column}" '
            f'ON "{table}" WHEN old."{column}" IS NOT new."{column}" BEGIN '
            f'UPDATE "{table}_fts" SET words = new."{column}" WHERE rowid = {new}; END',
            f'CREATE TRIGGER "{table}_fts_delete" AFTER DELETE ON "{table}" BEGIN '
            f'DELETE FROM "{table}_fts" WHERE rowid = {old}; '
            f'DELETE FROM "{table}_fts_owner" WHERE owner = old."{key.column}"; END',
        ]


def refresh_statistics() -> None:
    """Tell the database how its rows are spread. After bulk loads, and daily.

    Without it SQLite reads a whole conference for every search: 150 ms instead of 1.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def missing_indexes(
    connection: BaseDatabaseWrapper, all_models: Iterable[type[models.Model]]
) -> list[str]:
    """The tables with a SearchField whose index is not there. Asked by a test."""
    searchable = [
        model._meta.db_table
        for model in all_models
        if any(isinstance(field, SearchField) for field in model._meta.local_fields)
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes")
            wanted = ["{}_fts"]
        else:
            cursor.execute("SELECT name FROM sqlite_master")
            wanted = ["{}_fts", "{}_fts_insert", "{}_fts_update", "{}_fts_delete"]
        there = {row[0] for row in cursor.fetchall()}
    return [
        table
        for table in searchable
        if not all(name.format(table) in there for name in wanted)
    ]
