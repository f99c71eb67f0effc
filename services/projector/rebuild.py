"""Build the read models anew from the archive, beside the live ones, and switch to them.

The same code as live, into another generation. Before the switch both are compared line by line at the same seq: under
the same rules they must be equal, and what was parked must be parked again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import URL, Connection, func, select

from services import archive, database, generations, migrations, views
from services.canonical_export import canonical_lines
from services.generations import Generation, Shelf
from services.projector import lease
from services.projector.lease import Lease
from services.projector.projection import Projection, code_version
from services.registry import Registry

_LEASE = timedelta(seconds=60)
_BATCH = 2_000
_SHOWN = 5
_PATIENCE_S = 60
_BEFORE_ALL_LEADERS = 0
"""The epoch in which a generation is built: whichever projector leads takes it over after the switch."""

Now = Callable[[], datetime]


class RebuildRefused(Exception):
    """The new generation was not switched to. The message says why and what to do; the live one is untouched."""


@dataclass(frozen=True, slots=True)
class Differences:
    """In how many lines two exports differ, and some of the lines that only the new one has."""

    lines: int = 0
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A new generation that is live, at `seq`, and what differs from the one before."""

    generation: int
    seq: int
    differences: Differences


def rebuild(
    shelf: Shelf,
    registry: Registry,
    holder: str,
    now: Now,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    accept_differences: bool = False,
) -> Rebuilt:
    """Build a new generation, compare it with the live one, and switch; the one before is kept until the next rebuild.

    May run beside the projector, which goes on with the new generation after the switch. `progress` is called with the
    seq reached and the seq to reach. Under the same rules a difference is refused unless it is accepted.

    Raises:
        RebuildRefused: another rebuild is running, or the outcome differs where it must not.
        database.DatabaseError: the archive cannot be used.
    """
    with _exclusively(shelf, holder, now) as mine:
        before, begun = _begin(shelf, registry, now())
        projection = Projection(shelf, begun.id, _BEFORE_ALL_LEADERS, registry.perspective)
        projection.adopt()

        def catch_up(until: int | None = None) -> None:
            while True:
                advance = projection.advance(_BATCH, until)
                with database.transaction(shelf.archive) as connection:
                    lease.renew(connection, mine, now=now(), lasts=_LEASE)
                    head = archive.head(connection)
                progress(advance.seq, head if until is None else until)
                if advance.events < _BATCH:
                    return

        catch_up()
        differences = Differences()
        if before:
            with _settled(shelf.address, before, wait=not accept_differences) as live:
                catch_up(live.scalar(select(views.progress.c.seq)))
                with database.transaction(shelf.engine(begun.id)) as new:
                    differences = _compare(live, new)
            if differences.lines and before.code_version == begun.code_version and not accept_differences:
                _drop(shelf, {"building"})
                raise RebuildRefused(
                    f"The new generation differs from the live one in {differences.lines} lines although the rules are "
                    "the same; the live one stays. If the archive is right, repeat with --accept-differences. "
                    + " ".join(f"Only in the new one: {line}" for line in differences.shown)
                )
        catch_up()
        with database.transaction(shelf.archive) as connection:
            lease.renew(connection, mine, now=now(), lasts=_LEASE)
            generations.switch(connection, begun)
        _drop(shelf, {"retired"}, kept=before)
        return Rebuilt(begun.id, projection.reached, differences)


def clear_away(shelf: Shelf, holder: str, now: Now) -> None:
    """Drop all generations but the live one, and but one that a running rebuild is filling."""
    try:
        with _exclusively(shelf, holder, now):
            _drop(shelf, {"retired", "building"})
    except RebuildRefused:
        _drop(shelf, {"retired"})


@contextmanager
def _exclusively(shelf: Shelf, holder: str, now: Now) -> Iterator[Lease]:
    migrations.require_current(shelf.reading)
    with database.transaction(shelf.archive) as connection:
        mine = lease.acquire(connection, "rebuild", holder, now=now(), lasts=_LEASE, same_machine=shelf.in_files)
    if mine is None:
        raise RebuildRefused("Another rebuild is running. Wait for it; one that crashed lets go after a minute.")
    try:
        yield mine
    finally:
        with database.transaction(shelf.archive) as connection:
            lease.release(connection, mine)


def _begin(shelf: Shelf, registry: Registry, now: datetime) -> tuple[Generation | None, Generation]:
    """Return the live generation and a new, empty one; what a crashed rebuild left is removed."""
    _drop(shelf, {"building"})
    with database.transaction(shelf.archive) as connection:
        before = generations.live(connection)
        begun = generations.begin(connection, code_version(registry), now)
    shelf.drop(begun.id)
    shelf.build(begun.id)
    return before, begun


@contextmanager
def _settled(address: URL, generation: Generation, *, wait: bool) -> Iterator[Connection]:
    """Open a snapshot of a generation in which no tally waits to be computed."""
    readers = Shelf(address, writing=False)
    gives_up_at = time.monotonic() + _PATIENCE_S
    try:
        while True:
            with database.transaction(readers.engine(generation.id)) as connection:
                unsettled = connection.scalar(select(func.count()).select_from(views.stale))
                if not unsettled or not wait:
                    yield connection
                    return
            if time.monotonic() >= gives_up_at:
                raise RebuildRefused(
                    "The live generation still has tallies to compute, so the new one cannot be compared with it. "
                    "Start the projector, or wait until it has caught up."
                )
            time.sleep(0.2)
    finally:
        readers.close()


def _compare(live: Connection, new: Connection) -> Differences:
    # Hashes of the lines: a million claims twice do not fit in memory.
    only_live = {_hash(line) for line in _lines(live)}
    added, shown = 0, []
    for line in _lines(new):
        try:
            only_live.remove(_hash(line))
        except KeyError:
            added += 1
            shown.append(line) if added <= _SHOWN else None
    return Differences(added + len(only_live), tuple(shown))


def _lines(connection: Connection) -> Iterator[str]:
    yield from canonical_lines(connection)
    for row in connection.execute(select(views.parked).order_by(views.parked.c.seq)):
        yield f"parked {row.seq} {row.type}"


def _hash(line: str) -> bytes:
    return hashlib.blake2b(line.encode(), digest_size=16).digest()


def _drop(shelf: Shelf, states: Set[generations.State], kept: Generation | None = None) -> None:
    """Drop the generations in one of `states`, but `kept`."""
    with database.transaction(shelf.archive) as connection:
        listed = [generation for generation in generations.every(connection) if generation.state in states]
        dropped = [generation for generation in listed if kept is None or generation.id != kept.id]
        for generation in dropped:
            generations.forget(connection, generation)
    for generation in dropped:
        shelf.drop(generation.id)
