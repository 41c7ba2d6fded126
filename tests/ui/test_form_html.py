"""The functions that write inputs say what Django's templates would say."""

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from hemicycle.ui import fields
from hemicycle.ui.fields.translated import TranslatedFormField
from hemicycle.ui.form_html import WRITTEN
from hemicycle.ui.forms import Field, Renderer
from hemicycle.ui.selects import LongSelect

ROLES = [("head", "Head & heart"), ("", "None"), (3, gettext_lazy("Member"))]
GROUPED = [("Staff", [("a", "A"), ("b", "B")]), ("Guests", [("c", "<C>")]), (7, 1234)]


class FromDjango(DjangoTemplates):
    """Django's own writing of an input: what ours must say, in less time."""

    bound_field_class = Field


class Gallery(forms.Form):
    error_css_class = "wrong"
    required_css_class = "needed"

    text = forms.CharField(label="Text <b>", help_text="What you & <i>they</i> say")
    safe = forms.CharField(help_text=format_html("<b>{}</b>", "<"), required=False)
    name = fields.NameField(initial='"Amina" <o\'Neil>')
    email = fields.EmailField(required=False)
    code = fields.CodeField(length=8)
    number = forms.IntegerField(initial=12345, min_value=0)
    day = forms.DateField(initial=dt.date(2019, 8, 26))
    three = fields.DateField3(label="Date")
    secret = forms.CharField(widget=forms.PasswordInput)
    remarks = forms.CharField(widget=forms.Textarea)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="<&>")
    tick = forms.BooleanField(help_text="You may", initial=True)
    free = forms.BooleanField(required=False, disabled=True)
    select = forms.ChoiceField(choices=ROLES)
    grouped = forms.ChoiceField(choices=GROUPED, initial=7, required=False)
    radio = forms.ChoiceField(
        choices=ROLES, widget=forms.RadioSelect, help_text="Only one", initial="head"
    )
    boxes = forms.MultipleChoiceField(
        choices=GROUPED, widget=forms.CheckboxSelectMultiple, initial=["a", "c"]
    )
    many = forms.MultipleChoiceField(choices=GROUPED, initial=["b"])
    unknown = forms.NullBooleanField()
    country = fields.CountryField()
    file = forms.FileField(required=False)
    attributes = forms.CharField(
        widget=forms.TextInput(
            {"data-x": '"<', "autofocus": True, "hidden": False, "size": 1234}
        )
    )


TYPED = {
    "text": "<script>",
    "name": "",
    "email": "nobody",
    "number": "many",
    "day": "today",
    "three_day": "31",
    "grouped": "c",
    "boxes": ["b", "z"],
    "tick": "",
}


def one_line(html: str) -> str:
    """Without the white space that only lays a template out."""
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), html)


OUR_OWN = {"three", "radio", "boxes", "country", "file"}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("data", [None, {}, TYPED], ids=["new", "empty", "wrong"])
@pytest.mark.parametrize("prefix", [None, "row-1"])
def test_each_input_is_what_django_would_write(
    language: str, data: dict[str, Any] | None, prefix: str | None
) -> None:
    if data and prefix:
        data = {f"{prefix}-{name}": value for name, value in data.items()}
    with translation.override(language):
        ours = Gallery(data, prefix=prefix)
        djangos = Gallery(data, prefix=prefix, renderer=FromDjango())
        for name in ours.fields.keys() - OUR_OWN:
            assert one_line(str(ours[name])) == one_line(str(djangos[name]))


def test_a_long_select_is_written_like_any_other() -> None:
    class Two(forms.Form):
        plain = forms.ChoiceField(choices=ROLES, initial="3", required=False)
        long = forms.ChoiceField(
            choices=ROLES, initial="3", required=False, widget=LongSelect
        )

    form = Two()
    assert str(form["plain"]).replace("plain", "long") == str(form["long"])


def test_every_function_is_asked_for_by_a_form() -> None:
    asked: set[str] = set()

    class Listening(Renderer):
        def render(
            self,
            template_name: str,
            context: dict[str, Any],
            request: HttpRequest | None = None,
        ) -> str:
            asked.add(template_name)
            return super().render(template_name, context, request)

    class InLanguages(Gallery):
        title = TranslatedFormField(languages=["en", "ar"])

    str(InLanguages({}, renderer=Listening()))
    assert {WRITTEN[name] for name in asked & set(WRITTEN)} == set(WRITTEN.values())


def test_a_text_in_languages_has_an_input_for_each_in_its_direction() -> None:
    class Titled(forms.Form):
        title = TranslatedFormField(languages=["en", "ar"])

    written = str(Titled({"title_en": "A <b>"})["title"])
    assert written == (
        '<div class="languages"><label for="id_title_0"><bdi lang="en">English</bdi>'
        '<input type="text" name="title_en" value="A &lt;b&gt;" lang="en" dir="ltr" '
        'aria-label="English" id="id_title_0"></label>'
        '<label for="id_title_1"><bdi lang="ar">العربية</bdi>'
        '<input type="text" name="title_ar" lang="ar" dir="rtl" '
        'aria-label="العربية" id="id_title_1"></label></div>'
    )


def test_what_was_typed_cannot_become_markup() -> None:
    evil = "\"'><script>alert(1)</script>"
    html = str(Gallery(dict.fromkeys(Gallery.base_fields, evil), prefix=None))
    assert "<script>" not in html
    assert "&quot;&#x27;&gt;&lt;script&gt;" in html
