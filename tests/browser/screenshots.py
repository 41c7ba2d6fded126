"""Pictures of the pages of a running demonstration.

script/screenshots [ADDRESS] [--out DIR] [--only NAME...]: each page of pages.py at 360
and 1280 pixels, light and dark, in English and Arabic. Says which pages are wider than
the screen, write to the console or answer with an error; exits 1 when any does.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pages import PAGES, Look, open_look

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}
SCHEMES = ("light", "dark")
LANGUAGES = ("en", "ar")
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=SWITCHES
        )
        try:
            yield browser
        finally:
            browser.close()


def step_in(context: BrowserContext, server: str, who: str) -> None:
    """Become one of the cast, through the demonstration's own page."""
    page = context.new_page()
    page.goto(f"{server}/en/demo/")
    page.locator(f"form[action$='/cast/{who}/'] button").click()
    page.wait_for_load_state()
    page.close()


def take(page: Page, look: Look, server: str, language: str, picture: Path) -> str:
    """Take one picture. Returns what is wrong with the page, or nothing."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    response = open_look(page, look, server, language)
    if response is None or (response.status >= 400 and look.name != "missing"):
        faults.append(f"answered {response.status if response else 'nothing'}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("wider than the screen")
    page.screenshot(path=picture, full_page=True)
    if look.name == "missing":
        faults = [fault for fault in faults if "404" not in fault]
    return "; ".join(faults)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    if not CHROMIUM.exists():
        print(f"No pictures: there is no Chromium at {CHROMIUM}. Set CHROMIUM.")  # noqa: T201
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    server = options.address.rstrip("/")
    looks = [look for look in PAGES if not options.only or look.name in options.only]
    bad = 0
    with chromium() as browser:
        for scheme in SCHEMES:
            for size, (width, height) in WIDTHS.items():
                for who in sorted({look.who for look in looks}):
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                        reduced_motion="reduce",
                    )
                    if who:
                        step_in(context, server, who)
                    for look in (look for look in looks if look.who == who):
                        for language in LANGUAGES:
                            name = f"{look.name}-{language}-{size}-{scheme}.png"
                            page = context.new_page()
                            fault = take(
                                page, look, server, language, options.out / name
                            )
                            page.close()
                            bad += bool(fault)
                            print(f"{name}  {fault}".rstrip(), flush=True)  # noqa: T201
                    context.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
