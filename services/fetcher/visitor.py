"""Visits one page that is due.

The page goes into the page store first; then one step appends `article.fetched`, remembers the version and moves the
page to its next visit. A crash between the two leaves a stored page that nobody names; the next visit stores the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from schemas import streams
from schemas.event import Event, rfc3339
from schemas.feed import PageVisited
from services.fetcher import SOURCE, visiting
from services.fetcher.answers import Downloaded
from services.fetcher.download import Downloader
from services.fetcher.errors import FetchError, TryLater
from services.fetcher.feed_list import FeedList
from services.fetcher.keys import DUE, move, page_key, set_fields
from services.fetcher.leases import Lease, give_back
from services.fetcher.memory import DuePage, PageMemory
from services.fetcher.metrics import PAGES
from services.fetcher.robots import RobotsRules
from services.messaging import Expect, Log, Outcome, Step, Write
from services.pages import PageDamaged, PageMissing, PageStore

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit in hand: to which page, what we knew of it, and the right to ask. The host is left alone for `pause`."""

    due: DuePage
    memory: PageMemory
    lease: Lease
    pause: timedelta


@dataclass(frozen=True, slots=True)
class _Page:
    """What a visit brought."""

    body: bytes
    content_type: str
    sha256: str


class Visitor:
    """Visits pages. `now` is the clock; `revisit` holds for pages whose feed is not on the list any more."""

    def __init__(
        self,
        redis_log: Log,
        pages: PageStore,
        downloader: Downloader,
        feeds: FeedList,
        revisit: Sequence[timedelta],
        give_up_after: int,
        now: Callable[[], datetime],
    ) -> None:
        self._log = redis_log
        self._pages = pages
        self._downloader = downloader
        self._robots = RobotsRules(downloader)
        self._feeds = feeds
        self._revisit = revisit
        self._give_up_after = give_up_after
        self._now = now

    async def visit(self, due: DuePage, lease: Lease, pause: timedelta) -> None:
        """Visit the page under `lease`, and leave its host alone for `pause`.

        Raises:
            RedisError, RedisRefused, PageStoreUnavailable: nothing has changed, or all of it; the page is still due, or
                was moved on.
        """
        stored: Any = await self._log.redis.hgetall(page_key(due.article_id))
        if not stored:
            log.warning("the due list names a page that nothing is known of; taken off", article=str(due.article_id))
            await self._log.take(Step(expects=[lease.held], writes=[move(due, None), lease.end(pause)]))
            return
        visit = _Visit(due, PageMemory.from_hash(stored), lease, pause)
        if visit.memory.erased:
            await self._log.take(Step(expects=[lease.held], writes=[move(due, None), lease.end(pause)]))
            return
        try:
            page = await self._read(visit.memory)
        except FetchError as error:
            await self._settle_failure(visit, error)
            return
        if page.sha256 == visit.memory.page_sha256:
            await self._settle_unchanged(visit)
        else:
            await self._pages.put(page.body)
            await self._settle_version(visit, page)

    async def _read(self, memory: PageMemory) -> _Page:
        if memory.content_sha256:
            try:
                body = await self._pages.get(memory.content_sha256)
            except (PageMissing, PageDamaged) as error:
                raise TryLater(f"what the feed said of it is lost ({error})", kind="content_lost") from error
            return _Page(body, "text/html; charset=utf-8", memory.content_sha256)
        feed = self._feeds.named(memory.feed or "")
        if feed is None or feed.robots:
            await self._robots.check(memory.url, self._now())
        answer = await self._downloader.download(memory.url)
        if not isinstance(answer, Downloaded):
            raise TryLater("the server says that nothing has changed, though we did not ask that", kind="http_304")
        return _Page(answer.body, answer.content_type, hashlib.sha256(answer.body).hexdigest())

    async def _settle_version(self, visit: _Visit, page: _Page) -> None:
        now = self._now()
        fetched = visiting.fetched(
            visit.due.article_id,
            visit.memory,
            content_type=page.content_type or "text/html",
            page_sha256=page.sha256,
            page_bytes=len(page.body),
            now=now,
        )
        event = Event.of(fetched, source=SOURCE, time=now, distinguished_by=f"{fetched.revision}:{fetched.page_sha256}")
        version = {"revision": str(fetched.revision), "page_sha256": fetched.page_sha256}
        writes = self._moved_on(visit, now, self._next_due(visit, now), version)
        await self._take(visit, "new_version", (streams.ARTICLES, event), writes)

    async def _settle_unchanged(self, visit: _Visit) -> None:
        now = self._now()
        next_due = self._next_due(visit, now)
        visited = _visited(visit, outcome="unchanged", visited_at=now, next_due=next_due)
        await self._take(visit, "unchanged", visited, self._moved_on(visit, now, next_due, {}))

    async def _settle_failure(self, visit: _Visit, error: FetchError) -> None:
        now = self._now()
        failed = visiting.failed_visit(visit.memory, error, now, self._give_up_after)
        visited = _visited(
            visit,
            outcome=failed.outcome,
            visited_at=now,
            next_due=failed.next_due,
            error_kind=error.kind,
            error=str(error),
        )
        failures = {"failures": str(visit.memory.failures + 1)}
        writes = (set_fields(page_key(visit.due.article_id), failures), move(visit.due, failed.next_due))
        await self._take(visit, failed.outcome, visited, writes)

    def _next_due(self, visit: _Visit, now: datetime) -> datetime | None:
        if visit.memory.content_sha256:
            return None  # a page that came whole with its feed changes when the feed says so
        feed = self._feeds.named(visit.memory.feed or "")
        return visiting.next_visit(visit.memory.planned_from or now, now, feed.revisit if feed else self._revisit)

    def _moved_on(
        self, visit: _Visit, now: datetime, next_due: datetime | None, version: Mapping[str, str]
    ) -> tuple[Write, ...]:
        """Return the writes that remember a visit that went well."""
        planned_from = rfc3339(visit.memory.planned_from or now)
        fields = {"visit": "revisited", "failures": "0", "planned_from": planned_from, **version}
        return set_fields(page_key(visit.due.article_id), fields), move(visit.due, next_due)

    async def _take(
        self, visit: _Visit, outcome: str, said: tuple[streams.Stream, Event], writes: Sequence[Write]
    ) -> None:
        """Take the one step of a visit, and count it.

        Nothing happens when it is not ours to take, because the lease went to another or a feed said something new of
        the page meanwhile; the page is then still due.
        """
        due, revision = visit.due, visit.memory.revision
        taken = await self._log.take(
            Step(
                expects=[
                    visit.lease.held,
                    Expect("ZSCORE", DUE, due.member, str(due.due_ms)),
                    Expect("HGET", page_key(due.article_id), "revision", str(revision) if revision else None),
                ],
                appends=[said],
                writes=[*writes, visit.lease.end(visit.pause)],
            )
        )
        if taken is Outcome.DONE:
            PAGES.labels(outcome).inc()
        else:
            await give_back(self._log, visit.lease, visit.pause)


def _visited(visit: _Visit, **said: Any) -> tuple[streams.Stream, Event]:
    memory = visit.memory
    visited = PageVisited(article_id=visit.due.article_id, url=memory.url, feed=memory.feed, **said)
    at = visited.visited_at
    return streams.FEEDS, Event.of(visited, source=SOURCE, time=at, distinguished_by=rfc3339(at))
