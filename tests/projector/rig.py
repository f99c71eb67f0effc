"""A projector on a bench: driven by hand, on a clock that goes only when it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, select

from services import database, migrations
from services.generations import Shelf
from services.messaging import StreamEntry
from services.projector.leader import Leader, lead
from services.projector.lease import holder_name
from services.projector.rebuild import Rebuilt, rebuild
from services.read_model import open_read_model
from services.registry import Registry
from tests.projector.desk import NOON, Desk

LEASE = timedelta(seconds=10)


class Rig:
    """A projector with its archive, its desk and its readers. `leader` leads from the start."""

    def __init__(self, address: str, registry: Registry) -> None:
        self.address = address
        self.registry = registry
        self.moment = NOON
        self.desk = Desk()
        self.shelf = Shelf(database.parse_address(address), writing=True)
        migrations.migrate(self.shelf.archive)
        self.read_model = open_read_model(address)
        leader = self.lead()
        assert leader is not None
        self.leader = leader
        self.leader.ensure_generation(lambda: None)

    def now(self) -> datetime:
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        self.moment += time

    def lead(self) -> Leader | None:
        """Return another projector that leads from now on, or None when it must stand by."""
        return lead(self.shelf, self.registry, holder_name(), self.now, LEASE)

    def hand_over(self, entries: Sequence[StreamEntry], batch: int = 1_000) -> None:
        """Archive and project entries, `batch` at a time, until nothing is left to do."""
        for start in range(0, len(entries), batch):
            self.leader.take(entries[start : start + batch])
        self.catch_up(batch)

    def catch_up(self, batch: int = 1_000) -> None:
        """Apply what is archived."""
        while self.leader.project(batch):
            pass

    def rebuild(self, **options: Any) -> Rebuilt:
        """Build another generation and switch to it."""
        return rebuild(self.shelf, self.registry, holder_name(), self.now, **options)

    def export(self) -> str:
        return self.read_model.canonical_export()

    def archived(self, query: Select[Any] | Table) -> list[Any]:
        """Return the rows of the archive that a query finds."""
        with database.transaction(self.shelf.reading) as connection:
            return list(connection.execute(query if isinstance(query, Select) else select(query)))

    def shown(self, table: Table) -> list[Any]:
        """Return the rows of one table of the live generation."""
        generation = self.read_model.freshness().generation
        with database.transaction(self.shelf.engine(generation)) as connection:
            return list(connection.execute(select(table)))

    def close(self) -> None:
        self.read_model.close()
        self.shelf.close()
