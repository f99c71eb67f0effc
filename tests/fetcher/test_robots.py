from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher.answers import Limits
from services.fetcher.download import Downloader
from services.fetcher.errors import Refused
from services.fetcher.robots import KEPT_FOR, RobotsRules
from tests.fetcher.site import Resource, Site

NOW = datetime(2026, 10, 5, 12, tzinfo=UTC)


async def test_a_page_that_robots_may_not_read_is_refused(site: Site) -> None:
    site.resources["/robots.txt"] = Resource(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    async with Downloader("x", {"127.0.0.1"}, Limits()) as web:
        rules = RobotsRules(web)
        await rules.check(f"{site.url}/news/a", NOW)
        with pytest.raises(Refused, match=r"robots\.txt"):
            await rules.check(f"{site.url}/private/a", NOW)
    assert len(site.requests("/robots.txt")) == 1


async def test_rules_for_us_go_before_rules_for_all(site: Site) -> None:
    site.resources["/robots.txt"] = Resource(b"User-agent: *\nDisallow: /\n\nUser-agent: claimledger\nAllow: /\n")
    async with Downloader("x", {"127.0.0.1"}, Limits()) as web:
        await RobotsRules(web).check(f"{site.url}/a", NOW)


@pytest.mark.parametrize("resource", [None, Resource(b"", status=500), Resource(b"\xff\xfe\x00 noise")])
async def test_a_robots_txt_that_cannot_be_had_forbids_nothing(site: Site, resource: Resource | None) -> None:
    if resource:
        site.resources["/robots.txt"] = resource
    async with Downloader("x", {"127.0.0.1"}, Limits()) as web:
        await RobotsRules(web).check(f"{site.url}/a", NOW)


async def test_rules_are_asked_for_again_after_a_while(site: Site) -> None:
    async with Downloader("x", {"127.0.0.1"}, Limits()) as web:
        rules = RobotsRules(web)
        await rules.check(f"{site.url}/a", NOW)
        await rules.check(f"{site.url}/a", NOW + KEPT_FOR - timedelta(seconds=1))
        await rules.check(f"{site.url}/a", NOW + KEPT_FOR)
    assert len(site.requests("/robots.txt")) == 2
