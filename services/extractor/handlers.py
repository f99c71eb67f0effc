"""The extractor's one handler: versions of articles in, everything that is to be said of them out."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import structlog
from prometheus_client import Counter
from pydantic import ValidationError
from redis.asyncio import Redis

from schemas.article import ArticleFetched
from schemas.dead import EntryDied
from schemas.event import Event, Payload
from schemas.streams import CLAIMS, DEAD, Stream
from services import messaging
from services.messaging import Entry, Expect, Outcome, Step, Write
from services.pages import PageDamaged, PageMissing, PageStoreUnavailable

from .failures import NotAnswered, NoText, Unreadable
from .memory import Memory, standing
from .publication import failure, publication, superseded
from .reading import Reading
from .workers import ReaderDied, TookTooLong

log = structlog.get_logger(__name__)

T = TypeVar("T")

SOURCE = "claimledger/extractor"

ARTICLES = Counter("claimledger_extractor_articles", "How many versions of articles were handled.", ["outcome"])
CLAIMS_PUBLISHED = Counter("claimledger_extractor_claims", "How many claim events were published.", ["event"])
REFUSED = Counter("claimledger_extractor_claims_refused", "How many claims the gate before publishing refused.")
DUPLICATES = Counter("claimledger_extractor_duplicates", "How many entries had been handled before.")


class Pages(Protocol):
    """Where pages and texts lie."""

    async def get(self, sha256: str) -> bytes: ...
    async def put(self, content: bytes) -> str: ...


Read = Callable[[bytes, ArticleFetched], Awaitable[Reading]]


class FailedInCompany(Exception):
    """Reading failed while other articles were being read; who is to blame shows only when it is read alone."""


@dataclass(slots=True)
class ArticleHandler:
    """Turns entries of `articles` into events on `claims`.

    In:     article.fetched.v1, as group extractor
    Out:    claim.recorded.v1, claim.withdrawn.v1, then article.extracted.v1;
            or article.extraction_failed.v1; or a dead letter
    Again:  the step acknowledges what it answers, so an entry is answered once; same page, same event ids
    """

    redis: Redis
    pages: Pages
    read: Read
    extractor: str
    now: Callable[[], datetime]
    deliveries: int
    _steps: messaging.Log = field(init=False)
    _one_batch_at_a_time: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)
    _said: Tally[str] = field(init=False, default_factory=Tally)

    def __post_init__(self) -> None:
        self._steps = messaging.Log(self.redis)

    async def on_articles(self, entries: Sequence[Entry]) -> None:
        """Handle a batch: first-time entries side by side, anything that was delivered before alone.

        Versions of one article keep their order.
        """
        async with self._one_batch_at_a_time:
            by_article: dict[str, list[Entry]] = {}
            for entry in entries:
                if entry.attempts == 1:
                    by_article.setdefault(entry.fields.get("subject", entry.id), []).append(entry)
            failed = await asyncio.gather(*(self._in_company(versions) for versions in by_article.values()))
            suspects = [entry for entry in entries if entry.attempts > 1]
            for entry in [*suspects, *(entry for left in failed for entry in left)]:
                await self._handle(entry, alone=True)
            self._say()

    async def _in_company(self, versions: Sequence[Entry]) -> list[Entry]:
        """Handle versions of one article in order; return those from the first failure on."""
        for place, entry in enumerate(versions):
            try:
                await self._handle(entry, alone=False)
            except FailedInCompany:
                return list(versions[place:])
        return []

    async def _handle(self, entry: Entry, *, alone: bool) -> None:
        try:
            event = Event.from_fields(entry.fields)
            fetched = ArticleFetched.model_validate(event.payload) if event.type == ArticleFetched.TYPE else None
        except (ValidationError, ValueError) as error:
            await self._give_up(entry, "malformed", str(error))
            return
        if fetched is None:
            # A newer producer may say things that we do not know yet; they are not ours to handle.
            await self._publish(entry, [], outcome="unknown_type")
        elif entry.attempts > self.deliveries:
            story = f"delivered {entry.attempts} times and never finished"
            await self._give_up(entry, "crashed", story, event, fetched)
        else:
            await self._answer(entry, event, fetched, alone=alone)

    async def _answer(self, entry: Entry, event: Event, fetched: ArticleFetched, *, alone: bool) -> None:
        """Read the version and publish what changes, deciding again when another replica was faster."""
        reading: Reading | None = None
        while True:
            memory = await self._remember(fetched)
            match standing(memory, fetched.revision, str(event.id)):
                case "again":
                    DUPLICATES.inc()
                    await self._publish(entry, [], outcome="again")
                    return
                case "superseded" if memory:
                    said = superseded(fetched, memory, extractor=self.extractor)
                    await self._publish(entry, [self._event(said, event)], outcome=said.outcome)
                    return
            if reading is None:
                reading = await self._read(entry, event, fetched, alone=alone)
                if reading is None:
                    return
            if await self._record(entry, event, fetched, reading, memory):
                return

    async def _read(self, entry: Entry, event: Event, fetched: ArticleFetched, *, alone: bool) -> Reading | None:
        """Return the reading, or None after the failure was published.

        Raises:
            FailedInCompany: to be tried again alone.
        """
        try:
            page = await self._patiently(lambda: self.pages.get(fetched.page_sha256))
            reading = await self.read(page, fetched)
            await self._patiently(lambda: self.pages.put(reading.text.encode()))
        except NoText as error:
            await self._fail(entry, event, fetched, "no_text", str(error))
        except Unreadable as error:
            await self._fail(entry, event, fetched, "unreadable", str(error))
        except (PageMissing, PageDamaged) as error:
            await self._fail(entry, event, fetched, "page_missing", str(error))
        except NotAnswered as error:
            await self._give_up(entry, "error", str(error), event, fetched)  # to ask once more would cost as much again
        except Exception as error:
            if not alone:
                raise FailedInCompany from error
            await self._give_up(entry, _blame(error), f"{type(error).__name__}: {error}", event, fetched)
        else:
            return reading
        return None

    async def _record(
        self, entry: Entry, event: Event, fetched: ArticleFetched, reading: Reading, memory: Memory | None
    ) -> bool:
        """Publish what the reading changes; False when the memory changed meanwhile and all must be decided again."""
        new = publication(fetched, reading, memory, cause=str(event.id), extractor=self.extractor)
        place = _memory_key(fetched)
        taken = await self._publish(
            entry,
            [self._event(payload, event) for payload in new.payloads],
            outcome=new.extracted.outcome,
            expects=[Expect("HGET", place, "revision", str(memory.revision) if memory else None)],
            writes=[Write("HSET", place, tuple(part for pair in new.memory.fields().items() for part in pair))],
        )
        if taken is Outcome.DONE:
            said = new.extracted
            CLAIMS_PUBLISHED.labels("recorded").inc(said.recorded)
            CLAIMS_PUBLISHED.labels("withdrawn").inc(said.withdrawn)
            REFUSED.inc(said.refused)
            self._said.update(articles=1, claims=said.recorded, withdrawn=said.withdrawn)
        return taken is not Outcome.CHANGED

    async def _fail(self, entry: Entry, event: Event, fetched: ArticleFetched, reason: str, detail: str) -> None:
        await self._publish(entry, [self._event(failure(fetched, reason, detail), event)], outcome=reason)

    async def _give_up(
        self, entry: Entry, reason: str, error: str, event: Event | None = None, fetched: ArticleFetched | None = None
    ) -> None:
        """Move the entry to the dead letters, and say on `claims` that its article was not read."""
        log.error(f"an entry was given up: {error[:300]}. See `claimledger dead list`", entry=entry.id, reason=reason)
        died = EntryDied.model_validate(
            {
                "service": "extractor",
                "stream": entry.stream.name,
                "entry_id": entry.id,
                "fields": dict(entry.fields),
                "reason": reason,
                "error": error,
                "attempts": entry.attempts,
                "died_at": self.now(),
            }
        )
        appends: list[tuple[Stream, Event]] = [(DEAD, Event.of(died, source=SOURCE, time=self.now()))]
        if event and fetched:
            known = "deadline" if reason == "deadline" else "crashed"
            appends.append((CLAIMS, self._event(failure(fetched, known, error), event)))
        await self._take(Step(appends=appends, acknowledges=entry), outcome="dead")

    @staticmethod
    async def _patiently(action: Callable[[], Awaitable[T]]) -> T:
        return await messaging.persist(action, "using the page store", against=(PageStoreUnavailable,))

    async def _remember(self, fetched: ArticleFetched) -> Memory | None:
        place = _memory_key(fetched)
        fields: Any = await messaging.persist(lambda: self.redis.hgetall(place), "reading an article's memory")
        return Memory.from_fields(fields)

    async def _publish(
        self,
        entry: Entry,
        events: Sequence[Event],
        *,
        outcome: str,
        expects: Sequence[Expect] = (),
        writes: Sequence[Write] = (),
    ) -> Outcome:
        step = Step([(CLAIMS, event) for event in events], writes, expects, acknowledges=entry)
        return await self._take(step, outcome=outcome)

    async def _take(self, step: Step, *, outcome: str) -> Outcome:
        taken = await messaging.persist(lambda: self._steps.take(step), "publishing what was read")
        if taken is Outcome.DONE:
            ARTICLES.labels(outcome).inc()
        return taken

    def _event(self, payload: Payload, cause: Event) -> Event:
        return Event.of(payload, source=SOURCE, time=self.now(), caused_by=cause)

    def _say(self) -> None:
        """Say in one line what this batch brought."""
        if self._said["articles"]:
            log.info(
                f"read {self._said['articles']} articles and found {self._said['claims']} new claims",
                **({"withdrawn": self._said["withdrawn"]} if self._said["withdrawn"] else {}),
            )
        self._said.clear()


def _blame(error: Exception) -> str:
    """Return why an entry that failed alone is given up."""
    match error:
        case TookTooLong():
            return "deadline"
        case ReaderDied():
            return "crashed"
        case _:
            return "error"


def _memory_key(fetched: ArticleFetched) -> str:
    return messaging.key("article", str(fetched.article_id))
