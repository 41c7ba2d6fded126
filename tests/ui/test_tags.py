"""The components, one by one."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from hemicycle.ui import seats as half_circle


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_state_is_a_shape_and_a_word_with_a_capital() -> None:
    assert drawn('{% state "good" "approved" %}') == (
        '<span class="state good">Approved</span>'
    )


def test_an_unknown_state_is_a_mistake_of_ours() -> None:
    with pytest.raises(TemplateSyntaxError, match="good, plain, stop, wait"):
        drawn('{% state "green" "Approved" %}')


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "calendar" %}')
    named = drawn('{% icon "lock" label %}', label='sealed "now"')
    assert 'role="img" aria-label="sealed &quot;now&quot;"' in named
    with pytest.raises(FileNotFoundError):
        drawn('{% icon "no-such-icon" %}')


def test_a_name_keeps_its_own_script_beside_it() -> None:
    amina = SimpleNamespace(full_name="Amina <Haddad>", told_script="أمينة حداد")
    assert drawn("{% person p %}", p=amina) == (
        '<span class="person"><bdi>Amina &lt;Haddad&gt;</bdi> '
        '<bdi class="script" lang="und">أمينة حداد</bdi></span>'
    )
    sukarno = SimpleNamespace(full_name="Sukarno", told_script="")
    assert drawn("{% person p %}", p=sukarno) == (
        '<span class="person"><bdi>Sukarno</bdi></span>'
    )


def test_names_in_several_languages_fall_back_to_english() -> None:
    name = {"en": "Opening", "ar": "الافتتاح"}
    with translation.override("ar"):
        assert drawn("{{ name|in_language }}", name=name) == "الافتتاح"
    with translation.override("fr"):
        assert drawn("{{ name|in_language }}", name=name) == "Opening"
    assert drawn("{{ name|in_language }}", name={"ar": "الافتتاح"}) == "الافتتاح"
    assert drawn("{{ name|in_language }}", name=None) == ""


def test_a_country_has_the_name_used_at_the_united_nations() -> None:
    assert drawn('{% country "SY" %}') == "Syrian Arab Republic"
    assert drawn('{% country "" %}') == ""


def test_a_figure_says_what_it_is_and_what_it_is_not() -> None:
    html = drawn(
        '{% figure 5700 "approved" definition="Each person once." source="Register" %}'
    )
    assert "<b>5,700</b>" in html
    assert "<dd>Each person once.</dd>" in html
    unknown = drawn('{% figure None "arrived" %}')
    assert "<b>–</b>" in unknown
    assert "(not known)" in unknown


@pytest.mark.parametrize(
    ("taken", "cap", "words"),
    [
        (0, 20, ["0 of 20", "20 places left", 'width="0.0"']),
        (13, 20, ["13 of 20", "7 places left", 'width="65.0"']),
        (19, 20, ["1 place left"]),
        (20, 20, ["20 of 20", "full"]),
        (25, 20, ["25 of 20", "full", 'width="100.0"']),
        (0, 0, ["0 of 0", "full"]),
    ],
)
def test_a_meter_counts_in_words(taken: int, cap: int, words: list[str]) -> None:
    html = drawn('{% meter taken cap "Places" %}', taken=taken, cap=cap)
    for word in words:
        assert word in html


def test_a_meter_without_a_cap_only_counts() -> None:
    html = drawn('{% meter 13 cap "Places" %}', cap=None)
    assert "<b>13</b>" in html
    assert "<svg" not in html


def test_a_deadline_carries_the_conference_zone_and_the_true_moment() -> None:
    conference = SimpleNamespace(zone="America/Denver")
    midnight = datetime(2019, 8, 14, 6, 0, tzinfo=UTC)
    html = drawn("{% deadline at %}", at=midnight, conference=conference)
    assert html == (
        '<time class="wrap" datetime="2019-08-14T00:00-06:00">'
        "the end of Tuesday 13 August 2019&nbsp;<bdi>MDT</bdi></time>"
    )
    assert drawn("{% deadline at %}", at=None) == ""


def test_no_template_prints_a_deadline_as_a_moment() -> None:
    as_moment = re.compile(r"{% moment [\w.]*(closes_at|expires_at|until)\b")
    careless = [
        path.name
        for path in (settings.ROOT / "hemicycle").glob("*/templates/**/*.html")
        if as_moment.search(path.read_text())
    ]
    assert careless == []


def test_seats_differ_by_shape_in_chart_and_key() -> None:
    groups = [("approved", 1, 1, "full"), ("confirmed", 1, 2, "dot")]
    groups.append(("nominated", 1, 3, "ring"))
    html = drawn('{% seats groups 4 "Places" %}', groups=groups)
    assert re.search(r'<path class="seat-1" d=', html)
    assert re.search(r'<path class="seat-2" stroke-width="[\d.]+" d=', html)
    assert re.search(
        r'class="seat-3" d="([^"]+)"/>\s*<path class="hole".* d="\1"', html
    )
    assert '<li class="seat-1">' in html
    assert '<li class="seat-2 dot">' in html
    assert '<li class="seat-3 ring">' in html


def test_few_seats_are_large_enough_to_be_seen() -> None:
    sizes = [half_circle.hall(count).diameter for count in (1, 3, 6, 12, 40)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] == 25


def test_the_way_up_is_one_component() -> None:
    html = drawn('{% back name "people:emails" %}', name="A <B>")
    assert 'class="back" href="/en/account/emails/"' in html
    assert "<bdi>A &lt;B&gt;</bdi>" in html
    by_hand = [
        path.name
        for path in (settings.ROOT / "hemicycle").glob("*/templates/**/*.html")
        if 'class="back"' in path.read_text()
    ]
    assert by_hand == []


def test_the_way_up_stands_above_the_heading() -> None:
    # Above the heading, or in the row of the heading of a long form.
    blocks = re.compile(r"{% block (?:lead|way) %}.*?{% endblock", re.DOTALL)
    elsewhere = [
        path.name
        for path in (settings.ROOT / "hemicycle").glob("*/templates/**/*.html")
        if "{% back " in blocks.sub("", path.read_text())
    ]
    assert elsewhere == []


def test_pages_keep_the_question() -> None:
    request = RequestFactory().get("/", {"q": "أمينة", "page": "3"})
    page = Paginator(range(5912), 50).page(3)
    html = drawn("{% pages page %}", page=page, request=request)
    assert "101 to 150 of 5,912" in html
    assert 'href="?q=%D8%A3%D9%85%D9%8A%D9%86%D8%A9&amp;page=4" rel="next"' in html
    assert '<span aria-current="page">3</span>' in html
    assert 'href="?q=%D8%A3%D9%85%D9%8A%D9%86%D8%A9&amp;page=119"' in html


def test_one_page_needs_no_links() -> None:
    html = drawn("{% pages page %}", page=Paginator(range(3), 50).page(1))
    assert "1 to 3 of 3" in html
    assert "<ul>" not in html
    empty = drawn("{% pages page %}", page=Paginator([], 50).page(1))
    assert "No results" in empty


def test_steps_say_where_one_is() -> None:
    items = [("Details", "/d/"), "Name", "Consents"]
    html = re.sub(r"\s*\n\s*", "", drawn("{% steps items 2 %}", items=items))
    assert '<li class="done"><a href="/d/">Details</a>' in html
    assert '<li aria-current="step">Name</li>' in html
    assert "<li>Consents</li>" in html


def test_a_question_is_asked_before_it_is_done() -> None:
    class Reason(forms.Form):
        reason = forms.CharField(label="Reason")

    html = drawn(
        '{% confirm_button "Refuse" action="/r/" question="Refuse her?" '
        'kind="stop" form=form hidden=hidden %}',
        form=Reason(),
        hidden={"id": '1"2'},
        csrf_token="T" * 64,
    )
    assert '<form class="question" method="post" action="/r/"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<input type="hidden" name="id" value="1&quot;2">' in html
    assert 'for="id_reason"' in html
    assert html.index("<summary") < html.index("Refuse her?")


def test_a_question_takes_fields_of_its_own() -> None:
    html = drawn(
        '{% confirm "Withdraw" action="/w/" %}<input name="why">{% endconfirm %}'
    )
    assert '<input name="why">' in html
    assert "Are you sure?" in html


def test_a_notice_has_a_sign_and_takes_markup_of_ours_only() -> None:
    html = drawn('{% notice "wait" %}{{ text }}{% endnotice %}', text="<b>")
    assert '<div class="notice wait"><svg' in html
    assert "&lt;b&gt;" in html


def test_an_empty_list_says_what_to_do() -> None:
    html = drawn('{% empty "No invitation yet" "Begin with one." "/new/" "Invite" %}')
    assert '<a class="button plain" href="/new/">Invite</a>' in html
