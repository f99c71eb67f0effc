"""What the judgement makes of what can be seen. The observations are values: no Redis, no database, no clock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.status import Status
from services.archive import StreamPosition
from services.status.backlog import Backlog
from services.status.health import Thresholds
from services.status.observation import Flow, Observation, Unreachable
from tests.unit.status.observations import (
    Change,
    a_feed,
    a_heartbeat,
    flow,
    ledger,
    silent,
    status_of,
    without,
)


def test_when_everything_is_well_there_is_no_reason() -> None:
    status = status_of()
    assert (status.overall, status.reasons) == ("ok", ())
    assert all(service.alive for service in status.services)
    assert [service.name for service in status.services] == ["fetcher", "extractor", "projector", "status"]


@pytest.mark.parametrize(
    ("change", "overall", "said", "advice"),
    [
        (lambda seen: replace(seen, flow=Unreachable("Redis is away. Start it.")), "down", "Redis is away", "Start it"),
        (lambda seen: replace(seen, ledger=Unreachable("No file. Migrate.")), "down", "No file", "Migrate"),
        (without("fetcher"), "down", "fetcher has not reported yet: no news is read", "`claimledger fetcher`"),
        (silent("extractor", None), "down", "extractor has stopped reporting: articles wait", "`claimledger extr"),
        (silent("projector", 31), "down", "projector has stopped reporting", "read its log"),
        (flow(extractor=Backlog(41, 121)), "degraded", "extractor is behind: 41 events", "Start more of it"),
        (flow(extractor=Backlog(None, 300)), "degraded", "something to handle, the oldest for 5 min", "Start more"),
        (flow(extractor=Backlog(41, 1801)), "down", "the oldest for 30 min", "Start more of it"),
        (flow(projector=Backlog(1, 500)), "degraded", "projector is behind: 1 event", "check the database"),
        (flow(extractor=Backlog(1, 60, 1, 301)), "degraded", "an entry in hand for 5 min", "a restart hands"),
        (flow(dead_letters=2), "degraded", "2 entries could not be handled", "`claimledger dead retry`"),
        (ledger(parked=1), "degraded", "1 archived event could not be applied", "`claimledger rebuild`"),
        (ledger(positions=(StreamPosition("claims", gaps=3),)), "degraded", "3 events of the stream", "appendonly"),
        (ledger(feeds=(a_feed("a", "failed"), a_feed("b"))), "degraded", "1 of 2 feeds cannot be read (a)", "errors"),
        (ledger(feeds=(a_feed("a", due_in_s=-601),)), "degraded", "No feed has been read when it was due", "fetcher"),
    ],
)  # fmt: skip
def test_each_trouble_is_said_with_what_to_do(change: Change, overall: str, said: str, advice: str) -> None:
    status = status_of(change)
    assert status.overall == overall
    assert len(status.reasons) == 1, status.reasons
    assert said in status.reasons[0]
    assert advice in status.reasons[0]


@pytest.mark.parametrize(
    "change",
    [
        flow(extractor=Backlog(41, 119, 3, 299)),
        silent("fetcher", 29),
        ledger(feeds=(a_feed("wire", "failed"), a_feed("b"), a_feed("c"))),
        ledger(feeds=(a_feed("left-out", due_in_s=-90_000), a_feed("b"))),
        ledger(feeds=()),
        flow(projector=None),
    ],
)
def test_what_stays_within_the_thresholds_is_no_trouble(change: Change) -> None:
    assert status_of(change).overall == "ok"


def test_the_gravest_finding_decides_and_all_are_told() -> None:
    status = status_of(lambda seen: without("fetcher")(flow(dead_letters=1)(seen)))
    assert status.overall == "down"
    assert len(status.reasons) == 2


def test_one_living_replica_is_enough() -> None:
    def change(seen: Observation) -> Observation:
        left = silent("extractor", None)(seen)
        assert isinstance(left.flow, Flow)
        return flow(heartbeats=(*left.flow.heartbeats, a_heartbeat("extractor", instance="2")))(left)

    status = status_of(change)
    extractor = next(service for service in status.services if service.name == "extractor")
    assert status.overall == "ok"
    assert (extractor.alive, extractor.instances) == (True, 1)


def test_whoever_asks_has_found_the_status_service_alive() -> None:
    own = status_of(lambda seen: replace(seen, flow=Unreachable("Redis is away."))).services[-1]
    assert (own.name, own.alive, own.instances) == ("status", True, 1)


def test_without_redis_the_figures_are_still_told() -> None:
    status = status_of(lambda seen: replace(seen, flow=Unreachable("Redis is away.")))
    assert status.tallies is not None
    assert status.tallies.claims == 5
    assert status.streams == ()


def test_two_versions_of_one_service_are_both_named() -> None:
    def change(seen: Observation) -> Observation:
        assert isinstance(seen.flow, Flow)
        return flow(heartbeats=(*seen.flow.heartbeats, a_heartbeat("extractor", instance="2", version="0.2.0")))(seen)

    assert status_of(change).versions["extractor"] == "0.1.0, 0.2.0"


def test_thresholds_are_settings() -> None:
    lagging = flow(extractor=Backlog(1, 5), dead_letters=2)
    strict = Thresholds(lag_degraded_s=4)
    lenient = Thresholds(dead_letters_allowed=2)
    assert len(status_of(lagging, strict).reasons) == 2
    assert status_of(lagging, lenient).overall == "ok"


def test_the_answer_survives_its_own_contract() -> None:
    status = status_of(flow(dead_letters=1))
    assert Status.model_validate_json(status.model_dump_json()) == status
