"""What a reader of streams has still before it, reckoned from the numbers that the streams' entries carry.

Pure: entries and counters in, a backlog out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

Entries = Sequence[tuple[str, Mapping[str, str]]]
"""Entries of a stream as Redis gives them: their ids and their fields."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a reader has not handled yet. Ages in seconds, by the clock of Redis.

    `events` is null when it cannot be counted. `pending` are those of them that some consumer holds;
    `pending_age_s` is how long the oldest of these has been in one consumer's hands.
    """

    events: int | None
    age_s: float | None
    pending: int | None = None
    pending_age_s: float | None = None


def waiting(following: Entries, appended: int, now_ms: int) -> Backlog:
    """Return what comes after a position in a stream.

    `following` begins with the first entry after it, and is empty at the end of the stream. `appended` is the
    stream's counter, read not earlier than the entries.
    """
    if not following:
        return Backlog(events=0, age_s=None)
    entry_id, fields = following[0]
    # An entry that is not ours has no number; how many follow it is then not known without reading them all.
    events = max(1, appended - int(number) + 1) if (number := fields.get("sequence", "")).isdecimal() else None
    return Backlog(events=events, age_s=age_s(entry_id, now_ms))


def with_pending(undelivered: Backlog, pending: int, oldest: str | None, held_ms: int | None, now_ms: int) -> Backlog:
    """Return the backlog of a consumer group: what it was never given, and what it was given and has not finished.

    `oldest` is the id of the oldest of the `pending` entries, in one consumer's hands for `held_ms`.
    """
    ages = (undelivered.age_s, age_s(oldest, now_ms) if oldest else None)
    return replace(
        undelivered,
        events=None if undelivered.events is None else undelivered.events + pending,
        age_s=_oldest(ages),
        pending=pending,
        pending_age_s=None if held_ms is None else held_ms / 1000,
    )


def together(backlogs: Iterable[Backlog]) -> Backlog:
    """Return the backlog of one reader of several streams."""
    parts = list(backlogs)
    counts = [part.events for part in parts if part.events is not None]
    return Backlog(
        events=sum(counts) if len(counts) == len(parts) else None, age_s=_oldest(part.age_s for part in parts)
    )


def age_s(entry_id: str, now_ms: int) -> float:
    """Return how long ago an entry was appended, by the clock of Redis, which is in its id."""
    return max(0, now_ms - milliseconds(entry_id)) / 1000


def milliseconds(entry_id: str) -> int:
    """Return when an entry was appended."""
    return int(entry_id.partition("-")[0])


def _oldest(ages: Iterable[float | None]) -> float | None:
    return max((age for age in ages if age is not None), default=None)
