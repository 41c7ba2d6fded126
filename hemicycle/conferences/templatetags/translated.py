from django import template

from hemicycle.lib import translated as texts

register = template.Library()


@register.filter
def language_of(value: texts.Translated | None) -> str:
    """The language a translated text is shown in: for the lang attribute."""
    return texts.language_of(value)
