"""The fetcher reads the demo newsroom: every article of every feed, and the correction."""

from __future__ import annotations

import json
import socket
from pathlib import Path

from redis.asyncio import Redis

from schemas.streams import ARTICLES
from services import newsroom
from services.fetcher.settings import FetcherSettings
from services.messaging import key
from services.pages import PageStore
from services.settings import load
from tests.fetcher.running import running
from tests.waiting import eventually


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_every_article_of_the_newsroom_is_fetched_and_its_correction_is_seen(
    valkey: str, redis: Redis, tmp_path: Path
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    feeds = newsroom.feeds_toml(address).replace('interval = "10s"', 'interval = "1s"')
    (tmp_path / "feeds.toml").write_text(feeds, encoding="utf-8")
    settings = load(FetcherSettings, redis_url=valkey, data_dir=tmp_path, feeds=tmp_path / "feeds.toml")
    room = newsroom.Newsroom(address)
    await room.start("127.0.0.1", port)
    try:
        async with running(settings):
            await eventually(lambda: _all_first_versions(redis))
            before = await redis.xlen(ARTICLES.key)
            room.publish_corrections()
            await eventually(lambda: _longer_than(redis, before))
    finally:
        await room.stop()

    fetched = [json.loads(fields["payload"]) for _, fields in await redis.xrange(ARTICLES.key)]
    corrected = [article for article in fetched if article["revision"] == 2]
    assert [article["visit"] for article in corrected] == ["changed_in_feed"]
    assert len({article["article_id"] for article in fetched}) == before >= 15
    assert all(article["synthetic"] and article["publisher"] and article["published_at"] for article in fetched)
    page = await PageStore(settings.page_store_url).get(corrected[0]["page_sha256"])
    assert b"synthetic" in page


async def _all_first_versions(redis: Redis) -> bool:
    known = [place async for place in redis.scan_iter(match=key("page", "*"))]
    return len(known) >= 15 and int(await redis.xlen(ARTICLES.key)) == len(known)


async def _longer_than(redis: Redis, before: int) -> bool:
    return int(await redis.xlen(ARTICLES.key)) > before
