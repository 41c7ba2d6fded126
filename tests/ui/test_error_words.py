"""Errors say what to do, whatever kind of field they are about."""

from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from hemicycle.delegations.forms.persons import PersonNameField
from hemicycle.delegations.models import Registration
from hemicycle.ui import fields
from hemicycle.ui.forms import problems_of


def told(field: forms.Field, given: Any = "", **files: Any) -> list[str]:
    """The words at a field of this kind, labelled "Answer"."""
    field.label = "Answer"
    kind = type("Ask", (forms.Form,), {"answer": field})
    form = kind({"answer": given}, {"answer": files["file"]} if files else {})
    return [problem.text for problem in problems_of(form)]


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (forms.CharField(), "", "fill this in."),
        (fields.NameField(), "", "fill this in."),
        (PersonNameField(), "", "fill this in."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "select an option."),
        (forms.FileField(), "", "choose a file."),
        (
            forms.CharField(max_length=3),
            "abcd",
            "at most 3 characters. This has 4; shorten it.",
        ),
        (
            fields.NameField(),
            "x" * 301,
            "at most 300 characters. This has 301; shorten it.",
        ),
        (
            PersonNameField(),
            "x" * 301,
            "A name has at most 300 characters; this one has 301.",
        ),
        (
            forms.CharField(min_length=3),
            "ab",
            "at least 3 characters. This has 2.",
        ),
        (
            forms.EmailField(),
            "amina(at)example.org",
            "enter one full e-mail address, for example name@example.org.",
        ),
        (
            forms.URLField(assume_scheme="https"),
            "no page",
            "enter the full address of the page, for example https://example.org.",
        ),
        (forms.ChoiceField(choices=[("a", "A")]), "b", "choose one from the list."),
        (fields.CountryField(), "Atlantis", "choose one from the list."),
        (
            forms.ModelChoiceField(Registration.objects.none()),
            "b",
            "choose one from the list.",
        ),
        (
            forms.MultipleChoiceField(choices=[("a", "A")]),
            ["b"],
            "choose from the list.",
        ),
        (
            forms.IntegerField(),
            "six",
            "enter a whole number in digits, for example 12.",
        ),
        (forms.IntegerField(min_value=1), "0", "enter 1 or more."),
        (forms.IntegerField(max_value=9), "10", "enter 9 or less."),
        (
            forms.DateField(),
            "tomorrow",
            "enter the date as year-month-day, for example 2019-08-26.",
        ),
        (
            forms.DateTimeField(),
            "tomorrow",
            "enter the day and time, for example 2019-08-26 09:30.",
        ),
        (
            forms.TimeField(),
            "noon",
            "enter the time as hours:minutes, for example 09:30.",
        ),
        (
            forms.SlugField(),
            "Big Forum",
            "enter lower-case Latin letters, digits and hyphens only, for example "
            "city-forum.",
        ),
        (
            forms.RegexField("[0-9]+"),
            "abc",
            "enter it again, following the hint or the other entries.",
        ),
        (
            forms.CharField(),
            "a\0b",
            "this contains a character that cannot be saved. Type it again.",
        ),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_an_error_names_the_field_and_says_what_to_do(
    field: forms.Field, given: Any, words: str
) -> None:
    assert told(field, given) == [f"Answer: {words}"]


def test_an_empty_file_says_so() -> None:
    empty = SimpleUploadedFile("list.csv", b"")
    assert told(forms.FileField(), file=empty) == [
        "Answer: this file is empty. Choose another."
    ]


def test_our_own_words_stay_as_they_are() -> None:
    def too_late(value: str) -> None:
        raise ValidationError(
            "Come earlier than %(n)s.", code="invalid", params={"n": 9}
        )

    assert told(forms.CharField(validators=[too_late]), "x") == ["Come earlier than 9."]
    own = forms.CharField(error_messages={"required": "Say what happened."})
    assert told(own) == ["Say what happened."]
    code = validators.RegexValidator("^[0-9]+$", "Digits only.")
    assert told(forms.CharField(validators=[code]), "x") == ["Digits only."]


def test_what_a_column_refuses_is_told_at_the_field_too() -> None:
    column = Registration._meta.get_field("functional_title")
    form = type("Ask", (forms.Form,), {"answer": forms.CharField(label="Title")})(
        {"answer": "x" * 201}
    )
    with pytest.raises(ValidationError) as refusal:
        column.clean("x" * 201, None)  # type: ignore[union-attr]
    form.add_error("answer", refusal.value)
    assert [problem.text for problem in problems_of(form)] == [
        "Title: at most 200 characters. This has 201; shorten it."
    ]


def test_the_words_are_arabic_in_arabic() -> None:
    with translation.override("ar"):
        (text,) = told(fields.EmailField(), "amina")
    assert "البريد الإلكتروني" in text
