"""Pages given by hand: the same store, the same step, the same events as for pages from feeds."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from schemas import streams
from schemas.article import article_id
from schemas.event import Event
from services.fetcher import SOURCE, visiting
from services.fetcher.addresses import canonical_address
from services.fetcher.keys import page_key, set_fields
from services.fetcher.memory import PageMemory
from services.messaging import Expect, Log, Outcome, Step
from services.pages import PageStore

_LOOKED_AT = 1_000


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page as an operator gives it. Without a `url`, its content is its identity."""

    content: bytes
    content_type: str
    url: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a given page: a new article, a new version of one, or nothing new."""

    outcome: Literal["new", "changed", "unchanged"]
    article_id: UUID
    revision: int


class Erased(ValueError):
    """The article was erased at someone's request."""


async def ingest_page(log: Log, pages: PageStore, given: GivenPage, now: datetime) -> Ingested:
    """Store the page and append `article.fetched`, unless its last version has the same content.

    Raises:
        ValueError: `given.url` is no http(s) address.
        Erased: the article was removed at someone's request.
        PageStoreUnavailable: the page could not be stored.
        RedisError, RedisRefused: the event was not appended, or was; giving the page again is harmless.
    """
    sha256 = await pages.put(given.content)
    address = canonical_address(given.url) if given.url else f"urn:sha256:{sha256}"
    identity = article_id(address)
    place = page_key(identity)
    while True:
        stored: Any = await log.redis.hgetall(place)
        memory = PageMemory.from_hash(stored) if stored else PageMemory(address)
        if memory.erased:
            await pages.delete(sha256)
            raise Erased(f"the article {identity} was erased at someone's request and is not taken up again")
        if memory.page_sha256 == sha256:
            return Ingested("unchanged", identity, memory.revision)
        fetched = visiting.fetched(
            identity,
            _described(memory, given),
            content_type=given.content_type,
            page_sha256=sha256,
            page_bytes=len(given.content),
            now=now,
        )
        event = Event.of(fetched, source=SOURCE, time=now, distinguished_by=f"{fetched.revision}:{sha256}")
        version = {"url": address, "revision": str(fetched.revision), "page_sha256": sha256}
        outcome = await log.take(
            Step(
                expects=[Expect("HGET", place, "revision", str(memory.revision) if memory.revision else None)],
                appends=[(streams.ARTICLES, event)],
                writes=[set_fields(place, version)],
            )
        )
        if outcome is Outcome.DONE:
            return Ingested("changed" if memory.revision else "new", identity, fetched.revision)


def content_type_of(name: str, content: bytes) -> str:
    """Return what kind of document `content` is, by the ending of its name or else by its beginning."""
    kind, _ = mimetypes.guess_type(name)
    if kind in {"text/html", "text/plain", "application/xhtml+xml"}:
        return kind
    beginning = content[:_LOOKED_AT].lower()
    return "text/html" if any(mark in beginning for mark in (b"<html", b"<!doctype html", b"<body")) else "text/plain"


def _described(memory: PageMemory, given: GivenPage) -> PageMemory:
    """Return what is said of the page: by the operator, or else by the feed that named it before."""
    return replace(
        memory,
        visit="given",
        published_at=given.published_at or memory.published_at,
        published_basis="given" if given.published_at else memory.published_basis,
    )
