"""The service as it is run: a port of its own, a clean end, a clear word when it cannot begin."""

from __future__ import annotations

import asyncio
import socket

import httpx
import pytest

from services.database import BadAddress
from services.status.app import PortTaken, run
from services.status.settings import StatusSettings
from tests.waiting import eventually


async def test_it_serves_until_it_is_cancelled_and_turns_its_pulse(settings: StatusSettings) -> None:
    turns: list[None] = []
    serving = asyncio.create_task(run(settings, lambda: turns.append(None)))
    url = f"http://{settings.host}:{settings.port}/livez"
    async with httpx.AsyncClient() as client:
        await eventually(lambda: client.get(url))
        await eventually(lambda: len(turns) > 1)
        serving.cancel()
        await asyncio.wait({serving}, timeout=10)
        assert serving.cancelled()
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


async def test_a_port_in_use_is_said_with_the_way_out(settings: StatusSettings) -> None:
    with (
        socket.create_server((settings.host, settings.port)),
        pytest.raises(PortTaken, match="Set CLAIMLEDGER_STATUS_PORT to a free port") as refused,
    ):
        await run(settings, lambda: None)
    assert f"{settings.host}:{settings.port}" in str(refused.value)


async def test_a_host_that_is_not_ours_is_said(settings: StatusSettings) -> None:
    with pytest.raises(PortTaken, match=r"192\.0\.2\.1"):
        await run(settings.model_copy(update={"host": "192.0.2.1"}), lambda: None)


async def test_an_address_that_is_no_database_is_refused_at_the_start(settings: StatusSettings) -> None:
    with pytest.raises(BadAddress):
        await run(settings.model_copy(update={"database_url": "mysql://ledger"}), lambda: None)
