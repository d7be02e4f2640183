"""The playground as a newcomer meets it: started by the command, used in a real browser, ended by Ctrl-C."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, sync_playwright

from bot.settings import ROOT
from tests.conftest import OUTPUT

pytestmark = pytest.mark.waits

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

in_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")


@pytest.fixture(scope="module")
def playground(data: Path) -> Iterator[tuple[str, str]]:
    """The address, and what the terminal showed before it. Ends by SIGINT, and must end well."""
    command = [sys.executable, "-m", "bot", "--data", str(data), "preview"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed: list[str] = []
        address = ""
        for line in process.stdout:
            if found := re.search(r"playground is open: (http://\S+)", line):
                address = found[1]
                break
            printed.append(line)
        yield address, "".join(printed)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.wait(10) == 0


@pytest.fixture(scope="module")
def browser_pages(playground: tuple[str, str]) -> Iterator[dict[str, Page]]:
    address, _ = playground
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        pages = {
            "desktop": browser.new_page(viewport={"width": 1280, "height": 1600}),
            "phone": browser.new_page(viewport={"width": 390, "height": 1600}),
        }
        for page in pages.values():
            page.set_default_timeout(15_000)
            page.goto(address)
            page.get_by_role("textbox", name="Message").wait_for()
        yield pages
        browser.close()


def ask(page: Page, command: str, *values: str, choose: str | None = None) -> Locator:
    """Types a command as a member does; returns the newest message once it is there."""
    messages = page.get_by_role("log").get_by_role("article")
    before = messages.count()
    page.get_by_role("textbox", name="Message").click()
    page.keyboard.type(f"/{command}")
    page.get_by_role("option", name=f"/{command}").first.wait_for()
    page.keyboard.press("Enter")
    for value in values:
        page.keyboard.type(value)
    if choose:
        page.get_by_role("option", name=choose).first.click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_function("n => document.querySelectorAll('[role=log] article').length > n", arg=before)
    return messages.last


def shot(page: Page, card: Locator, name: str) -> None:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    card.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.screenshot(path=OUTPUT / f"{name}.png")


def test_the_terminal_shows_answers_too(playground: tuple[str, str]) -> None:
    _, printed = playground
    assert "> /canon korrasami" in printed
    assert "> /quote konietzko" in printed
    assert "Bryan Konietzko" in printed


@in_browser
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_canon_in_the_browser(browser_pages: dict[str, Page], width: str) -> None:
    page = browser_pages[width]
    card = ask(page, "canon", "korra", choose="Korrasami: Korra & Asami Sato, pairing")
    text = card.inner_text()
    assert "Canon" in text
    assert text.count("Context") >= 4
    assert "io9" in text
    assert "ComicBook.com" in text
    shot(page, card, f"canon-{width}")
    card.locator("xpath=.").screenshot(path=OUTPUT / f"card-{width}.png")
    card.get_by_role("button", name="Context").first.click()
    around = page.get_by_role("article").filter(has_text="The quoted words").last
    shot(page, around, f"context-{width}")
    assert "Only you can see this" in around.inner_text()


@in_browser
def test_private_answers_are_private(browser_pages: dict[str, Page]) -> None:
    """What Jinora was told alone, Bolin doesn't see."""
    page = browser_pages["desktop"]
    page.get_by_role("combobox", name="Viewing as").select_option("Bolin")
    page.get_by_text("The quoted words").first.wait_for(state="detached")
    page.get_by_role("combobox", name="Viewing as").select_option("Jinora")


@in_browser
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_other_commands_in_the_browser(browser_pages: dict[str, Page], width: str) -> None:
    page = browser_pages[width]
    quote = ask(page, "quote", "konietzko", choose="Bryan Konietzko")
    assert "Bryan Konietzko" in quote.inner_text()
    shot(page, quote, f"quote-{width}")
    quote.get_by_role("button", name="Cite").click()
    cited = page.get_by_role("article").filter(has_text="Ready to copy").last
    shot(page, cited, f"cite-{width}")
    found = ask(page, "search", "spirit portal")
    assert "spirit" in found.inner_text()
    shot(page, found, f"search-{width}")
    listed = ask(page, "sources")
    assert "ComicBook.com" in listed.inner_text()
    shot(page, listed, f"sources-{width}")
    told = ask(page, "help")
    assert "What you can ask" in told.inner_text()
    shot(page, told, f"help-{width}")
