"""Bring one generation of read models forward: a batch of archived events, in one transaction with its position."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from schemas.event import canonical_json
from services import archive, database, views
from services.generations import Shelf
from services.projector import evolution, rows
from services.projector.evolution import Parked
from services.projector.intake import ERASURES
from services.projector.lease import LeaseLost
from services.projector.tallies import PerspectiveOf, tally
from services.registry import Registry

RULES = 1
"""The version of the rules by which views and tallies are computed. A generation by other rules is built anew."""

_SETTLE_AT_LEAST_EVERY = 20
"""Under a backlog, after how many batches readers see tallies move all the same."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What one batch did. `tallied`: how many tallies were computed anew; `seq`: the last event applied."""

    seq: int
    events: int
    types: tuple[str, ...] = ()
    parked: tuple[Parked, ...] = ()
    skipped: frozenset[str] = frozenset()
    tallied: int = 0
    erased: bool = False


def code_version(registry: Registry) -> str:
    """Return what the content of a generation depends on beside the archive: tables, rules, actors and conflicts."""
    named = [record.model_dump(mode="json") for record in (*registry.actors.values(), *registry.conflicts.values())]
    actors = hashlib.sha256(canonical_json(named).encode()).hexdigest()[:12]
    return f"layout {views.LAYOUT}, rules {RULES}, actors {actors}"


class Projection:
    """The writing hand on one generation, for the projector that leads in `epoch`."""

    def __init__(self, shelf: Shelf, generation_id: int, epoch: int, perspective: PerspectiveOf) -> None:
        self.generation_id = generation_id
        self._shelf = shelf
        self._engine = shelf.engine(generation_id)
        self._epoch = epoch
        self._perspective = perspective
        self._unsettled = 0
        """Batches since the tallies were computed last."""
        self.reached = 0
        """The seq of the last event applied."""

    @property
    def settled(self) -> bool:
        """Whether no tally waits to be computed."""
        return not self._unsettled

    def adopt(self) -> None:
        """Take the generation over: from now on nobody of an earlier epoch can write it.

        Raises:
            LeaseLost: somebody of a later epoch has taken it over.
        """
        progress = views.progress
        with database.transaction(self._engine) as connection:
            if not connection.scalar(select(func.count()).select_from(progress)):
                connection.execute(insert(progress).values(id=1, seq=0, as_of=None, epoch=self._epoch))
            taken = update(progress).where(progress.c.epoch <= self._epoch).values(epoch=self._epoch)
            if not connection.execute(taken).rowcount:
                raise LeaseLost(f"generation {self.generation_id} is written by a later projector")
            self.reached = connection.scalar(select(progress.c.seq)) or 0
            self._unsettled = connection.scalar(select(func.count()).select_from(views.stale)) or 0

    def advance(self, limit: int, until: int | None = None) -> Advance:
        """Apply up to `limit` events (none after `until`), and compute the tallies that they touch.

        Under a backlog the tallies wait until the last batch, so that each is computed once; which batches there were
        changes nothing in the end.

        Raises:
            LeaseLost: another projector writes this generation now; nothing was written.
        """
        with database.transaction(self._engine) as connection:
            seq = self._hold(connection)
            with database.transaction(self._shelf.reading) as archived:
                events = archive.events_after(archived, seq, limit, until)
            readings = [evolution.read(event) for event in events]
            hand = rows.load(connection, readings)
            for reading in readings:
                evolution.apply(hand, reading)
            rows.store(connection, hand)
            settling = len(events) < limit or self._unsettled >= _SETTLE_AT_LEAST_EVERY
            tallied = self._settle(connection) if settling else 0
            if events:
                reached = {"seq": events[-1].seq, "as_of": events[-1].archived_at}
                connection.execute(update(views.progress).values(reached))
        self._unsettled = 0 if settling else self._unsettled + 1
        self.reached = events[-1].seq if events else seq
        types = tuple(event.type for event in events)
        return Advance(
            seq=self.reached,
            events=len(events),
            types=types,
            parked=tuple(hand.parked),
            skipped=frozenset(hand.skipped),
            tallied=tallied,
            erased=not ERASURES.isdisjoint(types),
        )

    def standing(self) -> tuple[int, int]:
        """Return how many claims stand, and about how many actors."""
        claims = views.claims.c
        query = select(func.count(), func.count(claims.subject_id.distinct())).where(claims.standing)
        with database.transaction(self._engine) as connection:
            count, actors = connection.execute(query).one()
        return count, actors

    def _hold(self, connection: Connection) -> int:
        """Return how far the generation has come; until the transaction ends nobody else can move it."""
        progress = views.progress
        held = update(progress).where(progress.c.epoch == self._epoch).values(epoch=self._epoch)
        seq: int | None = connection.execute(held.returning(progress.c.seq)).scalar()
        if seq is None:
            raise LeaseLost(f"generation {self.generation_id} is written by a later projector")
        return seq

    def _settle(self, connection: Connection) -> int:
        stale = rows.stale_tallies(connection)
        for which in stale:
            claims = rows.claims_of(connection, which)
            actor_id, measure = which
            of_this = [
                row
                for row in tally(claims, self._perspective)
                if (row.subject.actor_id, row.measure) == (actor_id, measure)
            ]
            synthetic = frozenset(claim.claim_id for claim in claims if claim.article.synthetic)
            rows.store_tally(connection, which, of_this, synthetic)
        return len(stale)
