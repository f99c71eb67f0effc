from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from services.status.backlog import Backlog
from services.status.metrics import pipeline_metrics
from services.status.observation import Unreachable
from tests.unit.status.observations import flow, ledger, status_of


def samples(text: bytes) -> dict[tuple[str, str], float]:
    """Return each sample by name and its only label's value."""
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_alerts_rest_on_the_figures_of_the_status_document() -> None:
    status = status_of(flow(extractor=Backlog(41, 130.5, 3, 12.0), dead_letters=2))
    found = samples(pipeline_metrics(status))
    assert found["claimledger_lag_events", "extractor"] == 41
    assert found["claimledger_lag_seconds", "extractor"] == 130.5
    assert found["claimledger_pending_entries", "extractor"] == 3
    assert found["claimledger_pending_age_seconds", "extractor"] == 12
    assert found["claimledger_dead_letters", ""] == 2
    assert found["claimledger_instances", "fetcher"] == 1
    assert found["claimledger_health", "degraded"] == 1
    assert found["claimledger_health", "ok"] == 0
    assert found["claimledger_articles", "claims"] == 2
    assert found["claimledger_archive_seq", ""] == 9
    assert found["claimledger_stream_appended_total", "claims"] == 7


def test_what_cannot_be_known_is_left_out_and_not_reported_as_nought() -> None:
    away = Unreachable("gone")
    found = samples(pipeline_metrics(status_of(lambda seen: type(seen)(seen.at, seen.version, away, away))))
    assert found["claimledger_health", "down"] == 1
    assert not {"claimledger_dead_letters", "claimledger_parked_events", "claimledger_lag_events"} & {
        n for n, _ in found
    }


def test_feeds_are_counted_by_outcome() -> None:
    found = samples(pipeline_metrics(status_of(ledger(parked=4))))
    assert found["claimledger_feeds", "new"] == 2
    assert found["claimledger_parked_events", ""] == 4
