"""Markdown as it is shown: what is written becomes HTML here, and nowhere else.

HTML in the text is shown as it was typed, never run. What markdown-it makes passes
nh3, which knows the few tags and attributes that may leave.
"""

import re
from functools import cache
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "em", "strong",
    "s", "a", "br", "hr", "code", "pre", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(
    r"^[ \t]*(?:\#{1,6}[ ]|>[ ]?|[-*+][ ]|\d{1,3}[.)][ ])"  # at the start of a line
    r"|\]\([^)\n]*\)"  # where a link leads
    r"|[*`~|\[\]]|(?<!\w)_|_(?!\w)",
    re.MULTILINE | re.VERBOSE,
)
_SOFT_BREAK = re.compile(r"(?<=\S)\n(?![\s#>|*+-]|\d{1,3}[.)] )")


@cache
def _markdown() -> MarkdownIt:
    # No pictures: they are files of the house, with words for those who cannot see.
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    return parser.enable(["table", "strikethrough"]).disable(["image"])


def to_html(text: str) -> SafeString:
    """As shown under a heading of the page: the highest heading in a text is an h2."""
    tokens = _markdown().parse(text)
    shift = 1 if any(token.tag == "h1" for token in tokens) else 0
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + shift, 6)}"
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    return mark_safe(  # of a list of tags, without attributes that run
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            link_rel="noopener nofollow",
        )
    )


def to_plain(text: str) -> str:
    """The words alone, for search and for a line in a list."""
    words = nh3.clean(to_html(text), tags=set(), attributes={})
    return _SPACES.sub(" ", unescape(words)).strip()


def words_in_place(text: str) -> str:
    """The words alone, each where it stands in the text: every mark is a space, and so
    is a line's end inside a paragraph."""
    letters = list(_MARKS.sub(lambda mark: " " * len(mark[0]), text))
    # Where a line ends is asked of the text itself, whose marks begin lists.
    for line_end in _SOFT_BREAK.finditer(text):
        letters[line_end.start()] = " "
    return "".join(letters)
