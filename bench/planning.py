"""Measure the planning engines on every instance at hand and write bench/planning.md.

    python -m bench.planning [--set NAME] [--limit SECONDS] [--only TEXT] [--again]

Each measured case is appended at once to bench/out/planning.jsonl; a second run skips
what is there for the same set, name and limit, so the whole may be stopped and resumed.
"""

import argparse
import dataclasses
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.planning_case import ROOT, Case, Outcome, shared
from hemicycle.planning.result import Effort

LOG = ROOT / "bench" / "out" / "planning.jsonl"
TABLE = ROOT / "bench" / "planning.md"

# name of the set -> module with cases(), or module:function
SETS = {
    "cosplib": "bench.planning_programme:cosplib",
    "un68": "bench.planning_programme:un68",
    "disruptions": "bench.planning_programme:disruptions",
    "jair": "bench.planning_bilateral:jair",
    "jair-fairness": "bench.planning_bilateral:fairness",
    "matching": "bench.planning_bilateral:matching",
    "interpreters": "bench.planning_interpreters:cases",
}
GROUPS = {"programme": ("cosplib", "un68", "disruptions")}

Row = dict[str, Any]


def cases(name: str) -> Iterator[Case]:
    module, _, function = SETS[name].partition(":")
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return
    yield from getattr(loaded, function)()


def run_command(case: Case, seconds: float, threads: int, seed: int) -> Outcome:
    """The engine in its own process, then the checker in another."""
    kind = case.arguments[0]
    base = [sys.executable, "-m", "hemicycle.planning"]
    options = ["--seconds", str(seconds), "--threads", str(threads)]
    started = time.monotonic()
    done = subprocess.run(
        [*base, *case.arguments, *options, "--seed", str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.monotonic() - started
    if done.returncode != 0:
        line = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        return Outcome("ERROR", None, None, wall, None, line[:200])
    answer = json.loads(done.stdout)
    checked = None
    remark = ""
    if answer["solution"] is not None and case.file is not None:
        with tempfile.TemporaryDirectory() as folder:
            solution = Path(folder) / "solution.json"
            solution.write_text(done.stdout)
            verdict = subprocess.run(
                [*base, "check", kind, str(case.file), str(solution)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
        checked = verdict.returncode == 0
        if not checked:
            remark = "rejected: " + (verdict.stdout + verdict.stderr)[:150]
    return Outcome(
        answer["status"], answer["objective"], answer["bound"], wall, checked, remark
    )


def run_call(name: str, case: Case, seconds: float, threads: int, seed: int) -> Outcome:
    """A measured function in a fresh process, so that no two solvers ever meet."""
    words = [sys.executable, "-m", "bench.planning", "--one", name, case.name]
    words += ["--limit", str(seconds), "--threads", str(threads), "--seed", str(seed)]
    started = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        line = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""
        wall = time.monotonic() - started
        return Outcome("ERROR", None, None, wall, None, line[:200])
    return Outcome(**json.loads(done.stdout.strip().splitlines()[-1]))


def processor_seconds() -> float:
    """Of all finished children: on a busy machine the fairer measure of the effort."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def one(name: str, wanted: str, effort: Effort) -> None:
    for case in cases(name):
        if case.name == wanted and case.call is not None:
            print(json.dumps(dataclasses.asdict(case.call(effort))))
            return
    raise SystemExit(f"no case {wanted} in {name}")


def measured() -> list[Row]:
    if not LOG.exists():
        return []
    return [json.loads(line) for line in LOG.read_text().splitlines() if line.strip()]


def append(row: Row) -> None:
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("a") as log:
        log.write(json.dumps(row) + "\n")
        log.flush()
        os.fsync(log.fileno())


def figure(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def write_table() -> None:
    """The newest row of every case, by set. The words above the marker are kept."""
    marker = "<!-- rows: python -m bench.planning -->"
    words = TABLE.read_text().split(marker)[0] if TABLE.exists() else "# Planning\n\n"
    newest: dict[tuple[str, str], Row] = {}
    for row in measured():
        newest[row["set"], row["name"]] = row
    lines = [words.rstrip(), "", marker]
    for name in SETS:
        rows = [row for (of, _), row in sorted(newest.items()) if of == name]
        if not rows:
            continue
        proved = sum(row["status"] in ("OPTIMAL", "INFEASIBLE") for row in rows)
        lines += ["", f"## {name}: {proved} of {len(rows)} closed", ""]
        lines += ["| instance | status | objective | bound | published | re-scored |"]
        lines[-1] += " our earlier run | seconds | CPU | limit | checked | remark |"
        lines += ["|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|"]
        for row in rows:
            checked = {True: "yes", False: "NO", None: "-"}[row["checked"]]
            cells = [row["name"], row["status"], figure(row["objective"])]
            cells += [figure(row["bound"])]
            cells += [
                figure(row[source]) for source in ("published", "rescored", "ours")
            ]
            cells += [f"{row['seconds']:.1f}", f"{row.get('cpu', 0):.0f}"]
            cells += [figure(row["limit"]), checked]
            lines.append("| " + " | ".join([*cells, row.get("remark", "")]) + " |")
    TABLE.write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="measure the planning engines")
    parser.add_argument("--set", choices=[*SETS, *GROUPS], help="one set only")
    parser.add_argument("--limit", type=float, help="seconds per case, else the goal's")
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--again", action="store_true", help="measure anew")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        name, wanted = options.one
        one(name, wanted, Effort(options.limit, options.threads, options.seed))
        return
    if shared() is None:
        print("no published instances: set HEMICYCLE_SHARED to their folder")
    names = GROUPS.get(options.set, (options.set,) if options.set else tuple(SETS))
    known = {(row["set"], row["name"], row["limit"]) for row in measured()}
    for name in names:
        for case in cases(name):
            limit = options.limit or case.seconds
            if options.only and options.only not in case.name:
                continue
            if (name, case.name, limit) in known and not options.again:
                continue
            before = processor_seconds()
            if case.call is None:
                outcome = run_command(case, limit, options.threads, options.seed)
            else:
                outcome = run_call(name, case, limit, options.threads, options.seed)
            cpu = processor_seconds() - before
            row = {"set": name, "name": case.name, "limit": limit}
            row |= dataclasses.asdict(case.beside)
            row |= {"threads": options.threads, "seed": options.seed, "cpu": cpu}
            append(row | dataclasses.asdict(outcome))
            print(
                f"{name} {case.name}: {outcome.status} {figure(outcome.objective)} "
                f"bound {figure(outcome.bound)} beside {case.beside} "
                f"{outcome.seconds:.1f} s {outcome.remark}",
                flush=True,
            )
            write_table()
    write_table()


if __name__ == "__main__":
    main()
