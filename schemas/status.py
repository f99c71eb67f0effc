"""The document that `/status` answers."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .event import Record, Timestamp
from .tally import Freshness

Overall = Literal["ok", "degraded", "down"]


class ServiceStatus(Record):
    """One service. Lag is what it has not handled yet; `lag_seconds` is the age of the oldest of that."""

    name: str
    alive: bool
    instances: int = Field(ge=0)
    last_seen: Timestamp | None = None
    lag_events: int | None = None
    lag_seconds: float | None = None
    pending: int | None = None
    pending_age_seconds: float | None = None
    note: str | None = None


class StreamStatus(Record):
    """One stream: entries now in Redis and events ever appended."""

    name: str
    length: int
    appended: int
    last_at: Timestamp | None = None


class FeedStatus(Record):
    """One feed: what its last poll brought, in plain words."""

    name: str
    url: str
    outcome: str
    polled_at: Timestamp | None
    next_due: Timestamp | None
    entries: int = 0
    error: str | None = None


class TallySummary(Record):
    """The tallies in short: how many claims of each measure stand about how many actors."""

    claims: int
    articles: int
    actors: int
    by_measure: dict[str, int]
    freshness: Freshness | None


class Status(Record):
    """Whether claimledger does its work, and if not, why. `reasons` is empty when `overall` is ok."""

    overall: Overall
    reasons: tuple[str, ...]
    checked_at: Timestamp
    version: str
    services: tuple[ServiceStatus, ...]
    streams: tuple[StreamStatus, ...]
    dead_letters: int
    parked: int
    feeds: tuple[FeedStatus, ...]
    articles_by_outcome: dict[str, int]
    tallies: TallySummary | None
    versions: dict[str, str]
    synthetic: bool = Field(description="true when the invented demo newsroom is the source")
