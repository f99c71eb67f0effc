from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from services import messaging
from services.local import server as module
from services.local.errors import NoServer, ServerFailed
from services.local.server import Server, find
from tests.waiting import eventually


async def test_a_server_that_outlived_a_crash_is_used_again_with_its_entries(tmp_path: Path) -> None:
    first = Server(tmp_path)
    await first.start()
    async with messaging.connect(first.url) as redis:
        await redis.xadd("s", {"a": "1"})
    # No stop: the process that started it is gone, as after a kill -9.
    second = Server(tmp_path)
    await second.start()
    try:
        async with messaging.connect(second.url) as redis:
            assert await redis.xlen("s") == 1
    finally:
        await second.stop()


async def test_what_was_appended_is_there_after_a_stop_and_a_kill(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.start()
    async with messaging.connect(server.url) as redis:
        await redis.xadd("s", {"a": "1"})
    await server.stop()
    await server.start()
    async with messaging.connect(server.url) as redis:
        await redis.xadd("s", {"a": "2"})
        await redis.execute_command("WAITAOF", 1, 0, 5000)
    pid = int((tmp_path / "valkey" / "valkey.pid").read_text())
    os.kill(pid, signal.SIGKILL)
    await eventually(lambda: not module._lives(pid))
    await server.start()
    try:
        async with messaging.connect(server.url) as redis:
            assert await redis.xlen("s") == 2
            assert (await redis.config_get("maxmemory-policy"))["maxmemory-policy"] == "noeviction"
    finally:
        await server.stop()


async def test_a_data_folder_with_a_very_long_path_works(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 25) / "data"
    server = Server(deep)
    await server.start()
    await server.stop()
    assert len(server.url) < 120


async def test_a_server_that_does_not_start_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'Fatal: no wish to start'; exit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(module, "find", lambda: module.Program(broken, "9.9.9"))
    with pytest.raises(ServerFailed, match="no wish to start"):
        await Server(tmp_path / "data").start()


def test_a_server_on_the_path_comes_before_the_bundled_one(tmp_path: Path) -> None:
    ours = tmp_path / "valkey-server"
    ours.write_text("#!/bin/sh\necho 'Valkey server v=8.1.2 sha=0'\n")
    ours.chmod(0o755)
    assert find(lambda name: str(ours) if name == "valkey-server" else None).path == ours


def test_a_server_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho 'Redis server v=6.0.16 sha=0'\n")
    old.chmod(0o755)
    assert find(lambda name: str(old) if name == "redis-server" else None).path != old


def test_without_any_server_three_ways_out_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_bundled() -> Path:
        raise module.ValkeyServerError("not for this platform")

    monkeypatch.setattr(module, "get_binary_path", none_bundled)
    with pytest.raises(NoServer, match=r"on the PATH.*CLAIMLEDGER_REDIS_URL.*docker compose"):
        find(lambda name: None)
