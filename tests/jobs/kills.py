"""Kill the process of jobs at random, between and inside chunks, and count the rest.

    .venv/bin/python -m tests.jobs.kills --badges 600 --pages 7 --kills 60 [--seed 1]

A database of its own: SQLite in a temporary folder, or, with HEMICYCLE_DATABASE_URL, a
new one on that server, removed at the end. Prints one line; ends with 1 when a badge is
missing from the paper, there twice, or noted as printed twice.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

PROCESS = """
import sys, django; django.setup()
from hemicycle import worker
from hemicycle.badges import printing
from hemicycle.lib import ending
printing.PAGES_AT_ONCE = int(sys.argv[1])
ending.listen()
worker.run_jobs()
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--badges", type=int, default=600)
    parser.add_argument("--pages", type=int, default=7)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, scratch_database():
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
            "HEMICYCLE_DATA": folder,
            "HEMICYCLE_MAIL": "none",
            "HEMICYCLE_NOW": "2019-08-26T07:30-06:00",
        }
        try:
            return kill(arguments)
        finally:
            from django.db import connections

            connections.close_all()


@contextmanager
def scratch_database() -> Iterator[None]:
    url = os.environ.get("HEMICYCLE_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    import psycopg

    name = f"kills_{os.getpid()}"
    parts = urlsplit(url)
    server = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        os.environ["HEMICYCLE_DATABASE_URL"] = urlunsplit(
            parts._replace(path=f"/{name}")
        )
        try:
            yield
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def kill(arguments: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from hemicycle.badges.models import Badge
    from hemicycle.jobs import actions
    from hemicycle.jobs.models import Job

    call_command("migrate", verbosity=0)
    make_badges(arguments.badges)
    keys = list(Badge.objects.order_by("pk").values_list("pk", flat=True))
    badge = Badge.objects.select_related("conference").first()
    assert badge
    job = actions.ask(
        "badges.print_badges",
        conference=badge.conference,
        arguments={"badges": keys},
        total=len(keys),
        actor=None,
    )
    chance = random.Random(arguments.seed)
    killed = turns = 0
    # How far the job was at each kill: not all at the same place.
    places: Counter[int] = Counter()
    process = start(arguments.pages)
    until = time.monotonic() + 60 + arguments.kills * 20
    while time.monotonic() < until:
        job.refresh_from_db()
        if job.state == Job.State.DONE:
            break
        if job.state == Job.State.FAILED:
            # Killed five times at one place, it is given up: a person resumes it.
            actions.resume(job, actor=None)
        if job.turn > turns and killed < arguments.kills:
            turns = job.turn
            time.sleep(chance.uniform(0, 0.4))
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            job.refresh_from_db()
            places[job.done] += 1
            process = start(arguments.pages)
        elif process.poll() is not None:
            process = start(arguments.pages)
        time.sleep(0.02)
    asked_to_end = time.monotonic()
    process.terminate()
    process.wait(30)
    ended = time.monotonic() - asked_to_end
    faults = whole(job, keys)
    print(  # noqa: T201
        f"{len(keys)} badges, killed {killed} times at {len(places)} places, "
        f"SIGTERM ended it in {ended:.1f} s, seed {arguments.seed}: "
        f"{'; '.join(faults) or 'nothing lost, nothing doubled'}"
    )
    return bool(faults) or killed < min(arguments.kills, 2)


def start(pages: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", PROCESS, str(pages)])


def make_badges(number: int) -> None:
    from hemicycle.badges import actions
    from hemicycle.delegations.models import Registration
    from hemicycle.lib import clock
    from tests.cast import OPENING_MORNING, make_cast, make_registration

    with clock.frozen(OPENING_MORNING):
        cast = make_cast()
        people = [
            make_registration(
                delegation=cast.delegation,
                full_name=f"Person {serial}",
                state=Registration.State.APPROVED,
            )
            for serial in range(number)
        ]
        actions.issue_many(cast.conference, people, actor=None)


def whole(job: Any, keys: list[str]) -> list[str]:
    import pypdf

    from hemicycle.badges.models import Badge
    from hemicycle.jobs.models import Job, Part
    from hemicycle.journal.models import Entry
    from hemicycle.lib.codes import grouped

    faults = []
    if job.state != Job.State.DONE or job.result is None:
        return [f"the job is {job.state} at {job.done}"]
    if (job.done, job.failed) != (len(keys), 0):
        faults.append(f"{job.done} done, {job.failed} failed")
    if Part.objects.exists():
        faults.append("parts are left")
    content, serials = job.result.content(), Counter[str]()
    papers = [content]
    if job.result.name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            papers = [archive.read(name) for name in archive.namelist()]
    for paper in papers:
        for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
            text = page.extract_text()
            serials.update(
                serial
                for serial in map(
                    grouped, Badge.objects.values_list("serial", flat=True)
                )
                if serial in text
            )
    if set(serials.values()) != {1} or len(serials) != len(keys):
        faults.append(f"{len(serials)} badges on {serials.total()} pages")
    noted = sum(
        entry.details["badges"] for entry in Entry.objects.filter(verb="printed")
    )
    if noted != len(keys):
        faults.append(f"{noted} noted as printed")
    finished = Entry.objects.filter(verb="finished job").count()
    if finished != 1:
        faults.append(f"finished {finished} times")
    return faults


if __name__ == "__main__":
    sys.exit(main())
