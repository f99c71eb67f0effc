"""The running projector, between a real Valkey and a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from schemas import Event, Payload
from schemas.streams import CLAIMS, STREAMS
from services import database as databases
from services import migrations
from services.messaging import Log, Step
from services.projector.app import run
from services.projector.settings import ProjectorSettings
from services.read_model import ReadModel, open_read_model
from tests.examples import a_claim_recorded
from tests.projector.desk import NOON, Desk, a_history, claims_of_different_figures
from tests.projector.rig import Rig
from tests.waiting import eventually


@asynccontextmanager
async def running(settings: ProjectorSettings) -> AsyncIterator[asyncio.Task[None]]:
    """A projector at work, stopped as a SIGTERM stops it."""
    task = asyncio.create_task(run(settings, lambda: None))
    try:
        yield task
    finally:
        # Python 3.11 may lose a cancellation inside of the Redis client (asyncio.wait_for), so one may not be enough.
        while not task.done():
            task.cancel()
            await asyncio.wait({task}, timeout=1)


@pytest.fixture
def settings(database: str, valkey: str) -> ProjectorSettings:
    engine = databases.open_writer(databases.parse_address(database))
    migrations.migrate(engine)
    engine.dispose()
    return ProjectorSettings(redis_url=valkey, database_url=database, read_count=7, batch=5)


@pytest.fixture
def ledger(settings: ProjectorSettings) -> Iterator[ReadModel]:
    opened = open_read_model(settings.archive_url)
    yield opened
    opened.close()


async def publish(redis: Redis, *payloads: Payload) -> None:
    """Append events as a service does, each with its stream's next sequence number."""
    log = Log(redis)
    for number, payload in enumerate(payloads):
        event = Event.of(payload, source="desk", time=NOON, distinguished_by=str(number))
        stream = next(stream for stream in STREAMS if type(payload) in stream.events)
        await log.take(Step(appends=[(stream, event)]))


async def caught_up(ledger: ReadModel, seq: int) -> bool:
    freshness = await asyncio.to_thread(ledger.freshness)
    return (freshness.seq, freshness.behind) == (seq, 0)


async def waiting_for_news(redis: Redis) -> bool:
    return (await redis.info("clients"))["blocked_clients"] > 0


async def test_what_is_published_before_and_while_it_runs_is_shown(
    redis: Redis, settings: ProjectorSettings, ledger: ReadModel, new_rig: Callable[[], Rig]
) -> None:
    history = a_history(11, articles=6)
    middle = len(history) // 2
    await publish(redis, *history[:middle])
    async with running(settings):
        await eventually(lambda: caught_up(ledger, middle))
        await publish(redis, *history)  # the first half again: its ids are known
        await eventually(lambda: caught_up(ledger, len(history)))
    by_hand = new_rig()
    by_hand.hand_over(Desk().write(*history))
    assert ledger.canonical_export() == by_hand.export() != ""
    positions = ledger.positions()
    assert positions["claims"].sequence == int(await redis.get(CLAIMS.sequence_key))
    assert [position.gaps for position in positions.values()] == [0] * len(positions)


async def test_an_entry_that_is_no_event_does_not_stop_it(
    redis: Redis, settings: ProjectorSettings, ledger: ReadModel
) -> None:
    await redis.xadd(CLAIMS.key, {"weather": "fine"})
    await publish(redis, a_claim_recorded())
    async with running(settings):
        await eventually(lambda: caught_up(ledger, 2))
    assert ledger.parked() == 1
    assert ledger.summary().claims == 1


async def test_a_standby_takes_over_where_the_leader_stopped(
    redis: Redis, settings: ProjectorSettings, ledger: ReadModel
) -> None:
    claims = claims_of_different_figures(4)
    quick = settings.model_copy(update={"lease": timedelta(seconds=3)})
    with capture_logs() as logs:
        async with running(quick) as leader:
            await publish(redis, *claims[:2])
            await eventually(lambda: caught_up(ledger, 2))
            async with running(quick):
                await eventually(lambda: any("standing by" in line["event"] for line in logs))
                leader.cancel()
                await publish(redis, *claims)
                await eventually(lambda: caught_up(ledger, 4))
    assert [line["epoch"] for line in logs if line["event"] == "this projector leads"] == [1, 2]


async def test_a_redis_that_goes_away_is_waited_for(
    redis: Redis, settings: ProjectorSettings, ledger: ReadModel
) -> None:
    async with running(settings) as projector:
        await publish(redis, a_claim_recorded())
        await eventually(lambda: caught_up(ledger, 1))
        with capture_logs() as logs:
            await eventually(lambda: waiting_for_news(redis))
            await redis.client_kill_filter(_type="normal", skipme=True)
            await redis.flushall()
            await eventually(lambda: any("trying again" in line["event"] for line in logs))
        assert not projector.done()
        await publish(redis, *claims_of_different_figures(3))
        await eventually(lambda: caught_up(ledger, 4))
    assert ledger.positions()["claims"].repeats == 1


async def test_a_line_says_what_the_tallies_come_to(
    redis: Redis, settings: ProjectorSettings, ledger: ReadModel
) -> None:
    await publish(redis, *claims_of_different_figures(3))
    with capture_logs() as logs:
        async with running(settings):
            await eventually(lambda: any(line["event"].startswith("tallies updated") for line in logs))
    (line, *_) = [line["event"] for line in logs if line["event"].startswith("tallies updated")]
    assert line == "tallies updated: 3 claims of 1 actors, archive at 3"
