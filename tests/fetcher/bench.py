"""The fetcher's parts, put together by hand, with a clock that the test sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.streams import ARTICLES, FEEDS, Stream
from services.fetcher.download import Downloader
from services.fetcher.feed_list import Feed, FeedList
from services.fetcher.keys import DUE
from services.fetcher.leases import take_lease
from services.fetcher.memory import DuePage, PageMemory, milliseconds
from services.fetcher.parser import FeedParser
from services.fetcher.poller import Poller
from services.fetcher.visitor import Visitor
from services.messaging import Log, key
from services.pages import PageStore
from tests.fetcher.site import Site

HOST = "127.0.0.1"
NO_PAUSE = timedelta(0)


class Bench:
    """One feed of one site, polled and visited step by step."""

    def __init__(self, log: Log, pages: PageStore, downloader: Downloader, parser: FeedParser, site: Site) -> None:
        self.log = log
        self.pages = pages
        self.site = site
        self.now = datetime(2026, 10, 5, 12, tzinfo=UTC)
        self.feed = Feed(name="wire", url=f"{site.url}/feed.xml", publisher="The Wire", interval="15m")
        self.feeds = FeedList(feed=(self.feed,))
        self.poller = Poller(log, pages, downloader, parser, lambda: self.now)
        self.visitor = Visitor(log, pages, downloader, self.feeds, self.feed.revisit, 3, lambda: self.now)

    async def poll(self, feed: Feed | None = None) -> datetime:
        """Poll the feed once, now."""
        lease = await take_lease(self.log, HOST)
        assert lease is not None, "the host is leased to another"
        return await self.poller.poll(feed or self.feed, lease, NO_PAUSE)

    async def poll_when_due(self) -> datetime:
        """Let the clock go on until the feed is due, and poll it."""
        memory = await self.poller.recall(self.feed)
        self.now = max(self.now, memory.next_due or self.now)
        return await self.poll()

    async def due(self) -> list[DuePage]:
        """Return the due list, earliest first, whether due yet or not."""
        listed: Any = await self.log.redis.zrange(DUE, 0, -1, withscores=True)
        return [DuePage.from_member(member, score) for member, score in listed]

    async def visit_due(self) -> int:
        """Visit every page that is due now, and return how many were."""
        pages = [page for page in await self.due() if page.due_ms <= milliseconds(self.now)]
        for page in pages:
            lease = await take_lease(self.log, HOST)
            assert lease is not None, "the host is leased to another"
            await self.visitor.visit(page, lease, NO_PAUSE)
        return len(pages)

    async def page(self, due: DuePage) -> PageMemory:
        """Return what is remembered of a page."""
        stored: Any = await self.log.redis.hgetall(key("page", str(due.article_id)))
        return PageMemory.from_hash(stored)

    async def fetched(self) -> list[dict[str, Any]]:
        """Return the payloads on `articles`."""
        return await self.payloads(ARTICLES)

    async def told(self) -> list[dict[str, Any]]:
        """Return the payloads on `feeds`."""
        return await self.payloads(FEEDS)

    async def payloads(self, stream: Stream) -> list[dict[str, Any]]:
        """Return the payloads on a stream, oldest first."""
        entries: Any = await self.log.redis.xrange(stream.key)
        return [json.loads(fields["payload"]) for _, fields in entries]
