"""Puts what was typed back into a form of a finished page.

A form that was sent and not stored (its sender's session had ended, the language was
changed meanwhile) is shown again by the same view as before; then its inputs get the
values that were sent. So no view has to know of it, and nothing is stored by it.
"""

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

CARRIED = frozenset({"as_read"})
"""Hidden fields that belong to what was typed; all others belong to the page."""
NOT_TYPED = frozenset({"submit", "button", "image", "reset", "file", "password"})

Sent = Mapping[str, Sequence[str]]
Attributes = dict[str, str | None]


class Tag(NamedTuple):
    """A tag of the page: where it begins and ends, and what it says."""

    start: int
    end: int
    name: str
    attributes: Attributes
    is_end: bool


class _Tags(HTMLParser):
    """Every tag with its place in the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.lines = [0]
        for line in html.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.html = html
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._here()
        end = start + len(self.get_starttag_text() or "")
        self.tags.append(Tag(start, end, tag, dict(attrs), False))

    def handle_endtag(self, tag: str) -> None:
        start = self._here()
        end = self.html.find(">", start) + 1
        self.tags.append(Tag(start, end, tag, {}, True))

    def _here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column


def refilled(html: str, sent: Sent, *, page: str, action: str) -> str | None:
    """The page with these values in the form that posts to `action`.

    None if no form of the page has an input for every value: nothing must be lost in
    silence.
    """
    # The parser counts lines by "\n" alone.
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    for form in _forms(_Tags(html).tags, page, action):
        names = {tag.attributes.get("name") for tag in form if _takes(tag)}
        typed = {name for name, values in sent.items() if any(values)}
        if typed <= names:
            return _written(html, form, sent)
    return None


def _forms(tags: Sequence[Tag], page: str, action: str) -> list[list[Tag]]:
    """The tags of each form that posts to `action`; without one, a form posts to its
    page."""
    forms: list[list[Tag]] = []
    inside: list[Tag] | None = None
    for tag in tags:
        if tag.name == "form" and not tag.is_end:
            is_post = (tag.attributes.get("method") or "").lower() == "post"
            target = tag.attributes.get("action") or page
            inside = [] if is_post and target.partition("#")[0] == action else None
        elif tag.name == "form" and inside is not None:
            forms.append(inside)
            inside = None
        elif inside is not None:
            inside.append(tag)
    return forms


def _takes(tag: Tag) -> bool:
    if tag.is_end or tag.name not in ("input", "select", "textarea", "button"):
        return False
    kind = (tag.attributes.get("type") or "text").lower()
    return kind != "hidden" or tag.attributes.get("name") in CARRIED


def _written(html: str, form: Sequence[Tag], sent: Sent) -> str:
    changes: list[tuple[int, int, str]] = []
    chosen: set[str] | None = None
    area: tuple[int, str] | None = None
    taken: dict[str, int] = {}
    for tag in form:
        name = tag.attributes.get("name") or ""
        if tag.name == "select":
            chosen = None if tag.is_end else set(sent.get(name, ()))
        elif tag.name == "option" and chosen is not None and not tag.is_end:
            value = tag.attributes.get("value") or ""
            changes.append(_set(tag, "selected", value in chosen))
        elif tag.name == "textarea" and tag.is_end and area is not None:
            changes.append((area[0], tag.start, "\n" + escape(area[1])))
            area = None
        elif not name or not _takes(tag) or tag.name == "button":
            continue
        elif tag.name == "textarea":
            area = (tag.end, _next(sent, name, taken))
        elif (kind := (tag.attributes.get("type") or "text").lower()) in NOT_TYPED:
            continue
        elif kind in ("checkbox", "radio"):
            value = tag.attributes.get("value") or "on"
            changes.append(_set(tag, "checked", value in sent.get(name, ())))
        else:
            changes.append(_set(tag, "value", _next(sent, name, taken)))
    for start, end, text in reversed(changes):
        html = html[:start] + text + html[end:]
    return html


def _next(sent: Sent, name: str, taken: dict[str, int]) -> str:
    """The value of this input, the first of its name, the second, ..."""
    values, index = sent.get(name, ()), taken.get(name, 0)
    taken[name] = index + 1
    return values[index] if index < len(values) else ""


def _set(tag: Tag, attribute: str, value: str | bool) -> tuple[int, int, str]:
    """The tag with an attribute set, or without it for False."""
    attributes = {k: v for k, v in tag.attributes.items() if k != attribute}
    if value is True:
        attributes[attribute] = None
    elif value is not False:
        attributes[attribute] = value
    written = "".join(
        f" {name}" if text is None else f' {name}="{escape(text)}"'
        for name, text in attributes.items()
    )
    return tag.start, tag.end, f"<{tag.name}{written}>"
