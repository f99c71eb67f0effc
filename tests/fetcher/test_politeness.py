"""One host is asked by one fetcher at a time, and left alone between two requests."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta
from time import monotonic

import pytest
from aiohttp import web
from redis.asyncio import Redis

from schemas.streams import ARTICLES
from services.clock import now
from services.fetcher.leases import take_lease
from services.fetcher.poller import Poller
from services.fetcher.rounds import Rounds
from services.fetcher.visitor import Visitor
from tests.fetcher.bench import HOST, Bench
from tests.fetcher.site import Item, Site
from tests.waiting import eventually

SPACING = timedelta(seconds=0.3)
PATHS = [f"/{number}" for number in range(6)]


def rounds(bench: Bench, own_hosts: set[str]) -> Rounds:
    """A further fetcher at the same Redis, with a clock that goes."""
    poller = Poller(bench.log, bench.pages, bench.poller._downloader, bench.poller._parser, now)
    visitor = Visitor(bench.log, bench.pages, bench.poller._downloader, bench.feeds, (), 3, now)
    return Rounds(
        bench.log, [bench.feed], poller, visitor, spacing=SPACING, own_hosts=own_hosts, concurrency=4, now=now
    )


@pytest.fixture
def asked_at(site: Site) -> list[tuple[float, float]]:
    """When each page was asked for and answered."""
    moments: list[tuple[float, float]] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        begin = monotonic()
        await asyncio.sleep(0.02)
        moments.append((begin, monotonic()))
        return web.Response(text=request.path)

    site.handlers = dict.fromkeys(PATHS, answer)
    site.feed(*(Item(path) for path in PATHS))
    return moments


async def all_fetched(redis: Redis) -> bool:
    return int(await redis.xlen(ARTICLES.key)) == len(PATHS)


async def test_two_fetchers_hold_one_pause_between_them(
    bench: Bench, redis: Redis, asked_at: list[tuple[float, float]]
) -> None:
    fetchers = [asyncio.create_task(rounds(bench, set()).run(lambda: None)) for _ in range(2)]
    await eventually(lambda: all_fetched(redis))
    for fetcher in fetchers:
        fetcher.cancel()
    await asyncio.gather(*fetchers, return_exceptions=True)
    assert len(asked_at) == len(PATHS), "no page is asked for twice"
    for (_, answered), (asked, _) in itertools.pairwise(sorted(asked_at)):
        assert asked - answered >= SPACING.total_seconds() * 0.95


async def test_ones_own_host_is_asked_without_a_pause_but_by_one_at_a_time(
    bench: Bench, redis: Redis, asked_at: list[tuple[float, float]]
) -> None:
    fetchers = [asyncio.create_task(rounds(bench, {HOST}).run(lambda: None)) for _ in range(2)]
    await eventually(lambda: all_fetched(redis))
    for fetcher in fetchers:
        fetcher.cancel()
    await asyncio.gather(*fetchers, return_exceptions=True)
    assert sorted(asked_at)[-1][1] - sorted(asked_at)[0][0] < len(PATHS) * SPACING.total_seconds()
    for (_, answered), (asked, _) in itertools.pairwise(sorted(asked_at)):
        assert asked >= answered


async def test_a_lease_is_had_by_one_until_the_pause_is_over(bench: Bench) -> None:
    lease = await take_lease(bench.log, HOST)
    assert lease
    assert await take_lease(bench.log, HOST) is None
    await bench.log.redis.pexpire(lease.key, 1)
    await eventually(lambda: take_lease(bench.log, HOST))
