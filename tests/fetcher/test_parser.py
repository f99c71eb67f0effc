"""Feeds are read in a process that may die without harm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.fetcher.errors import NotAFeed
from services.fetcher.parser import FeedParser

ADDRESS = "https://wire.example/feed.xml"
ITEM = b"<item><title>x</title><link>https://wire.example/%d</link></item>"


def feed(entries: int) -> bytes:
    items = b"".join(ITEM % number for number in range(entries))
    return b'<rss version="2.0"><channel><title>Wire</title>' + items + b"</channel></rss>"


async def test_a_feed_is_read_as_in_this_process() -> None:
    async with FeedParser() as parser:
        document = await parser.read(feed(3), "application/rss+xml", ADDRESS)
    assert (document.title, len(document.entries)) == ("Wire", 3)


async def test_what_is_no_feed_is_said_with_its_kind() -> None:
    async with FeedParser() as parser:
        with pytest.raises(NotAFeed, match="web page") as raised:
            await parser.read(b"<html></html>", "text/html", ADDRESS)
    assert raised.value.kind == "html"


async def test_a_feed_that_takes_too_long_costs_only_itself() -> None:
    async with FeedParser(timedelta(seconds=20)) as parser:
        await parser.read(feed(1), "", ADDRESS)  # the process is up; from here on, time counts
        parser._deadline = timedelta(seconds=0.05)
        with pytest.raises(NotAFeed, match="took longer") as raised:
            await parser.read(feed(20_000), "", ADDRESS)
        assert raised.value.kind == "deadline"
        parser._deadline = timedelta(seconds=20)
        assert len((await parser.read(feed(2), "", ADDRESS)).entries) == 2


async def test_a_process_that_dies_costs_one_feed_at_most() -> None:
    async with FeedParser() as parser:
        await parser.read(feed(1), "", ADDRESS)
        assert parser._process
        parser._process.kill()
        parser._process.join()
        assert len((await parser.read(feed(2), "", ADDRESS)).entries) == 2
