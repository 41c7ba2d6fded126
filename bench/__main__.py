"""What a piece of work costs: CPU of the web workers and the database, over HTTP.

    script/bench [NAME...] [--json] [--people N] [--large N]
    script/bench NAME... --against REF [--rounds N]     ratios to another commit
    script/bench pages [--people N] [--large N]         the slowest pages of all roles

Wall time is noisy on shared machines and not asserted anywhere; CPU per unit of work
and ratios within one run are what is compared. bench/README.md says what each name
measures.
"""

import argparse
import gzip
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil

from bench import against, pages, papers
from bench.client import Client, Reply
from bench.how import HOME, cost, served, set_up, stepped_in, warm
from bench.server import ROOT, Server

Figures = dict[str, Any]

GOALS = {
    "P1": "home: <= 3 ms from cache, <= 25 ms cold, 304 <= 1 ms",
    "P3": "a registration <= 30 ms; the capped POST <= 8 ms, >= 100/s",
    "P4": "a scan <= 4 ms, reply <= 1 KB, >= 300/s",
    "P6": "all registrations: CSV <= 0.5 s, XLSX <= 2 s",
    "P7": "500 badges <= 1 s",
    "P8": "the registrar's list <= 40 ms, <= 40 KB compressed",
    "P11": "memory of two web workers and the worker <= 300 MB",
    "P12": "from a clean checkout to the first page <= 60 s",
    "P13": "P1, P3, P4 and P8 at 100,000 people within 1.2 of 5,700",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench")
    parser.add_argument("names", nargs="*", help=", ".join(GOALS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--people", type=int, default=5700)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--against", metavar="REF", help="a commit to be compared with")
    parser.add_argument("--rounds", type=int, default=3, help="of a comparison")
    arguments = parser.parse_args()
    names = [name.upper() for name in arguments.names] or list(GOALS)
    figures: Figures = {"machine": _machine(), "people": arguments.people}
    if names == ["PAGES"]:
        print(figures["machine"])
        pages.compare(arguments.people, arguments.large)
        return 0
    if unknown := set(names) - set(GOALS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if arguments.against:
        names = [name for name in names if name in MEASURES]
        figures |= against.compare(
            arguments.against, names, people=arguments.people, rounds=arguments.rounds
        )
        print(json.dumps(figures, indent=1) if arguments.json else _ratios(figures))
        return 0
    work = [name for name in MEASURES if name in names]
    if work:
        figures |= _measured(arguments.people, work)
    if "P13" in names:
        figures["P13"] = _growth(arguments.people, arguments.large)
    if "P11" in names:
        figures["P11"] = _memory(arguments.people)
    if "P12" in names:
        figures["P12"] = _first_page()
    print(json.dumps(figures, indent=1) if arguments.json else _table(figures))
    return 0


def _measured(people: int, names: list[str]) -> Figures:
    with served(people) as server:
        warm(server)
        return {name: MEASURES[name](server) for name in names}


def _growth(small: int, large: int) -> Figures:
    names = ["P1", "P3", "P4", "P8"]
    at_small, at_large = _measured(small, names), _measured(large, names)
    ratios = {
        f"{name} {key}": round(at_large[name][key] / value, 2)
        for name in names
        for key, value in at_small[name].items()
        if isinstance(value, float) and key.endswith("ms")
    }
    return {"from": small, "to": large, "ratios": ratios, "at large": at_large}


# -- P1: the home page -----------------------------------------------------------------


def _home(server: Server) -> Figures:
    client = Client(server.port)
    page = client.get(HOME)
    assert page.status == 200, page.status
    tag = page.headers["etag"]

    def cold(number: int) -> Reply:
        _publish(server, number)
        return client.get(HOME)

    _count_figures(server)
    return {
        "cached_ms": cost(server, 3000, lambda _n: client.get(HOME)),
        "not_modified_ms": cost(
            server, 3000, lambda _n: client.get(HOME, **{"If-None-Match": tag}), 304
        ),
        "cold_ms": cost(server, 100, cold),
        "compressed_kb": round(len(gzip.compress(page.body)) / 1024, 1),
    }


def _publish(server: Server, number: int) -> None:
    """As after a change on the page: every kept copy is of an older publication."""
    set_up(server)
    from hemicycle.conferences.models import Conference

    Conference.objects.update(publication=1000 + number)


def _count_figures(server: Server) -> None:
    """What the worker does every half minute; none runs beside the web workers here."""
    set_up(server)
    from hemicycle.conferences.models import Conference
    from hemicycle.statistics import actions as counting

    for conference in Conference.objects.all():
        counting.take(conference, actor=None)


# -- P3: one registration --------------------------------------------------------------


def _registration(server: Server) -> Figures:
    set_up(server)
    from django.db import connection

    from hemicycle.delegations.models import Delegation
    from hemicycle.organisations.models import FocalPoint
    from hemicycle.people.models import Attempt
    from hemicycle.post.models import Email, unsealed_body

    focal = stepped_in(server, "amina")
    user = FocalPoint.objects.get(user__email="amina@demo.example")
    delegation = Delegation.objects.get(organisation=user.organisation_id)
    Delegation.objects.filter(pk=delegation.pk).update(cap=1_000_000)
    category = delegation.conference.categories.get(name__en="Representative").pk
    page = f"/en/uncsc-2019/delegations/{delegation.pk}/registrations/"
    parts: dict[str, float] = {}

    def step(name: str, act: Callable[[], Reply], status: int) -> Reply:
        before = server.cpu()
        reply = act()
        parts[name] = parts.get(name, 0) + server.cpu() - before
        assert reply.status == status, (name, reply.status, reply.text[-2000:])
        return reply

    def journey(number: int) -> None:
        # Everybody comes from one address here; the throttle is not what is measured.
        Attempt.objects.all().delete()
        address = f"bench{number}@example.org"
        shown = step("open", lambda: focal.get(page), 200)
        step(
            "nominate",
            lambda: focal.submit(
                shown, has="full_name",
                full_name=f"Bench Person {number}", email=address, category=category,
            ),
            302,
        )  # fmt: skip
        letter = Email.objects.get(to=address)
        path = re.search(r"/l/[\w-]+", unsealed_body(letter))
        assert path
        person = Client(server.port)
        token = path[0]
        offered = step("open link", lambda: person.follow(person.get(token)), 200)
        asked = step("ask for code", lambda: person.submit(offered, ""), 302)
        entry = step("code page", lambda: person.follow(asked), 200)
        code = Email.objects.filter(to=address).exclude(pk=letter.pk).latest("id")
        characters = re.search(r"\b(\d{4} \d{4})\b", unsealed_body(code))
        assert characters, unsealed_body(code)
        entered = step(
            "claim", lambda: person.submit(entry, has="code", code=characters[1]), 302
        )
        details = step("own page", lambda: person.follow(entered), 200)
        step(
            "confirm",
            lambda: person.submit(
                details, has="id_name",
                full_name=f"Bench Person {number}", id_name=f"Bench Person {number}",
                badge_name=f"Bench {number}", own_script="", functional_title="Tester",
                nationality="KE", residence="KE", is_adult="yes", gender="w",
                age_band="33-59", notice_conduct="on", notice_privacy="on",
                notice_photographs="on", notice_list="on",
            ),
            302,
        )  # fmt: skip

    rounds = 150
    for number in range(5):
        journey(number)
    parts.clear()
    for number in range(5, 5 + rounds):
        journey(number)
    alone, a_second = _posts_alone(server, focal, page, category)
    connection.close()
    return {
        "journey_ms": round(1000 * sum(parts.values()) / rounds, 1),
        "capped_post_ms": alone,
        "capped_posts_a_second": a_second,
        "parts_ms": {
            name: round(1000 * spent / rounds, 1) for name, spent in parts.items()
        },
    }


def _posts_alone(
    server: Server, focal: Client, page: str, category: str
) -> tuple[float, float]:
    """Only the capped POST, by four senders at once against one cap."""
    shown = focal.get(page)
    senders = []
    for _sender in range(4):
        client = Client(server.port)
        client.cookies = dict(focal.cookies)
        senders.append(client)

    def run(place: int) -> None:
        for number in range(100):
            reply = senders[place].submit(
                shown, has="full_name",
                submission=f"bench-key-{place:04}-{number:06}",
                full_name=f"Sender {place} Person {number}",
                email=f"sender{place}.{number}@example.org", category=category,
            )  # fmt: skip
            assert reply.status == 302, reply.text[-2000:]

    before, started = server.cpu(), time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    return (
        round(1000 * (server.cpu() - before) / 400, 2),
        round(400 / (time.monotonic() - started)),
    )


# -- P4: one scan ----------------------------------------------------------------------


def _scan(server: Server) -> Figures:
    set_up(server)
    from hemicycle.badges.models import Badge
    from hemicycle.doors.models import Door
    from hemicycle.lib.codes import new_id

    codes = list(Badge.objects.values_list("code", flat=True)[:2000])
    door = Door.objects.get(name="North")
    phones = [_enrolled(server, door.pk, place) for place in range(4)]
    gate = f"/en/uncsc-2019/doors/{door.pk}/gate/"
    tokens = [phone.get(gate) for phone in phones]
    from bench.client import form_of

    forms = [form_of(page, "").filled() for page in tokens]
    sizes = []

    def one(place: int, number: int) -> Reply:
        fields = [f for f in forms[place] if f[0] not in ("code", "scan")]
        fields += [("code", codes[number % len(codes)]), ("scan", new_id())]
        reply = phones[place].post(gate, fields, **{"HX-Request": "true"})
        assert reply.status == 200, reply.text
        sizes.append(len(reply.body))
        return reply

    alone = cost(server, 1500, lambda number: one(0, number))

    def run(place: int) -> None:
        for number in range(400):
            one(place, number)

    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    return {
        "scan_ms": alone,
        "scans_a_second": round(1600 / (time.monotonic() - started)),
        "reply_bytes": max(sizes),
    }


def _enrolled(server: Server, door: str, place: int) -> Client:
    desk = stepped_in(server, "dina")
    page = desk.get(f"/en/uncsc-2019/doors/{door}/")
    shown = desk.submit(page, "/phones/", "name", name=f"phone {place}")
    token = re.search(r"/en/uncsc-2019/doors/enrolment/[\w-]+/", shown.text)
    given = desk.submit(
        page, "/shifts/", "steward", steward=f"Steward {place}",
        starts_at="2019-08-26T06:00", ends_at="2019-08-26T20:00",
    )  # fmt: skip
    pin = re.search(r'<bdi dir="ltr">(\d{6})</bdi>', given.text)
    assert token and pin, (shown.status, given.status, given.text[-1500:])
    phone = Client(server.port)
    begun = phone.submit(phone.get(token[0]), "")
    phone.submit(phone.follow(begun), "/shift/", pin=pin[1])
    return phone


# -- P8: the registrar's list ----------------------------------------------------------


def _list(server: Server) -> Figures:
    registrar = stepped_in(server, "rosa")
    pages = [
        "?",
        "?state=approved&page=2",
        "?state=",
        "?q=nguyen",
        "?q=王",
        "?state=refused",
    ]
    path = "/en/uncsc-2019/vetting/registrations/"
    sizes, costs = [], {}
    for query in pages:
        page = registrar.get(path + _quoted(query))
        assert page.status == 200, (query, page.status)
        sizes.append(len(gzip.compress(page.body)) / 1024)
        costs[query] = cost(
            server, 60, lambda _n, query=query: registrar.get(path + _quoted(query))
        )
    return {
        "page_ms": round(statistics.mean(costs.values()), 1),
        "slowest_ms": max(costs.values()),
        "compressed_kb": round(max(sizes), 1),
        "by_query_ms": costs,
    }


def _quoted(query: str) -> str:
    from urllib.parse import quote

    return quote(query, safe="?=&")


# -- P11, P12 --------------------------------------------------------------------------


def _memory(people: int) -> Figures:
    with Server(
        people, 812 if people > 812 else max(3, people // 8), with_worker=True
    ) as server:
        warm(server)
        registrar = stepped_in(server, "rosa")
        for _turn in range(50):
            registrar.get("/en/uncsc-2019/vetting/registrations/")
        time.sleep(5)
        return {
            "mb": round(server.memory() / 1e6),
            "processes": len(server._processes()),
        }


def _first_page() -> Figures:
    """Clone, run the README's first command, ask for the page until it is there."""
    folder = Path(tempfile.mkdtemp(prefix="hemicycle-first-"))
    started = time.monotonic()
    server = None
    try:
        subprocess.run(
            ["git", "clone", "--quiet", str(ROOT), str(folder / "house")], check=True
        )
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("HEMICYCLE_", "DJANGO_", "VIRTUAL_ENV"))
        }
        server = subprocess.Popen(
            ["script/server", "--port", "8765"],
            cwd=folder / "house", env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        while time.monotonic() - started < 600:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:8765{HOME}", timeout=10
                ) as page:
                    assert b"5,700" in page.read()
                    break
            except OSError:
                time.sleep(0.2)
        return {"commands": 1, "seconds": round(time.monotonic() - started, 1)}
    finally:
        if server:
            server.terminate()
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


MEASURES: dict[str, Callable[[Server], Figures]] = {
    "P1": _home,
    "P3": _registration,
    "P4": _scan,
    "P6": papers.exports,
    "P7": papers.badges,
    "P8": _list,
}


# -- What is printed ------------------------------------------------------------------


def _ratios(figures: Figures) -> str:
    lines = [
        f"{figures['machine']}; {figures['people']:,} people; medians of "
        f"{figures['rounds']} rounds, here and at {figures['against'][:12]}"
    ]
    for key, row in figures["ratios"].items():
        lines.append(f"{key:28} {row['here']:>10} {row['there']:>10} {row['ratio']:>6}")
    return "\n".join(lines)


def _build() -> str:
    """An interpreter built without profiles takes a fifth more on every row."""
    options = str(sysconfig.get_config_var("CONFIG_ARGS") or "")
    profiled = "--enable-optimizations" in options
    return "profile-guided build" if profiled else "build without profiles"


def _machine() -> str:
    database = "PostgreSQL" if "HEMICYCLE_DATABASE_URL" in os.environ else "SQLite"
    load = os.getloadavg()[0]
    return (
        f"{psutil.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, "
        f"Python {platform.python_version()} ({_build()}), {database}, load {load:.1f}"
    )


def _table(figures: Figures) -> str:
    lines = [f"{figures['machine']}; {figures['people']:,} people"]
    for name, goal in GOALS.items():
        if name in figures:
            lines += ["", f"{name}  goal: {goal}"]
            lines += [f"    {key}: {value}" for key, value in figures[name].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
