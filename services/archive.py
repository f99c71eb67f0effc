"""The archive: every event that any stream ever carried, in one order, for good.

`seq` is the only total order there is: 1, 2, 3 … without a gap, given as events arrive. Events are never changed and
never removed, with one exception: `redact` takes out what was erased at someone's request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    MetaData,
    Row,
    Table,
    Text,
    Uuid,
    func,
    insert,
    select,
    update,
)

from schemas.event import canonical_json
from schemas.ruling import ArticleErased, ClaimErased
from services import redaction
from services.database import Moment

MALFORMED = "malformed"
"""The type under which an entry is archived that is no event. Its payload is `{"error": …, "fields": {…}}`."""

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Uuid, nullable=False, unique=True),
    Column("stream", Text, nullable=False),
    Column("stream_ms", BigInteger, nullable=False),
    Column("stream_n", BigInteger, nullable=False),
    Column("sequence", BigInteger),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("time", Moment, nullable=False),
    Column("correlation", Text, nullable=False),
    Column("causation", Text),
    Column("article", Text),
    Column("payload", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("archived_at", Moment, nullable=False),
    Index("events_by_subject", "subject", "seq"),
    Index("events_by_article", "article", "seq"),
)
"""`article` is the id of the article that the payload is about, for finding what an erasure concerns."""

positions = Table(
    "positions",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("ms", BigInteger, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("gaps", BigInteger, nullable=False),
    Column("repeats", BigInteger, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("event_id", Uuid, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("stream_ms", BigInteger, nullable=False),
    Column("stream_n", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("article", Text),
    Column("payload", Text, nullable=False),
    Column("archived_at", Moment, nullable=False),
)
"""Events that came under an id already archived but say something else. The first one stands."""

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

generations = Table(
    "generations",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("code_version", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)

migrations = Table(
    "migrations",
    metadata,
    Column("revision", Text, primary_key=True),
    Column("claimledger", Text, nullable=False),
    Column("applied_at", Moment, nullable=False),
)
"""Which version of claimledger brought which revision, so that an older one can say which it would take."""


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """How far a stream is archived. `sequence` is the number of the last event seen.

    `gaps` counts events that were appended but never seen here, `repeats` how often the numbering went back.
    """

    stream: str
    ms: int = 0
    n: int = 0
    sequence: int = 0
    gaps: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class ArchivedEvent:
    """An event as it lies in the archive. `payload` is canonical JSON."""

    seq: int
    event_id: UUID
    stream: str
    stream_ms: int
    stream_n: int
    sequence: int | None
    type: str
    source: str
    subject: str
    time: datetime
    correlation: str
    causation: str | None
    article: str | None
    payload: str
    digest: str
    archived_at: datetime

    @property
    def body(self) -> dict[str, Any]:
        """The payload, read."""
        body: dict[str, Any] = json.loads(self.payload)
        return body

    @property
    def stream_id(self) -> str:
        """The id of the stream entry that brought the event."""
        return f"{self.stream_ms}-{self.stream_n}"


def head(connection: Connection) -> int:
    """Return the seq of the newest event, 0 for an empty archive."""
    return connection.scalar(select(func.coalesce(func.max(events.c.seq), 0))) or 0


def events_after(connection: Connection, seq: int, limit: int, until: int | None = None) -> list[ArchivedEvent]:
    """Return up to `limit` events that come after `seq` and not after `until`, in order."""
    query = select(events).where(events.c.seq > seq).order_by(events.c.seq).limit(limit)
    if until is not None:
        query = query.where(events.c.seq <= until)
    return [_archived(row) for row in connection.execute(query)]


def events_about(connection: Connection, subject: str) -> list[ArchivedEvent]:
    """Return all events whose subject is `subject`, in order."""
    query = select(events).where(events.c.subject == subject).order_by(events.c.seq)
    return [_archived(row) for row in connection.execute(query)]


def events_of_article(connection: Connection, article: str) -> list[ArchivedEvent]:
    """Return all events that speak of an article or of its claims, in order."""
    query = select(events).where(events.c.article == article).order_by(events.c.seq)
    return [_archived(row) for row in connection.execute(query)]


def _archived(row: Row[Any]) -> ArchivedEvent:
    return ArchivedEvent(**row._mapping)


def stream_positions(connection: Connection) -> dict[str, StreamPosition]:
    """Return how far each stream is archived, by its name; a stream never read is not in it."""
    return {row.stream: StreamPosition(**row._mapping) for row in connection.execute(select(positions))}


def conflict_count(connection: Connection) -> int:
    """Return how many events came under an archived id with other content."""
    return connection.scalar(select(func.count()).select_from(conflicts)) or 0


def digests(connection: Connection, event_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the digests of those of `event_ids` that are archived."""
    rows = connection.execute(select(events.c.event_id, events.c.digest).where(events.c.event_id.in_(list(event_ids))))
    return {row.event_id: row.digest for row in rows}


def erased(connection: Connection, subjects: Iterable[str]) -> set[str]:
    """Return those of `subjects` (article and claim ids) that were erased at someone's request."""
    query = select(events.c.subject).where(
        events.c.type.in_((ArticleErased.TYPE, ClaimErased.TYPE)), events.c.subject.in_(list(subjects))
    )
    return set(connection.scalars(query))


def append(connection: Connection, rows: Sequence[ArchivedEvent], clashes: Sequence[ArchivedEvent]) -> None:
    """Add events, whose seqs follow the head, and keep the clashes (same id, other content) beside them."""
    if rows:
        connection.execute(insert(events), [_columns(row) for row in rows])
    for clash in clashes:
        kept = {name: value for name, value in _columns(clash).items() if name in conflicts.c}
        known = select(conflicts.c.event_id).where(
            conflicts.c.event_id == clash.event_id, conflicts.c.digest == clash.digest
        )
        if connection.execute(known).first() is None:
            connection.execute(insert(conflicts).values(kept))


def _columns(event: ArchivedEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ArchivedEvent.__slots__}


def move(connection: Connection, moved: Iterable[StreamPosition]) -> None:
    """Write how far streams are archived now."""
    for position in moved:
        values = {name: getattr(position, name) for name in StreamPosition.__slots__}
        changed = connection.execute(update(positions).where(positions.c.stream == position.stream).values(values))
        if not changed.rowcount:
            connection.execute(insert(positions).values(values))


def redact(connection: Connection, rulings: Iterable[ArchivedEvent]) -> int:
    """Take out of everything archived what the erasures in `rulings` concern, and return how many events changed.

    Ids, figures and digests stay, and a hash of what was taken out. A second time changes nothing.
    """
    changed = 0
    for ruling in rulings:
        for table in (events, conflicts):
            concerned = table.c.article if ruling.type == ArticleErased.TYPE else table.c.subject
            query = select(*table.primary_key.columns, table.c.type, table.c.payload).where(concerned == ruling.subject)
            for row in connection.execute(query).all():
                payload = canonical_json(redaction.redact(row.type, json.loads(row.payload)))
                if payload != row.payload:
                    same = [column == row._mapping[column.name] for column in table.primary_key.columns]
                    connection.execute(update(table).where(*same).values(payload=payload))
                    changed += 1
    return changed
