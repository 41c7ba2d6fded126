"""The slowest pages of every role, at two sizes.

Each role of the demonstration steps in and follows the links of its pages; of each kind
of page two are measured, so a new page joins by being linked.
"""

import re
from dataclasses import dataclass
from functools import partial
from html import unescape
from urllib.parse import urlsplit

from bench.client import Client
from bench.how import HOME, cost, served, set_up, stepped_in, warm

OF_A_KIND = 2
TIMES = 5
SHOWN = 10
LINK = re.compile(r'<a [^>]*href="(/en/[^"#]*)')
CAST = re.compile(r'action="[^"]*/cast/([\w-]+)/"')


@dataclass(frozen=True)
class Page:
    role: str
    kind: str  # the name of its address
    path: str
    ms: float


def compare(people: int, large: int) -> None:
    """Print the ten slowest at each size, and how much each grew with the people."""
    small_pages = measured(people)
    smaller = {(page.role, page.kind): page.ms for page in reversed(small_pages)}
    for size, pages in ((people, small_pages), (large, measured(large))):
        print(f"\n{size:,} people, {len(pages)} pages: CPU ms, growth, role, page")
        for page in pages[:SHOWN]:
            before = smaller.get((page.role, page.kind))
            growth = f"{page.ms / before:.1f}x" if before else "-"
            print(f"  {page.ms:8.1f} {growth:>7} {page.role:10} {page.path}")


def measured(people: int) -> list[Page]:
    """All pages, the slowest first."""
    with served(people) as server:
        set_up(server)
        warm(server)
        roles = CAST.findall(Client(server.port).get("/en/demo/").text)
        pages = []
        for role in dict.fromkeys(roles):
            client = stepped_in(server, role)
            for path, kind in linked(client):
                get = partial(client.get, path)
                ms = cost(server, TIMES, lambda _number, get=get: get())
                pages.append(Page(role, kind, path, ms))
    return sorted(pages, key=lambda page: -page.ms)


def linked(client: Client) -> list[tuple[str, str]]:
    """The pages that answer, found from the home page and one's own."""
    waiting = [HOME, "/en/account/", "/en/"]
    seen: dict[str, list[str]] = {}
    pages = []
    asked = set()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in asked or len(seen.get(kind, [])) >= OF_A_KIND:
            continue
        asked.add(path)
        reply = client.get(path)
        if reply.status in (301, 302, 303):
            waiting.append(urlsplit(reply.headers["location"]).path)
            continue
        if reply.status != 200 or "html" not in reply.headers.get("content-type", ""):
            continue
        seen.setdefault(kind, []).append(path)
        pages.append((path, kind))
        waiting += [unescape(link) for link in LINK.findall(reply.text)]
    return pages


def kind_of(path: str) -> str:
    """The name of the address, and whether it has filters."""
    from django.urls import Resolver404, resolve
    from django.utils import translation

    parts = urlsplit(path)
    try:
        with translation.override("en"):
            name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path
    return f"{name}?" if parts.query else name
