"""Finding people and things in any spelling and any script.

A searchable model has one `SearchField` that holds the words of its names, prepared by
`index_text`. Each word of a query must begin a word there. The index on that column is
a migration operation, `AddSearchIndex`: FTS5 on SQLite, a GIN index on PostgreSQL.

Prepared means: compatibility forms, case and accents off; Arabic letters folded, vowel
marks and tatweel off; Chinese, Japanese and Korean as pairs of signs; Cyrillic also in
Latin letters; Latin words also with doubled letters once and "y" as "i". So "wang xiu",
"Xiu WANG", "Müller", "mueller", "Mohamed", "王秀", "амина" and "الأمين" find who they
mean. Why not the databases' own: docs/decisions/search.md.
"""

# ruff: noqa: S608  # SQL of our own names; what people typed is a parameter

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

AnyModel = TypeVar("AnyModel", bound=models.Model)

MAX_QUERY_WORDS = 12
"""Further words of a query are not looked at."""

_FOLDED = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ŋ": "n", "ə": "a", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ŧ": "t", "ƴ": "y",
    "ɛ": "e", "ɔ": "o", "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ہ": "ه",
    "ھ": "ه", "ګ": "گ", "ـ": "",
}  # fmt: skip
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z",
    "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i",
    "є": "ye", "ґ": "g", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz",
    "қ": "k", "ғ": "g", "ұ": "u", "ү": "u", "ң": "n", "ө": "o", "һ": "h", "ә": "a",
}  # fmt: skip
_TO_LATIN = str.maketrans(_LATIN)
_APOSTROPHES = "'’‘ʼʻʹʿʾ`´＇"
_JOINERS = re.compile(rf"(?<=\w)[{_APOSTROPHES}\-‐‑](?=\w)")
_PAIRED = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003fffd]+"
)
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN_LETTER = re.compile("[a-z]")
_SPELLED = re.compile(f"[{''.join(_SPELLED_OUT)}]")


_DOUBLED = re.compile(r"([a-z])\1+")
_LATIN_WORD = re.compile("[a-z]{3,}")
_SETTLED = 5
"""Letters after which a word that is still being typed may lose its last one."""


class _Fold(dict[int, str]):
    """Code point -> what is left of it. Fills itself; used with str.translate."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = "".join(_folded(chr(point)))
        return folded


def _folded(sign: str) -> Iterator[str]:
    if sign in _APOSTROPHES:
        return
    for part in unicodedata.normalize("NFKD", sign.casefold()):
        category = unicodedata.category(part)
        if category == "Nd":
            yield str(unicodedata.decimal(part))
        elif category[0] in "LN":
            yield _FOLDED.get(part, part)
        elif category[0] == "M":
            # Vowel signs of Indic scripts have class 0 and stay; accents do not.
            if not unicodedata.combining(part) and not _is_variation(part):
                yield part
        elif category not in ("Cf", "Cc") or part.isspace():
            yield " "


def _is_variation(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


_FOLD = _Fold()


def fold(text: str) -> str:
    """The text without case, accents and punctuation; words divided by one space."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLD)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def words(text: str) -> list[str]:
    """The folded words of a text, in order. Chinese and Korean are not divided."""
    return fold(text).split()


def tokens(text: str) -> list[str]:
    """What to look for: each must begin a word of the index. Empty for no words."""
    found: list[str] = []
    for word in words(text):
        if _CYRILLIC.search(word) and _LATIN_LETTER.search(word):
            word = word.translate(_TO_LATIN)
        for piece in _pieces(_without_article(word)):
            wanted = _alike(piece) if _is_settled(piece) else piece
            if wanted not in found:
                found.append(wanted)
    return found


def index_text(*parts: str | None) -> str:
    """What to store in a SearchField: the words of all parts with their variants."""
    found: dict[str, None] = {}
    for part in parts:
        for token in _index_tokens(part or ""):
            found[token] = None
            found[_alike(token)] = None
    return " ".join(found)


def _alike(word: str) -> str:
    """Mohammed and Mohamed, Maryam and Mariam as one. The first letter stays."""
    if not _LATIN_WORD.fullmatch(word):
        return word
    return _DOUBLED.sub(r"\1", word[0] + word[1:].replace("y", "i"))


def _is_settled(word: str) -> bool:
    """Whether it may be looked for as written alike, and nobody is lost by it.

    "ann" stays: as "an" it would find every Andrew. So does a short word whose end may
    still become another ("lee", "mary"); these find what begins as it is typed.
    """
    return len(word) >= _SETTLED or word[-1] not in f"y{word[-2:-1]}"


def _index_tokens(text: str) -> Iterator[str]:
    for word in words(text):
        for piece in _pieces(word):
            yield piece
            if _PAIRED.match(piece):
                yield piece[-1]
        if _CYRILLIC.search(word):
            yield from filter(None, (word.translate(_TO_LATIN),))
        if (bare := _without_article(word)) != word:
            yield bare
    if _JOINERS.search(text):
        yield from words(_JOINERS.sub("", text))
        yield from words(_JOINERS.sub(" ", text))
    lower = unicodedata.normalize("NFC", text.lower())
    if _SPELLED.search(lower):
        yield from words(_SPELLED.sub(lambda sign: _SPELLED_OUT[sign[0]], lower))


def _without_article(word: str) -> str:
    """Who is written "الحداد" here is "حداد" there; a short word may be a name."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _pieces(word: str) -> Iterator[str]:
    """The word, with runs of Chinese, Japanese or Korean as overlapping pairs."""
    end = 0
    for run in _PAIRED.finditer(word):
        if before := word[end : run.start()]:
            yield before
        signs, end = run[0], run.end()
        if len(signs) == 1:
            yield signs
        for place in range(len(signs) - 1):
            yield signs[place : place + 2]
    if rest := word[end:]:
        yield rest


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
