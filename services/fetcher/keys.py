"""Where the fetcher keeps its memory in Redis, and the writes that change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.fetcher.memory import DuePage, milliseconds
from services.messaging import Write, key

DUE = key("due")


def feed_key(feed: str) -> str:
    """Return the key of the hash that remembers a feed."""
    return key("feed", feed)


def page_key(article: UUID) -> str:
    """Return the key of the hash that remembers a page."""
    return key("page", str(article))


def lease_key(host: str) -> str:
    """Return the key of a host's lease."""
    return key("lease", host)


def set_fields(place: str, fields: Mapping[str, str]) -> Write:
    """Return the write that sets `fields` of the hash at `place` and leaves its others alone."""
    return Write("HSET", place, tuple(part for pair in fields.items() for part in pair))


def make_due(page: DuePage) -> Write:
    """Return the write that puts a page on the due list, or changes when it is due there."""
    return Write("ZADD", DUE, (str(page.due_ms), page.member))


def move(page: DuePage, next_due: datetime | None) -> Write:
    """Return the write that moves a page to its next visit; off the list, if there is none."""
    if next_due is None:
        return Write("ZREM", DUE, (page.member,))
    return make_due(DuePage(page.host, page.article_id, milliseconds(next_due)))
