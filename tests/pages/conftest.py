"""A browser that opens the pages of the bundled sample as people do: from a folder, without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.bureau import Bureau

_PATIENCE = 15_000  # milliseconds, on a busy machine
_LOCAL = ("file:", "data:", "blob:")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The installed browser; where there is none, the tests are skipped, in CI they fail."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless browser with an empty profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        browser.close()


@dataclass
class Reader:
    """Somebody before a screen of 1366 by 768; what went wrong meanwhile, and how often the mouse was clicked."""

    page: Page
    root: Path
    clicks: int = 0
    wrong: list[str] = field(default_factory=list)

    def open(self, name: str, fragment: str = "") -> Page:
        """Open a page by double click; the clicks are counted from here."""
        self.clicks = 0
        self.page.goto(f"file://{quote(str(self.root / name))}{fragment}")
        return self.page

    def click(self, role: str, name: str) -> None:
        """Click what is called so."""
        self.clicks += 1
        self.page.get_by_role(role, name=name, exact=True).click()  # type: ignore[arg-type]

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"console: {message.text}")

    def see(self, request: Request) -> None:
        if not request.url.startswith(_LOCAL):
            self.wrong.append(f"request: {request.url}")


def reader_of(browser: Browser, root: Path, width: int = 1366, height: int = 768) -> Iterator[Reader]:
    """A reader of the pages below a folder; that nothing went wrong is seen at the end."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(_PATIENCE)
    reader = Reader(context.new_page(), root)
    reader.page.on("console", reader.hear)
    reader.page.on("pageerror", lambda error: reader.wrong.append(f"error: {error}"))
    reader.page.on("dialog", lambda dialog: reader.wrong.append(f"dialog: {dialog.message}"))
    reader.page.on("requestfailed", lambda request: reader.wrong.append(f"failed: {request.url}"))
    context.on("request", reader.see)
    yield reader
    context.close()
    assert reader.wrong == []


@pytest.fixture
def reader(browser: Browser, sample: Bureau) -> Iterator[Reader]:
    """A reader of the sample's pages, at the top of the warehouse."""
    yield from reader_of(browser, sample.warehouse.root)
