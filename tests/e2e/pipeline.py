"""The whole pipeline as real processes: an embedded Valkey, the four services, HTTP at the end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from services import messaging
from services.local.server import Server
from services.read_model import open_read_model
from tests.waiting import eventually

SERVICES = ("fetcher", "extractor", "projector", "status")


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pipeline:
    """Four service processes on one data folder. Use it as an asynchronous context."""

    def __init__(self, folder: Path, feeds: str, actors: tuple[Path, ...] = ()) -> None:
        self.folder = folder
        self.feeds = folder / "feeds.toml"
        self.feeds.write_text(feeds, encoding="utf-8")
        self.server = Server(folder)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.environment = {
            "CLAIMLEDGER_REDIS_URL": self.server.url,
            "CLAIMLEDGER_DATA_DIR": str(folder),
            "CLAIMLEDGER_ACTORS": json.dumps([str(path) for path in actors]),
            "CLAIMLEDGER_FETCHER_FEEDS": str(self.feeds),
            "CLAIMLEDGER_EXTRACTOR_WORKERS": "1",
            "CLAIMLEDGER_STATUS_PORT": self.url.rsplit(":", 1)[1],
            "CLAIMLEDGER_TRACEBACKS": "1",
            "COLUMNS": "200",
        }
        self.processes: dict[str, asyncio.subprocess.Process] = {}
        self.http = httpx.AsyncClient(base_url=self.url, timeout=20)

    async def __aenter__(self) -> Self:
        await self.server.start()
        for name in SERVICES:
            await self.start(name)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()
        for process in self.processes.values():
            if process.returncode is None:
                process.terminate()
        for process in self.processes.values():
            await asyncio.wait_for(process.wait(), 40)
        await self.server.stop()

    async def start(self, name: str) -> None:
        """Start a service; what it says goes to a file of its name."""
        with (self.folder / f"{name}.log").open("ab") as output:
            self.processes[name] = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "services.command", name,
                env={**os.environ, **self.environment}, stdout=output, stderr=output,
            )  # fmt: skip

    async def kill(self, name: str) -> None:
        """End a service as a crash would."""
        process = self.processes[name]
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()

    async def run(self, *arguments: str) -> str:
        """Run a command of the command line beside the services and return what it prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.command", *arguments,
            env={**os.environ, **self.environment}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return output.decode()

    async def get(self, path: str, **query: str) -> Any:
        """Return what the status service answers."""
        answer = await self.http.get(path, params=query)
        answer.raise_for_status()
        return answer.json()

    async def outcomes(self) -> dict[str, int]:
        """Return how many versions of articles came to which end."""
        status = await self.http.get("/status")
        found: dict[str, int] = status.json()["articles_by_outcome"]
        return found

    async def appended_at_least(self, stream: str, count: int) -> None:
        """Wait until `count` events were appended to a stream, ever."""

        async def there() -> bool:
            return await self.appended(stream) >= count

        await eventually(there, within=60)

    async def appended(self, stream: str) -> int:
        """Return how many events were ever appended to a stream."""
        async with messaging.connect(self.server.url) as redis:
            return int(await redis.get(messaging.key("sequence", stream)) or 0)

    async def versions_read(self, count: int, *, within: float = 90) -> None:
        """Wait until `count` versions of articles have come to an end and the ledger holds what is said of them."""

        async def settled() -> bool:
            outcomes = await self.outcomes()
            waiting = outcomes.get("waiting", 0)
            done = sum(outcomes.values()) - waiting
            assert done <= count, f"{done} versions were read where {count} exist: {outcomes}"
            return done == count and not waiting and (await self._behind()) == 0

        await eventually(settled, within=within, every=0.2)

    async def _behind(self) -> int:
        status = (await self.http.get("/status")).json()
        return int((status["tallies"] or {}).get("freshness", {}).get("behind", 1))

    def export(self) -> str:
        """Return everything that the ledger says, without clocks and positions."""
        model = open_read_model(f"sqlite:///{self.folder / 'archive.db'}")
        try:
            return model.canonical_export()
        finally:
            model.close()
