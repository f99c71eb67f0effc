"""The status document as Prometheus metrics, so that alerts rest on the same figures as the page.

Pure: what Redis and the database cannot say is left out and never reported as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from schemas.status import Overall, ServiceStatus, Status


def pipeline_metrics(status: Status) -> bytes:
    """Return the metrics of the pipeline in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Pipeline(status))
    return generate_latest(registry)


class _Pipeline(Collector):
    def __init__(self, status: Status) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        status = self._status
        yield _labelled(
            "claimledger_health",
            "Which overall state holds (1) and which do not (0).",
            "state",
            ((state, float(state == status.overall)) for state in get_args(Overall)),
        )
        yield from _services(status.services)
        if status.streams:
            yield from _streams(status)
        if status.tallies:
            yield from _ledger(status)


def _services(services: Iterable[ServiceStatus]) -> Iterator[Metric]:
    measured = {
        "instances": ("How many instances of a service are alive.", "instances"),
        "lag_events": ("How many events a service has not handled yet.", "lag_events"),
        "lag_seconds": ("How old the oldest event is that a service has not handled yet.", "lag_seconds"),
        "pending_entries": ("How many entries a service holds unfinished.", "pending"),
        "pending_age_seconds": ("How long a service has held its oldest unfinished entry.", "pending_age_seconds"),
    }
    known = list(services)
    for name, (meaning, field) in measured.items():
        values = ((service.name, getattr(service, field)) for service in known)
        family = _labelled(
            f"claimledger_{name}", meaning, "service", ((service, float(v)) for service, v in values if v is not None)
        )
        if family.samples:
            yield family


def _streams(status: Status) -> Iterator[Metric]:
    yield _labelled(
        "claimledger_stream_entries",
        "How many entries a stream holds now.",
        "stream",
        ((stream.name, stream.length) for stream in status.streams),
    )
    appended = CounterMetricFamily(
        "claimledger_stream_appended", "How many events were ever appended to a stream.", labels=["stream"]
    )
    for stream in status.streams:
        appended.add_metric([stream.name], stream.appended)
    yield appended
    yield GaugeMetricFamily(
        "claimledger_dead_letters", "How many entries lie in the dead letters.", value=status.dead_letters
    )


def _ledger(status: Status) -> Iterator[Metric]:
    yield _labelled(
        "claimledger_articles",
        "How many fetched versions of articles came to which outcome; each is counted once.",
        "outcome",
        status.articles_by_outcome.items(),
    )
    yield _labelled(
        "claimledger_feeds",
        "How many feeds had which outcome at their last poll.",
        "outcome",
        _tally(feed.outcome for feed in status.feeds),
    )
    yield GaugeMetricFamily(
        "claimledger_parked_events", "How many archived events could not be applied.", value=status.parked
    )
    if status.tallies:
        yield _labelled(
            "claimledger_claims_standing",
            "How many claims of each measure stand.",
            "measure",
            status.tallies.by_measure.items(),
        )
        if freshness := status.tallies.freshness:
            yield GaugeMetricFamily(
                "claimledger_archive_seq", "The newest archived event.", value=freshness.seq + freshness.behind
            )
            yield GaugeMetricFamily(
                "claimledger_projection_behind_events",
                "How many archived events the tallies do not include yet.",
                value=freshness.behind,
            )


def _labelled(name: str, meaning: str, label: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for value, figure in values:
        family.add_metric([value], figure)
    return family


def _tally(names: Iterable[str]) -> list[tuple[str, float]]:
    counted: dict[str, float] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    return sorted(counted.items())
