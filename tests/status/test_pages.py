"""The pages as they are sent, without a browser."""

from __future__ import annotations

import re

import httpx
import pytest
from redis.asyncio import Redis

from tests import examples
from tests.status import world


async def page(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


async def test_the_overview_shows_each_figure_with_its_claimant_and_marks(
    ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    text = re.sub(r"<[^>]+>|\s+", " ", await page(client, "/"))
    text = re.sub(r"\s+", " ", text)
    assert "≥ 40 General Staff of Calvora adversary disputed 2 May 2031 1 claim" in text
    assert "6 Ministry of Defence of Orvania own side conceded 2 May 2031 1 claim" in text
    assert "24–99 the articles themselves 2 May 2031 1 claim" in text
    assert "Everything is at work" in text
    assert "These figures come from an invented newsroom" in text


async def test_an_empty_ledger_says_what_to_do(
    redis: Redis, archivist: world.Archivist, client: httpx.AsyncClient
) -> None:
    text = await page(client, "/")
    assert "No claim yet." in text
    assert "The fetcher has read 0 articles" in text
    assert "<code>claimledger ingest FILE</code>" in text
    assert "invented newsroom" not in text
    assert "No claim fits" in await page(client, "/claims")


async def test_articles_without_a_claim_are_no_emptiness(
    redis: Redis, archivist: world.Archivist, client: httpx.AsyncClient
) -> None:
    await world.tell(redis, [examples.an_article_fetched()])
    await archivist.keep_up(redis)
    assert "1 article was fetched" in re.sub(r"\s+", " ", await page(client, "/"))


async def test_the_claim_page_marks_the_sentence_and_says_what_confidence_means(
    ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    claim = world.claims()[0]
    text = await page(client, f"/claims/{claim.claim_id}")
    assert '<mark class="count">at least 40</mark> <mark class="subject">Orvanian soldiers</mark>' in text
    assert "82 % that the text was read right; not that it is true" in text
    assert f'href="{claim.article.url}"' in text


async def test_a_withdrawn_claim_says_that_it_no_longer_stands(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    claim = world.claims()[0]
    gone = examples.a_claim_withdrawn(claim_id=str(claim.claim_id), article_id=world.WIRE["article_id"])
    await world.tell(redis, [gone])
    await ledger.keep_up(redis)
    text = await page(client, f"/claims/{claim.claim_id}")
    assert "This claim no longer stands" in text
    assert str(claim.claim_id) not in await page(client, "/")


async def test_an_erased_claim_keeps_its_figure_and_loses_its_sentence(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    claim = world.claims()[0]
    await world.tell(
        redis, [examples.a_claim_erased(claim_id=str(claim.claim_id), article_id=world.WIRE["article_id"])]
    )
    await ledger.keep_up(redis)
    text = await page(client, f"/claims/{claim.claim_id}")
    assert "≥ 40" in text
    assert "were removed at someone’s request" in text
    assert "were killed at the ford" not in text


async def test_what_an_article_writes_is_never_markup(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    hostile = '<script>alert("1")</script>'
    claim = examples.a_claim_recorded(
        subject={"actor_id": "unregistered:hill-guard", "name": hostile, "text": hostile},
        claimant={"name": hostile, "text": hostile, "relayed_via": hostile},
        count={"text": hostile},
        evidence={"sentence": hostile, "start": 0, "end": len(hostile)},
        article={"title": hostile, "publisher": hostile, "url": "javascript:alert(1)"},
    )
    failing = examples.a_feed_polled(feed=hostile, outcome="failed", error=hostile)
    await world.tell(redis, [claim, failing])
    await ledger.keep_up(redis)
    for path in ("/", "/claims", f"/claims/{claim.claim_id}", "/actors/unregistered:hill-guard", "/docs"):
        text = await page(client, path)
        assert "<script>alert" not in text, path
        assert "javascript:" not in text, path


@pytest.mark.parametrize("path", ["/actors/nobody", "/claims?measure=beheaded", "/elsewhere"])
async def test_a_page_that_is_not_there_is_a_page_with_a_way_back(
    ledger: world.Archivist, client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in (400, 404)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<a href="/">Back to the overview</a>' in answer.text


async def test_claims_are_turned_page_by_page_with_their_filters(
    ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    seen: list[str] = []
    at: str | None = f"/claims?actor={world.ORVANIA}&limit=3"
    while at:
        text = await page(client, at)
        seen += re.findall(r'href="/claims/([0-9a-f-]{36})"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        at = following[1].replace("&amp;", "&") if following else None
    wanted = {str(claim.claim_id) for claim in world.claims() if claim.subject.actor_id == world.ORVANIA}
    assert sorted(seen) == sorted(wanted)


async def test_no_page_names_an_address_of_a_third_party_to_load(
    ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    for path in ("/", "/claims", "/docs", f"/actors/{world.ORVANIA}", f"/claims/{world.claims()[0].claim_id}"):
        loaded = re.findall(r'(?:src|<link[^>]* href)="([^"]+)"', await page(client, path))
        assert loaded
        assert all(address.startswith("/static/") for address in loaded)
