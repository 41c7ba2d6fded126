"""The same rows in two checkouts, in turn and several times, and their ratios.

A CPU figure moves by half from one hour to the next on a shared machine; a ratio within
one run does not. Each checkout is filled by its own demonstration, of the same size,
and measured by its own bench and its own addresses, in its own libraries.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.papers import ROWS
from bench.server import ROOT

Measured = dict[str, float]


def compare(ref: str, names: list[str], *, people: int, rounds: int) -> dict[str, Any]:
    """Medians of both, and ours by theirs: below 1 is less than `ref` took."""
    commit = subprocess.run(
        ["git", "rev-parse", "--verify", f"{ref}^{{commit}}"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    other = checked_out(commit)
    ours: list[Measured] = []
    theirs: list[Measured] = []
    for number in range(rounds):
        # Who is first changes: the second finds the machine as the first left it.
        pair = [(ROOT, ours, ""), (other, theirs, f"_{commit[:8]}")]
        for folder, kept, suffix in pair if number % 2 else reversed(pair):
            kept.append(measured(folder, names, people=people, suffix=suffix))
            print(f"round {number + 1}, {folder.name}: {kept[-1]}", file=sys.stderr)
    figures = {}
    for key in ours[0]:
        if all(key in each for each in ours + theirs):
            mine = statistics.median(each[key] for each in ours)
            its = statistics.median(each[key] for each in theirs)
            ratio = round(mine / its, 2) if its else None
            figures[key] = {"here": mine, "there": its, "ratio": ratio}
    return {"against": commit, "rounds": rounds, "people": people, "ratios": figures}


def checked_out(commit: str) -> Path:
    """The commit in bench/out, with its own libraries; made once, and used again."""
    folder = ROOT / "bench" / "out" / "against" / commit[:12]
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        clone = ["git", "clone", "--quiet", "--shared", str(ROOT), str(folder)]
        subprocess.run(clone, check=True)
        checkout = ["git", "checkout", "--quiet", "--detach", commit]
        subprocess.run(checkout, cwd=folder, check=True)
        environment = os.environ | {"PYTHON": sys._base_executable}  # type: ignore[attr-defined]
        # What it says goes with the rounds, so that `--json` prints nothing else.
        subprocess.run(
            ["script/setup", "--dev"], cwd=folder, env=environment, check=True,
            stdout=sys.stderr,
        )  # fmt: skip
        (folder / "ready").touch()
    return folder


def measured(folder: Path, names: list[str], *, people: int, suffix: str) -> Measured:
    """All figures of these rows, each known as "P3 journey_ms"."""
    environment = dict(os.environ)
    environment.pop("VIRTUAL_ENV", None)
    if url := environment.get("HEMICYCLE_DATABASE_URL"):
        environment["HEMICYCLE_DATABASE_URL"] = database_of_its_own(url, suffix)
    if folder != ROOT:
        # The rows of paper ask only what older checkouts have: these are laid over.
        for name in ("papers.py", "how.py"):
            shutil.copy(ROOT / "bench" / name, folder / "bench" / name)
    papers = [name for name in names if name in ROWS]
    others = [name for name in names if name not in ROWS]
    figures: dict[str, Any] = {}
    for module, rows, extra in (
        ("bench", others, ["--json"]),
        ("bench.papers", papers, []),
    ):
        if rows:
            done = subprocess.run(
                [
                    str(folder / ".venv" / "bin" / "python"), "-m", module, *rows,
                    *extra, "--people", str(people),
                ],
                cwd=folder, env=environment, check=True, stdout=subprocess.PIPE,
                text=True,
            )  # fmt: skip
            figures |= json.loads(done.stdout)
    return {
        f"{name} {key}": float(value)
        for name in names
        for key, value in figures[name].items()
        if isinstance(value, int | float)
    }


def database_of_its_own(url: str, suffix: str) -> str:
    """Two checkouts have two sets of tables: the other's database bears its commit."""
    if not suffix:
        return url
    import psycopg

    name = f"{urlsplit(url).path.lstrip('/')}{suffix}"
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [name]
        )
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()
