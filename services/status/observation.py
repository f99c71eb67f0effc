"""What can be seen of the pipeline at one moment: values, to be judged without Redis or a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.status import FeedStatus, StreamStatus, TallySummary
from services.archive import StreamPosition

from .backlog import Backlog


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The last sign of life of one instance of a service. `at` is null when it has fallen silent."""

    service: str
    instance: str
    at: datetime | None
    version: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """What Redis says. The projector's backlog is null while its position is unknown."""

    server: str
    streams: tuple[StreamStatus, ...]
    heartbeats: tuple[Heartbeat, ...]
    extractor: Backlog
    projector: Backlog | None
    dead_letters: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the database says."""

    positions: tuple[StreamPosition, ...]
    parked: int
    feeds: tuple[FeedStatus, ...]
    articles_by_outcome: Mapping[str, int]
    tallies: TallySummary


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing can be said, and why: in words that name the address and end with what to do."""

    why: str


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything that the judgement rests on."""

    at: datetime
    version: str
    flow: Flow | Unreachable
    ledger: Ledger | Unreachable
