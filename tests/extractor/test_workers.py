"""Reading in worker processes: a deadline that kills, and a death that costs one page."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Sequence

import pytest

from schemas.claim import Claim
from services.extractor.failures import Unreadable
from services.extractor.page.article_text import ArticleText
from services.extractor.workers import ReaderDied, Readers, TookTooLong
from tests.examples import an_article_fetched

PLAIN = an_article_fetched(content_type="text/plain")


class Moody:
    """An extractor that does what the text says."""

    name, version, model, languages = "moody", "1", None, ("en",)

    def extract_many(self, articles: Sequence[ArticleText]) -> list[list[Claim]]:
        for article in articles:
            if "sleep" in article.text:
                time.sleep(60)
            if "die" in article.text:
                os._exit(3)
        return [[] for _ in articles]


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    pool = Readers(Moody, workers=1, deadline_s=1)
    yield pool
    await pool.close()


async def test_after_a_deadline_and_a_death_the_next_page_is_read(readers: Readers) -> None:
    with pytest.raises(TookTooLong, match="1 s"):
        await readers.read(b"A page on which the reader will sleep for a long while.", PLAIN)
    with pytest.raises(ReaderDied, match="3"):
        await readers.read(b"A page on which the reader will die at once, without a word.", PLAIN)
    reading = await readers.read("A calm page about the weather in Brückenau, long enough to be one.".encode(), PLAIN)
    assert "Brückenau" in reading.text


async def test_what_is_wrong_with_a_page_comes_back_as_it_was_said(readers: Readers) -> None:
    with pytest.raises(Unreadable):
        await readers.read(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, an_article_fetched(content_type="image/png"))
