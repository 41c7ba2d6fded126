"""The demonstration as a visitor meets it: a real server, a worker, an own database."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from hemicycle import web
from tests.browser.pages import CONFERENCE, Look, open_look

ROOT = Path(__file__).resolve().parents[2]
SIZES = ("--representatives", "400", "--organisations", "80", "--countries", "40")
READY_SECONDS = 90


@contextmanager
def serving() -> Iterator[str]:
    """Serve a small demonstration until the block ends. Yields its address."""
    data = tempfile.mkdtemp(prefix="hemicycle-browser-")
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hemicycle.settings",
        "HEMICYCLE_DEMO": "1",
        "HEMICYCLE_DATA": data,
        "HEMICYCLE_PORT": str(port),
        "HEMICYCLE_URL": f"http://localhost:{port}",
    }
    # On the file of its own, whichever database the other tests use.
    environment.pop("HEMICYCLE_DATABASE_URL", None)

    def manage(*command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip

    children: list[subprocess.Popen[bytes]] = []
    try:
        manage("collectstatic", "--noinput", "--verbosity", "0")
        manage("migrate", "--verbosity", "0")
        manage("demo", *SIZES)
        for command in (
            web.command("--port", str(port)),
            [sys.executable, "-m", "hemicycle.worker"],
        ):
            children.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield environment["HEMICYCLE_URL"]
    finally:
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(data, ignore_errors=True)


class Visitor:
    """One person at one screen: the session, and what the pages complained about."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context, self.server = context, server
        self.page: Page = context.new_page()

    def go(self, address: str, language: str = "en") -> Page:
        """Open a page of the conference, or one that begins with a slash."""
        if not address.startswith("/"):
            address = f"/{language}/{CONFERENCE}/{address}"
        self.page.goto(self.server + address)
        return self.page

    def look_at(self, look: Look, language: str) -> Page:
        open_look(self.page, look, self.server, language)
        return self.page

    def step_in(self, who: str) -> Page:
        """Become one of the cast, through the demonstration's own page."""
        self.page.goto(f"{self.server}/en/demo/")
        self.page.locator(f"form[action$='/cast/{who}/'] button").click()
        self.page.wait_for_load_state()
        return self.page

    def open_letter(self, who: str, subject: str) -> Page:
        """The newest letter with these words in the subject, from the mailbox page."""
        until = time.monotonic() + 20
        while True:
            self.page.goto(f"{self.server}/en/demo/mailboxes/{who}/")
            letter = self.page.locator(".agenda a", has_text=subject)
            if letter.count() or time.monotonic() > until:
                break
            time.sleep(0.3)
        letter.first.click()
        return self.page


def _wait_for(address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The demonstration did not start in {READY_SECONDS} s.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
