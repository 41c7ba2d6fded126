"""Parts of a list's page are drawn once, with holes for what differs.

The filter bar, heads and foot are the same for every reader who asks for the same
filters and columns. What was typed, how many rows there are and where the next page
begins are filled into the holes of a part that is kept: a template for each of them
costs more than the rows. No personal data is kept in a part.
"""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

if TYPE_CHECKING:
    from hemicycle.tables.page import Page

MOST = 500
"""Parts that are kept in each process."""
_PARTS: dict[tuple[Any, ...], list[str]] = {}

# Characters of no script, so that nothing but a hole holds them.
TEXT, COUNT, SPAN, PREVIOUS, NEXT = "\ue000\ue001\ue002\ue003\ue004"
ON_PAGE, CHANGES, HERE = "\ue005\ue006\ue007"
TEXT_IN_ADDRESS = quote_plus(TEXT)
TAB_COUNTS, TAB_LABELS, TAB_ADDRESSES = 0xE100, 0xE200, 0xE300
HOLES = re.compile(f"({TEXT_IN_ADDRESS}|[\ue000-\ue3ff])")


def part(page: "Page", name: str) -> SafeString:
    """A part as this page shows it: kept by all it shows beside what fills its holes.

    A part without a key is drawn each time, without holes.
    """
    key = page.key_of(name)
    if key is None:
        return SafeString(_drawn(page, name))
    whole = (name, get_language(), key)
    pieces = _PARTS.get(whole)
    if pieces is None:
        if len(_PARTS) >= MOST:
            _PARTS.clear()
        pieces = _PARTS[whole] = HOLES.split(_drawn(hollow(page), name))
    fillings = dict(_fillings(page, name))
    # A template has escaped the pieces, and `_fillings` the rest.
    return SafeString("".join([fillings.get(piece, piece) for piece in pieces]))


def hollow(page: "Page") -> "Page":
    """The same page with holes in the place of what differs."""
    text = TEXT if page.text else ""
    tabs = [
        replace(
            tab,
            count=chr(TAB_COUNTS + n),
            label=chr(TAB_LABELS + n) if tab.is_saved else tab.label,
            href=chr(TAB_ADDRESSES + n) if tab.is_saved else tab.href,
        )
        for n, tab in enumerate(page.tabs)
    ]
    made = copy(page)
    panels = [copy(panel) for panel in page.panels]
    for panel in panels:
        panel.page = made
    made.__dict__ |= {
        "panels": panels,
        "asked": replace(page.asked, text=text), "text": text, "tabs": tabs,
        "count": COUNT, "span": SPAN, "on_page": ON_PAGE,
        "previous": PREVIOUS if page.previous else "",
        "next": NEXT if page.next else "",
        "changes": CHANGES if page.changes else "", "here": HERE,
    }  # fmt: skip
    return made


def _fillings(page: "Page", name: str) -> Iterable[tuple[str, str]]:
    """Each hole that this part can have, with what goes there."""
    if name == "views":
        for n, tab in enumerate(page.tabs):
            yield chr(TAB_COUNTS + n), tab.count
            if tab.is_saved:
                yield chr(TAB_LABELS + n), escape(tab.label)
                yield chr(TAB_ADDRESSES + n), escape(tab.href)
        return
    if name == "foot":
        yield SPAN, page.span
        yield ON_PAGE, page.on_page
        yield PREVIOUS, escape(page.previous)
        yield NEXT, escape(page.next)
        yield CHANGES, escape(page.changes)
        yield HERE, escape(page.here)
    if name != "heads":
        yield COUNT, page.count
    if page.text:
        yield TEXT_IN_ADDRESS, quote_plus(page.text)
        yield TEXT, escape(page.text)


def _drawn(page: "Page", name: str) -> str:
    return render_to_string(f"ui/lists/{name}.html", {"page": page})
