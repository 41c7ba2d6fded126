"""Forms: what is asked is clear, what is wrong is said twice in the same words."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils import translation

from hemicycle.lib import countries
from hemicycle.ui import fields
from hemicycle.ui.fields.translated import TranslatedFormField
from hemicycle.ui.sections import Section
from hemicycle.ui.synonyms import synonyms


class Nomination(forms.Form):
    full_name = fields.NameField(label="Full name", help_text="As you write it.")
    born_on = fields.DateField3(label="Date of birth", latest=dt.date(2001, 8, 26))
    nationality = fields.CountryField(label="Nationality")
    role = forms.ChoiceField(
        label="Role",
        choices=[("head", "Head"), ("member", "Member")],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(label="Remarks", required=False)
    accepts = forms.BooleanField(label="I accept")


def ids_in(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


def test_a_new_form_shows_no_problem() -> None:
    html = str(Nomination())
    assert 'class="summary"' not in html
    assert "aria-invalid" not in html


def test_the_summary_says_what_the_fields_say_and_links_to_them() -> None:
    html = str(Nomination({}))
    summary, _, rest = html.partition('<div class="form">')
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert links == [
        ("id_full_name", "Full name: fill this in."),
        ("id_born_on_0", "Date of birth: fill this in."),
        ("id_nationality", "Nationality: select an option."),
        ("id_role_0", "Role: select an option."),
        ("id_accepts", "Tick this box: I accept"),
    ]
    for target, words in links:
        assert target in ids_in(rest)
        assert f"<span>{words}</span>" in rest


def test_the_summary_takes_the_focus_without_script() -> None:
    assert 'role="alert" tabindex="-1" autofocus' in str(Nomination({}))


def test_hint_and_error_belong_to_the_field() -> None:
    html = str(Nomination({}))
    described = re.findall(r'aria-describedby="([^"]+)"', html)
    assert "id_full_name_helptext id_full_name_error" in described
    for names in described:
        assert set(names.split()) <= ids_in(html)


def test_only_what_may_be_left_out_is_marked() -> None:
    html = str(Nomination())
    assert html.count("(optional)") == 1
    assert " required" not in html
    assert 'aria-required="true"' in html


def test_what_was_typed_is_still_there() -> None:
    typed = {
        "full_name": "أمينة <b>حداد</b>",
        "born_on_day": "31",
        "born_on_month": "Febuary",
        "born_on_year": "1990",
        "nationality": "TN",
        "role": "head",
    }
    html = str(Nomination(typed))
    assert 'value="أمينة &lt;b&gt;حداد&lt;/b&gt;"' in html
    assert 'value="Febuary"' in html
    assert '<option value="TN" selected>' in html
    assert re.search(r'value="head"[^>]* checked', html)
    assert "Enter the month as a number from 1 to 12 or by its name." in html


def test_names_take_their_own_direction_and_the_browsers_help() -> None:
    html = str(Nomination()["full_name"])
    for attribute in ('autocomplete="name"', 'dir="auto"', 'maxlength="300"'):
        assert attribute in html


def test_a_formset_has_one_summary_for_all_its_forms() -> None:
    Formset = formset_factory(Nomination, extra=0)
    formset = Formset(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-full_name": "Sukarno",
            "form-1-role": "head",
        }
    )
    html = str(formset)
    assert html.count('class="summary"') == 1
    assert 'href="#id_form-1-full_name"' in html
    assert 'href="#id_form-0-full_name"' not in html


def test_a_refusal_of_the_whole_form_is_said_once() -> None:
    form = Nomination({})
    form.add_error(None, "The delegation is full.")
    assert str(form).count("The delegation is full.") == 1


def test_fields_stand_under_the_headings_of_the_form() -> None:
    class Grouped(Nomination):
        sections = [
            Section("About you", "As in the passport.", ["full_name", "born_on"])
        ]

    html = str(Grouped())
    start = html.index("<legend>About you</legend>")
    end = html.index("</fieldset>", html.index("id_born_on_2"))
    assert (
        start
        < html.index("As in the passport.")
        < html.index("id_full_name")
        < end
        < html.index("id_nationality")
    )


def test_a_text_in_several_languages_names_each() -> None:
    class Named(forms.Form):
        name = TranslatedFormField(languages=["en", "ar"])

    html = str(Named())
    assert 'lang="en">English</bdi>' in html
    assert 'lang="ar">العربية</bdi>' in html
    assert 'id="id_name_1"' in html
    assert 'dir="rtl"' in html


# -- Dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month",
    [
        "8",
        "08",
        "٨",
        "Aug",
        "aug.",
        "AUGUST",
        "août",
        "aout",
        "agosto",
        "август",
        "августа",
        "八月",
        "8月",
        "آب",
        "أغسطس",
        "آب/أغسطس",
    ],
)
def test_a_month_may_be_named_in_any_language(month: str) -> None:
    assert fields.DateField3().clean(["26", month, "2019"]) == dt.date(2019, 8, 26)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["", "", ""], "required"),
        (["26", "", "2019"], "incomplete"),
        (["26", "13", "2019"], "month"),
        (["26", "Augst", "2019"], "month"),
        (["32", "8", "2019"], "day"),
        (["x", "8", "2019"], "day"),
        (["9" * 5_000, "8", "2019"], "day"),
        (["26", "9" * 5_000, "2019"], "month"),
        (["26", "8", "9" * 5_000], "year"),
        (["26", "8", "19"], "year"),
        (["31", "4", "2019"], "impossible"),
        (["29", "2", "2019"], "impossible"),
        (["26", "8", "1899"], "early"),
        (["26", "8", "2101"], "late"),
    ],
)
def test_a_date_says_which_part_is_wrong(typed: list[str], code: str) -> None:
    field = fields.DateField3(earliest=dt.date(1900, 1, 1), latest=dt.date(2100, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)
    assert refusal.value.code == code


@pytest.mark.parametrize(("year", "code"), [("9999", "late"), ("0001", "early")])
def test_a_day_at_the_end_of_the_calendar_is_refused(year: str, code: str) -> None:
    """An hour more, or another zone, would lead out of it: an error on every page."""
    with pytest.raises(ValidationError) as refusal:
        fields.DateField3().clean(["31", "12", year])
    assert refusal.value.code == code


def test_an_optional_date_may_be_empty() -> None:
    assert fields.DateField3(required=False).clean(["", "", ""]) is None


def test_a_stored_date_is_shown_in_its_parts() -> None:
    form = Nomination(initial={"born_on": dt.date(1990, 2, 3)})
    values = re.findall(r'value="(\d+)"', str(form["born_on"]))
    assert values == ["3", "2", "1990"]


def test_the_year_comes_first_in_chinese() -> None:
    with translation.override("zh-hans"):
        html = str(Nomination()["born_on"])
    assert html.index("id_born_on_2") < html.index("id_born_on_0")


# -- Codes and countries ---------------------------------------------------------------


@pytest.mark.parametrize("typed", ["123456", "123 456", "123-456", "١٢٣٤٥٦", " 123456"])
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert fields.CodeField().clean(typed) == "123456"


@pytest.mark.parametrize("typed", ["12345", "1234567", "12345a"])
def test_a_wrong_code_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="6 digits"):
        fields.CodeField().clean(typed)


def test_a_country_is_a_plain_select_that_knows_where_more_names_are() -> None:
    html = str(Nomination()["nationality"])
    assert '<option value="DE">Germany</option>' in html
    assert 'data-synonyms="/static/ui/countries.json"' in html
    assert {"Deutschland", "DEU", "德国", "ألمانيا"} <= set(synonyms("DE"))


def test_a_country_may_arrive_by_name() -> None:
    field = fields.CountryField()
    assert field.clean("Deutschland") == "DE"
    assert field.clean("de") == "DE"
    with pytest.raises(ValidationError):
        field.clean("Atlantis")


def test_the_search_in_the_browser_finds_what_the_server_finds() -> None:
    """Every usual word, code and name at home stands in the page."""
    for code in countries.CODES:
        assert countries.find(synonyms(code)[0])
        assert countries.ALPHA_3[code] in synonyms(code)


@pytest.mark.parametrize("text", ["Congo", "Корея", "Virgin Islands"])
def test_a_name_of_two_countries_is_refused_with_both(text: str) -> None:
    field = fields.CountryField()
    with pytest.raises(ValidationError) as refusal:
        field.clean(text)
    assert refusal.value.code == "several-countries"
    for code in countries.meanings(text):
        assert f"({code})" in refusal.value.messages[0]
