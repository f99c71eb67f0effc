"""`claimledger up`: the whole pipeline on one machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from services.local import folder
from services.local.errors import PortInUse
from services.local.server import Server
from services.local.supervisor import Child, supervise

log = structlog.get_logger(__name__)

NEWSROOM_HOST = "127.0.0.1"
"""The demo is for this machine, wherever the status page listens."""


ELSEWHERE = (
    "CLAIMLEDGER_REDIS_URL_FILE",
    "CLAIMLEDGER_DATABASE_URL",
    "CLAIMLEDGER_DATABASE_URL_FILE",
    "CLAIMLEDGER_PAGES_URL",
    "CLAIMLEDGER_PAGES_URL_FILE",
)
"""Settings that lead out of the data folder. The demo is run without them: invented news must not get among real."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Where the demo newsroom is to be served, and the feed list that points at it there."""

    port: int
    feeds: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: where the data lie, which feeds are read, where the page is served.

    `newsroom` set: the invented newsroom is served and read instead of real feeds; its list is written to `feeds`.
    `redis_url` set: that server is used, and none is embedded.
    """

    data: Path
    feeds: Path
    actors: tuple[Path, ...]
    host: str
    port: int
    newsroom: Newsroom | None
    redis_url: str | None

    @property
    def status_url(self) -> str:
        """Where the status page is."""
        return f"http://{self.host}:{self.port}"

    def children(self, redis_url: str) -> list[Child]:
        """Return the services to keep running, in the order of the flow."""
        shared = {
            "CLAIMLEDGER_REDIS_URL": redis_url,
            "CLAIMLEDGER_DATA_DIR": str(self.data),
            "CLAIMLEDGER_ACTORS": "[" + ",".join(f'"{path}"' for path in self.actors) + "]",
        }
        if self.newsroom:
            shared |= dict.fromkeys(ELSEWHERE, "")
        own: dict[str, Mapping[str, str]] = {
            "fetcher": {"CLAIMLEDGER_FETCHER_FEEDS": str(self.feeds)},
            "extractor": {},
            "projector": {},
            "status": {"CLAIMLEDGER_STATUS_HOST": self.host, "CLAIMLEDGER_STATUS_PORT": str(self.port)},
        }
        children = [Child(name, environment={**shared, **more}) for name, more in own.items()]
        if self.newsroom:
            children.insert(0, Child("demo", ("demo", "--port", str(self.newsroom.port))))
        return children


async def up(plan: Plan) -> None:
    """Run `plan` until SIGTERM or SIGINT.

    Raises:
        LocalError: something on this machine must change first.
    """
    with folder.locked(plan.data):
        require_free(plan.host, plan.port)
        if plan.newsroom:
            require_free(NEWSROOM_HOST, plan.newsroom.port)
            plan.feeds.write_text(plan.newsroom.feeds, encoding="utf-8")
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        server = None if plan.redis_url else Server(plan.data)
        redis_url = plan.redis_url or (server.url if server else "")
        try:
            if server:
                await server.start()
            folder.announce(
                plan.data,
                folder.Running(
                    pid=os.getpid(), redis_url=redis_url, status_url=plan.status_url, demo=bool(plan.newsroom)
                ),
            )
            log.info(f"the status page is at {plan.status_url} (Ctrl-C stops everything)")
            async with _kept(server, stop):
                await supervise(plan.children(redis_url), stop)
        finally:
            folder.leave(plan.data)
            if server:
                await server.stop()
        log.info("everything has stopped; start again to go on where it was")


@contextlib.asynccontextmanager
async def _kept(server: Server | None, stop: asyncio.Event) -> AsyncIterator[None]:
    """Keep the embedded server running meanwhile; one that does not come back sets `stop`, and its reason is raised."""
    if server is None:
        yield
        return
    keeping = asyncio.create_task(server.keep())
    keeping.add_done_callback(lambda _: stop.set())
    try:
        yield
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


def require_free(host: str, port: int) -> None:
    """Return if nobody listens on `port`.

    Raises:
        PortInUse: with the way out.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUse(
                f"Port {port} of {host} cannot be used: {error.strerror}. Choose another port (see --help)."
            ) from error
