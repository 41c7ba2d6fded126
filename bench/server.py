"""A real server on a database of its own, and what its processes cost."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "bench" / "out" / "data"


class Server:
    """Two web workers serving the demonstration of a size; no worker beside them.

    The filled database is kept in bench/out and copied for each run, so that a run
    leaves nothing behind. On PostgreSQL (HEMICYCLE_DATABASE_URL) it is filled anew.
    """

    def __init__(
        self, people: int, organisations: int, *, with_worker: bool = False
    ) -> None:
        self.people, self.organisations = people, organisations
        self.with_worker = with_worker
        self.port = _free_port()
        self.data = KEPT.parent / f"run-{os.getpid()}-{people}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
            "HEMICYCLE_DEMO": "1",
            "HEMICYCLE_DATA": str(self.data),
            "HEMICYCLE_PORT": str(self.port),
            "HEMICYCLE_URL": f"http://localhost:{self.port}",
        }
        self.children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Server":
        self._fill()
        self._start()
        return self

    def __exit__(self, *error: object) -> None:
        for child in self.children:
            child.terminate()
        for child in self.children:
            child.wait(20)
        shutil.rmtree(self.data, ignore_errors=True)

    def manage(self, *command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def cpu(self) -> float:
        """Seconds of CPU of all its processes so far, PostgreSQL's backends too."""
        spent = 0.0
        for process in self._processes():
            times = process.cpu_times()
            spent += times.user + times.system
        return spent

    def memory(self) -> int:
        """Bytes, as shared memory is divided among those who share it (PSS), summed."""
        return sum(process.memory_full_info().pss for process in self._processes())

    def _processes(self) -> list[psutil.Process]:
        found = []
        for child in self.children:
            root = psutil.Process(child.pid)
            found += [root, *root.children(recursive=True)]
        if "HEMICYCLE_DATABASE_URL" in os.environ:
            name = os.environ["HEMICYCLE_DATABASE_URL"].rpartition("/")[2]
            for process in psutil.process_iter(["name", "cmdline"]):
                line = " ".join(process.info["cmdline"] or [])
                if process.info["name"] == "postgres" and f" {name} " in line:
                    found.append(process)
        return found

    def _fill(self) -> None:
        size = (
            "--representatives", str(self.people),
            "--organisations", str(self.organisations),
            "--countries", str(min(135, max(2, self.people // 2))),
        )  # fmt: skip
        kept = KEPT / f"{self.people}-{_code_stamp()}"
        if "HEMICYCLE_DATABASE_URL" in os.environ:
            self.manage("migrate", "--verbosity", "0")
            self.manage("demo", *size)
            return
        if not kept.exists():
            for old in KEPT.glob(f"{self.people}-*"):
                shutil.rmtree(old)
            self.data.mkdir(parents=True)
            self.manage("migrate", "--verbosity", "0")
            self.manage("demo", *size)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(self.data, kept)
        shutil.copytree(kept, self.data)

    def _start(self) -> None:
        self.children = [
            subprocess.Popen(_web(self.port), env=self.environment, cwd=ROOT)
        ]
        if self.with_worker:
            self.children.append(
                subprocess.Popen(
                    [sys.executable, "-m", "hemicycle.worker"],
                    env=self.environment, cwd=ROOT,
                )
            )  # fmt: skip
        for _try in range(300):
            try:
                address = f"http://127.0.0.1:{self.port}/readyz"
                urllib.request.urlopen(address, timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the server did not start")


def _code_stamp() -> str:
    """Changes with the migrations and the demonstration: the kept database follows."""
    files = [
        *ROOT.glob("hemicycle/*/migrations/*.py"),
        *ROOT.glob("hemicycle/demo/*.py"),
    ]
    return f"{max(file.stat().st_mtime_ns for file in files):x}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _web(port: int) -> list[str]:
    """As this commit starts it; one before hemicycle.web (for --against), as then."""
    if (ROOT / "hemicycle" / "web.py").exists():
        module, served = ["hemicycle.web"], []
    else:
        served = ["hemicycle.wsgi:application"]
        module = [
            "granian", "--interface", "wsgi", "--workers", "2",
            "--blocking-threads", "2", "--backlog", "1024", "--backpressure", "64",
            "--no-ws", "--log-level", "warning",
        ]  # fmt: skip
    address = ["--host", "127.0.0.1", "--port", str(port)]
    return [sys.executable, "-m", *module, *address, *served]
