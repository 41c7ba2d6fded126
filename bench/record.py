"""`python -m bench.record`: the record check, by errors seeded in texts and by time.

Prints, for each language and kind of error, how many of the seeded errors a finding
touches and in how many texts another finding stands; then the CPU of one check of 1,000
words against 12,000 names, and the memory of that record.
"""

import argparse
import resource
import time
from collections import Counter
from random import Random

from hemicycle.lib.record import Name, Organisation, Person, Record, check
from tests.lib.record_world import ERRORS, LANGUAGES, WORLDS, article, record_of

NAMES = 12_000
WORDS = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=40, help="texts of each kind")
    arguments = parser.parse_args()
    _rates(arguments.trials)
    _speed()


def _rates(trials: int) -> None:
    records = [record_of(world, Random(1)) for world in WORLDS]
    seeded, touched, beside = Counter[str](), Counter[str](), Counter[str]()
    for language in LANGUAGES:
        for error in (None, *ERRORS):
            for trial in range(trials):
                n = trial % len(WORLDS)
                rng = Random(f"bench {language} {error} {trial}")
                text = article(WORLDS[n], language, error, rng)
                findings = check(text.text, records[n], language)
                hits = [
                    each
                    for each in findings
                    if text.wrong
                    and each.offset < text.wrong[1]
                    and text.wrong[0] < each.offset + len(each.words)
                ]
                for group in (language, error or "right texts"):
                    seeded[group] += error is not None
                    touched[group] += bool(hits)
                    beside[group] += len(hits) < len(findings)
    for group, count in seeded.items():
        share = f"{touched[group] / count:.1%}" if count else "-"
        print(
            f"{group:15} found {touched[group]}/{count} {share}, false {beside[group]}"
        )


def _speed() -> None:
    rng = Random(2)

    def word() -> str:
        syllables = range(rng.randint(2, 4))
        return "".join(
            rng.choice("bcdfghklmnprstvwz") + rng.choice("aeiou") for _ in syllables
        ).capitalize()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    terms = [
        *(Person([f"{word()} {word()}"]) for _ in range(NAMES // 2)),
        *(
            Organisation([Name(f"{word()} {word()} {rng.choice(_KINDS)}", "en")])
            for _ in range(NAMES // 2)
        ),
    ]
    record = Record([*record_of(WORLDS[0], Random(1)).terms, *terms])
    built = time.process_time() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    text = ""
    while len(text.split()) < WORDS:
        text += article(WORLDS[0], "en", None, rng).text + "\n\n"
        text += " ".join(f"{word()} {word()} came." for _ in range(10)) + "\n\n"
    check(text, record, "en")
    times = []
    for _ in range(5):
        started = time.process_time()
        check(text, record, "en")
        times.append(time.process_time() - started)
    print(
        f"{len(text.split())} words against {NAMES} names: {min(times) * 1000:.0f} ms, "
        f"indexed in {built:.2f} s, {grown / 1024:.0f} MB"
    )


_KINDS = ["Association", "Foundation", "Alliance", "Council", "Trust", "League"]

if __name__ == "__main__":
    main()
