"""Decide when a feed is asked again, and which of its entries are new.

Pure: everything it needs arrives as arguments, the present time included.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from schemas.article import article_id
from services.fetcher.errors import FetchError, Gone, TryLater
from services.fetcher.feed_document import Entry
from services.fetcher.feed_list import Feed
from services.fetcher.memory import FeedMemory, PageMemory

LONGEST_PAUSE = timedelta(days=1)
"""However often a feed has failed, it is asked again after this."""

GONE_PAUSE = timedelta(days=30)
"""How long a feed is left alone whose server says that it is gone for good (410)."""

_JITTER = 0.1


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry that says something we did not know.

    `discovered`: a page that we have not heard of. `changed`: this feed says something else of it than before.
    `shared`: another feed named the page first; nothing is to be done but to remember what this one says.
    """

    article_id: UUID
    entry: Entry
    news: Literal["discovered", "changed", "shared"]


def first_due(feed: Feed, memory: FeedMemory, now: datetime) -> datetime:
    """Return when the feed is to be asked, given what is remembered of it.

    A feed that is new, or whose address was changed in the list, is due now; one whose interval was shortened in the
    list does not wait out the old one.
    """
    if memory.next_due is None or memory.polled_at is None or memory.url != feed.url:
        return now
    if memory.failures:
        return memory.next_due
    return min(memory.next_due, memory.polled_at + feed.interval * (1 + _JITTER))


def next_due(feed: Feed, polls: int, now: datetime) -> datetime:
    """Return when to ask again after a poll that went well: the interval, give or take a tenth.

    The jitter follows from the feed and the number of the poll, so that feeds with one interval spread out and a
    repeated decision is the same decision.
    """
    return now + feed.interval * _jitter(feed.name, polls)


def next_try(feed: Feed, error: FetchError, failures: int, now: datetime) -> datetime:
    """Return when to ask again after `failures` polls in a row that failed, the last with `error`.

    Twice as long each time, up to a day (or the interval, if that is longer), and not before the server's Retry-After.
    """
    if isinstance(error, Gone) and error.status == 410:
        return now + max(GONE_PAUSE, feed.interval)
    most = max(LONGEST_PAUSE, feed.interval)
    pause = min(feed.interval * (1 << min(failures - 1, 20)), most) * _jitter(feed.name, failures)
    if isinstance(error, TryLater) and error.retry_after:
        pause = max(pause, error.retry_after)
    return now + pause


def news_of(feed: Feed, entries: Sequence[Entry], known: Mapping[UUID, PageMemory]) -> list[Sighting]:
    """Return the entries that say something new, given what is known of their pages."""
    sightings = []
    for entry in entries:
        identity = article_id(entry.url)
        page = known.get(identity)
        if page is None or page.feed is None:
            sightings.append(Sighting(identity, entry, "discovered"))
        elif feed.name not in page.fingerprints:
            sightings.append(Sighting(identity, entry, "shared"))
        elif page.fingerprints[feed.name] != entry.fingerprint:
            sightings.append(Sighting(identity, entry, "changed"))
    return sightings


def _jitter(name: str, number: int) -> float:
    digest = hashlib.sha256(f"{name}\x1f{number}".encode()).digest()
    return 1 - _JITTER + 2 * _JITTER * int.from_bytes(digest[:4]) / 0xFFFF_FFFF
