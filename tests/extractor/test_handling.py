"""The extractor's handler on a real server: what is published, what is remembered, what is given up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from redis.asyncio import Redis

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.claim import ClaimArticle, ClaimRecorded, ClaimWithdrawn, with_ids
from schemas.dead import EntryDied
from schemas.event import Event
from schemas.streams import ARTICLES, CLAIMS, DEAD
from services import messaging
from services.dead_letters import DeadLetters, NotRetryable
from services.extractor.failures import NotAnswered, NoText
from services.extractor.handlers import ArticleHandler
from services.extractor.reading import Reading
from services.extractor.workers import ReaderDied, TookTooLong
from services.messaging import Entry, Log, Step
from services.pages import PageStore
from tests.examples import a_claim, an_article_fetched

GROUP, CONSUMER = "extractor", "extractor-1"
NOW = datetime(2026, 10, 1, tzinfo=UTC)
ARTICLE = UUID("5d0f3f3e-0d5c-5b8e-9b69-0a3a3f1f7f10")

Read = Callable[[bytes, ArticleFetched], Awaitable[Reading]]


def reading(fetched: ArticleFetched, *figures: int) -> Reading:
    """A reading whose claims state `figures`, and whose text follows from them."""
    article = ClaimArticle(article_id=fetched.article_id, url=fetched.url)
    drafts = [a_claim(count={"value": n, "low": n, "high": n}, article=article.model_dump()) for n in figures]
    return Reading(article, f"text with {figures}", None, with_ids(drafts), refused=0)


class Pipeline:
    """A handler on empty streams, and the pages that it reads: a page's bytes are its figures."""

    def __init__(self, redis: Redis, pages: PageStore, read: Read | None = None, extractor: str = "rules 1") -> None:
        self.redis = redis
        self.pages = pages
        self.handler = ArticleHandler(
            redis, pages, read or self.figures, extractor=extractor, now=lambda: NOW, deliveries=3
        )

    @staticmethod
    async def figures(page: bytes, fetched: ArticleFetched) -> Reading:
        return reading(fetched, *(int(word) for word in page.split()))

    async def fetched(self, page: str, revision: int = 1, article: UUID = ARTICLE) -> Event:
        digest = await self.pages.put(page.encode())
        payload = an_article_fetched(article_id=str(article), revision=revision, page_sha256=digest)
        event = Event.of(payload, source="test", time=NOW, distinguished_by=f"{revision}:{digest}")
        await Log(self.redis).take(Step(appends=[(ARTICLES, event)]))
        return event

    async def delivered(self, consumer: str = CONSUMER) -> list[Entry]:
        await messaging.ensure_group(self.redis, ARTICLES, GROUP)
        answer = await self.redis.xreadgroup(GROUP, consumer, {ARTICLES.key: ">"}, count=100)
        return messaging._entries(answer, ARTICLES, GROUP, consumer)

    async def handle(self) -> None:
        await self.handler.on_articles(await self.delivered())

    async def said(self) -> list[Event]:
        entries = await messaging.read_after(self.redis, {CLAIMS: (0, 0)}, count=1000, block_ms=1)
        return [Event.from_fields(entry.fields) for entry in entries]

    async def types(self) -> list[str]:
        return [event.type.split(".", 1)[1] for event in await self.said()]

    async def pending(self) -> int:
        return int((await self.redis.xpending(ARTICLES.key, GROUP))["pending"])


@pytest.fixture
def pipeline(redis: Redis) -> Pipeline:
    return Pipeline(redis, PageStore("memory:///"))


async def test_claims_come_before_the_event_that_closes_them(pipeline: Pipeline) -> None:
    cause = await pipeline.fetched("14 3")
    await pipeline.handle()
    *claims, last = await pipeline.said()
    assert [event.type for event in claims] == [ClaimRecorded.TYPE] * 2
    closing = ArticleExtracted.model_validate(last.payload)
    assert (closing.outcome, closing.claims, closing.recorded, closing.withdrawn) == ("claims", 2, 2, 0)
    assert {event.causationid for event in (*claims, last)} == {str(cause.id)}
    assert {event.correlationid for event in (*claims, last)} == {cause.correlationid}
    assert await pipeline.pending() == 0


async def test_a_correction_withdraws_what_no_longer_stands_and_keeps_the_rest(pipeline: Pipeline) -> None:
    await pipeline.fetched("14 3")
    await pipeline.fetched("11 3", revision=2)
    await pipeline.handle()
    assert await pipeline.types() == [
        "claim.recorded.v1", "claim.recorded.v1", "article.extracted.v1",
        "claim.recorded.v1", "claim.withdrawn.v1", "article.extracted.v1",
    ]  # fmt: skip
    said = await pipeline.said()
    assert ClaimRecorded.model_validate(said[3].payload).count.value == 11
    gone = ClaimWithdrawn.model_validate(said[4].payload)
    assert (str(gone.claim_id), gone.reason) == (said[0].subject, "corrected")


