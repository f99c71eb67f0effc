"""Judges an observation of the pipeline: is it at work, and if not, what is to be done?

Pure: the moment is part of the observation, the thresholds are an argument. Every reason names what is wrong and ends
with what to do, because it is read by whoever was woken by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from schemas.status import FeedStatus, Overall, ServiceStatus, Status
from services import words

from .backlog import Backlog
from .observation import Flow, Heartbeat, Ledger, Observation, Unreachable

Severity = Literal["degraded", "down"]

_WORK = {
    "fetcher": "no news is read",
    "extractor": "articles wait unread",
    "projector": "new claims do not reach the tallies",
}
"""The services that the pipeline cannot do without, in flow order, and what stands still without each."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on something is worth a reason. Seconds, but for the counts and the share."""

    lag_degraded_s: float = 120
    lag_down_s: float = 1800
    pending_degraded_s: float = 300
    heartbeat_silent_s: float = 30
    dead_letters_allowed: int = 0
    feeds_failing_share: float = 0.5
    feed_overdue_s: float = 600


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `words` say what, and what to do."""

    severity: Severity
    words: str


def judge(seen: Observation, thresholds: Thresholds) -> Status:
    """Return the status document: what was seen, and what it means."""
    flow = seen.flow if isinstance(seen.flow, Flow) else None
    ledger = seen.ledger if isinstance(seen.ledger, Ledger) else None
    services = _services(seen, flow, thresholds)
    findings = [*_findings(seen, services, thresholds)]
    return Status(
        overall=_overall(findings),
        reasons=tuple(finding.words for finding in findings),
        checked_at=seen.at,
        version=seen.version,
        services=services,
        streams=flow.streams if flow else (),
        dead_letters=flow.dead_letters if flow else 0,
        parked=ledger.parked if ledger else 0,
        feeds=ledger.feeds if ledger else (),
        articles_by_outcome=dict(ledger.articles_by_outcome) if ledger else {},
        tallies=ledger.tallies if ledger else None,
        versions=_versions(seen, flow),
        synthetic=bool(ledger and ledger.tallies.freshness and ledger.tallies.freshness.synthetic),
    )


def _overall(findings: Iterable[Finding]) -> Overall:
    severities = {finding.severity for finding in findings}
    if "down" in severities:
        return "down"
    return "degraded" if severities else "ok"


def _findings(seen: Observation, services: Sequence[ServiceStatus], thresholds: Thresholds) -> Iterator[Finding]:
    """Yield what is wrong, gravest cause first: what cannot be seen, what does not run, what lags, what was lost."""
    for part in (seen.flow, seen.ledger):
        if isinstance(part, Unreachable):
            yield Finding("down", part.why)
    if isinstance(seen.flow, Flow):
        yield from _absences(services, seen.flow.heartbeats)
        yield from _delays(services, thresholds)
        yield from _dead_letters(seen.flow, thresholds)
    if isinstance(seen.ledger, Ledger):
        yield from _losses(seen.ledger)
        yield from _failing_feeds(seen.ledger.feeds, thresholds)
        yield from _unread_feeds(seen, seen.ledger.feeds, thresholds)


def _absences(services: Iterable[ServiceStatus], heartbeats: Iterable[Heartbeat]) -> Iterator[Finding]:
    known = {heartbeat.service for heartbeat in heartbeats}
    for service in services:
        if service.name in _WORK and not service.alive:
            what = "has stopped reporting" if service.name in known else "has not reported yet"
            yield Finding(
                "down",
                f"The {service.name} {what}: {_WORK[service.name]}. "
                f"Start it with `claimledger {service.name}`, or read its log.",
            )


def _delays(services: Iterable[ServiceStatus], thresholds: Thresholds) -> Iterator[Finding]:
    for service in services:
        lag, held = service.lag_seconds, service.pending_age_seconds
        if lag is not None and lag >= thresholds.lag_degraded_s:
            waiting = words.count(service.lag_events, "event") if service.lag_events else "something"
            advice = "Start more of it" if service.name == "extractor" else "Read its log, and check the database"
            yield Finding(
                "down" if lag >= thresholds.lag_down_s else "degraded",
                f"The {service.name} is behind: {waiting} to handle, the oldest for {words.age(lag)}. "
                f"{advice} if this does not shrink.",
            )
        if held is not None and held >= thresholds.pending_degraded_s:
            yield Finding(
                "degraded",
                f"The {service.name} has had an entry in hand for {words.age(held)} without finishing it. "
                f"Read its log for what it is at; a restart hands the entry on.",
            )


def _dead_letters(flow: Flow, thresholds: Thresholds) -> Iterator[Finding]:
    if flow.dead_letters > thresholds.dead_letters_allowed:
        yield Finding(
            "degraded",
            f"{words.count(flow.dead_letters, 'entry', 'entries')} could not be handled: the dead letters. "
            f"See why with `claimledger dead list`, then have them tried again with `claimledger dead retry`.",
        )


def _losses(ledger: Ledger) -> Iterator[Finding]:
    if ledger.parked:
        yield Finding(
            "degraded",
            f"{words.count(ledger.parked, 'archived event')} could not be applied to the tallies. "
            f"Update claimledger, then run `claimledger rebuild`.",
        )
    for position in ledger.positions:
        if position.gaps:
            yield Finding(
                "degraded",
                f"{words.count(position.gaps, 'event')} of the stream {position.stream} never reached the archive: "
                f"a gap in its sequence. Redis lost or trimmed them; check its persistence (appendonly).",
            )


def _failing_feeds(feeds: Sequence[FeedStatus], thresholds: Thresholds) -> Iterator[Finding]:
    failing = [feed for feed in feeds if feed.outcome == "failed"]
    if failing and len(failing) >= thresholds.feeds_failing_share * len(feeds):
        named = ", ".join(feed.name for feed in failing[:3]) + (" …" if len(failing) > 3 else "")
        yield Finding(
            "degraded",
            f"{len(failing)} of {words.count(len(feeds), 'feed')} cannot be read ({named}). "
            f"Their errors are in the feeds table; `claimledger feeds list` shows them in a terminal.",
        )


def _unread_feeds(seen: Observation, feeds: Sequence[FeedStatus], thresholds: Thresholds) -> Iterator[Finding]:
    # A feed that is no longer followed stays in the table and is never read again: one late feed says nothing.
    overdue = [(seen.at - feed.next_due).total_seconds() for feed in feeds if feed.next_due]
    if overdue and min(overdue) >= thresholds.feed_overdue_s:
        yield Finding(
            "degraded",
            f"No feed has been read when it was due, for {words.age(min(overdue))}. "
            f"Read the log of the fetcher, or start another.",
        )


def _services(seen: Observation, flow: Flow | None, thresholds: Thresholds) -> tuple[ServiceStatus, ...]:
    backlogs: dict[str, Backlog | None] = {
        "fetcher": None,
        "extractor": flow.extractor if flow else None,
        "projector": flow.projector if flow else None,
    }
    heartbeats = flow.heartbeats if flow else ()
    working = tuple(_service(seen, name, heartbeats, backlogs[name], thresholds) for name in _WORK)
    own = _service(seen, "status", heartbeats, None, thresholds)
    # Whoever reads this has been answered by it.
    return *working, own.model_copy(update={"alive": True, "instances": max(1, own.instances)})


def _service(
    seen: Observation, name: str, heartbeats: Iterable[Heartbeat], backlog: Backlog | None, thresholds: Thresholds
) -> ServiceStatus:
    beats = [beat for beat in heartbeats if beat.service == name]
    silent = timedelta(seconds=thresholds.heartbeat_silent_s)
    alive = [beat for beat in beats if beat.at and seen.at - beat.at <= silent]
    notes = [beat.note for beat in alive if beat.note]
    return ServiceStatus(
        name=name,
        alive=bool(alive),
        instances=len(alive),
        last_seen=max((beat.at for beat in beats if beat.at), default=None),
        lag_events=backlog.events if backlog else None,
        lag_seconds=backlog.age_s if backlog else None,
        pending=backlog.pending if backlog else None,
        pending_age_seconds=backlog.pending_age_s if backlog else None,
        note="; ".join(dict.fromkeys(notes)) or None,
    )


def _versions(seen: Observation, flow: Flow | None) -> dict[str, str]:
    versions = {"status": seen.version}
    if flow:
        versions["redis"] = flow.server
        for service in dict.fromkeys(beat.service for beat in flow.heartbeats):
            running = {beat.version for beat in flow.heartbeats if beat.service == service and beat.version}
            if running:
                versions[service] = ", ".join(sorted(running))
    return versions
