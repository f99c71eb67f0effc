"""What the projector counts, for /metrics."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import Counter, Gauge

from services.projector.intake import Intake
from services.projector.projection import Advance

EVENTS = Counter("claimledger_projector_events", "How many archived events were applied", ["type"])
ARCHIVED = Counter("claimledger_projector_archived", "How many events were added to the archive", ["stream"])
DUPLICATES = Counter("claimledger_projector_duplicates", "How many events came again and were counted once")
CONFLICTS = Counter("claimledger_projector_conflicts", "How many events came under a known id with other content")
MISSING = Counter("claimledger_projector_missing", "How many events were appended but never seen", ["stream"])
PARKED = Counter("claimledger_projector_parked", "How many events could not be applied")
SKIPPED = Counter("claimledger_projector_skipped", "How many events were of a type that this version does not know")
ARCHIVE_SEQ = Gauge("claimledger_projector_archive_seq", "The seq of the newest archived event")
APPLIED_SEQ = Gauge("claimledger_projector_applied_seq", "The seq of the last event applied to the live generation")
LEADING = Gauge("claimledger_projector_leading", "1 while this projector leads")


def count_intake(intake: Intake) -> None:
    """Count what a batch of stream entries added."""
    for event in intake.events:
        ARCHIVED.labels(event.stream).inc()
    for found in intake.breaks:
        MISSING.labels(found.stream).inc(found.missing)
    DUPLICATES.inc(intake.duplicates)
    CONFLICTS.inc(len(intake.clashes))
    if intake.events:
        ARCHIVE_SEQ.set(intake.events[-1].seq)


def count_advance(advance: Advance, known: Iterable[str]) -> None:
    """Count what a batch of archived events did. Types that are not `known` share a label: anybody may make them up."""
    for event_type in advance.types:
        EVENTS.labels(event_type if event_type in known else "unknown").inc()
    PARKED.inc(len(advance.parked))
    SKIPPED.inc(sum(event_type not in known for event_type in advance.types))
    APPLIED_SEQ.set(advance.seq)