async def test_a_claim_that_comes_back_keeps_its_id_and_is_a_new_event(pipeline: Pipeline) -> None:
    for revision, page in enumerate(("14", "11", "14 "), start=1):
        await pipeline.fetched(page, revision)
    await pipeline.handle()
    recorded = [event for event in await pipeline.said() if event.type == ClaimRecorded.TYPE]
    assert recorded[0].subject == recorded[2].subject
    assert recorded[0].id != recorded[2].id


async def test_a_page_whose_text_is_the_same_says_only_unchanged(pipeline: Pipeline) -> None:
    await pipeline.fetched("14")
    await pipeline.fetched("14 ", revision=2)
    await pipeline.handle()
    assert (await pipeline.types())[2:] == ["article.extracted.v1"]
    assert (await pipeline.said())[-1].payload["outcome"] == "unchanged"


async def test_a_better_extractor_reads_an_unchanged_text_anew(redis: Redis) -> None:
    async def better(page: bytes, fetched: ArticleFetched) -> Reading:
        return Reading(reading(fetched).article, "text with (14,)", None, reading(fetched, 15).claims, refused=0)

    pages = PageStore("memory:///")
    await Pipeline(redis, pages).fetched("14")
    await Pipeline(redis, pages).handle()
    improved = Pipeline(redis, pages, read=better, extractor="rules 2")
    await improved.fetched("14", revision=2)
    await improved.handle()
    withdrawn = [event for event in await improved.said() if event.type == ClaimWithdrawn.TYPE]
    assert [event.payload["reason"] for event in withdrawn] == ["reextracted"]


async def test_a_version_that_comes_late_changes_nothing(pipeline: Pipeline) -> None:
    await pipeline.fetched("11", revision=2)
    await pipeline.handle()
    await pipeline.fetched("14", revision=1)
    await pipeline.handle()
    last = ArticleExtracted.model_validate((await pipeline.said())[-1].payload)
    assert (last.revision, last.outcome, last.claims, last.recorded) == (1, "superseded", 1, 0)


async def test_an_event_that_was_appended_twice_is_answered_once(pipeline: Pipeline) -> None:
    await pipeline.fetched("14")
    await pipeline.fetched("14")
    await pipeline.handle()
    assert await pipeline.types() == ["claim.recorded.v1", "article.extracted.v1"]
    assert await pipeline.pending() == 0


async def test_two_extractors_that_hold_one_entry_publish_it_once(redis: Redis) -> None:
    pages = PageStore("memory:///")
    slow = Pipeline(redis, pages)
    await slow.fetched("14")
    lost = await slow.delivered()
    taken = await messaging.take_over(redis, ARTICLES, GROUP, "extractor-2", idle_ms=0, count=10)
    await Pipeline(redis, pages).handler.on_articles(taken)
    await slow.handler.on_articles(lost)
    assert await slow.types() == ["claim.recorded.v1", "article.extracted.v1"]


async def test_what_a_killed_extractor_had_in_hand_is_read_after_its_restart(pipeline: Pipeline) -> None:
    await pipeline.fetched("14")
    await pipeline.delivered()
    pending = await messaging.own_pending(pipeline.redis, ARTICLES, GROUP, CONSUMER, 10)
    await pipeline.handler.on_articles(pending)
    assert await pipeline.types() == ["claim.recorded.v1", "article.extracted.v1"]


async def test_a_page_without_an_article_is_a_fact_and_leaves_the_claims_before(redis: Redis) -> None:
    async def read(page: bytes, fetched: ArticleFetched) -> Reading:
        if page == b"empty":
            raise NoText("no article in 5 bytes")
        return await Pipeline.figures(page, fetched)

    pipeline = Pipeline(redis, PageStore("memory:///"), read)
    await pipeline.fetched("14")
    await pipeline.fetched("empty", revision=2)
    await pipeline.handle()
    failed = ArticleExtractionFailed.model_validate((await pipeline.said())[-1].payload)
    assert (failed.reason, failed.detail) == ("no_text", "no article in 5 bytes")
    assert ClaimWithdrawn.TYPE not in [event.type for event in await pipeline.said()]


