"""What finds whom; then the same on the database in use."""

import pytest
from django.db import connection, transaction

from hemicycle.fields import search as search_fields
from hemicycle.lib import search
from hemicycle.organisations.models import Organisation
from tests.cast import make_organisation


def finds(query: str, *parts: str) -> bool:
    """As the database decides: every token begins a word of the index."""
    words = search.index_text(*parts).split()
    return all(
        any(word.startswith(token) for word in words) for token in search.tokens(query)
    )


FOUND = [
    ("ami", "Amina Diallo"), ("DIALLO ami", "Amina Diallo"), ("aми", "Амина Петрова"),
    ("ами", "Амина Петрова"), ("amina petrova", "Амина Петрова"),
    ("wang xiu", "WANG Xiuying"), ("xiu wang", "Wang Xiuying"), ("王秀", "王秀英"),
    ("秀英", "王秀英"), ("王", "王秀英"), ("英", "王秀英"), ("철수", "김철수"),
    ("やまだ", "やまだ たろう"), ("muller", "Müller"), ("mueller", "Müller"),
    ("müller", "Muller"), ("odegard", "Ødegård"), ("oedegaard", "Ødegård"),
    ("lukasz", "Łukasz"), ("strasse", "Straße"), ("obrien", "O'Brien"),
    ("o'brien", "O’Brien"), ("brien", "O'Brien"), ("jean pierre", "Jean-Pierre"),
    ("jean-pierre", "Jean-Pierre"), ("jeanpierre", "Jean-Pierre"),
    ("محمد", "مُحَمَّد"), ("الامين", "الأمين"), ("أمين", "الأمين"),
    ("الحداد", "حداد"), ("فاطمه", "فاطمة"),
    ("علي", "على"), ("کریم", "كريم"), ("محـــمد", "محمد"), ("nguyen", "Nguyễn"),
    ("कृष्ण", "कृष्णा"), ("አበበ", "አበበ ቢቂላ"), ("élena", "Elena"), ("２０１９", "2019"),
    ("٢٠١٩", "2019"), ("amina\u200f", "Amina"), ("ﬁnland", "Finland"),
    ("amina aurora", "Amina"), ("", "Amina"),
    ("mohamed", "Mohammed"), ("mohammed", "Mohamed"), ("mohamm", "Mohamed"),
    ("mohamm", "Mohammed"), ("muhammad", "Muhamad"), ("mariam", "Maryam"),
    ("maryam", "Mariam"), ("mary", "Maryam"), ("mary", "Mary"), ("ayy", "Ayyub"),
    ("ayyu", "Ayyub"), ("aiyub", "Ayyub"), ("husain", "Hussayn"), ("emily", "Emili"),
    ("henri", "Henry"), ("henry", "Henri"), ("philipp", "Philip"), ("lee", "Lee"),
    ("ann", "Anna"), ("ana", "Anna"), ("anna", "Анна"), ("ivanna", "Іванна"),
    ("moeller", "Möller"), ("moller", "Möller"), ("nguien", "Nguyễn"),
    ("yasmin", "Yassmin"), ("odegaard", "Ødegaard"), ("kqq7", "KQQ7"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "name"), FOUND)
def test_every_spelling_finds_its_owner(query: str, name: str) -> None:
    assert finds(query, name, "Aurora Foundation")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("mina", "Amina"),
        ("wang x", "Wang Li"),
        ("英王", "王秀英"),
        ("محمود", "محمد"),
        ("ann", "Andrew"),
        ("lee", "Leo"),
        ("mary", "Maria"),
        ("iasmin", "Yasmin"),
        ("kq7", "KQQ7"),
    ],
)
def test_others_are_not_found(query: str, name: str) -> None:
    assert not finds(query, name)


@pytest.mark.parametrize(
    "name",
    [
        "Mohammed",
        "Ayyoubb",
        "Lyyra",
        "Hussayn",
        "Anneliese",
        "Yy",
        "Attyya",
        "Iyad",
    ],
)
def test_whatever_is_typed_of_a_name_finds_it(name: str) -> None:
    for length in range(1, len(name) + 1):
        assert finds(name[:length], name)


def test_an_index_holds_each_word_as_written_and_as_written_alike() -> None:
    text = search.index_text("Mohammed 王秀", None, "7KQQM2XY", "Maryam, Mohammed")
    assert text == "mohammed mohamed 王秀 秀 7kqqm2xy maryam mariam"


def test_tokens_hold_nothing_but_letters_marks_and_digits() -> None:
    wild = "\"a\" OR 'b*' NEAR(c) -d ^e : {f} \\ g'; DROP TABLE x -- % _ \x00 | & ! <->"
    for token in search.tokens(wild):
        assert token.isalnum()


ROWS = [
    "Amina Diallo", "Амина Петрова", "WANG Xiuying 王秀英", "Wang Li", "Jörg Müller",
    "الأمين مُحَمَّد", "Jean-Pierre O'Brien", "कृष्णा",
]  # fmt: skip


@pytest.fixture
def rows(db: None) -> list[Organisation]:
    return [make_organisation(name) for name in ROWS]


def found(text: str) -> set[str]:
    names = search_fields.search(Organisation.objects.all(), "search", text)
    return set(names.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ami", {0, 1}), ("aми", {0, 1}), ("wang", {2, 3}), ("xiu wang", {2}),
        ("王秀", {2}), ("mueller jorg", {4}), ("محمد امين", {5}), ("obrien", {6}),
        ("कृष्ण", {7}), ("nobody", set()), ("", set(range(8))),
        ("  ?! ", set()),
        ("\"wang\" OR *'--", set()), ("'; DROP TABLE x; --", set()),
        ("&|!:*", set()),
    ],
)  # fmt: skip
def test_the_database_answers_alike(
    rows: list[Organisation], query: str, names: set[int]
) -> None:
    assert found(query) == {ROWS[place] for place in names}


def test_the_index_follows_changes_bulk_writes_and_deletions(
    rows: list[Organisation],
) -> None:
    amina = rows[0]
    amina.name, amina.search = "Zeynep", search.index_text("Zeynep")
    amina.save(update_fields=["name", "search"])
    assert found("diallo") == set()
    assert found("zey") == {"Zeynep"}
    Organisation.objects.filter(pk=rows[3].pk).update(search=search.index_text("Omar"))
    assert found("omar") == {"Wang Li"}
    rows[4].delete()
    assert found("jorg") == set()
    Organisation.objects.bulk_create(
        [Organisation(name=n, search=search.index_text(n), country="TN") for n in "xy"]
    )
    assert found("x") == {"x", "WANG Xiuying 王秀英"}


def test_a_rolled_back_row_is_not_found(rows: list[Organisation]) -> None:
    with transaction.atomic():
        make_organisation("Phantom")
        transaction.set_rollback(True)
    assert found("phantom") == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own")
def test_row_numbers_survive_a_vacuum(rows: list[Organisation]) -> None:
    """Renumbered rows of the searched table must not lead to other people."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner FROM organisations_organisation_fts_owner")
        owners = {row[0] for row in cursor.fetchall()}
    assert owners == {row.pk for row in rows}


def test_statistics_are_refreshed_on_either_database(
    rows: list[Organisation],
) -> None:
    search_fields.refresh_statistics()
    assert found("wang") == {"WANG Xiuying 王秀英", "Wang Li"}
