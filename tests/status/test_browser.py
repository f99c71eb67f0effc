"""The pages in the system's Chromium: they show the figures, complain of nothing and ask nobody else."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from itertools import pairwise

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from redis.asyncio import Redis

from tests import examples
from tests.status import world

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# One that only looks at the page: no updates, no accounts, no calls home.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

REFRESH_MS = 5_000

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine: apt-get install chromium"
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    assert CHROMIUM, "in CI the browser tests must run: install chromium"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        await opened.close()


class Visitor:
    """A page with an eye on what it complains of and whom it asks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: self.asked.append(request.url))


async def visit(browser: Browser, address: str, path: str = "/", *, width: int = 1280, scripts: bool = True) -> Visitor:
    context = await browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    # The page's own clock stands still until a test moves it.
    await context.clock.install()
    visitor = Visitor(await context.new_page())
    await visitor.page.goto(address + path)
    return visitor


@pytest.mark.parametrize("width", [1280, 390])
async def test_every_page_shows_itself_without_complaint_and_asks_nobody_else(
    ledger: world.Archivist, address: str, browser: Browser, width: int
) -> None:
    claim = world.claims()[0].claim_id
    for path in ("/", f"/actors/{world.ORVANIA}", "/claims", f"/claims/{claim}", "/docs", "/nowhere"):
        visitor = await visit(browser, address, path, width=width)
        await expect(visitor.page.locator("h1")).to_have_count(1)
        assert all(url.startswith(address) for url in visitor.asked)
        assert visitor.complaints == ([] if path != "/nowhere" else visitor.complaints[:1]), path
        overflowing = await visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not overflowing, f"{path} is wider than {width} px"


async def test_from_a_figure_one_comes_to_its_sentence(ledger: world.Archivist, address: str, browser: Browser) -> None:
    page = (await visit(browser, address)).page
    row = page.get_by_role("row", name="≥ 40 General Staff of Calvora")
    await row.get_by_role("link", name="1 claim").click()
    await expect(page.locator("mark.count").first).to_have_text("at least 40")
    await expect(page.get_by_role("link", name="Both armies claim the ford of Dunmarrow")).to_be_visible()
    await page.get_by_role("link", name="Orvanian Armed Forces").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Orvanian Armed Forces")


async def test_the_filters_of_the_claims_are_in_the_address(
    ledger: world.Archivist, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address, "/claims")).page
    await page.get_by_label("Measure").select_option("captured")
    await page.get_by_role("button", name="Show").click()
    await expect(page.locator("ol.claims > li")).to_have_count(1)
    assert "measure=captured" in page.url


async def test_without_scripts_the_figures_are_there_all_the_same(
    ledger: world.Archivist, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address, scripts=False)).page
    await expect(page.get_by_text("≥ 40")).to_be_visible()
    assert await page.locator("meta[http-equiv=refresh]").count() == 1


async def test_a_new_claim_appears_without_reloading(
    ledger: world.Archivist, redis: Redis, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address)).page
    await page.evaluate("window.sameDocument = true")
    await world.tell(
        redis,
        [examples.a_claim_recorded(count={"value": 777, "low": 777, "high": 777, "text": "777"}, measure="killed")],
    )
    await ledger.keep_up(redis)
    await page.clock.run_for(REFRESH_MS)
    await expect(page.get_by_text("777")).to_be_visible()
    assert await page.evaluate("window.sameDocument")


async def test_a_server_that_goes_away_is_said_on_the_page(
    ledger: world.Archivist, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address)).page
    await page.route("**/fragments/overview", lambda route: route.abort())
    await page.clock.run_for(REFRESH_MS)
    await expect(page.locator("body.stale")).to_have_count(1)
    await expect(page.get_by_text("≥ 40")).to_be_visible()


async def test_the_keyboard_reaches_the_figures_at_once(
    ledger: world.Archivist, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address)).page
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the figures")).to_be_focused()


async def test_each_table_has_a_name_and_each_level_of_heading_its_parent(
    ledger: world.Archivist, address: str, browser: Browser
) -> None:
    page = (await visit(browser, address)).page
    assert await page.locator("table").count() == await page.locator("table > caption").count()
    levels = await page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
