"""script/server as somebody starts it: what it refuses, and what it keeps going."""

import contextlib
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from hemicycle.server import Watched
from tests.stories.test_killed_server import free_port

ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HEMICYCLE_")}
    return kept | {"HEMICYCLE_DATA": str(data)}


def refused(data: Path, *arguments: str) -> str:
    """What the command says on stderr, apart from its progress; it must exit with 2."""
    port = (
        ()
        if any(one.startswith("--port") for one in arguments)
        else ("--port", str(free_port()))
    )
    ran = subprocess.run(
        [sys.executable, "-m", "hemicycle.server", *port, *arguments],
        cwd=ROOT, env=environment(data), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 2, (ran.returncode, ran.stderr)
    lines = [line for line in ran.stderr.splitlines() if not line.endswith("...")]
    assert len(lines) == 1, ran.stderr
    return lines[0]


@pytest.mark.parametrize("port", ["http", "", "0", "-1", "70000", "80 80", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    said = refused(tmp_path, f"--port={port}")
    assert said == f"--port {port} is no port: choose a number from 1024 to 65535."


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        said = refused(tmp_path, "--port", str(port))
    assert said == (
        f"Something already listens on port {port}. End it, or choose --port."
    )


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert refused(tmp_path, "--data", str(file)) == (
        f"--data {file} is a file. Choose a folder."
    )
    said = refused(tmp_path, "--data", str(file / "below"))
    assert "can't be written to (Not a directory)" in said
    assert file.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_data_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "can't be written to (Permission denied)" in refused(tmp_path)


@pytest.mark.parametrize("now", ["tomorrow", "2019-08-26T07:30", "2019-13-01T00:00Z"])
def test_a_moment_that_is_none_is_refused(tmp_path: Path, now: str) -> None:
    assert refused(tmp_path, "--now", now) == (
        f"--now {now} is no moment with a time zone, such as 2019-08-26T07:30-06:00."
    )
    assert not (tmp_path / "clock").exists()


MAKE = """
import sys, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
if sys.argv[1] == "empty":
    call_command("first_chief")
else:
    call_command("demo", representatives=20, organisations=3, countries=2)
"""


def prepared(data: Path, kind: str) -> None:
    subprocess.run(
        [sys.executable, "-c", MAKE, kind], cwd=ROOT, check=True, capture_output=True,
        env=environment(data) | {"DJANGO_SETTINGS_MODULE": "hemicycle.settings"},
    )  # fmt: skip


def test_an_empty_start_over_a_demonstration_is_refused(tmp_path: Path) -> None:
    prepared(tmp_path, "demo")
    clock = (tmp_path / "clock").read_text()
    assert refused(tmp_path, "--empty") == (
        f"{tmp_path} holds the demonstration. Choose another folder with --data for a "
        "conference of your own, or leave out --empty."
    )
    assert (tmp_path / "clock").read_text() == clock


def test_a_demonstration_over_an_empty_site_is_refused(tmp_path: Path) -> None:
    prepared(tmp_path, "empty")
    assert refused(tmp_path) == (
        f"{tmp_path} was begun for a conference of your own, which the demonstration "
        "would replace. Start with --empty, or choose another folder with --data."
    )


class Running:
    def __init__(self, data: Path, *arguments: str) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hemicycle.server", "--port", str(self.port),
             *arguments],
            cwd=ROOT, env=environment(data), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self.said: list[str] = []
        self.listener = threading.Thread(target=self._listen)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)

    def worker(self) -> psutil.Process | None:
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it may end while we look
                if "hemicycle.worker" in child.cmdline():
                    return child
        return None


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path, "--empty", "--now", "2019-06-01T10:00-06:00")
    with server.process:
        yield server
        if server.process.poll() is None:
            server.process.kill()
        server.listener.join()


def wait_for(condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.slow
def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(
    running: Running, tmp_path: Path
) -> None:
    assert running.process.stdout
    for _line in range(3):
        running.process.stdout.readline()
    said = refused(tmp_path, "--empty")
    assert said == (
        f"Another server uses the folder {tmp_path}. End it, or choose --data."
    )
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/healthz") as answer:
        assert answer.status == 200
    children = psutil.Process(running.process.pid).children(recursive=True)
    # Killed hard, it leaves nobody who holds the port or works on.
    running.process.kill()
    running.process.wait(20)
    gone, alive = psutil.wait_procs(children, timeout=20)
    assert (len(gone), alive) == (len(children), [])


@pytest.mark.slow
def test_a_dead_worker_starts_again_and_the_data_are_for_nobody_else(
    running: Running, tmp_path: Path
) -> None:
    assert running.process.stdout
    ready, mail, begin = (running.process.stdout.readline() for _line in range(3))
    assert "HEMICYCLE_MAIL" in mail
    assert "/en/new/" in begin
    assert ready == f"Hemicycle is ready: http://localhost:{running.port}\n"
    for path in tmp_path.rglob("*"):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path
    first = running.worker()
    assert first
    first.kill()
    wait_for(lambda: (again := running.worker()) and again.pid != first.pid)
    wait_for(lambda: any("It starts again in 1 s." in line for line in running.said))
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/healthz") as answer:
        assert answer.status == 200
    second = running.worker()
    assert second
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert not second.is_running()


def test_a_worker_that_dies_at_once_is_started_after_growing_pauses(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [0.0]
    monkeypatch.setattr("hemicycle.server.time.monotonic", lambda: clock[0])
    kept = Watched(
        "background worker",
        [sys.executable, "-c", "raise SystemExit(3)"],
        dict(os.environ),
    )
    starts = 1
    for _half_second in range(30):
        kept.process.wait(20)
        before = kept.process
        kept.tend()
        starts += kept.process is not before
        clock[0] += 0.5
    assert starts == 4  # after 1, 2 and 4 seconds
    assert capfd.readouterr().err.splitlines()[0] == (
        "The background worker ended (code 3); nothing is lost. It starts again in 1 s."
    )