async def test_a_page_that_is_not_in_the_store_is_a_fact(pipeline: Pipeline) -> None:
    event = await pipeline.fetched("14")
    await pipeline.pages.delete(event.payload["page_sha256"])
    await pipeline.handle()
    assert (await pipeline.said())[-1].payload["reason"] == "page_missing"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [(TookTooLong("30 s"), "deadline"), (ReaderDied("exit status -9"), "crashed"), (ValueError("odd"), "error")],
)
async def test_a_poison_page_goes_to_the_dead_and_its_neighbours_are_read(
    redis: Redis, failure: Exception, reason: str
) -> None:
    tried: list[bytes] = []

    async def read(page: bytes, fetched: ArticleFetched) -> Reading:
        tried.append(page)
        if page == b"poison":
            raise failure
        return await Pipeline.figures(page, fetched)

    pipeline = Pipeline(redis, PageStore("memory:///"), read)
    for number, page in enumerate(("1", "poison", "2")):
        await pipeline.fetched(page, article=UUID(int=number))
    await pipeline.handle()
    (letter,) = await DeadLetters(redis).every()
    assert (letter.died.reason, letter.died.service) == (reason, "extractor")
    assert (await pipeline.types()).count("claim.recorded.v1") == 2
    assert (await pipeline.types()).count("article.extraction_failed.v1") == 1
    assert tried[-1] == b"poison", "the suspect is tried alone, after everybody else"
    assert await pipeline.pending() == 0


async def test_an_article_that_no_model_answered_for_is_asked_once_and_says_why(redis: Redis) -> None:
    asked: list[bytes] = []

    async def read(page: bytes, fetched: ArticleFetched) -> Reading:
        asked.append(page)
        raise NotAnswered("the endpoint answered 500: overloaded")

    pipeline = Pipeline(redis, PageStore("memory:///"), read)
    await pipeline.fetched("14")
    await pipeline.handle()
    assert asked == [b"14"]
    (letter,) = await DeadLetters(redis).every()
    assert (letter.died.reason, letter.died.error) == ("error", "the endpoint answered 500: overloaded")
    (failed,) = [ArticleExtractionFailed.model_validate(event.payload) for event in await pipeline.said()]
    assert failed.detail == "the endpoint answered 500: overloaded"
    assert await pipeline.pending() == 0


async def test_an_entry_that_brought_down_its_readers_is_not_read_again(redis: Redis) -> None:
    async def never(page: bytes, fetched: ArticleFetched) -> Reading:
        raise AssertionError("it was read once more")

    pipeline = Pipeline(redis, PageStore("memory:///"), never)
    await pipeline.fetched("14")
    await pipeline.delivered()
    for _ in range(3):
        entries = await messaging.own_pending(redis, ARTICLES, GROUP, CONSUMER, 10)
    assert entries[0].attempts > pipeline.handler.deliveries
    await pipeline.handler.on_articles(entries)
    assert [letter.died.reason for letter in await DeadLetters(redis).every()] == ["crashed"]


@pytest.mark.parametrize("fields", [{"no": "event"}, {"type": ArticleFetched.TYPE, "payload": "{"}])
async def test_an_entry_that_is_no_event_goes_to_the_dead_as_it_was(redis: Redis, fields: dict[str, str]) -> None:
    pipeline = Pipeline(redis, PageStore("memory:///"))
    await redis.xadd(ARTICLES.key, fields)
    await pipeline.handle()
    (letter,) = await DeadLetters(redis).every()
    assert (letter.died.fields, letter.died.reason) == (fields, "malformed")
    with pytest.raises(NotRetryable, match="not an event"):
        await DeadLetters(redis).retry(None)


async def test_a_type_of_a_newer_version_is_left_alone(pipeline: Pipeline) -> None:
    event = await pipeline.fetched("14")
    await pipeline.redis.delete(ARTICLES.key)
    await pipeline.redis.xadd(ARTICLES.key, {**event.fields(), "type": "claimledger.article.translated.v1"})
    await pipeline.handle()
    assert (await pipeline.said(), await DeadLetters(pipeline.redis).every(), await pipeline.pending()) == ([], [], 0)


async def test_a_retried_letter_is_read_like_any_other_and_leaves_the_dead(redis: Redis) -> None:
    broken = True

    async def read(page: bytes, fetched: ArticleFetched) -> Reading:
        if broken:
            raise ReaderDied("exit status -9")
        return await Pipeline.figures(page, fetched)

    pipeline = Pipeline(redis, PageStore("memory:///"), read)
    await pipeline.fetched("14")
    await pipeline.handle()
    broken = False
    assert await DeadLetters(redis).retry(None) == 1
    assert await DeadLetters(redis).every() == []
    await pipeline.handle()
    assert (await pipeline.types())[-2:] == ["claim.recorded.v1", "article.extracted.v1"]


async def test_dead_letters_are_events_that_any_client_can_read(redis: Redis) -> None:
    pipeline = Pipeline(redis, PageStore("memory:///"))
    await redis.xadd(ARTICLES.key, {"no": "event"})
    await pipeline.handle()
    (entry,) = await messaging.read_after(redis, {DEAD: (0, 0)}, count=10, block_ms=1)
    assert Event.from_fields(entry.fields).type == EntryDied.TYPE
