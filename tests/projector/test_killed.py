"""A projector that is killed again and again counts every event exactly once."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from services.database import DatabaseError
from services.read_model import ReadModel
from tests.projector.desk import Desk, a_history
from tests.projector.rig import Rig
from tests.waiting import eventually

KILLS = 3


@asynccontextmanager
async def a_projector(environment: Mapping[str, str]) -> AsyncIterator[None]:
    """A projector in a process of its own, killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.command", "projector", env={**os.environ, **environment}
    )
    try:
        yield
    finally:
        process.kill()
        await process.wait()


async def reached(ledger: ReadModel, seq: int) -> bool:
    try:
        return (await asyncio.to_thread(ledger.freshness)).seq >= seq
    except DatabaseError:
        return False  # not migrated, or not built yet


async def test_every_event_counts_exactly_once(redis: Redis, valkey: str, new_rig: Callable[[], Rig]) -> None:
    history = a_history(12, articles=40)
    undisturbed, killed = new_rig(), new_rig()
    undisturbed.hand_over(Desk().write(*history))
    for entry in Desk().write(*history):
        await redis.xadd(entry.stream.key, dict(entry.fields), id=f"{entry.ms}-{entry.n}")
    killed.leader.release()
    environment = {
        "CLAIMLEDGER_REDIS_URL": valkey,
        "CLAIMLEDGER_DATABASE_URL": killed.address,
        "CLAIMLEDGER_PROJECTOR_READ_COUNT": "3",
        "CLAIMLEDGER_PROJECTOR_BATCH": "2",
        "CLAIMLEDGER_PROJECTOR_LEASE": "PT3S",
    }
    rng = random.Random(12)
    for at in sorted(rng.sample(range(len(history)), KILLS)):
        async with a_projector(environment):
            await eventually(lambda at=at: reached(killed.read_model, at), within=40)
    async with a_projector(environment):
        await eventually(lambda: reached(killed.read_model, len(history)), within=40)

    assert [event.seq for event in killed.read_model.events(0, 10_000)] == list(range(1, len(history) + 1))
    assert killed.export() == undisturbed.export() != ""
    assert [position.gaps + position.repeats for position in killed.read_model.positions().values()] == [0, 0, 0, 0]
