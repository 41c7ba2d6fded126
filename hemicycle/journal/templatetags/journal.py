from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hemicycle.journal.receipts import FIELD, new_key

register = template.Library()


@register.simple_tag
def submission() -> SafeString:
    """A hidden field that makes the form be stored once. The view carries `@once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
