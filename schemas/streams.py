"""The topology as data: which events travel on which stream, who writes it and who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from .article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from .claim import ClaimRecorded, ClaimWithdrawn
from .dead import EntryDied
from .event import Payload
from .feed import FeedPolled, PageVisited
from .ruling import ArticleErased, ClaimErased

HASH_TAG = "{claimledger}"
"""Every key carries it, so that one script may touch all of them on a Redis Cluster."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One Redis stream. `key` is its name in Redis; `sequence_key` counts what was ever appended to it."""

    name: str
    meaning: str
    events: tuple[type[Payload], ...]
    producers: tuple[str, ...]
    consumers: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{HASH_TAG}:{self.name}"

    @property
    def sequence_key(self) -> str:
        return f"{HASH_TAG}:sequence:{self.name}"


ARTICLES = Stream(
    "articles", "versions of articles, as fetched", (ArticleFetched,), ("fetcher",), ("extractor", "projector")
)
CLAIMS = Stream(
    "claims",
    "all that was read in one version of an article, in one atomic step",
    (ClaimRecorded, ClaimWithdrawn, ArticleExtracted, ArticleExtractionFailed),
    ("extractor",),
    ("projector", "downstream consumers"),
)
FEEDS = Stream(
    "feeds",
    "what became of each poll and visit; trimmed by age",
    (FeedPolled, PageVisited),
    ("fetcher",),
    ("projector",),
)
RULINGS = Stream(
    "rulings",
    "operators' decisions",
    (ArticleErased, ClaimErased),
    ("command line", "status"),
    ("projector", "downstream consumers"),
)
DEAD = Stream("dead", "entries that could not be handled, as they were", (EntryDied,), ("any service",), ("operators",))

STREAMS = (ARTICLES, CLAIMS, FEEDS, RULINGS, DEAD)

PAYLOADS: dict[str, type[Payload]] = {payload.TYPE: payload for stream in STREAMS for payload in stream.events}
"""Every event type that this version knows, by its wire type."""
