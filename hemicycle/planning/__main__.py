"""The command line of the engines: one JSON object on standard output.

Each kind has a module in `commands` with four functions, imported only when asked for,
so that OR-Tools and HiGHS never meet in one process:

    add_arguments(parser)            its own options
    run(arguments, effort) -> Result
    add_check_arguments(parser)      what the checker can be told was asked
    check(file, solution, **asked) -> violations in words, empty when all is well

Exit codes: 0 an answer, INFEASIBLE and UNKNOWN too; 1 a solution that `check` rejects;
2 an input that cannot be read, with one line on standard error.
"""

import argparse
import importlib
import json
import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NoReturn

from hemicycle.planning.result import Effort, Malformed, Progress, Result

KINDS = {
    "programme": "sessions into slots and halls: CoSPLib .xlsx, or .json like un68",
    "bilateral": "who meets whom, when, at which table: .dzn",
    "interpreters": "teams by language and session: .json",
}


OVERTIME = 1.6  # seconds after the limit in which an engine should have ended
PATIENCE = 5.0  # and after an interrupt


def command_of(kind: str) -> ModuleType:
    return importlib.import_module(f"hemicycle.planning.commands.{kind}")


def positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError("must be a positive number")
    return value


def thread_count(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 256:
        raise argparse.ArgumentTypeError("must be between 1 and 256")
    return value


def seed_number(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError("must be between 0 and 2147483647")
    return value


def parser_for(kind: str, command: ModuleType) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m hemicycle.planning {kind}", description=KINDS[kind]
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=positive, default=60.0, help="wall time")
    parser.add_argument("--threads", type=thread_count, default=2)
    parser.add_argument("--seed", type=seed_number, default=0)
    parser.add_argument(
        "--progress", action="store_true", help="improvements on standard error"
    )
    command.add_arguments(parser)
    return parser


def report(progress: Progress) -> None:
    print(
        f"{progress.seconds:.1f} s: value {progress.objective}, bound {progress.bound}",
        file=sys.stderr,
        flush=True,
    )


def solve(
    command: ModuleType, arguments: argparse.Namespace, started: float
) -> Result[Any]:
    """Run the engine in a thread, so that an interrupt reaches us while it searches.

    The first SIGINT or SIGTERM asks for the best so far, the second kills. An engine
    that has not ended OVERTIME after the limit, or PATIENCE after an interrupt, is left
    behind: raises Late with the best it handed over.
    """
    effort = Effort(
        seconds=arguments.seconds,
        threads=arguments.threads,
        seed=arguments.seed,
        started=started,
        listener=report if arguments.progress else None,
    )

    def interrupt(number: int, frame: FrameType | None) -> None:
        if effort.stop.is_set():
            os._exit(128 + number)
        effort.stop.set()

    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    pool = ThreadPoolExecutor(1)
    future: Future[Result[Any]] = pool.submit(command.run, arguments, effort)
    until = effort.seconds + OVERTIME
    is_asked = False
    while not wait([future], timeout=0.2).done:
        if effort.stop.is_set() and not is_asked:
            is_asked, until = True, min(until, effort.spent + PATIENCE)
        if effort.spent > until:
            raise Late(effort.best.answer(effort.spent))
    return future.result()


class Late(Exception):
    """The engine has not ended in time; `result` is the best it handed over."""

    def __init__(self, result: Result[Any]) -> None:
        super().__init__("the engine did not end in time")
        self.result = result


def leave(result: Result[Any]) -> NoReturn:
    """Print the answer and end the process with everything that still runs in it."""
    print(json.dumps(result.as_json(), indent=1, default=str), flush=True)
    for worker in multiprocessing.active_children():
        worker.terminate()
    os._exit(0)


def check(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m hemicycle.planning check",
        description="verify a solution without the engine that made it",
    )
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("file", type=Path)
    parser.add_argument("solution", type=Path)
    if arguments and arguments[0] in KINDS:
        command_of(arguments[0]).add_check_arguments(parser)
    asked = vars(parser.parse_args(arguments))
    command = command_of(asked.pop("kind"))
    violations = command.check(asked.pop("file"), asked.pop("solution"), **asked)
    print(json.dumps({"accepted": not violations, "violations": violations}, indent=1))
    return 1 if violations else 0


def refuse(message: str) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return 2


def main(arguments: list[str]) -> int:
    names = ", ".join([*KINDS, "check"])
    if not arguments or arguments[0] in ("-h", "--help"):
        print(f"usage: python -m hemicycle.planning {{{names}}} FILE ...\n")
        for name, purpose in KINDS.items():
            print(f"  {name:13} {purpose}")
        print(f"  {'check':13} KIND FILE SOLUTION [what was asked]: verify a solution")
        return 0 if arguments else 2
    started = time.monotonic()  # loading a solver is part of the answer's time
    kind, rest = arguments[0], arguments[1:]
    try:
        if kind == "check":
            return check(rest)
        if kind not in KINDS:
            return refuse(f"unknown engine '{kind}': choose one of {names}")
        command = command_of(kind)
        result = solve(command, parser_for(kind, command).parse_args(rest), started)
    except Malformed as error:
        return refuse(str(error))
    except OSError as error:
        return refuse(f"{error.strerror or error}: {error.filename or ''}")
    except Late as late:
        leave(late.result)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("hemicycle"):
            raise
        return refuse(f"{error.name} is not installed: script/setup --planning")
    except MemoryError:
        return refuse("the instance needs more memory than there is")
    print(json.dumps(result.as_json(), indent=1, default=str))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
