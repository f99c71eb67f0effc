"""A service as a process: its exit status, its endpoints, its heartbeat, and its end when nothing moves."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from services import messaging
from services.settings import ServiceSettings, SettingsError, load
from tests.e2e.pipeline import free_port
from tests.waiting import eventually

PROGRAM = """
import asyncio, os, sys
from services import runner
from services.settings import ServiceSettings, load

async def steady(settings, turned):
    while True:
        turned("a word to operators")
        await asyncio.sleep(0.05)

async def failing(settings, turned):
    raise LookupError("the thing is missing; bring it")

async def still(settings, turned):
    await asyncio.Event().wait()

async def deaf(settings, turned):
    print("begun", file=sys.stderr, flush=True)
    for swallowed in (True, False):
        while True:
            turned()
            try:
                await asyncio.sleep(0.05)
            except asyncio.CancelledError:
                if swallowed:
                    break
                raise

runner.STALLED_AFTER_S = float(os.environ.get("STALLED", 60))
sys.exit(runner.run("tested", globals()[sys.argv[1]], load(ServiceSettings)))
"""


def started(what: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, what],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_a_service_beats_answers_and_ends_with_0_when_it_is_told_to(redis: Redis, valkey: str) -> None:
    port = free_port()
    with started("steady", CLAIMLEDGER_REDIS_URL=valkey, CLAIMLEDGER_HEALTH_PORT=str(port)) as process:
        beat = messaging.key("heartbeat", "tested:1")
        await eventually(lambda: redis.hget(beat, "note"))
        assert await redis.hget(beat, "note") == "a word to operators"
        assert 0 < await redis.ttl(beat) <= 15
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
            assert (await http.get("/livez")).status_code == 200
            assert (await http.get("/readyz")).json() == {"ready": True}
            assert "python_info" in (await http.get("/metrics")).text
        process.send_signal(signal.SIGTERM)
        _, said = await asyncio.to_thread(process.communicate, timeout=20)
    assert (process.returncode, "finished first" in said) == (0, True)


@pytest.mark.parametrize(
    ("what", "words"), [("failing", "the thing is missing; bring it"), ("still", "nothing moved for 1 s")]
)
def test_a_service_that_cannot_go_on_says_why_and_ends_with_1(what: str, words: str) -> None:
    with started(what, STALLED="1", CLAIMLEDGER_REDIS_URL="redis://127.0.0.1:1/0") as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert words in said
    assert "Traceback" not in said


def test_a_service_whose_supervisor_is_gone_ends_itself() -> None:
    with started("steady", CLAIMLEDGER_REDIS_URL="redis://127.0.0.1:1/0", CLAIMLEDGER_SUPERVISOR_PID="1") as process:
        _, said = process.communicate(timeout=20)
    assert (process.returncode, "is gone" in said) == (0, True)


def test_a_secret_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("redis://:geheim@127.0.0.1:6379/0\n")
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL_FILE", str(tmp_path / "secret"))
    assert load(ServiceSettings).redis_url == "redis://:geheim@127.0.0.1:6379/0"
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(SettingsError, match="CLAIMLEDGER_REDIS_URL_FILE"):
        load(ServiceSettings)


def test_a_setting_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_PATIENCE_S", "soon")
    with pytest.raises(SettingsError, match=r"PATIENCE_S"):
        load(ServiceSettings)


def test_a_service_that_swallows_its_cancellation_is_cancelled_again() -> None:
    with started("deaf", CLAIMLEDGER_REDIS_URL="redis://127.0.0.1:1/0") as process:
        assert process.stderr
        assert "begun" in process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 0
