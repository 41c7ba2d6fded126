import pytest
from django import forms

from hemicycle.lib import translated
from hemicycle.ui import fields, formats


class Form(forms.Form):
    name = fields.TranslatedFormField(languages=["en", "ar"], needed=["en"])
    note = fields.TranslatedFormField(languages=["en", "ar"], required=False, long=True)


@pytest.mark.parametrize(
    ("value", "language", "text", "spoken"),
    [
        ({"en": "Opening", "ar": "الافتتاح"}, "ar", "الافتتاح", "ar"),
        ({"en": "Opening"}, "ar", "Opening", "en"),
        ({"fr": "Ouverture"}, "ar", "Ouverture", "fr"),
        ({"pt": "Abertura"}, "pt-br", "Abertura", "pt"),
        ({"en": "", "fr": "Ouverture"}, "en", "Ouverture", "fr"),
        ({}, "ar", "", "ar"), (None, "en", "", "en"),
    ],
)  # fmt: skip
def test_a_text_falls_back_to_english_then_to_any(
    value: dict[str, str] | None, language: str, text: str, spoken: str
) -> None:
    assert translated.in_language(value, language) == text
    assert translated.language_of(value, language) == spoken


def test_each_language_has_an_input_with_its_direction() -> None:
    html = str(Form()["name"])
    assert html.count("<input") == 2
    assert 'lang="en" dir="ltr"' in html
    assert 'lang="ar" dir="rtl"' in html
    assert f'id="{Form()["name"].id_for_label}"' in html


def test_the_value_is_a_dictionary_without_empty_texts() -> None:
    form = Form({"name_en": " Opening ", "name_ar": "", "note_ar": "نص"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": {"en": "Opening"}, "note": {"ar": "نص"}}


def test_what_is_stored_is_shown_and_unchanged() -> None:
    stored = {"name": {"en": "Opening", "ar": "الافتتاح"}, "note": {}}
    html = str(Form(initial=stored)["name"])
    assert 'value="Opening"' in html
    assert 'value="الافتتاح"' in html
    same = {"name_en": "Opening", "name_ar": "الافتتاح", "note_en": "", "note_ar": ""}
    assert Form(same, initial=stored).changed_data == []


def test_errors_name_the_language_and_keep_what_was_typed() -> None:
    form = Form({"name_en": "", "name_ar": "ا" * 301})
    assert not form.is_valid()
    assert form.errors["name"] == [
        "English: enter a text.",
        "Arabic: at most 300 characters, not 301.",
    ]
    assert "ا" * 301 in str(form["name"])


def test_a_language_that_django_does_not_know_is_named_and_has_a_direction() -> None:
    assert formats.language_name("zh") == "Chinese"
    assert [formats.direction(code) for code in ("zh", "ar")] == ["ltr", "rtl"]
