"""Decide what a batch of stream entries adds to the archive.

Pure: what is archived already arrives as arguments. Nothing is ever dropped in silence: a repeat is counted, other
content under a known id is kept beside, an entry that is no event is archived as malformed, a hole in the numbering is
reported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from schemas.event import Event, canonical_json, derive_id
from schemas.ruling import ArticleErased, ClaimErased
from services import redaction
from services.archive import MALFORMED, ArchivedEvent, StreamPosition
from services.views import LARGEST

if TYPE_CHECKING:
    from services.messaging import StreamEntry

_OUR_CLOCK = frozenset({"fetched_at", "polled_at", "visited_at", "next_due", "erased_at", "died_at"})
"""Fields that differ when the same fact is derived a second time, and say nothing about it."""


ERASURES = frozenset({ArticleErased.TYPE, ClaimErased.TYPE})
"""Rulings after which something must be gone."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the numbers of a stream do not follow each other. `missing` is 0 when they went back."""

    stream: str
    after: int
    found: int

    @property
    def missing(self) -> int:
        return max(0, self.found - self.after - 1)


@dataclass(frozen=True, slots=True)
class Intake:
    """What a batch adds: events with their seqs, clashes (same id, other content), and how far the streams are read."""

    events: tuple[ArchivedEvent, ...]
    clashes: tuple[ArchivedEvent, ...]
    positions: tuple[StreamPosition, ...]
    breaks: tuple[Break, ...]
    duplicates: int

    @property
    def rulings(self) -> tuple[ArchivedEvent, ...]:
        """The erasures among the events: what was archived before must be redacted by them."""
        return tuple(event for event in self.events if event.type in ERASURES)

    @property
    def malformed(self) -> tuple[ArchivedEvent, ...]:
        return tuple(event for event in self.events if event.type == MALFORMED)


def read_entry(entry: StreamEntry, archived_at: datetime) -> ArchivedEvent:
    """Return a stream entry as it will be archived, still without its seq. Whatever it holds, this does not fail."""
    where: dict[str, Any] = {
        "seq": 0,
        "stream": entry.stream.name,
        "stream_ms": entry.ms,
        "stream_n": entry.n,
        "archived_at": archived_at,
    }
    try:
        return ArchivedEvent(**_attributes(entry.fields), **where)
    except (ValueError, OverflowError, RecursionError) as error:
        return ArchivedEvent(**_malformed(entry, error, archived_at), **where)


def _attributes(fields: Mapping[str, str]) -> dict[str, Any]:
    event = Event.from_fields(fields)
    payload = canonical_json(event.payload)
    if "NaN" in payload or "Infinity" in payload:
        json.dumps(event.payload, allow_nan=False)
    payload.encode()  # half a surrogate pair is no UTF-8, and no database takes it
    texts = (event.type, event.source, event.subject, event.correlationid, event.causationid or "")
    if any("\x00" in text for text in texts):
        raise ValueError("an attribute holds a NUL character")
    if event.sequence is not None and not 0 < event.sequence <= LARGEST:
        raise ValueError(f"sequence {event.sequence} is no number of an event")
    return {
        "event_id": event.id,
        "sequence": event.sequence,
        "type": event.type,
        "source": event.source,
        "subject": event.subject,
        "time": event.time.astimezone(UTC),
        "correlation": event.correlationid,
        "causation": event.causationid,
        "article": _article_of(event.payload),
        "payload": payload,
        "digest": digest(event),
    }


def digest(event: Event) -> str:
    """Return a hash of what the event says, whoever says it and whenever: clock and trace fields do not enter."""
    said = {"type": event.type, "subject": event.subject, "payload": _timeless(event.payload)}
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name not in _OUR_CLOCK}
    if isinstance(value, list):
        return [_timeless(inner) for inner in value]
    return value


def _article_of(payload: Mapping[str, Any]) -> str | None:
    article = payload.get("article")
    found = article.get("article_id") if isinstance(article, dict) else payload.get("article_id")
    return found if isinstance(found, str) and "\x00" not in found else None


def _malformed(entry: StreamEntry, error: Exception, archived_at: datetime) -> dict[str, Any]:
    said = str(error) or type(error).__name__
    # ASCII only: the fields may hold what is no UTF-8.
    payload = json.dumps({"error": said, "fields": dict(entry.fields)}, sort_keys=True)
    return {
        "event_id": derive_id(MALFORMED, entry.stream.key, f"{entry.ms}-{entry.n}"),
        "sequence": _number(entry.fields.get("sequence", "")),
        "type": MALFORMED,
        "source": entry.stream.name,
        "subject": f"{entry.ms}-{entry.n}",
        "time": archived_at,
        "correlation": "",
        "causation": None,
        "article": None,
        "payload": payload,
        "digest": hashlib.sha256(payload.encode()).hexdigest(),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < len(str(LARGEST)) else None


def plan_intake(
    received: Sequence[ArchivedEvent],
    *,
    head: int,
    positions: Mapping[str, StreamPosition],
    known: Mapping[UUID, str],
    erased: AbstractSet[str],
) -> Intake:
    """Return what `received` adds to an archive whose newest event has the seq `head`.

    `known` maps ids that are archived already to their digests, `erased` holds the articles and claims that were erased
    at someone's request: what arrives about them later is redacted on its way in.
    """
    events: list[ArchivedEvent] = []
    clashes: list[ArchivedEvent] = []
    seen = dict(known)
    duplicates = 0
    gone = {*erased, *(event.subject for event in received if event.type in ERASURES)}
    for event in received:
        if event.event_id not in seen:
            seen[event.event_id] = event.digest
            events.append(replace(_redacted(event, gone), seq=head + len(events) + 1))
        elif seen[event.event_id] == event.digest:
            duplicates += 1
        else:
            clashes.append(_redacted(event, gone))
    moved, breaks = _follow(received, positions)
    return Intake(tuple(events), tuple(clashes), moved, breaks, duplicates)


def _redacted(event: ArchivedEvent, gone: AbstractSet[str]) -> ArchivedEvent:
    if event.subject not in gone and event.article not in gone:
        return event
    return replace(event, payload=canonical_json(redaction.redact(event.type, event.body)))


def _follow(
    received: Iterable[ArchivedEvent], positions: Mapping[str, StreamPosition]
) -> tuple[tuple[StreamPosition, ...], tuple[Break, ...]]:
    moved: dict[str, StreamPosition] = {}
    breaks: list[Break] = []
    for event in received:
        at = moved.get(event.stream) or positions.get(event.stream) or StreamPosition(event.stream)
        sequence, gaps, repeats = at.sequence, at.gaps, at.repeats
        if event.sequence is not None:
            if event.sequence != sequence + 1:
                found = Break(event.stream, after=sequence, found=event.sequence)
                breaks.append(found)
                gaps += found.missing
                repeats += not found.missing
            sequence = event.sequence
        moved[event.stream] = StreamPosition(event.stream, event.stream_ms, event.stream_n, sequence, gaps, repeats)
    return tuple(moved.values()), tuple(breaks)
