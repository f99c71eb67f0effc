"""Asks one feed for news.

Download, read, decide, and then one step that does all of it: what is remembered of the feed, the pages to visit, the
event. A crash before the step changes nothing, so no article hides behind a 304.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from schemas import streams
from schemas.article import article_id
from schemas.event import Event, rfc3339
from schemas.feed import FeedPolled
from services.fetcher import SOURCE, feed_document, polling
from services.fetcher.answers import NotModified, Validators
from services.fetcher.discoveries import page_writes
from services.fetcher.download import Downloader
from services.fetcher.errors import FetchError
from services.fetcher.feed_document import Entry, FeedDocument
from services.fetcher.feed_list import Feed
from services.fetcher.keys import feed_key, page_key, set_fields
from services.fetcher.leases import Lease, give_back
from services.fetcher.memory import FeedMemory, PageMemory, fingerprint_field
from services.fetcher.metrics import POLLS
from services.fetcher.parser import FeedParser
from services.fetcher.polling import Sighting
from services.messaging import Expect, Log, Outcome, Step, Write
from services.pages import PageStore

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Poll:
    """A poll in hand: whom we ask, what we knew, and the right to ask. The host is left alone for `pause` after it."""

    feed: Feed
    memory: FeedMemory
    lease: Lease
    pause: timedelta


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a request brought: `document` is None when it is what was read before."""

    status: int
    validators: Validators
    body_sha256: str | None
    document: FeedDocument | None


