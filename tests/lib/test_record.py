"""The record check, on invented conferences in six languages, with errors seeded."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from hemicycle.lib.record import (
    Edition,
    Figure,
    Finding,
    Kind,
    Name,
    Office,
    Person,
    Reason,
    Record,
    check,
)
from hemicycle.lib.record.people import fits_pinyin, same_person_across_scripts
from tests.lib.record_world import ERRORS, LANGUAGES, WORLDS, article, record_of

TRIALS = 4
"""Texts of each language and kind of error; `python -m bench.record` reads more."""


def touches(finding: Finding, wrong: tuple[int, int]) -> bool:
    return finding.offset < wrong[1] and wrong[0] < finding.offset + len(finding.words)


def test_what_is_seeded_is_found_and_nothing_else() -> None:
    """At least 95% in every language and of every kind; at most 2% beside it."""
    records = [record_of(world, Random(1)) for world in WORLDS]
    seeded, found, wrong_alarms = Counter[str](), Counter[str](), Counter[str]()
    for language in LANGUAGES:
        for error in ERRORS:
            for trial in range(TRIALS):
                n = trial % len(WORLDS)
                rng = Random(f"{language} {error} {trial}")
                text = article(WORLDS[n], language, error, rng)
                assert text.wrong
                findings = check(text.text, records[n], language)
                hits = [each for each in findings if touches(each, text.wrong)]
                for group in (language, error):
                    seeded[group] += 1
                    found[group] += bool(hits)
                wrong_alarms[language] += len(hits) < len(findings)
    missed = {group: found[group] / seeded[group] for group in seeded}
    assert {group: rate for group, rate in missed.items() if rate < 0.95} == {}
    assert all(
        wrong_alarms[language] <= 0.02 * seeded[language] for language in LANGUAGES
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_right_text_is_passed_over_in_silence(language: str) -> None:
    for n, world in enumerate(WORLDS):
        record = record_of(world, Random(1))
        for trial in range(4):
            text = article(world, language, None, Random(f"{n} {trial}"))
            assert check(text.text, record, language) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("António Guterres", "Антониу Гутерриш"),
        ("António Guterres", "أنطونيو غوتيريش"),
        ("Nguyễn Thị Minh Khai", "Nguyen Thi Minh Khai"),
        ("Wang Yanguo", "王雁国"),
        ("Zeng Qinghong", "曾庆红"),
        ("Yanguo Wang", "王雁国"),
        ("Mohammed Al-Rashid", "محمد الراشد"),
        ("Vladimir Petrov", "Владимир Петров"),
    ],
)
def test_one_name_in_two_scripts_is_one_name(one: str, other: str) -> None:
    assert same_person_across_scripts(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Yanguo", "Wang Yanrong"),
        ("Wang Yanrong", "王雁国"),
        ("António Guterres", "Антонина Гутерман"),
        ("Mohammed Al-Rashid", "أحمد الراشد"),
    ],
)
def test_two_names_are_not_one(one: str, other: str) -> None:
    assert not same_person_across_scripts(one, other)


def test_a_sign_of_several_readings_fits_each_of_them() -> None:
    assert fits_pinyin("单雄信", "Shan Xiongxin")
    assert not fits_pinyin("单雄信", "Shan Xionggui")


def record(*terms: object) -> Record:
    this = Edition(
        31,
        [Name("International Congress Conference of Ferrymen", "en")],
        is_this=True,
        first_day=date(2020, 5, 4),
        last_day=date(2020, 5, 6),
        source="set-up",
    )
    return Record([this, *terms])  # type: ignore[list-item]


MAYOR = Person(
    ["Ottilie Brandvold"],
    offices=[
        Office(
            {"en": "Harbour Master"}, date(2010, 1, 1), date(2017, 12, 31), "gazette"
        ),
        Office(
            {"en": "Mayor of Larvik"}, date(2018, 1, 1), date(2022, 1, 1), "gazette"
        ),
    ],
)


def test_a_title_counts_on_its_days() -> None:
    text = "Ottilie Brandvold, Mayor of Larvik, welcomed the ferrymen."
    assert check(text, record(MAYOR), "en", day=date(2020, 5, 4)) == []
    (finding,) = check(text, record(MAYOR), "en", day=date(2016, 5, 4))
    assert (finding.kind, finding.reason) == (Kind.CONTRADICTS, Reason.OFFICE)
    assert (
        finding.record == "Ottilie Brandvold: Mayor of Larvik (2018-01-01–2022-01-01)"
    )
    assert finding.source == "gazette"


def test_an_office_of_somebody_else_says_whose_it_is() -> None:
    other = Person(["Jonas Vik"], offices=[Office({"en": "Governor of Telemark"})])
    (finding,) = check(
        "Governor of Telemark Ottilie Brandvold spoke.", record(MAYOR, other), "en",
        day=date(2020, 5, 4),
    )  # fmt: skip
    assert finding.words == "Governor of Telemark"
    assert finding.record.endswith("Jonas Vik: Governor of Telemark")


def test_two_spellings_of_somebody_unknown_are_both_named_and_neither_is_proposed() -> (
    None
):
    text = "Zhou Meilan led the group. On the second day Zhou Meiling thanked the port."
    (finding,) = check(text, record(), "en")
    assert finding.kind is Kind.SPELLING
    assert (finding.words, finding.others) == ("Zhou Meiling", ("Zhou Meilan",))
    assert (finding.record, finding.repair) == ("", "")
    assert finding.places == (0, text.index("Zhou Meiling"))


def test_two_people_side_by_side_are_two_people() -> None:
    assert check("Zhou Meilan and Zhou Meiling rowed.", record(), "en") == []


def test_two_people_on_record_are_two_people() -> None:
    people = [Person(["Zhou Meilan"]), Person(["Zhou Meiling"])]
    text = "Zhou Meilan led the group. On the second day Zhou Meiling thanked the port."
    assert check(text, record(*people), "en") == []


def test_a_figure_that_only_its_author_states_confirms_nothing() -> None:
    stated = Figure("participants", 900, "the club", is_independent=False)
    (finding,) = check("It drew 900 participants.", record(stated), "en")
    assert (finding.kind, finding.reason) == (Kind.UNCONFIRMED, Reason.FIGURE)
    counted = Figure("participants", 900, "statistics", is_final=True)
    assert check("It drew 900 participants.", record(stated, counted), "en") == []


@pytest.mark.parametrize(
    ("words", "agrees"),
    [
        ("more than 800 participants", True),
        ("more than 500 participants", False),
        ("nearly 900 participants", True),
        ("850 participants", False),
    ],
)
def test_a_bound_agrees_with_what_it_bounds(words: str, agrees: bool) -> None:
    counted = Figure("participants", 870, "statistics", is_final=True)
    findings = check(f"It drew {words}.", record(counted), "en")
    assert (findings == []) is agrees


def test_a_finding_is_said_once_with_all_its_places() -> None:
    text = (
        "The International Congress Conference of Trainmen began. "
        "The International Congress Conference of Trainmen ended."
    )
    (finding,) = check(text, record(), "en")
    assert finding.record == "International Congress Conference of Ferrymen"
    assert finding.places == (4, 4 + text.index("The", 5))


def test_a_record_of_nothing_contradicts_nothing() -> None:
    assert (
        check("The 12th Conference of Ferrymen met in Oslo, Norway.", Record([])) == []
    )


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "…", "٢" * 40, "“" * 50, "(,(,(" * 50]
)
def test_odd_texts_are_read_to_their_end(text: str) -> None:
    assert check(text, record(MAYOR)) == []
