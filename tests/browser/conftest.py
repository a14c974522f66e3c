"""A served demo city and a browser; without Chromium these tests say loudly that they were skipped."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from forum import ROOT

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Milliseconds to wait for what should come; a busy machine is slow, and not wrong.
PATIENCE = 15_000
MISSING = (
    "BROWSER TESTS SKIPPED: no Chromium found. Install it (Debian, Ubuntu: apt-get install chromium) "
    "and run `make test` again."
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests, so that they can be left out or run alone."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site(str):
    """The address of the served city; ``folder`` holds its database."""

    folder: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo city, served by the command the README names."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    port, folder = _free_port(), tmp_path_factory.mktemp("served")
    environment = {**os.environ, "DEMO": "1", "PORT": str(port), "INSTANCE_DIR": str(folder)}
    environment["FORM_MIN_SECONDS"] = "0"  # Playwright writes faster than people
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    address = Site(f"http://127.0.0.1:{port}")
    address.folder = folder
    try:
        _wait(address, process, folder / "log")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    for _try in range(900):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(address + "/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def chromium(site: str) -> Iterator[Browser]:
    """A real Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a screen: opens pages, reads, and lets axe look at what is there."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, message) -> None:
        expected = "the server responded with a status of 4"
        if message.type == "error" and expected not in message.text:
            self.problems.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.problems.append(f"asked a third party: {request.url}")

    def open(self, path: str) -> "Visitor":
        """Open a path of the site."""
        self.page.goto(self.site + path)
        return self

    def become(self, role: str) -> "Visitor":
        """Sign in by the page that asks who you would like to be."""
        self.open("/demo")
        self.page.locator(f"form[action$='/demo/{role}'] button").first.click()
        return self

    def check(self) -> "Visitor":
        """Let axe look at the page as it stands; a page wider than the screen is a fault too."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page).response["violations"]
        told = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
        assert told == [], f"{self.page.url}: {told}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        assert self.problems == [], f"{self.page.url}: {self.problems}"
        return self


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator:
    """Open a fresh browser profile: ``visit()``, ``visit(width=320, script=False)``."""
    contexts = []

    def enter(width: int = 1280, script: bool = True, locale: str = "hu-HU", **options) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            locale=locale,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Visitor(context, site)

    yield enter
    for context in contexts:
        context.close()
