"""Lists, plain tables, and a form that is one button."""

import secrets
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hemicycle.ui import icons

register = template.Library()


@register.inclusion_tag("ui/lists/list.html", takes_context=True)
def list(context: Context, page: Any) -> dict[str, Any]:
    """A list with its filters, rows and foot. `page` is a `tables.lists.Page`."""
    return {
        "page": page,
        "conference": context.get("conference"),
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
        # A key of its own, so that what is sent twice is done once.
        "submission": secrets.token_urlsafe(16),
    }


@register.inclusion_tag("ui/lists/heading.html", takes_context=True)
def list_heading(context: Context, page: Any) -> dict[str, Any]:
    """The page's heading and its views, with their counts."""
    return {
        "page": page,
        "conference": context.get("conference"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, label: Any, action: str, kind: str = "plain slim", **values: Any
) -> SafeString:
    """A form that is one button: posts `values` to `action` without a question.

    `kind` are the button's classes; an `icon` among the values stands before the label.
    """
    picture = icons.icon(values.pop("icon")) if "icon" in values else ""
    return format_html(
        '<form method="post" action="{}" class="post">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="button {}">{}{}</button></form>',
        action,
        context.get("csrf_token", ""),
        format_html_join(
            "", '<input type="hidden" name="{}" value="{}">', values.items()
        ),
        kind,
        picture,
        label,
    )
