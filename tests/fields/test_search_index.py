"""Whatever a migration does to a searched table, search finds its rows afterwards."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from hemicycle.fields.search import SearchField, check_indexes, missing_indexes, search
from hemicycle.organisations.models import Organisation
from tests.cast import make_organisation

SEARCHED = [
    model
    for model in apps.get_models()
    if any(isinstance(field, SearchField) for field in model._meta.local_fields)
]


def warnings() -> list[str]:
    return [warning.id or "" for warning in check_indexes(None, ["default"])]


def found(text: str) -> set[str]:
    return {row.name for row in search(Organisation.objects.all(), "search", text)}


@pytest.fixture
def column(transactional_db: None) -> Iterator[models.Field[str, str]]:
    """A column that every searched table gains: SQLite copies and drops the tables."""
    field: models.Field[str, str] = models.CharField(max_length=5, db_default="new")
    field.set_attributes_from_name("trial")
    for model in SEARCHED:
        field.model = model
        with connection.schema_editor() as editor:
            editor.add_field(model, field)
    yield field
    for model in SEARCHED:
        with connection.schema_editor() as editor:
            editor.remove_field(model, field)
    call_command("migrate", verbosity=0)


def test_there_are_searched_tables_and_each_has_its_index(db: None) -> None:
    assert SEARCHED
    assert missing_indexes(connection, SEARCHED) == []
    assert warnings() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps indexes")
def test_a_table_that_lost_its_index_is_told(column: models.Field[str, str]) -> None:
    """The control of the test below: a column alone does take the triggers away."""
    assert missing_indexes(connection, SEARCHED) == SEARCHED
    assert warnings() == ["fields.W001"] * len(SEARCHED)


def test_the_next_migration_finds_every_row_again(
    column: models.Field[str, str],
) -> None:
    make_organisation("Unindexed")
    call_command("migrate", verbosity=0)
    assert missing_indexes(connection, SEARCHED) == []
    make_organisation("Afterwards")
    assert (found("unindexed"), found("afterwards")) == ({"Unindexed"}, {"Afterwards"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps indexes")
def test_rows_written_without_an_index_are_indexed_when_it_returns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER organisations_organisation_fts_insert")
    make_organisation("Unindexed")
    assert found("unindexed") == set()
    assert missing_indexes(connection, SEARCHED) == [Organisation]
    call_command("migrate", verbosity=0)
    assert found("unindexed") == {"Unindexed"}
