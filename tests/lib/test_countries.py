import re

import pytest

from hemicycle.lib import countries
from hemicycle.lib.country_names import SYNONYMS, UN_NAMES

SCRIPTS = {
    "en": "[A-Za-z]", "fr": "[A-Za-z]", "es": "[A-Za-z]", "ru": "[А-Яа-яё]",
    "zh": "[\u4e00-\u9fff]", "ar": "[\u0600-\u06ff]",
}  # fmt: skip


def test_193_members_two_observers_and_other_areas() -> None:
    assert sum(map(countries.is_member, countries.CODES)) == 193
    assert [c for c in countries.CODES if countries.is_observer(c)] == ["PS", "VA"]
    assert len(countries.CODES) == 250
    assert all(len(names) == 6 for names in UN_NAMES.values())


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_name_is_written_in_its_language(language: str) -> None:
    strange = "|".join(s for s in SCRIPTS.values() if s != SCRIPTS[language])
    for code in countries.CODES:
        name = countries.name(code, language)
        assert re.search(SCRIPTS[language], name), (code, name)
        assert not re.search(strange, name), (code, name)
    names = [name for _code, name in countries.choices(language)]
    assert len(names) == len(set(names)) == 250


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("TR", "en", "Türkiye"), ("VN", "en", "Viet Nam"),
        ("KR", "en", "Republic of Korea"),
        ("LA", "en", "Lao People's Democratic Republic"),
        ("IR", "en", "Iran (Islamic Republic of)"),
        ("BO", "fr", "Bolivie (État plurinational de)"),
        ("PS", "en", "State of Palestine"),
        ("VA", "ar", "الكرسي الرسولي"), ("SY", "ar", "الجمهورية العربية السورية"),
        ("RU", "ru", "Российская Федерация"), ("US", "es", "Estados Unidos de América"),
        ("CD", "zh", "刚果民主共和国"),
        ("KP", "fr", "République populaire démocratique de Corée"),
        ("FR", "zh", "法国"), ("GB", "de", "Vereinigtes Königreich"), ("XX", "en", ""),
        ("fr", "xx", "France"),
    ],
)  # fmt: skip
def test_names_are_those_of_the_united_nations(
    code: str, language: str, name: str
) -> None:
    assert countries.name(code, language) == name


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_name_and_code_finds_its_country(language: str) -> None:
    for code in countries.CODES:
        assert countries.find(countries.name(code, language)) == code
        assert countries.find(code.lower()) == code


def test_every_synonym_finds_its_country() -> None:
    lost = [
        (code, text)
        for code, texts in SYNONYMS.items()
        for text in texts
        if countries.find(text) != code
    ]
    assert lost == []
    assert sum(map(len, SYNONYMS.values())) + 6 * 250 >= 400  # goal U11's number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("côte d’ivoire", "CI"), ("COTE D IVOIRE", "CI"), ("Deutschland", "DE"),
        ("CHE", "CH"), ("u.s.a.", "US"), ("日本", "JP"), ("საქართველო", "GE"),
        ("Sao Tome & Principe", "ST"), ("España", "ES"),
        ("भारत", "IN"), ("Congo", "CG"),
        ("Guinea", "GN"), ("Niger", "NE"), ("nowhere", None), ("", None), ("?", None),
    ],
)  # fmt: skip
def test_what_people_type_is_understood(text: str, code: str | None) -> None:
    assert countries.find(text) == code


def test_choices_follow_the_alphabet_of_the_language() -> None:
    assert [c for c, _name in countries.choices("en")][:2] == ["AF", "AX"]
    french = [c for c, _name in countries.choices("fr")]
    assert french.index("DE") < french.index("AU")  # Allemagne, Australie
    assert french.index("EG") < french.index("ES")  # Égypte among the E
    arabic = [c for c, _name in countries.choices("ar")]
    assert arabic.index("AR") < arabic.index("TN")  # الأرجنتين under alef, not lam
