"""The published interpreter instances: goal PL6 is each OF1 run proved within 15 s."""

import csv
from collections.abc import Iterator

from bench.planning_case import Case, Comparison, shared

SECONDS = 15.0


def cases() -> Iterator[Case]:
    folder = shared()
    if folder is None:
        return
    files = folder / "planning" / "interpreters"
    with (files / "published.csv").open(newline="") as published:
        rows = [row for row in csv.DictReader(published) if row["Model"] == "ISP"]
    for row in rows:
        objective = {"OF1": "pairs", "OF2": "sessions"}[row["Objective"]]
        limits = row["OperationalConstraints"] == "--oper-constr"
        file = files / row["Instance"]
        words = ["interpreters", str(file), "--objective", objective]
        words += ["--limits"] if limits else []
        name = f"{file.stem} {objective}{' with limits' if limits else ''}"
        beside = Comparison(published=abs(float(row["ObjectiveValue"])))
        yield Case(name, SECONDS, beside, tuple(words), file)
