"""P6 and P7: all registrations as a file, badges on paper; the list of participants.

    python -m bench.papers [P6 P7 participants] [--people N]

Uses of the code it measures only what older checkouts have too: `bench.against` lays it
over one that does not know these rows.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Callable, Sequence
from typing import Any

import psutil

from bench.client import Client, Reply
from bench.how import cost, served, set_up, stepped_in
from bench.server import Server

KINDS = ("csv", "xlsx")
SLUG = "uncsc-2019"
TIMES = 5
BADGES = 500


def exports(server: Server) -> dict[str, Any]:
    """P6: seconds of CPU for the whole list, from the request to the file, and its
    size. The process of jobs is this one."""
    set_up(server)
    registrar = stepped_in(server, "rosa")
    figures: dict[str, Any] = {}
    for kind in KINDS:
        made = made_by_a_job if has("jobs:new_export") else streamed
        seconds, size = made(server, registrar, kind)
        figures[f"{kind}_seconds"] = round(seconds, 3)
        figures[f"{kind}_kb"] = round(size / 1024)
    return figures


def made_by_a_job(server: Server, registrar: Client, kind: str) -> tuple[float, int]:
    from hemicycle.jobs import running
    from hemicycle.jobs.models import Job

    where = address(("jobs:new_export",), SLUG, "registrations")
    path = address(("vetting:registrations",), SLUG)
    page = registrar.get(f"{path}?view=all")

    def ask(_n: int) -> Reply:
        sent = {"kind": kind, "submission": secrets.token_urlsafe(16)}
        reply = registrar.submit(page, where, **sent)
        running.run_all()
        return reply

    ask(0)
    before = everything(server)
    replies = [ask(number) for number in range(TIMES)]
    spent = everything(server) - before
    assert {reply.status for reply in replies} == {302}
    job = Job.objects.filter(kind="jobs.export_list").latest("asked_at", "id")
    assert job.result, job.error
    return spent / TIMES, job.result.size


def streamed(server: Server, registrar: Client, kind: str) -> tuple[float, int]:
    """As older checkouts answer."""
    path = address((f"vetting:export_{kind}", f"delegations:export_{kind}"), SLUG)
    page = f"{path}?state="  # in whatever state
    spent = cost(server, TIMES, lambda _n: registrar.get(page))
    return spent / 1000, len(registrar.get(page).body)


def badges(server: Server) -> dict[str, Any]:
    """P7: seconds of CPU for 500 badges, one language, without photographs."""
    set_up(server)
    from hemicycle.badges import printing
    from hemicycle.badges.models import Badge
    from hemicycle.conferences.models import Conference

    conference = Conference.objects.get(slug=SLUG)
    good = Badge.objects.filter(conference=conference, revoked_at=None).order_by("pk")

    def printed(start: int, stop: int) -> int:
        chosen = good.for_printing()[start:stop]
        return len(printing.pages(conference, chosen, language="en"))

    printed(0, 5)  # the process that makes PDFs has started and read its fonts
    before = everything(server)
    at_once = printing.PAGES_AT_ONCE
    size = sum(
        printed(start, min(start + at_once, BADGES))
        for start in range(0, BADGES, at_once)
    )
    spent = everything(server) - before
    return {"badges_seconds": round(spent, 3), "badges_kb": round(size / 1024)}


def participants(server: Server) -> dict[str, Any]:
    """Seconds of CPU for the list of all participants as PDF, and as a table."""
    set_up(server)
    from hemicycle.conferences.models import Conference
    from hemicycle.lib import clock, spreadsheet
    from hemicycle.statistics import participants as lists

    conference = Conference.objects.get(slug=SLUG)

    def made() -> tuple[int, int]:
        listed = lists.participants(conference, "provisional")
        paper = lists.as_pdf(
            conference,
            listed,
            stage="provisional",
            order="category",
            at=clock.now(),
            language="en",
        )
        return len(listed), len(paper)

    made()  # the process that makes PDFs has started and read its fonts
    before = everything(server)
    named, size = made()
    on_paper = everything(server) - before
    rows = lists.as_rows(lists.participants(conference, "provisional"), "category")
    spreadsheet.write_xlsx(["Name", "Part", "Organisation", "Category"], rows).close()
    return {
        "people": named,
        "pdf_seconds": round(on_paper, 3),
        "pdf_kb": round(size / 1024),
        "xlsx_seconds": round(everything(server) - before - on_paper, 3),
    }


def everything(server: Server) -> float:
    """Seconds of CPU so far: this process, what it started, and the database."""
    own = psutil.Process()
    counted = {each.pid: each for each in (own, *own.children(recursive=True))}
    counted |= {each.pid: each for each in server._processes()}
    times = [each.cpu_times() for each in counted.values()]
    return sum(each.user + each.system for each in times)


def has(name: str) -> bool:
    """Whether this checkout knows an address of a list by this name."""
    try:
        return bool(address((name,), SLUG, "registrations"))
    except LookupError:
        return False


def address(names: Sequence[str], *arguments: str) -> str:
    """Of the first of these names that this checkout knows."""
    from django.urls import NoReverseMatch, reverse
    from django.utils import translation

    with translation.override("en"):
        for name in names:
            try:
                return reverse(name, args=arguments)
            except NoReverseMatch:
                continue
    raise LookupError(f"none of these pages is here: {', '.join(names)}")


ROWS: dict[str, Callable[[Server], dict[str, Any]]] = {
    "P6": exports,
    "P7": badges,
    "participants": participants,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.papers")
    parser.add_argument("names", nargs="*", default=list(ROWS))
    parser.add_argument("--people", type=int, default=5700)
    arguments = parser.parse_args()
    with served(arguments.people) as server:
        figures = {name: ROWS[name](server) for name in arguments.names}
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
