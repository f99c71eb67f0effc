"""Observations to judge: one in which everything is well, and changes to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from schemas.status import FeedStatus, Status, StreamStatus, TallySummary
from schemas.streams import STREAMS
from schemas.tally import Freshness
from services.archive import StreamPosition
from services.status.backlog import Backlog
from services.status.health import Thresholds, judge
from services.status.observation import Flow, Heartbeat, Ledger, Observation

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
DONE = Backlog(events=0, age_s=None, pending=0)
Change = Callable[[Observation], Observation]


def a_feed(name: str, outcome: str = "new", *, due_in_s: float = 60) -> FeedStatus:
    return FeedStatus(
        name=name,
        url=f"https://{name}.example/feed",
        outcome=outcome,
        polled_at=NOW - timedelta(minutes=1),
        next_due=NOW + timedelta(seconds=due_in_s),
        error="it is not a feed" if outcome == "failed" else None,
    )


def a_heartbeat(service: str, *, age_s: float | None = 2, instance: str = "1", version: str = "0.1.0") -> Heartbeat:
    at = None if age_s is None else NOW - timedelta(seconds=age_s)
    return Heartbeat(service=service, instance=instance, at=at, version=version if at else None)


def everything_well() -> Observation:
    return Observation(
        at=NOW,
        version="0.1.0",
        flow=Flow(
            server="Valkey 9.1.2",
            streams=tuple(StreamStatus(name=stream.name, length=3, appended=7, last_at=NOW) for stream in STREAMS),
            heartbeats=tuple(a_heartbeat(name) for name in ("fetcher", "extractor", "projector")),
            extractor=DONE,
            projector=DONE,
            dead_letters=0,
        ),
        ledger=Ledger(
            positions=(StreamPosition("claims", ms=1, n=0, sequence=7),),
            parked=0,
            feeds=(a_feed("wire"), a_feed("courier")),
            articles_by_outcome={"claims": 2},
            tallies=TallySummary(
                claims=5,
                articles=2,
                actors=2,
                by_measure={"killed": 5},
                freshness=Freshness(generation=1, seq=9, behind=0, as_of=NOW, synthetic=False),
            ),
        ),
    )


def flow(**changes: object) -> Change:
    return lambda seen: replace(seen, flow=replace(seen.flow, **changes))  # type: ignore[type-var]


def ledger(**changes: object) -> Change:
    return lambda seen: replace(seen, ledger=replace(seen.ledger, **changes))  # type: ignore[type-var]


def without(service: str) -> Change:
    def change(seen: Observation) -> Observation:
        assert isinstance(seen.flow, Flow)
        return flow(heartbeats=tuple(beat for beat in seen.flow.heartbeats if beat.service != service))(seen)

    return change


def silent(service: str, age_s: float | None) -> Change:
    def change(seen: Observation) -> Observation:
        left = without(service)(seen)
        assert isinstance(left.flow, Flow)
        return flow(heartbeats=(*left.flow.heartbeats, a_heartbeat(service, age_s=age_s)))(left)

    return change


def status_of(change: Change = lambda seen: seen, thresholds: Thresholds | None = None) -> Status:
    return judge(change(everything_well()), thresholds or Thresholds())
