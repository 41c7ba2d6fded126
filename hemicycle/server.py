"""What `script/server` starts: the database brought up to date, the web, the worker.

It imports nothing of the application, so that what stays in memory beside the web
workers and the background worker is small.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from types import FrameType

from hemicycle.lib import clock, folders

PROJECT = Path(__file__).resolve().parent.parent
READY_SECONDS = 60


def main() -> int:
    arguments = _parse()
    environment = _environment(arguments)
    port = environment["HEMICYCLE_PORT"]
    if _answers(port):
        # Also processes of ours that outlived a killed parent would share the port.
        print(f"Something already listens on port {port}. End it, or choose --port.")
        return 1
    _set_clock(environment)
    _manage(environment, "migrate", "--verbosity", "0")
    if arguments.empty:
        _manage(environment, "first_chief")
    elif environment.get("HEMICYCLE_DEMO") == "1":
        _manage(environment, "demo", "--if-empty")
    web = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", port, "--workers", "2",
            "--blocking-threads", "2", "--backlog", "1024", "--backpressure", "64",
            "--respawn-failed-workers", "--no-ws", "--log-level", "warning",
            "hemicycle.wsgi:application",
        ],
        env=environment, cwd=PROJECT, start_new_session=True,
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-m", "hemicycle.worker"],
        env=environment, cwd=PROJECT, start_new_session=True,
    )  # fmt: skip
    children = [web, worker]
    _end_on_signals()
    try:
        if not _is_ready(port, web):
            print(f"The server did not start on port {port}.", file=sys.stderr)
            return 1
        print(f"Hemicycle is ready: {environment['HEMICYCLE_URL']}", flush=True)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        print("A process ended by itself; ending the others.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end(children)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server", description="Serve Hemicycle on this machine."
    )
    parser.add_argument("--port", type=int, help="default 8000, or HEMICYCLE_PORT")
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
    if arguments.port:
        environment["HEMICYCLE_PORT"] = str(arguments.port)
    environment.setdefault("HEMICYCLE_PORT", "8000")
    if arguments.data:
        environment["HEMICYCLE_DATA"] = str(Path(arguments.data).resolve())
    if arguments.now:
        environment["HEMICYCLE_NOW"] = arguments.now
    environment.setdefault(
        "HEMICYCLE_URL", f"http://localhost:{environment['HEMICYCLE_PORT']}"
    )
    is_production = environment["HEMICYCLE_URL"].startswith("https://")
    if not arguments.empty and not is_production:
        environment.setdefault("HEMICYCLE_DEMO", "1")
    return environment


def _set_clock(environment: dict[str, str]) -> None:
    """Processes that start a moment apart must agree on how far the clock is moved.

    A demonstration keeps the moment that its visitors chose.
    """
    moment = environment.pop("HEMICYCLE_NOW", "")
    os.environ["HEMICYCLE_DATA"] = environment.get("HEMICYCLE_DATA", "")
    if moment:
        try:
            clock.set_moment(datetime.fromisoformat(moment), folders.data())
        except ValueError as mistake:
            raise SystemExit(f"--now {moment}: {mistake}") from None
    elif environment.get("HEMICYCLE_DEMO") != "1":
        clock.clear(folders.data())


def _manage(environment: dict[str, str], *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *command], env=environment, cwd=PROJECT
    )
    if done.returncode:
        raise SystemExit(done.returncode)


def _answers(port: str) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", int(port))) == 0


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


def _end(children: "list[subprocess.Popen[bytes]]") -> None:
    """Ask each to finish what it is doing; after ten seconds, no longer ask."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
