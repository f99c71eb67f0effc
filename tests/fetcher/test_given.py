"""Pages given by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from redis.asyncio import Redis

from schemas.article import article_id
from services.fetcher.errors import NoPipeline
from services.fetcher.given import Given, ingest_all
from services.fetcher.ingest import GivenPage, content_type_of, ingest_page
from services.fetcher.settings import FetcherSettings
from services.settings import load
from tests.fetcher.bench import Bench
from tests.fetcher.site import Item, Resource, Site

ADDRESS = "https://paper.example/a?utm_source=x"


@pytest.fixture
def settings(valkey: str, redis: Redis, tmp_path: Path) -> FetcherSettings:
    return load(FetcherSettings, redis_url=valkey, data_dir=tmp_path / "data")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("14 died on Friday.", encoding="utf-8")
    return path


@pytest.fixture
def correction(tmp_path: Path) -> Path:
    path = tmp_path / "correction.txt"
    path.write_text("Correction: 11 died on Friday.", encoding="utf-8")
    return path


async def test_a_file_becomes_an_article(bench: Bench, settings: FetcherSettings, article: Path) -> None:
    (told,) = await ingest_all(settings, [Given(str(article), date(2026, 10, 5), ADDRESS)])
    (fetched,) = await bench.fetched()
    assert told.accepted
    assert told.words == f"accepted as article {fetched['article_id']}"
    assert fetched["article_id"] == str(article_id("https://paper.example/a"))
    assert (fetched["visit"], fetched["content_type"], fetched["revision"]) == ("given", "text/plain", 1)
    assert (fetched["published_at"], fetched["published_basis"]) == ("2026-10-05T00:00:00Z", "given")
    assert (fetched["url"], fetched["feed"]) == ("https://paper.example/a", None)


async def test_the_same_file_again_is_nothing_new(bench: Bench, settings: FetcherSettings, article: Path) -> None:
    await ingest_all(settings, [Given(str(article))])
    (told,) = await ingest_all(settings, [Given(str(article))])
    assert told.accepted
    assert "known already as version 1" in told.words
    (fetched,) = await bench.fetched()
    assert (fetched["url"], fetched["published_basis"]) == (None, "none")


async def test_another_content_at_the_same_address_is_a_new_version(
    bench: Bench, settings: FetcherSettings, article: Path, correction: Path
) -> None:
    await ingest_all(settings, [Given(str(article), url=ADDRESS)])
    (told,) = await ingest_all(settings, [Given(str(correction), url=ADDRESS)])
    assert "accepted as version 2" in told.words
    assert [fetched["revision"] for fetched in await bench.fetched()] == [1, 2]


async def test_an_address_is_downloaded(bench: Bench, settings: FetcherSettings, site: Site) -> None:
    site.page("/a", "14 died.")
    (told,) = await ingest_all(settings, [Given(f"{site.url}/a")])
    (fetched,) = await bench.fetched()
    assert told.accepted
    assert (fetched["url"], fetched["content_type"]) == (f"{site.url}/a", "text/html; charset=utf-8")


async def test_what_cannot_be_had_is_said_and_keeps_nobody_back(
    bench: Bench, settings: FetcherSettings, site: Site, article: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    site.resources["/home"] = Resource(b"", status=302, headers={"Location": "http://10.0.0.1/"})
    sources = [
        str(tmp_path / "none.txt"),
        str(tmp_path),
        str(tmp_path / "empty.txt"),
        f"{site.url}/nowhere",
        f"{site.url}/home",
        str(article),
    ]
    told = await ingest_all(settings, [Given(source) for source in sources])
    assert [each.accepted for each in told] == [False, False, False, False, False, True]
    assert [each.words for each in told[:4]] == [
        "cannot be read: No such file or directory",
        "cannot be read: Is a directory",
        "it is empty",
        "the server answers 404 Not Found",
    ]
    assert "10.0.0.1 is no public address" in told[4].words
    assert len(await bench.fetched()) == 1


async def test_an_address_that_is_none_is_said(settings: FetcherSettings, article: Path) -> None:
    (told,) = await ingest_all(settings, [Given(str(article), url="paper.example")])
    assert not told.accepted
    assert told.words == "'paper.example' does not begin with http:// or https://"


async def test_without_a_pipeline_the_way_to_one_is_said(tmp_path: Path, article: Path) -> None:
    settings = load(FetcherSettings, redis_url=f"unix://{tmp_path}/none.sock", data_dir=tmp_path)
    with pytest.raises(NoPipeline, match="Start the pipeline with `claimledger up`"):
        await ingest_all(settings, [Given(str(article))])


async def test_a_given_article_that_a_feed_names_later_is_the_same_article(bench: Bench, site: Site) -> None:
    site.page("/a", "14 died.")
    page = GivenPage(site.resources["/a"].body, "text/html", f"{site.url}/a")
    await ingest_page(bench.log, bench.pages, page, bench.now)
    site.feed(Item("/a"))
    await bench.poll()
    assert await bench.visit_due() == 1
    assert len(await bench.fetched()) == 1
    assert (await bench.told())[-1]["outcome"] == "unchanged"
    assert len(await bench.due()) == 1, "from now on it is looked after like any other"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.html", b"words", "text/html"),
        ("a.txt", b"<html>words", "text/plain"),
        ("a", b"<!DOCTYPE html><p>words", "text/html"),
        ("a", b"words", "text/plain"),
        ("a.pdf", b"\n<html lang=en>", "text/html"),
    ],
)
def test_the_kind_of_a_document_is_told_by_its_name_or_its_beginning(name: str, content: bytes, kind: str) -> None:
    assert content_type_of(name, content) == kind
