"""Remove what a person asked to have removed: page, text and sentences, from the store, the streams and the ledger.

The page and its texts go first and the ruling follows, so that a crash between the two leaves something to repeat and
never a ruling whose page is still there. A second time changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from redis.asyncio import Redis

from schemas.claim import ClaimRecorded
from schemas.event import Event
from schemas.ruling import ArticleErased, ClaimErased
from schemas.streams import ARTICLES, CLAIMS, RULINGS
from services import archive, database, messaging
from services.archive import ArchivedEvent
from services.messaging import Log, Step, Write
from services.pages import PageStore


class NothingToErase(LookupError):
    """No archived article or claim has this id."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: articles (1 or 0), claims, and blobs of the page store."""

    articles: int
    claims: int
    blobs: int


async def erase(redis: Redis, pages: PageStore, archive_url: str, what: UUID, why: str, now: datetime) -> Erased:
    """Erase the article or the claim `what`, and put the ruling on the record.

    Of a claim the page and text of its article go too: the sentence stands in them. Its other claims stay.

    Raises:
        NothingToErase: no archived article or claim has this id.
    """
    article, of_article = await asyncio.to_thread(_history, archive_url, what)
    blobs = {
        event.body[name] for event in of_article for name in ("page_sha256", "text_sha256") if event.body.get(name)
    }
    for digest in sorted(blobs):
        await pages.delete(digest)
    claims = {UUID(event.subject) for event in of_article if event.type == ClaimRecorded.TYPE}
    if article == what:
        ruling: ArticleErased | ClaimErased = ArticleErased(
            article_id=article, claim_ids=tuple(sorted(claims)), why=why, erased_at=now
        )
    else:
        claims = {what}
        ruling = ClaimErased(claim_id=what, article_id=article, why=why, erased_at=now)
    event = Event.of(ruling, source="claimledger/operator", time=now)
    gone = [event for event in of_article if article == what or event.subject == str(what)]
    await Log(redis).take(Step([(RULINGS, event)], [*_never_again(article), *_from_streams(gone)]))
    return Erased(articles=int(article == what), claims=len(claims), blobs=len(blobs))


def _history(archive_url: str, what: UUID) -> tuple[UUID, list[ArchivedEvent]]:
    """Return the article that `what` is, or is a claim of, and all that is archived of it."""
    engine = database.open_reader(database.parse_address(archive_url))
    try:
        with database.transaction(engine) as connection:
            about = archive.events_about(connection, str(what))
            if not about:
                advice = "Was it archived by this claimledger?"
                raise NothingToErase(f"No archived article or claim has the id {what}. {advice}")
            article = about[0].article or str(what)
            return UUID(article), archive.events_of_article(connection, article)
    finally:
        engine.dispose()


def _never_again(article: UUID) -> list[Write]:
    """Return the writes to the fetcher's memory by which the page is not fetched again."""
    page = messaging.key("page", str(article))
    return [Write("HSET", page, ("erased", "true")), Write("HDEL", page, ("title", "content_sha256"))]


def _from_streams(events: Sequence[ArchivedEvent]) -> list[Write]:
    """Return the removal of `events` from the streams that consumers can still read.

    Their sequence numbers are then missing there; the ruling, which names the claims, says why.
    """
    streams = {stream.name: stream for stream in (ARTICLES, CLAIMS)}
    return [Write("XDEL", streams[event.stream].key, (event.stream_id,)) for event in events if event.stream in streams]
