"""The demonstration's record: who held which office, what is stated and on file."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hemicycle.conferences.journal import Happened
from hemicycle.conferences.models import Conference
from hemicycle.demo import place
from hemicycle.demo.moments import local
from hemicycle.journal.actions import record as enter
from hemicycle.texts import record

RIGHT = """
Salt Lake City, 26 August 2019. The sixty-eighth United Nations Civil Society
Conference opened today in Salt Lake City, Utah, United States of America, under the
theme "Building Inclusive and Sustainable Cities and Communities". It continues until 28 August at the
Salt Palace Convention Center.

António Guterres, Secretary-General of the United Nations, sent a video message. Alison
Smale, Under-Secretary-General for Global Communications, welcomed the participants,
together with Jackie Biskupski, Mayor of Salt Lake City. The Conference Chair, Maruxa
Cardama, spoke to the press on the first day.

The conference is organised by the United Nations Department of Global Communications,
Salt Lake City and the NGO/DPI Executive Committee. More than 5,000 participants are
expected. The Youth Caucus: Youth and Climate Action meets on 28 August 2019 at
8:30 a.m. UNICEF and the Economic and Social Council are represented. María Fernanda Espinosa
Garcés, President of the General Assembly, closes the conference on Wednesday.
""".replace("\n", " ")


@pytest.fixture
def conference(db: None) -> Conference:
    return place.build(local("2019-08-26 07:30"))


def told(tmp_path: Path, text: str, **options: str) -> list[dict[str, Any]]:
    file, out = tmp_path / "item.txt", StringIO()
    file.write_text(text, encoding="utf-8")
    call_command(
        "check_text", str(file), conference=place.SLUG, json=True, stdout=out, **options
    )
    findings: list[dict[str, Any]] = json.loads(out.getvalue())
    return findings


def test_a_right_text_has_no_finding(conference: Conference, tmp_path: Path) -> None:
    assert told(tmp_path, RIGHT) == []


@pytest.mark.parametrize(
    ("right", "wrong", "reason", "says"),
    [
        ("sixty-eighth", "sixty-sixth", "number", "68"),
        (
            "United Nations Civil Society Conference",
            "United Nations Conference of Civic Groups",
            "name",
            "United Nations Civil Society Conference",
        ),
        ("City, Utah", "City, Moravia", "place", "Utah"),
        ("United States of America", "Canada", "place", "United States of America"),
        ("Cities and Communities", "Towns and Communities", "theme",
         "Building Inclusive and Sustainable Cities and Communities"),
        ("Jackie Biskupski", "Jackie Biskupsky", "person", "Jackie Biskupski"),
        ("Mayor of", "Governor of", "office", "Jackie Biskupski: Mayor of Salt Lake City"),
        ("8:30 a.m.", "9:30 a.m.", "time", "08:30–09:45"),
        ("Department of Global Communications", "Department of Global Comunications",
         "body", "United Nations Department of Global Communications"),
    ],
)  # fmt: skip
def test_one_wrong_word_is_the_one_finding(
    conference: Conference,
    tmp_path: Path,
    right: str,
    wrong: str,
    reason: str,
    says: str,
) -> None:
    assert right in RIGHT
    (finding,) = told(tmp_path, RIGHT.replace(right, wrong, 1))
    assert finding["reason"] == reason
    assert finding["record"].startswith(says)
    assert finding["kind"] == ("spelling" if reason == "person" else "contradicts")
    text = RIGHT.replace(right, wrong, 1)
    at = text[finding["offset"] : finding["offset"] + len(finding["words"])]
    assert at == finding["words"]


def test_a_figure_of_its_author_alone_is_not_confirmed(
    conference: Conference, tmp_path: Path
) -> None:
    """5,700 is stated by one source, the one whose text it is."""
    (finding,) = told(tmp_path, "The conference had 5,700 participants.")
    assert (finding["kind"], finding["reason"]) == ("unconfirmed", "figure")
    assert "5,000 (Mayor)" in finding["record"]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("fr", "La 68e Conférence des Nations Unies sur la société civique s’est tenue à "
               "Salt Lake City.", "Conférence des Nations Unies sur la société civique"),
        ("es", "La conferencia se celebró en Salt Lake City, Nebraska, Estados Unidos.",
         "Nebraska"),
        ("ru", "Генеральный секретарь ООН Антониу Гутерриш и президент США прибыли. "
               "Директор ЮНЕСКО Антониу Гутерриш выступил.", "Директор ЮНЕСКО"),
        ("zh", "第68届联合国民间社会会议在美国内华达州盐湖城举行。", "内华达州"),
        ("ar", "عقد المؤتمر الثامن والستون للأمم المتحدة للمجتمع المدني في سولت ليك سيتي، "
               "نيفادا، الولايات المتحدة الأمريكية.", "نيفادا"),
    ],
)  # fmt: skip
def test_other_languages_are_held_against_it_too(
    conference: Conference, tmp_path: Path, language: str, text: str, words: str
) -> None:
    (finding,) = told(tmp_path, text)
    assert (finding["kind"], finding["words"]) == ("contradicts", words)
    assert told(tmp_path, text, language=language) == [finding]


def test_the_demonstration_holds_positive_facts_only() -> None:
    assert all(
        set(person) <= {"name", "role", "also", "source", "spellings", "offices"}
        for person in place.facts()["people"]
    )


def test_the_record_follows_what_happens(conference: Conference) -> None:
    """It is read again after each entry of the journal; what says the same stays
    indexed."""
    before = record.record_of(conference)
    enter(conference, Happened.CHANGED_PART, conference, actor=None)
    assert record.record_of(conference) is before
    conference.co_organisers.update(short_name="Changed")
    assert record.record_of(conference) is before
    enter(conference, Happened.CHANGED_PART, conference, actor=None)
    assert record.record_of(conference) is not before


def test_the_command_says_what_it_cannot_read(
    conference: Conference, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="no conference"):
        call_command("check_text", "x", conference="nowhere")
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_text", str(tmp_path / "x"), conference=place.SLUG)
