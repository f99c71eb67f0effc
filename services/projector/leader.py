"""What the one projector does that holds the lease: archive entries, project events, follow the live generation.

Synchronous; the app runs it in one thread. Every transaction that writes checks that the lease is still held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from schemas.streams import ARTICLES, CLAIMS, FEEDS, RULINGS, Stream
from services import archive, database, generations, migrations
from services.generations import Shelf
from services.projector import intake, lease, metrics
from services.projector.intake import ERASURES, Intake
from services.projector.lease import Lease, LeaseLost
from services.projector.projection import Advance, Projection, code_version
from services.projector.rebuild import Now, clear_away, rebuild
from services.registry import Registry

if TYPE_CHECKING:
    from services.messaging import StreamEntry

log = structlog.get_logger(__name__)

ARCHIVED_STREAMS = (ARTICLES, CLAIMS, FEEDS, RULINGS)
"""The dead letters are not archived: what is in them was never accepted as a fact."""


def prepare(shelf: Shelf) -> None:
    """Make sure that the archive is there: a SQLite file is migrated, another database must be already.

    Raises:
        database.NotMigrated: with the command to run.
        database.TooNew: a newer version of claimledger has migrated it.
    """
    if shelf.in_files:
        migrations.migrate(shelf.archive)
    migrations.require_current(shelf.reading)


def lead(shelf: Shelf, registry: Registry, holder: str, now: Now, lasts: timedelta) -> Leader | None:
    """Return the leader, or None while another projector leads."""
    with database.transaction(shelf.archive) as connection:
        mine = lease.acquire(connection, "projector", holder, now=now(), lasts=lasts, same_machine=shelf.in_files)
    return Leader(shelf, registry, mine, now, lasts) if mine else None


class Leader:
    """The projector that leads. Any method may raise `LeaseLost` or `database.DatabaseError`."""

    def __init__(self, shelf: Shelf, registry: Registry, mine: Lease, now: Now, lasts: timedelta) -> None:
        self._shelf = shelf
        self._registry = registry
        self._lease = mine
        self._now = now
        self._lasts = lasts
        self._renewed_at = now()
        self._projection: Projection | None = None

    @property
    def epoch(self) -> int:
        """The number of this leadership; a later one is higher."""
        return self._lease.epoch

    @property
    def reached(self) -> int:
        """The seq of the last event applied to the live generation."""
        return self._projection.reached if self._projection else 0

    def positions(self) -> dict[Stream, tuple[int, int]]:
        """Return how far each stream is archived, as the two halves of a stream id."""
        with database.transaction(self._shelf.reading) as connection:
            known = archive.stream_positions(connection)
        return {stream: (at.ms, at.n) if (at := known.get(stream.name)) else (0, 0) for stream in ARCHIVED_STREAMS}

    def take(self, entries: Sequence[StreamEntry]) -> Intake:
        """Archive entries and move the positions of their streams, in one transaction."""
        now = self._now()
        received = [intake.read_entry(entry, now) for entry in entries]
        erasing = any(event.type in ERASURES for event in received)
        if erasing:
            # First, so that a crash in between leaves no copy behind an archived erasure.
            clear_away(self._shelf, self._lease.holder, self._now)
        with database.transaction(self._shelf.archive) as connection:
            self._renew(connection)
            planned = intake.plan_intake(
                received,
                head=archive.head(connection),
                positions=archive.stream_positions(connection),
                known=archive.digests(connection, {event.event_id for event in received}),
                erased=archive.erased(connection, {name for event in received for name in _names(event)}),
            )
            archive.append(connection, planned.events, planned.clashes)
            archive.redact(connection, planned.rulings)
            archive.move(connection, planned.positions)
        metrics.count_intake(planned)
        _tell(planned)
        if erasing:
            database.forget_overwritten(self._shelf.archive)
        return planned

    def project(self, limit: int) -> Advance | None:
        """Apply the next archived events to the live generation; None when there are none."""
        projection = self._follow()
        with database.transaction(self._shelf.reading) as connection:
            head = archive.head(connection)
        if projection.reached == head and projection.settled:
            return None
        advance = projection.advance(limit)
        if advance.erased:
            database.forget_overwritten(self._shelf.engine(projection.generation_id))
        return advance

    def standing(self) -> tuple[int, int]:
        """Return how many claims stand, and about how many actors."""
        return self._follow().standing()

    def keep(self) -> None:
        """Renew the lease when a third of its time has passed."""
        if self._now() - self._renewed_at >= self._lasts / 3:
            with database.transaction(self._shelf.archive) as connection:
                self._renew(connection)

    def release(self) -> None:
        """Let another projector lead at once."""
        with database.transaction(self._shelf.archive) as connection:
            lease.release(connection, self._lease)

    def ensure_generation(self, turned: Callable[[], None]) -> None:
        """Make sure that the live generation is one of this version; build it beside the old one if it is not.

        `turned` is called now and then while it builds.
        """

        def turn(_done: int, _total: int) -> None:
            self.keep()
            turned()

        with database.transaction(self._shelf.reading) as connection:
            live = generations.live(connection)
        version = code_version(self._registry)
        if live is None:
            self._build_first(version)
        elif live.code_version != version:
            log.info(
                "the read models were made by another version or other actor files; building them anew",
                made_by=live.code_version,
                now=version,
            )
            rebuilt = rebuild(
                self._shelf, self._registry, self._lease.holder, self._now, progress=turn, accept_differences=True
            )
            log.info("the read models are built anew", generation=rebuilt.generation, events=rebuilt.seq)

    def _build_first(self, version: str) -> None:
        with database.transaction(self._shelf.archive) as connection:
            self._renew(connection)
            begun = generations.begin(connection, version, self._now())
        self._shelf.drop(begun.id)
        self._shelf.build(begun.id)
        Projection(self._shelf, begun.id, self._lease.epoch, self._registry.perspective).adopt()
        with database.transaction(self._shelf.archive) as connection:
            self._renew(connection)
            generations.switch(connection, begun)

    def _renew(self, connection: Connection) -> None:
        now = self._now()
        lease.renew(connection, self._lease, now=now, lasts=self._lasts)
        self._renewed_at = now

    def _follow(self) -> Projection:
        """Return the hand on the live generation, which a rebuild may have switched."""
        with database.transaction(self._shelf.reading) as connection:
            live = generations.live(connection)
        if live is None:
            raise LeaseLost("there is no live generation; another projector builds it")
        if self._projection is None or self._projection.generation_id != live.id:
            self._projection = Projection(self._shelf, live.id, self._lease.epoch, self._registry.perspective)
            self._projection.adopt()
        return self._projection


def _names(event: archive.ArchivedEvent) -> tuple[str, ...]:
    return (event.subject, event.article) if event.article else (event.subject,)


def _tell(planned: Intake) -> None:
    for found in planned.breaks:
        if found.missing:
            log.warning(
                f"{found.missing} events of the stream {found.stream} were never seen: trimmed before they were "
                "archived, or lost with Redis. Articles fetched anew (`claimledger ingest`) bring their claims back",
                after_sequence=found.after,
                found_sequence=found.found,
            )
        else:
            log.warning(
                f"the numbering of the stream {found.stream} went back, as after a Redis that lost its last writes; "
                "events that come again are counted once",
                after_sequence=found.after,
                found_sequence=found.found,
            )
    for event in planned.malformed:
        log.warning(
            "an entry is no event; it is archived as malformed",
            stream=event.stream,
            entry=event.stream_id,
            seq=event.seq,
        )
    for clash in planned.clashes:
        log.warning(
            "an event came under a known id with other content; the first one stands, this one is kept beside",
            event_id=str(clash.event_id),
            type=clash.type,
        )
