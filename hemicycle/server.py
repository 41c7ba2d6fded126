"""What `script/server` starts and watches: the database brought up to date, the web,
and what runs beside it.

It imports nothing of the application, so that what stays in memory beside the web
workers and the background processes is small.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import IO

import hemicycle.web
from hemicycle.lib import clock, folders, orphans, pauses

PROJECT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60
# A process that lived so long was well: its pauses begin anew.
STEADY_SECONDS = 60
# How often the web is asked whether what runs beside it shows itself.
WATCH_SECONDS = 30
# After its start a process has so long to show itself.
PATIENCE_SECONDS = 150
REFUSED_BY_COMMAND = 2


class Refused(Exception):
    """It can't be served like this; the text says why and what to do, in one line."""


def main() -> int:
    # What lies in the data folder is for nobody else on this machine.
    os.umask(0o077)
    arguments = _parse()
    try:
        environment = _environment(arguments)
        moment = _moment(environment.pop("HEMICYCLE_NOW", ""))
        _check_data(environment)
        lock = _lock(folders.data())
        _check_port(environment["HEMICYCLE_PORT"])
        beginning = _set_up(environment, moment, is_empty=arguments.empty)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    with lock:
        return _serve(environment, beginning)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Serve Hemicycle on this machine."
    )
    parser.add_argument("--port", help="default 8000, or HEMICYCLE_PORT")
    parser.add_argument("--data", help="folder of all data, or HEMICYCLE_DATA")
    parser.add_argument("--now", help="conference time (ISO), or HEMICYCLE_NOW")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="no demonstration: print the address where a first chief begins",
    )
    return parser.parse_args()


def _environment(arguments: argparse.Namespace) -> dict[str, str]:
    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = "hemicycle.settings"
    if arguments.port is not None:
        environment["HEMICYCLE_PORT"] = arguments.port
    environment.setdefault("HEMICYCLE_PORT", "8000")
    if arguments.data is not None:
        environment["HEMICYCLE_DATA"] = str(Path(arguments.data).resolve())
    if arguments.now is not None:
        environment["HEMICYCLE_NOW"] = arguments.now
    environment.setdefault(
        "HEMICYCLE_URL", f"http://localhost:{environment['HEMICYCLE_PORT']}"
    )
    is_production = environment["HEMICYCLE_URL"].startswith("https://")
    if arguments.empty:
        environment["HEMICYCLE_DEMO"] = "0"
    elif not is_production:
        environment.setdefault("HEMICYCLE_DEMO", "1")
    return environment


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(
            f"--now {text} is no moment with a time zone, such as "
            "2019-08-26T07:30-06:00."
        )
    return moment


def _check_data(environment: dict[str, str]) -> None:
    os.environ["HEMICYCLE_DATA"] = environment.get("HEMICYCLE_DATA", "")
    folder = folders.data()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except FileExistsError:
        raise Refused(f"--data {folder} is a file. Choose a folder.") from None
    except OSError as error:
        raise Refused(
            f"--data {folder} can't be written to ({error.strerror}). Choose another "
            "folder, or make it yours."
        ) from None


def _lock(folder: Path) -> IO[str]:
    """Held until this process ends, however it ends: one server for one folder."""
    lock = (folder / "server.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Refused(
            f"Another server uses the folder {folder}. End it, or choose --data."
        ) from None
    return lock


