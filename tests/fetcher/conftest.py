"""A site, a clock and a fetcher's parts on a real server, for tests of what one poll or one visit does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from services.fetcher.answers import Limits
from services.fetcher.download import Downloader
from services.fetcher.parser import FeedParser
from services.messaging import Log
from services.pages import PageStore
from tests.fetcher.bench import Bench
from tests.fetcher.site import Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as running:
        yield running


@pytest.fixture
async def bench(redis: Redis, site: Site, tmp_path: Path) -> AsyncIterator[Bench]:
    pages = PageStore((tmp_path / "pages").as_uri())
    async with Downloader("claimledger/test", {"127.0.0.1"}, Limits()) as web, FeedParser() as parser:
        yield Bench(Log(redis), pages, web, parser, site)
