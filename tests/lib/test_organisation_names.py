"""Which spellings are one name of an organisation."""

import pytest

from hemicycle.lib.organisation_names import (
    MAX_KEY,
    key_of,
    key_of_acronym,
    near_key_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réseau Méditerranée Verte", "RESEAU MEDITERRANEE VERTE"),
        ("Jeunes-Élus, Ligue des", "Jeunes Elus (Ligue des)"),
        ("Greenbelt Movement", "Green Belt Movement"),
        ("L’Arche d'Abidjan", "L'Arche d’Abidjan"),
        ("Straße & Recht", "STRASSE RECHT"),
        ("أصدقاء البيئة", "اصدقاء بيئة"),
        ("جمعيّة المدينة", "جمعية المدينة"),
        ("北京 社区中心", "北京社区中心"),
        ("ＡＢＣ ２", "abc 2"),
        ("Ｇreen‏ Belt ", "green belt"),
        ("The Green Belt", "Green Belt"),
        ("Green Belt, The", "the green belt"),
        ("Health & Rights", "Health and Rights"),
        ("Droits et Santé", "DROITS & SANTE"),
        ("Salud y Derechos", "Salud & Derechos"),
        ("Право и здоровье", "Право & здоровье"),
        ("THE HEALTH AND RIGHTS FUND", "Health & Rights Fund"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aurora", "Aurora Network"),
        ("Los Angeles Fund", "Angeles Fund"),
        ("La Paz Verde", "Paz Verde"),
        ("Aurora", "Aurora Inc."),
        ("And", "The"),
        ("Open City 1", "Open City 2"),
        ("Открытый город", "Otkrytyi gorod"),
        ("北京社区中心", "北京社区"),
        ("स्वच्छ नगर", "स्वच्छ नागर"),
        ("Belt Green", "Green Belt"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Les Amis de la Terre", "Amis de la Terre"),
        ("L’Arche d'Abidjan", "Arche d'Abidjan"),
        ("La Paz Verde", "Paz Verde"),
        ("Aurora", "Aurora Inc."),
        ("Aurora e.V.", "AURORA"),
        ("Aurora a.s.b.l.", "Aurora, ASBL"),
        ("Die Brücke gGmbH", "Brücke"),
        ("The Aurora Fund Ltd", "Aurora Fund"),
    ],
)
def test_names_that_may_well_be_one_are_near(one: str, other: str) -> None:
    assert near_key_of(one) == near_key_of(other)
    assert near_key_of("Inc.") == key_of("Inc.")
    assert near_key_of("The") != ""


def test_every_name_has_a_key_that_fits_its_column() -> None:
    assert key_of("ـ") != ""
    long = ["ﷺ" * 300, "ﷺ" * 299 + "b"]
    assert {len(key_of(name)) <= MAX_KEY for name in long} == {True}
    assert key_of(long[0]) != key_of(long[1])
    assert len(key_of("北" * 300)) <= MAX_KEY


def test_an_acronym_is_one_with_and_without_points_and_a_dash_is_none() -> None:
    assert key_of_acronym("W.W.F.") == key_of_acronym("wwf") == "wwf"
    assert [key_of_acronym(cell) for cell in ("", " ", "-", "—")] == [""] * 4
