"""Inline icons: a subset of Lucide, as published. icons/LICENSE goes with them."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = Path(__file__).resolve().parent / "icons"
# Arrows that point along the line of reading turn round in right-to-left pages.
ALONG_THE_LINE = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "log-in",
    "log-out",
    "undo-2",
    "send",
    "list",
    "door-open",
    "external-link",
}


@cache
def icon(name: str, label: str = "") -> SafeString:
    """The drawing, hidden from screen readers unless it has a label of its own.

    Raises FileNotFoundError for a name that is not in ui/icons.
    """
    source = (ICONS / f"{name}.svg").read_text()
    drawn = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if drawn is None:
        raise ValueError(f"ui/icons/{name}.svg holds no drawing")
    # Safe: a file of this repository whose checksum a test compares.
    drawing = mark_safe(re.sub(r"\s*\n\s*", "", drawn[1]))
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="24" height="24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round" {}>{}</svg>',
        " flip" if name in ALONG_THE_LINE else "",
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        drawing,
    )
