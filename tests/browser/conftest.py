"""One server and one browser for all that is looked at here."""

import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import pytest
from playwright.sync_api import Browser

from tests.browser.demonstration import Visitor, serving
from tests.browser.screenshots import CHROMIUM, chromium

# The browser's own loop runs in the thread where a test makes its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
LONGEST = 300
"""Seconds of one test. Some calls of the browser's driver know no limit themselves."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not CHROMIUM.exists():
        why = pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: set CHROMIUM")
        for item in items:
            item.add_marker(why)


@pytest.fixture(autouse=True)
def limit(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that waits for ever fails, instead of all that comes after it."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        faulthandler.dump_traceback(sys.__stderr__)
        raise TimeoutError(f"{request.node.name} took over {LONGEST} s")

    before = signal.signal(signal.SIGALRM, ring)
    # Again while its end waits, too.
    signal.setitimer(signal.ITIMER_REAL, LONGEST, 15)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def demonstration() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def visitor(window: Browser, demonstration: str) -> Iterator[Callable[..., Visitor]]:
    """visitor("amina", script=False): somebody at a phone; desk=True: a big screen."""
    opened: list[Visitor] = []

    def new(who: str = "", *, desk: bool = False, script: bool = True) -> Visitor:
        context = window.new_context(
            viewport=DESK if desk else PHONE,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        one = Visitor(context, demonstration)
        opened.append(one)
        if who:
            one.step_in(who)
        return one

    yield new
    for one in opened:
        one.context.close()