class Poller:
    """Polls feeds. `now` is the clock."""

    def __init__(
        self,
        redis_log: Log,
        pages: PageStore,
        downloader: Downloader,
        parser: FeedParser,
        now: Callable[[], datetime],
    ) -> None:
        self._log = redis_log
        self._pages = pages
        self._downloader = downloader
        self._parser = parser
        self._now = now

    async def recall(self, feed: Feed) -> FeedMemory:
        """Return what is remembered of the feed."""
        stored: Any = await self._log.redis.hgetall(feed_key(feed.name))
        return FeedMemory.from_hash(stored)

    async def poll(self, feed: Feed, lease: Lease, pause: timedelta) -> datetime:
        """Ask `feed` for news under `lease`, leave its host alone for `pause`, and return when it is due again.

        Raises:
            RedisError, RedisRefused, PageStoreUnavailable: nothing has changed, or all of it; poll again.
        """
        memory = await self.recall(feed)
        due = polling.first_due(feed, memory, self._now())
        if due > self._now():  # another fetcher asked it while we waited for the lease
            await give_back(self._log, lease, pause)
            return due
        if memory.url != feed.url:
            memory = FeedMemory(polls=memory.polls)
        poll = _Poll(feed, memory, lease, pause)
        try:
            reading = await self._read(poll)
        except FetchError as error:
            return await self._settle_failure(poll, error)
        if reading.document is None:
            return await self._settle(poll, reading, "not_modified")
        return await self._settle_news(poll, reading, reading.document)

    async def _read(self, poll: _Poll) -> _Reading:
        memory = poll.memory
        validators = Validators(memory.etag, memory.last_modified)
        answer = await self._downloader.download(poll.feed.url, validators)
        if isinstance(answer, NotModified):
            return _Reading(answer.status, validators, memory.body_sha256, None)
        body_sha256 = hashlib.sha256(answer.body).hexdigest()
        document = None
        if body_sha256 != memory.body_sha256:
            document = await self._parser.read(answer.body, answer.content_type, answer.url)
        return _Reading(answer.status, answer.validators, body_sha256, document)

    async def _settle_news(self, poll: _Poll, reading: _Reading, document: FeedDocument) -> datetime:
        feed, now = poll.feed, self._now()
        known = await self._known(feed, document.entries)
        news = polling.news_of(feed, document.entries, known)
        contents = {sighting.article_id: await self._keep_content(feed, sighting) for sighting in news}
        counts = {kind: sum(sighting.news == kind for sighting in news) for kind in ("discovered", "changed")}
        writes = [
            write
            for sighting in news
            for write in page_writes(
                feed, document, sighting, known.get(sighting.article_id), contents[sighting.article_id], now
            )
        ]
        outcome = "new" if any(counts.values()) else "unchanged"
        return await self._settle(
            poll, reading, outcome, writes, entries=len(document.entries), note=document.note, **counts
        )

    async def _settle(
        self, poll: _Poll, reading: _Reading, outcome: str, writes: Iterable[Write] = (), **said: Any
    ) -> datetime:
        now = self._now()
        memory = replace(
            poll.memory,
            etag=reading.validators.etag,
            last_modified=reading.validators.last_modified,
            body_sha256=reading.body_sha256,
            failures=0,
        )
        next_due = polling.next_due(poll.feed, memory.polls, now)
        polled = _polled(poll, outcome, now, next_due, http_status=reading.status, **said)
        if not await self._take(poll, memory, polled, writes):
            return now
        if outcome == "new":
            log.info(_headline(polled, poll.feed), feed=polled.feed)
        return next_due

    async def _settle_failure(self, poll: _Poll, error: FetchError) -> datetime:
        now = self._now()
        memory = replace(poll.memory, failures=poll.memory.failures + 1)
        next_due = polling.next_try(poll.feed, error, memory.failures, now)
        polled = _polled(
            poll, "failed", now, next_due, http_status=error.status, error_kind=error.kind, error=str(error)
        )
        if not await self._take(poll, memory, polled):
            return now
        log.warning(f"{poll.feed.outlet} cannot be read: {error}", feed=polled.feed, next_try=rfc3339(next_due))
        return next_due

    async def _known(self, feed: Feed, entries: Sequence[Entry]) -> Mapping[UUID, PageMemory]:
        """Return what is remembered of the entries' pages, as far as the decision needs it."""
        names = ("url", "feed", "published_at", "revision", "erased", fingerprint_field(feed.name))
        identities = [article_id(entry.url) for entry in entries]
        pipeline = self._log.redis.pipeline(transaction=False)
        for identity in identities:
            pipeline.hmget(page_key(identity), names)
        found = await pipeline.execute() if identities else []
        return {
            identity: PageMemory.from_hash({name: value for name, value in zip(names, values, strict=True) if value})
            for identity, values in zip(identities, found, strict=True)
            if values[0] is not None
        }

    async def _keep_content(self, feed: Feed, sighting: Sighting) -> str | None:
        """Store the article that the entry carries, and return its hash; None for a feed that carries summaries."""
        if not feed.full_content or sighting.news == "shared":
            return None
        return await self._pages.put(feed_document.as_page(sighting.entry))

    async def _take(self, poll: _Poll, memory: FeedMemory, polled: FeedPolled, writes: Iterable[Write] = ()) -> bool:
        """Take the one step of a poll, and return whether it was ours to take."""
        place, polls = feed_key(polled.feed), poll.memory.polls
        remembered = replace(
            memory, url=polled.url, polls=polls + 1, polled_at=polled.polled_at, next_due=polled.next_due
        )
        event = Event.of(polled, source=SOURCE, time=polled.polled_at, distinguished_by=rfc3339(polled.polled_at))
        outcome = await self._log.take(
            Step(
                expects=[poll.lease.held, Expect("HGET", place, "polls", str(polls) if polls else None)],
                appends=[(streams.FEEDS, event)],
                writes=[
                    Write("DEL", place),  # a validator that the server no longer sends must not stay
                    set_fields(place, remembered.to_hash()),
                    *writes,
                    poll.lease.end(poll.pause),
                ],
            )
        )
        if outcome is not Outcome.DONE:
            await give_back(self._log, poll.lease, poll.pause)
            return False
        POLLS.labels(polled.outcome).inc()
        return True


def _polled(poll: _Poll, outcome: str, now: datetime, next_due: datetime, **said: Any) -> FeedPolled:
    return FeedPolled(
        feed=poll.feed.name,
        url=poll.feed.url,
        outcome=outcome,
        polled_at=now,
        next_due=next_due,
        **said,
    )


def _headline(polled: FeedPolled, feed: Feed) -> str:
    said = []
    if polled.discovered:
        said.append(f"{polled.discovered} new {'article' if polled.discovered == 1 else 'articles'}")
    if polled.changed:
        said.append(f"{polled.changed} changed")
    return f"{' and '.join(said)} in {feed.outlet}"
