"""A prepared query answers as its queryset does, whatever it is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import NotSupportedError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hemicycle.fields.prepared import MOST_SHAPES, Prepared, prepared
from hemicycle.journal.actions import record
from hemicycle.journal.models import Entry
from hemicycle.organisations.journal import Happened
from hemicycle.organisations.models import Organisation

NOON = datetime(2019, 8, 26, 12, tzinfo=UTC)


@pytest.fixture
def organisations(db: None) -> list[Organisation]:
    named = [
        ("Aurora", "KE", ""), ("Borealis", "TN", "x"), ("50% now", "KE", "x_y"),
        ("it's", "", ""), ("مؤسسة", "TN", ""),
    ]  # fmt: skip
    return Organisation.objects.bulk_create(
        Organisation(
            name=name,
            country=country,
            city=city,
            created_at=NOON + timedelta(hours=number),
        )
        for number, (name, country, city) in enumerate(named)
    )


def by_text(*, country: str | None, begins: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        country=country, name__startswith=begins
    ).order_by("name")


def by_names(*, names: list[str], apart: str | None) -> QuerySet[Organisation]:
    return (
        Organisation.objects.filter(name__in=names).exclude(city=apart).order_by("pk")
    )


def between(*, since: datetime, until: datetime | None) -> QuerySet[Organisation]:
    late = Q() if until is None else Q(created_at__lte=until)
    return Organisation.objects.filter(late, created_at__gt=since).order_by("pk")


def with_company(*, country: str, city: str, page: int) -> QuerySet[Organisation]:
    beside = Organisation.objects.filter(country=OuterRef("country")).exclude(
        pk=OuterRef("pk")
    )
    return (
        Organisation.objects.only("name", "city")
        .annotate(
            has_company=Exists(beside.filter(city=city)),
            first_beside=Subquery(beside.order_by("-name").values("name")[:1]),
            page=F("created_at"),
        )
        .filter(Q(country=country) | Q(city__icontains=city))
        .order_by("name")[:3]
    )


def seen(rows: list[Any]) -> list[dict[str, Any]]:
    """All that a row holds, what was not read and what was computed included."""
    return [
        {key: value for key, value in vars(row).items() if key != "_state"}
        for row in rows
    ]


def alike(queryset: Any, **values: Any) -> list[Any]:
    """Ask three times, the plan being made, kept and used again; and plainly."""
    asked = prepared(queryset)
    plain = list(queryset(**values))
    for _time in range(3):
        rows = asked(**values)
        assert seen(rows) == seen(plain)
        assert [row.get_deferred_fields() for row in rows] == [
            row.get_deferred_fields() for row in plain
        ]
        assert [vars(row._state).get("db") for row in rows] == [
            row._state.db for row in plain
        ]
    return plain


SIGNS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
TEXT = st.text(SIGNS, max_size=6)
SOME = st.sampled_from(["KE", "TN", "", "x", "x_y", "Aurora", "50%", "O'", "_", "\\"])


@hypothesis_settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(country=SOME | TEXT | st.none(), begins=SOME | TEXT)
def test_texts_patterns_and_null(
    organisations: list[Organisation], country: str | None, begins: str
) -> None:
    alike(by_text, country=country, begins=begins)


@hypothesis_settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(SOME | TEXT, max_size=5), apart=SOME | st.none())
def test_lists_of_any_length(
    organisations: list[Organisation], names: list[str], apart: str | None
) -> None:
    alike(by_names, names=names, apart=apart)


@pytest.mark.parametrize("until", [None, NOON, NOON + timedelta(hours=2)])
def test_moments(organisations: list[Organisation], until: datetime | None) -> None:
    rows = alike(between, since=NOON, until=until)
    assert len(rows) == {None: 4, NOON: 0}.get(until, 2)


def test_annotations_subqueries_deferred_columns_and_slices(
    organisations: list[Organisation],
) -> None:
    assert len(alike(with_company, country="KE", city="x", page=1)) == 3


def test_null_is_asked_for_in_its_own_way() -> None:
    """The control: one plan for both would compare with NULL and find nothing."""
    asked = prepared(by_text)
    sql = {
        country: str(by_text(country=country, begins="a").query)
        for country in ("KE", None)
    }
    assert "IS NULL" in sql[None]
    assert "IS NULL" not in sql["KE"]
    assert isinstance(asked, Prepared)


def test_it_asks_one_statement_each_time_and_compiles_once(
    organisations: list[Organisation],
) -> None:
    built = []

    @prepared
    def named(*, name: str) -> QuerySet[Organisation]:
        built.append(name)
        return Organisation.objects.filter(name=name)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert [row.name for row in named(name="Aurora")] == ["Aurora"]
        assert [row.name for row in named(name="Borealis")] == ["Borealis"]
        assert named(name="Aurora' OR 1=1") == []
    assert len(asked.captured_queries) == 3
    assert len(built) == 1


def test_what_was_written_in_the_transaction_is_seen_and_undone_with_it(
    organisations: list[Organisation],
) -> None:
    asked = prepared(by_text)
    assert asked(country="FR", begins="") == []
    with transaction.atomic():
        Organisation.objects.filter(name="Aurora").update(country="FR")
        assert [row.name for row in asked(country="FR", begins="")] == ["Aurora"]
        transaction.set_rollback(True)
    assert asked(country="FR", begins="") == []


def test_a_broken_transaction_refuses_as_ever(
    organisations: list[Organisation],
) -> None:
    asked = prepared(by_text)
    asked(country="KE", begins="")
    with transaction.atomic():
        transaction.set_rollback(True)
        connection.needs_rollback = True
        with pytest.raises(TransactionManagementError):
            asked(country="KE", begins="")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")
def test_a_lock_needs_a_transaction_also_the_second_time() -> None:
    @prepared
    def locked(*, name: str) -> QuerySet[Organisation]:
        return Organisation.objects.select_for_update().filter(name=name)

    with transaction.atomic():
        assert locked(name="Aurora") == []
    with pytest.raises(TransactionManagementError):
        locked(name="Aurora")


def test_what_is_sorted_by_language_is_compiled_for_each(db: None) -> None:
    @prepared
    def sorted_by_language(*, country: str) -> QuerySet[Organisation]:
        column = "name" if translation.get_language() == "en" else "-name"
        return Organisation.objects.filter(country=country).order_by(column)

    for name in ("a", "b"):
        Organisation.objects.create(name=name, country="KE")
    assert [row.name for row in sorted_by_language(country="KE")] == ["a", "b"]
    with translation.override("ar"):
        assert [row.name for row in sorted_by_language(country="KE")] == ["b", "a"]


def test_related_rows_come_along(cast: Any) -> None:
    @prepared
    def entries(*, verb: str) -> QuerySet[Entry]:
        return Entry.objects.filter(verb=verb).select_related("actor").order_by("pk")

    verb = Happened.CHANGED
    for _time in range(2):
        record(cast.conference, verb, cast.aurora, actor=cast.rosa)
    record(cast.conference, verb, cast.aurora, actor=None)
    plain = list(Entry.objects.filter(verb=verb).select_related("actor").order_by("pk"))
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            rows = entries(verb=verb)
            assert [row.actor for row in rows] == [row.actor for row in plain]
        assert len(asked.captured_queries) == 1


@pytest.mark.parametrize(
    "queryset",
    [
        lambda name: Organisation.objects.filter(name=name).values("name"),
        lambda name: Organisation.objects.filter(name=name).values_list("name"),
        lambda name: Organisation.objects.filter(name=name).prefetch_related("names"),
    ],
)
def test_what_it_cannot_do_is_refused(db: None, queryset: Any) -> None:
    queryset.__name__ = "refused"
    with pytest.raises(NotSupportedError):
        prepared(queryset)(name="x")


@pytest.mark.parametrize("value", [1.5, object(), Organisation(), {"a": 1}, [None]])
def test_values_it_would_not_adapt_are_refused(db: None, value: Any) -> None:
    with pytest.raises(TypeError):
        prepared(by_text)(country=value, begins="")


def test_lists_of_many_lengths_do_not_fill_the_memory(db: None) -> None:
    asked = prepared(by_names)
    for length in range(MOST_SHAPES + 5):
        asked(names=["x"] * length, apart="")
    assert len(asked._plans) == MOST_SHAPES


@pytest.fixture
def four_names(transactional_db: None) -> list[str]:
    Organisation.objects.bulk_create(
        [Organisation(name=f"n{n}", country="KE") for n in range(4)]
    )
    return [f"n{n}" for n in range(4)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="in memory")
def test_each_thread_asks_its_own_connection(four_names: list[str]) -> None:
    asked = prepared(by_text)

    def ask(name: str) -> list[str]:
        try:
            return [row.name for row in asked(country="KE", begins=name)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, four_names)) == [[name] for name in four_names]