def _check_port(text: str) -> None:
    """Also processes of ours that outlived a killed parent would share the port."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Refused(f"--port {text} is no port: choose a number from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except PermissionError:
            raise Refused(
                f"Port {text} is for the administrator: choose --port 1024 or above."
            ) from None
        except OSError:
            raise Refused(
                f"Something already listens on port {text}. End it, or choose --port."
            ) from None


def _set_up(
    environment: dict[str, str], moment: datetime | None, *, is_empty: bool
) -> str:
    """The database brought up to date and, where it is new, filled or made ready.
    Returns what to tell the operator once the pages answer.

    Processes that start a moment apart must agree on how far the clock is moved, so it
    is written down. A demonstration keeps the moment that its visitors chose.
    """
    _say("Bringing the database up to date ...")
    _manage(environment, "migrate", "--verbosity", "0")
    _manage(environment, "check_keys")
    beginning = ""
    if is_empty:
        beginning = _manage(environment, "first_chief")
    elif environment.get("HEMICYCLE_DEMO") == "1":
        _say("Setting up the 68th conference where there is none yet ...")
        now = ["--now", moment.isoformat()] if moment else []
        print(_manage(environment, "demo", "--if-empty", *now), end="", flush=True)
    if moment:
        clock.set_moment(moment, folders.data())
    elif environment.get("HEMICYCLE_DEMO") != "1":
        clock.clear(folders.data())
    return beginning


def _serve(environment: dict[str, str], beginning: str) -> int:
    port = environment["HEMICYCLE_PORT"]
    _say("Starting the web and the background worker ...")
    web = Watched(
        "web",
        hemicycle.web.command("--host", "127.0.0.1", "--port", port),
        environment,
    )
    worker = Watched(
        "background worker", [sys.executable, "-m", "hemicycle.worker"], environment
    )
    _end_on_signals()
    try:
        if not _is_ready(port, web.process):
            print(f"The server did not start on port {port}.", file=sys.stderr)
            return 1
        print(f"Hemicycle is ready: {environment['HEMICYCLE_URL']}", flush=True)
        # Not before: the address is opened at once, and nothing would answer.
        print(beginning, end="", flush=True)
        watch_at = time.monotonic() + WATCH_SECONDS
        while True:
            web.tend()
            worker.tend()
            if time.monotonic() > watch_at:
                watch_at = time.monotonic() + WATCH_SECONDS
                if worker.age() > PATIENCE_SECONDS and _says_late(port):
                    _say("The background worker does not show itself; ending it.")
                    worker.kill()
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        _end([web, worker])


class Watched:
    """A process group: started again when it ends, after growing pauses."""

    def __init__(
        self, name: str, command: list[str], environment: dict[str, str]
    ) -> None:
        self.name, self.command, self.environment = name, command, environment
        self.failures = 0
        self.again_at: float | None = None
        self._start()

    def tend(self) -> None:
        """See whether it runs; to be called every half second."""
        code = self.process.poll()
        if code is None:
            return
        if self.again_at is None:
            # What it started would keep the port, or do the work twice.
            self.kill()
            self.failures = 1 if self.age() > STEADY_SECONDS else self.failures + 1
            pause = pauses.after(self.failures)
            self.again_at = time.monotonic() + pause
            _say(
                f"The {self.name} ended (code {code}); nothing is lost. "
                f"It starts again in {pause:.0f} s."
            )
        elif time.monotonic() >= self.again_at:
            self._start()

    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started_at

    def kill(self) -> None:
        """End the whole group at once."""
        self.signal(signal.SIGKILL)

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def _start(self) -> None:
        self.again_at = None
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.environment, cwd=PROJECT, start_new_session=True,
            preexec_fn=orphans.end_with_parent,
        )  # fmt: skip


def _says_late(port: str) -> bool:
    """Whether the web says that a process beside it has not shown itself lately."""
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/readyz", timeout=5
        ) as answer:
            return b"late" in answer.read()
    except (urllib.error.URLError, OSError):
        return False


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _manage(environment: dict[str, str], *command: str) -> str:
    """Run a command and return what it prints. What it refuses in words is raised;
    anything else ends us."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=environment, cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode == REFUSED_BY_COMMAND:
        raise Refused(done.stderr.strip().removeprefix("CommandError: "))
    sys.stderr.write(done.stderr)
    if done.returncode:
        sys.stdout.write(done.stdout)
        raise SystemExit(done.returncode)
    return done.stdout


def _is_ready(port: str, web: "subprocess.Popen[bytes]") -> bool:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and web.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def _end_on_signals() -> None:
    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def _end(children: list[Watched]) -> None:
    """Ask each to finish what it is doing; after ten seconds, no longer ask."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(10)
        child.kill()
        child.process.wait()


if __name__ == "__main__":
    sys.exit(main())
