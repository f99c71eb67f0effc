"""The newsroom over real connections: validators, corrections, and what is not there."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from services import newsroom
from services.newsroom import CannotServe, Newsroom
from tests.waiting import eventually

PAGE = "/borderlands-wire/tollen-ferry-raid.html"
FEED = "/borderlands-wire/feed.xml"
OTHER = "/avel-courier/atom.xml"


@pytest.fixture
async def site() -> AsyncIterator[Newsroom]:
    site = Newsroom()
    await site.start("127.0.0.1", 0)
    yield site
    await site.stop()


@pytest.fixture
async def reader(site: Newsroom) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(site.base_url) as session:
        yield session


@pytest.mark.parametrize("path", ["/", "/borderlands-wire/", PAGE, FEED, OTHER, "/robots.txt", "/favicon.svg"])
async def test_whoever_has_this_version_is_told_so_with_a_304(reader: aiohttp.ClientSession, path: str) -> None:
    first = await reader.get(path)
    assert first.status == 200
    for validator in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
        {"If-None-Match": "*"},
    ):
        again = await reader.get(path, headers=validator)
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["X-Claimledger-Synthetic"] == "true"


async def test_an_etag_that_does_not_fit_wins_over_a_date_that_does(reader: aiohttp.ClientSession) -> None:
    first = await reader.get(PAGE)
    headers = {"If-None-Match": '"of-another-day"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert (await reader.get(PAGE, headers=headers)).status == 200


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
async def test_a_correction_is_new_to_whoever_read_the_version_before(
    site: Newsroom, reader: aiohttp.ClientSession, validator: str
) -> None:
    header = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[validator]
    before = {path: (await reader.get(path)).headers[validator] for path in (PAGE, FEED, OTHER)}
    site.publish_corrections()
    after = {path: await reader.get(path, headers={header: known}) for path, known in before.items()}
    assert [after[path].status for path in (PAGE, FEED, OTHER)] == [200, 200, 304]
    assert "killed 11 fighters" in await after[PAGE].text()


async def test_publishing_the_corrections_again_changes_nothing(site: Newsroom, reader: aiohttp.ClientSession) -> None:
    site.publish_corrections()
    first = await reader.get(PAGE)
    site.publish_corrections()
    assert (await reader.get(PAGE)).headers["Last-Modified"] == first.headers["Last-Modified"]


@pytest.mark.parametrize("path", [PAGE, FEED])
async def test_what_a_reader_knows_as_corrected_stays_corrected_over_a_restart(path: str) -> None:
    async def read(site: Newsroom, **headers: str) -> tuple[int, str, str]:
        await site.start("127.0.0.1", port := a_free_port())
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            known = await session.get(path, headers=headers)
            page = await text_at(session, PAGE)
        await site.stop()
        return known.status, known.headers["ETag"], page

    _, etag, _ = await read(Newsroom("http://news.example", corrected=True))
    status, _, page = await read(Newsroom("http://news.example"), **{"If-None-Match": etag})
    assert status == 304
    assert "killed 11 fighters" in page


async def test_what_is_not_there_is_a_404_that_says_it_is_synthetic(reader: aiohttp.ClientSession) -> None:
    for path in ("/nothing", "/borderlands-wire", "/borderlands-wire/nothing.html", "/%2e%2e/site.py"):
        answer = await reader.get(path)
        assert answer.status == 404
        assert answer.headers["X-Claimledger-Synthetic"] == "true"
        assert "Synthetic" in await answer.text()


async def test_a_post_is_refused_and_the_refusal_says_it_is_synthetic(reader: aiohttp.ClientSession) -> None:
    answer = await reader.post(PAGE)
    assert (answer.status, answer.headers["X-Claimledger-Synthetic"]) == (405, "true")


async def test_a_head_request_is_answered_without_a_body(reader: aiohttp.ClientSession) -> None:
    answer = await reader.head(PAGE)
    assert (answer.status, await answer.read()) == (200, b"")
    assert "ETag" in answer.headers


async def test_feeds_lead_to_where_the_newsroom_listens(site: Newsroom, reader: aiohttp.ClientSession) -> None:
    assert f"<link>{site.base_url}{PAGE}</link>" in await (await reader.get(FEED)).text()


async def test_a_newsroom_behind_another_address_leads_there() -> None:
    site = Newsroom("https://news.example/demo/")
    await site.start("127.0.0.1", 0)
    assert site.base_url == "https://news.example/demo"
    await site.stop()


async def test_a_port_in_use_is_a_plain_message(site: Newsroom) -> None:
    port = int(site.base_url.rsplit(":", 1)[1])
    with pytest.raises(CannotServe, match=rf"port {port}: .*in use\. Choose another port"):
        await Newsroom().start("127.0.0.1", port)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def serving(correct_after: timedelta | None) -> AsyncIterator[aiohttp.ClientSession]:
    port = a_free_port()
    task = asyncio.create_task(newsroom.serve("127.0.0.1", port, correct_after))
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:

        async def is_up() -> bool:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                return (await session.get("/robots.txt")).ok
            return False

        await eventually(is_up)
        yield session
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def text_at(session: aiohttp.ClientSession, path: str) -> str:
    return await (await session.get(path)).text()


async def test_the_correction_comes_after_the_first_reading_of_the_page_and_not_before() -> None:
    async with serving(timedelta(milliseconds=50)) as session:
        assert "14 rebel fighters" in await text_at(session, FEED)
        assert "killed 14 fighters" in await text_at(session, PAGE)

        async def is_corrected() -> bool:
            return "killed 11 fighters" in await text_at(session, PAGE)

        assert await eventually(is_corrected)
        assert "11 rebel fighters" in await text_at(session, FEED)


async def test_without_a_time_for_corrections_none_is_published() -> None:
    async with serving(None) as session:
        await text_at(session, PAGE)
        assert "killed 14 fighters" in await text_at(session, PAGE)
