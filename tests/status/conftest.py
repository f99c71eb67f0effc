"""The status service in front of a real Valkey and a real database, asked in process or over a socket."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from services.read_model import ReadModel, open_read_model
from services.status.app import create_app, run
from services.status.settings import StatusSettings
from tests.status import world
from tests.waiting import eventually


@pytest.fixture
def settings(tmp_path: Path, valkey: str) -> StatusSettings:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return StatusSettings(redis_url=valkey, database_url=world.database_in(tmp_path), port=port)


@pytest.fixture
def archivist(settings: StatusSettings) -> Iterator[world.Archivist]:
    """A projector with an empty ledger."""
    hand = world.Archivist(settings.archive_url)
    yield hand
    hand.close()


@pytest.fixture
async def ledger(redis: Redis, archivist: world.Archivist) -> world.Archivist:
    """A projector that has seen everything, beside services that are alive."""
    await world.tell(redis, world.told())
    await redis.xgroup_create("{claimledger}:articles", "extractor", id="$")
    await archivist.keep_up(redis)
    await world.beat(redis, "fetcher", "extractor", "projector", "status")
    return archivist


@pytest.fixture
def read_model(settings: StatusSettings) -> Iterator[ReadModel]:
    opened = open_read_model(settings.archive_url)
    yield opened
    opened.close()


@pytest.fixture
async def client(settings: StatusSettings, read_model: ReadModel, redis: Redis) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the application in process."""
    transport = httpx.ASGITransport(create_app(settings, read_model, redis), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://status.example") as asking:
        yield asking


@pytest.fixture
async def address(settings: StatusSettings) -> AsyncIterator[str]:
    """The address of the service as it is run in earnest."""
    serving = asyncio.create_task(run(settings, lambda: None))
    url = f"http://{settings.host}:{settings.port}"
    async with httpx.AsyncClient() as asking:
        await eventually(lambda: asking.get(f"{url}/livez"))
    yield url
    serving.cancel()
    await asyncio.wait({serving})
