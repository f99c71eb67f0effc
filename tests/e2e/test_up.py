"""`claimledger up`: everything from one command, through a crash of the command itself, to a clean end."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest

from services.local import folder
from tests.e2e.pipeline import free_port
from tests.waiting import eventually

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("e2e")]


async def test_a_crash_of_up_leaves_nobody_behind_and_the_next_start_goes_on_where_it_was(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    port, newsroom_port = free_port(), free_port()

    async def up() -> asyncio.subprocess.Process:
        with log.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services.command", "up", "--data", str(data),
                "--port", str(port), "--newsroom-port", str(newsroom_port), stdout=output, stderr=output,
            )  # fmt: skip

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:

        async def actors() -> list[str]:
            return [actor["actor_id"] for actor in (await http.get("/v1/actors")).json()["actors"]]

        first = await up()
        before = await eventually(actors, within=90, every=0.2)
        valkey = (data / "valkey" / "valkey.pid").read_text()
        first.send_signal(signal.SIGKILL)
        await first.wait()
        await eventually(lambda: _nobody_listens(port) and _nobody_listens(newsroom_port), within=40)
        assert folder.who_runs(data) is None
        os.kill(int(valkey), 0)

        second = await up()
        after = await eventually(actors, within=90, every=0.2)
        assert set(before) <= set(after)
        assert (data / "valkey" / "valkey.pid").read_text() == valkey
        assert "the Valkey of an earlier run" in log.read_text()

        pid = data / "valkey" / "valkey.pid"
        os.kill(int(valkey), signal.SIGKILL)
        valkey = await eventually(lambda: pid.read_text().replace(valkey, ""), within=40)

        async def all_is_well() -> bool:
            return str((await http.get("/status")).json()["overall"]) == "ok"

        await eventually(all_is_well, within=60, every=0.5)
        assert set(before) <= set(await actors())
        second.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(second.wait(), 60) == 0
    await eventually(lambda: _gone(int(valkey)))
    assert "Traceback" not in log.read_text()


def _nobody_listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
