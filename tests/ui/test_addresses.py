"""`{% url %}` finds each address once, and the right one."""

from typing import Any

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from hemicycle.ui.templatetags.addresses import KeptAddress


def written(template: str, **values: Any) -> str:
    return Template(template).render(Context(values))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("slug", ["one", "two"])
def test_an_address_is_of_its_language_and_arguments(language: str, slug: str) -> None:
    with translation.override(language):
        expected = reverse("website:home", args=[slug])
        for _time in range(2):
            assert written("{% url 'website:home' slug %}", slug=slug) == expected


def test_of_a_number_and_its_text_the_address_is_one() -> None:
    by_text = written("{% url 'website:home' slug %}", slug="7")
    assert written("{% url 'website:home' slug %}", slug=7) == by_text


def test_an_address_that_is_not_there_is_empty_or_an_error() -> None:
    assert written("{% url 'nowhere' as it %}[{{ it }}]") == "[]"
    with pytest.raises(NoReverseMatch):
        written("{% url 'nowhere' %}")


def test_a_name_may_be_given_and_the_address_kept_in_a_variable() -> None:
    expected = reverse("website:home", args=["one"])
    template = "{% url name slug as it %}{{ it }}"
    assert written(template, name="website:home", slug="one") == expected


def test_named_arguments_are_djangos() -> None:
    with_names = Template("{% url 'website:home' conference=slug %}")
    assert not isinstance(with_names.nodelist[0], KeptAddress)
    expected = reverse("website:home", args=["one"])
    assert with_names.render(Context({"slug": "one"})) == expected
