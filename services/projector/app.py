"""Run the projector: from the streams to the archive, and from the archive to the read models."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import ParamSpec, TypeVar

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from schemas.streams import PAYLOADS
from services import database, messaging
from services.clock import now
from services.generations import Shelf
from services.projector import metrics
from services.projector.leader import Leader, lead, prepare
from services.projector.lease import LeaseLost, holder_name
from services.projector.settings import ProjectorSettings
from services.registry import Registry

log = structlog.get_logger(__name__)

_TOLD_EVERY_S = 5.0
"""How often at most a line says that tallies were updated."""

P = ParamSpec("P")
R = TypeVar("R")
Health = Callable[[], None]


class DatabaseThread:
    """The one thread that talks to the database: what is in hand is finished before the next thing begins."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="database")

    async def __call__(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))


async def run(settings: ProjectorSettings, health: Health) -> None:
    """Archive and project until cancelled. `health` is called each time the loop turns.

    Raises:
        database.DatabaseError: the database cannot be used and waiting will not help.
        RegistryError: an actor or conflict file cannot be used.
        RedisError: Redis did not answer within the time that settings give it at the start.
    """
    registry = Registry.load(settings.actors)
    shelf = Shelf(database.parse_address(settings.archive_url), writing=True)
    thread = DatabaseThread()
    try:
        async with messaging.connect(settings.redis_url) as redis:
            await _prepare(thread, shelf, settings.patience_s)
            await messaging.wait_for_redis(redis, patience_s=settings.patience_s)
            pauses = messaging.pauses()
            while True:
                try:
                    async with _leading(thread, shelf, registry, settings, health) as leader:
                        await thread(leader.ensure_generation, health)
                        pauses = messaging.pauses()
                        await _work(thread, leader, redis, settings, health)
                except LeaseLost as lost:
                    log.warning(f"another projector leads now; standing by ({lost})")
                except database.TryLater as error:
                    await _pause(pauses, error)
    finally:
        await thread(shelf.close)


async def _prepare(thread: DatabaseThread, shelf: Shelf, patience_s: float) -> None:
    """Make sure that the archive is there, waiting for a database that does not answer yet."""
    loop = asyncio.get_running_loop()
    gives_up_at = loop.time() + patience_s
    pauses = messaging.pauses(0.2, 2.0)
    while True:
        try:
            return await thread(prepare, shelf)
        except database.TryLater as error:
            if loop.time() >= gives_up_at:
                raise
            await _pause(pauses, error)


async def _pause(pauses: AsyncIterator[float], error: Exception) -> None:
    pause = await anext(pauses)
    log.warning(f"waiting {pause:.1f} s and trying again: {error}")
    await asyncio.sleep(pause)


@asynccontextmanager
async def _leading(
    thread: DatabaseThread, shelf: Shelf, registry: Registry, settings: ProjectorSettings, health: Health
) -> AsyncIterator[Leader]:
    """Wait until this projector leads, and let another one lead afterwards."""
    leader = await thread(lead, shelf, registry, holder_name(), now, settings.lease)
    if leader is None:
        log.info("another projector leads; standing by to take over")
    while leader is None:
        await asyncio.sleep(settings.lease.total_seconds() / 5)
        health()
        leader = await thread(lead, shelf, registry, holder_name(), now, settings.lease)
    log.info("this projector leads", epoch=leader.epoch)
    metrics.LEADING.set(1)
    try:
        yield leader
    finally:
        metrics.LEADING.set(0)
        with suppress(database.DatabaseError):
            await thread(leader.release)


async def _work(
    thread: DatabaseThread, leader: Leader, redis: Redis, settings: ProjectorSettings, health: Health
) -> None:
    """Turn the loop: streams to the archive, the archive to the read models; wait for what comes."""
    loop = asyncio.get_running_loop()
    told_at, untold = -_TOLD_EVERY_S, 0
    pauses = messaging.pauses()
    while True:
        try:
            entries = await messaging.read_after(redis, await thread(leader.positions), count=settings.read_count)
            if entries:
                await thread(leader.take, entries)
            while (advance := await thread(leader.project, settings.batch)) is not None:
                metrics.count_advance(advance, PAYLOADS)
                untold += advance.tallied
                health()
            await thread(leader.keep)
            if untold and loop.time() - told_at >= _TOLD_EVERY_S:
                claims, actors = await thread(leader.standing)
                log.info(f"tallies updated: {claims} claims of {actors} actors, archive at {leader.reached}")
                told_at, untold = loop.time(), 0
        except (RedisError, database.TryLater) as error:
            await _pause(pauses, error)
        else:
            pauses = messaging.pauses()
        health()
