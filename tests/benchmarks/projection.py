"""Claims a second through the projector: from stream entries to archive and tallies, on SQLite."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from schemas.event import Payload
from services import database
from services.clock import now
from services.generations import Shelf
from services.projector.leader import lead, prepare
from services.projector.settings import ProjectorSettings
from services.registry import Registry
from tests import examples
from tests.projector.desk import Desk

ARTICLES, CLAIMS_EACH, BATCH = 1_000, 5, 500


def events() -> list[Payload]:
    """Return articles with five claims each, over thirty days and a handful of actors."""
    said: list[Payload] = []
    for number in range(ARTICLES):
        article = UUID(int=number + 1)
        said.append(examples.an_article_fetched(article_id=str(article), revision=1))
        for place in range(CLAIMS_EACH):
            figure = number * CLAIMS_EACH + place + 1
            day = f"2026-09-{number % 30 + 1:02d}"
            said.append(
                examples.a_claim_recorded(
                    measure=("killed", "wounded", "captured", "released", "missing")[place],
                    count={"value": figure, "low": figure, "high": figure},
                    subject={"actor_id": f"unregistered:side-{number % 7}"},
                    period={"start": day, "end": day},
                    article={"article_id": str(article)},
                )
            )
        said.append(examples.an_article_extracted(article_id=str(article), revision=1, claims=CLAIMS_EACH))
    return said


def main() -> None:
    entries = Desk().write(*events())
    batch = ProjectorSettings().batch
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(database.parse_address(f"sqlite:///{Path(folder) / 'archive.db'}"), writing=True)
        prepare(shelf)
        leader = lead(shelf, Registry.load(), "bench", now, timedelta(minutes=5))
        if leader is None:
            raise RuntimeError("nobody else can lead an archive that was made just now")
        leader.ensure_generation(lambda: None)
        archived = _timed(lambda: [leader.take(entries[start : start + BATCH]) for start in _starts(entries)])

        def project() -> None:
            while leader.project(batch) is not None:
                pass

        projected = _timed(project)
        shelf.close()
    claims = ARTICLES * CLAIMS_EACH
    print(f"{claims:,} claims of {ARTICLES:,} articles, {len(entries):,} events, SQLite, one thread.\n")
    print("| projector | seconds | claims/s | events/s |")
    print("|---|---:|---:|---:|")
    for name, seconds in (("archive", archived), ("projection", projected), ("both", archived + projected)):
        print(f"| {name} | {seconds:.2f} | {claims / seconds:,.0f} | {len(entries) / seconds:,.0f} |")


def _starts(entries: Sequence[object]) -> range:
    return range(0, len(entries), BATCH)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
