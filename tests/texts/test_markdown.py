"""What is written becomes HTML in one place, and nothing in it runs."""

from html.parser import HTMLParser

import pytest

from hemicycle.texts.markdown import to_html, to_plain


def test_what_a_writer_may_use() -> None:
    html = to_html(
        "## Results\n\nA **bold** and *fine* [link](https://example.org/a?b=1).\n\n"
        "> We meet.\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert "<h2>Results</h2>" in html
    assert "<strong>bold</strong>" in html
    assert (
        '<a href="https://example.org/a?b=1" rel="noopener nofollow">link</a>' in html
    )
    assert "<blockquote>" in html
    assert "<td>2</td>" in html


def test_the_highest_heading_stands_below_the_page_s_own() -> None:
    assert to_html("# One\n\n## Two") == "<h2>One</h2>\n<h3>Two</h3>\n"
    assert to_html("###### Six\n\n# One") == "<h6>Six</h6>\n<h2>One</h2>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://example.org/spy.png)",
        '<https://example.org/" onmouseover=alert(1)>',
        "[x](https://example.org \"' onclick='alert(1)\")",
    ],
)
def test_nothing_in_it_runs_or_is_fetched(text: str) -> None:
    page = Tags()
    page.feed(to_html(text))
    for tag, attributes in page.found:
        assert tag in ("p", "a")
        assert set(attributes) <= {"href", "title", "rel"}
        assert (attributes.get("href") or "https:").startswith("https:")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_plain_words_for_search_and_lists() -> None:
    assert to_plain("## A\n\nB & *c* [d](https://e.org)") == "A B & c d"
