from django import template

from hemicycle.lib import fields

register = template.Library()


@register.filter
def language_of(value: fields.Translated | None) -> str:
    """The language a translated text is shown in: for the lang attribute."""
    return fields.language_of(value)
