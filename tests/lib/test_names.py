import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.lib import names

KEPT = [
    "Wang Xiuying", "王秀英", "الأمين محمد", "O'Brien-Łukasiewicz", "María José",
    "Nguyễn Thị Hồng", "X", "अमृता प्रीतम", "क्‍ष", "می‌خواهم", "አበበ ቢቂላ", "김철수",
    "Ѐ́лена", "ǃXóõ", "Þórdís", "A" * 300, "a" + "\u0301" * 100,
]  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_a_name_stays_as_its_owner_writes_it(name: str) -> None:
    assert names.clean_name(name) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Amina   Diallo\n", "Amina Diallo"),
        ("Amina\u202eollaiD", "AminaollaiD"),
        ("\u2067Amina\u2069 \u202aX\u202c", "Amina X"),
        ("Am\x00i\x07na\tD", "Amina D"),
        ("A\ufeffm\u200bi\u00adna", "Amina"),
        ("e\u0301", "é"),
    ],
)
def test_what_deceives_is_taken_away(typed: str, kept: str) -> None:
    assert names.clean_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter the name"), ("   \u202e ", "Enter the name"),
        ("12345", "at least one letter"), ("A" * 301, "at most 300"),
        ("A\ud800", "damaged"),
    ],
)  # fmt: skip
def test_no_name_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        names.clean_name(typed)


@given(st.text(max_size=320))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    try:
        once = names.clean_name(text)
    except ValueError:
        return
    assert names.clean_name(once) == once
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert 1 <= len(once) <= 300


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Xiuying WANG", "Wang Xiuying"), ("Müller", "MULLER"),
        ("Abdel Rahman Sayed", "Sayed Abdelrahman"), ("O’Brien", "OBrien"),
        ("Jean-Pierre", "Jean Pierre"), ("Łukasz", "Lukasz"), ("مُحمّد", "محمد"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert names.same_name(one, other)
    assert names.same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Wang Yanguo", "Wang Yanrong"), ("Ana", "Ana Maria"), ("Ada Nab", "Bad Ana")],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert not names.same_name(one, other)
    assert not names.same_name(other, one)


def test_a_badge_name_is_within_the_name_on_the_id() -> None:
    whole = "DIALLO Aminata Fatou"
    assert names.name_within("Aminata Diallo", whole)
    assert names.name_within("F. Diallo", whole)
    assert not names.name_within("Amina Diallo", whole)
    assert not names.name_within("Diallo Diallo", whole)
    assert names.name_within("Abdel Rahman", "Abdelrahman")
