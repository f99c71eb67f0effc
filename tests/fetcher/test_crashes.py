"""A fetcher may die between any two of its calls to the world. Nothing is lost by it, and nothing counted twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from schemas.streams import ARTICLES
from services.fetcher.feed_list import Feed
from services.fetcher.keys import lease_key
from tests.fetcher.bench import HOST, Bench
from tests.fetcher.site import Item, Site


class Crash(Exception):
    """The process dies here."""


class Tripwire:
    """Lets so many borders between calls pass, and raises at the next: before a call, or after it was done."""

    def __init__(self, borders: int) -> None:
        self._left = borders

    def around(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def tripping(*given: Any, **named: Any) -> Any:
            self._cross()
            answer = await call(*given, **named)
            self._cross()
            return answer

        return tripping

    def _cross(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Crash


def arm(wire: Tripwire, bench: Bench, patch: pytest.MonkeyPatch) -> None:
    """Put the wire around every call that a poll or a visit makes to the world."""
    for thing, name in (
        (bench.log, "take"),
        (bench.log.redis, "hgetall"),
        (bench.pages, "put"),
        (bench.pages, "get"),
        (bench.poller._downloader, "download"),
        (bench.poller._parser, "read"),
    ):
        patch.setattr(thing, name, wire.around(getattr(thing, name)))


async def story(bench: Bench, site: Site, feed: Feed) -> None:
    """Discover two articles, and see one of them corrected an hour later. Telling it again changes nothing."""
    start = bench.now
    site.page("/a", "14 died.")
    await bench.poll(feed)
    await bench.visit_due()
    bench.now = start + timedelta(hours=1)
    site.page("/a", "Correction: 11 died.")
    await bench.visit_due()
    bench.now = start


async def told(bench: Bench) -> list[tuple[Any, ...]]:
    articles = [
        (article["url"], article["revision"], article["visit"], article["page_sha256"])
        for article in await bench.fetched()
    ]
    polls = [(poll["outcome"], poll["discovered"]) for poll in await bench.told() if "polled_at" in poll]
    return [*sorted(articles), *polls]


@pytest.mark.parametrize("full_content", [False, True])
async def test_a_crash_between_any_two_calls_loses_nothing_and_doubles_nothing(
    bench: Bench, site: Site, full_content: bool
) -> None:
    feed = Feed(name="wire", url=f"{site.url}/feed.xml", full_content=full_content)
    site.feed(Item("/a", "First"), Item("/b", "Second"))
    site.page("/b", "Nothing happened.")
    start = bench.now
    await story(bench, site, feed)
    undisturbed = await told(bench)
    assert len(undisturbed) == (3 if full_content else 4)

    borders, crashed = 0, True
    while crashed:
        await bench.log.redis.flushall()
        bench.now = start
        with pytest.MonkeyPatch.context() as patch:
            arm(Tripwire(borders), bench, patch)
            try:
                await story(bench, site, feed)
                crashed = False
            except Crash:
                borders += 1
        if crashed:
            await bench.log.redis.delete(lease_key(HOST))  # as it runs out by itself
            bench.now = start
            await story(bench, site, feed)
        assert await told(bench) == undisturbed, f"after a crash at border {borders}"
        events = await bench.log.redis.xrange(ARTICLES.key)
        assert [fields["sequence"] for _, fields in events] == [str(n + 1) for n in range(len(events))]
        for article in await bench.fetched():
            assert await bench.pages.get(article["page_sha256"])
    assert borders > 20
