"""Run one service as a process: logs, signals, heartbeat, health endpoints, and an end when nothing moves.

Every service serves `/livez` (the process turns its loop), `/readyz` (its work turns too) and `/metrics` on a port of
its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Coroutine
from importlib import metadata
from typing import Any, Protocol, TypeVar

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from redis.exceptions import RedisError

from schemas.event import rfc3339
from services import logs, messaging
from services.clock import now
from services.settings import ServiceSettings

log = structlog.get_logger(__name__)

VERSION = metadata.version("claimledger")
HEARTBEAT_S = 3.0
HEARTBEAT_EXPIRES_S = 15
STALLED_AFTER_S = 120.0
DEBUGGING = bool(os.environ.get("CLAIMLEDGER_TRACEBACKS"))
"""Whether the end of a service is logged with its traceback: for developers."""

SUPERVISOR_PID = "CLAIMLEDGER_SUPERVISOR_PID"
"""Names the process whose child a service is; without it a service belongs to nobody."""

Settings = TypeVar("Settings", bound=ServiceSettings)


class Stalled(Exception):
    """A service whose loop no longer turns. Docker restarts no unhealthy container, so the process must end itself."""


class Turned(Protocol):
    """What a service calls each time its loop turns, with a note where operators should know something of it."""

    def __call__(self, note: str | None = None) -> None: ...


class Pulse:
    """When the service's loop last turned, on a clock that nobody sets."""

    def __init__(self) -> None:
        self.turned_at = time.monotonic()
        self.turns = 0
        self.note: str | None = None

    def __call__(self, note: str | None = None) -> None:
        self.turned_at = time.monotonic()
        self.turns += 1
        self.note = note

    @property
    def still_for(self) -> float:
        """Seconds since the loop last turned."""
        return time.monotonic() - self.turned_at


Run = Callable[[Settings, Turned], Coroutine[Any, Any, None]]
"""A service: runs until cancelled, and calls its second argument each time its loop turns."""


def run(name: str, service: Run[Settings], settings: Settings) -> int:
    """Run `service` until SIGTERM or SIGINT, and return the exit status of the process.

    0: it was asked to stop. 1: it cannot go on; the last log line says why and what to do.
    """
    logs.configure(name, settings.log_format, settings.log_level)
    return asyncio.run(_supervised(name, service, settings))


async def _supervised(name: str, service: Run[Settings], settings: Settings) -> int:
    pulse = Pulse()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    working = asyncio.create_task(service(settings, pulse))
    watching = asyncio.create_task(_watch(pulse))
    beating = asyncio.create_task(_heartbeat(name, settings, pulse))
    orphaned = asyncio.create_task(supervisor_gone())
    orphaned.add_done_callback(lambda _: stop.set())
    stopping = asyncio.create_task(stop.wait())
    try:
        endpoints = await _serve_health(settings, pulse)
        await asyncio.wait({working, watching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if stopping.done():
            log.info("stopping: the work in hand is finished first")
            await _cancelled(working, pulse)
        ended = working if working.done() else watching
        error = None if ended.cancelled() else ended.exception()
        if error:
            log.error(f"{name} cannot go on: {error}", kind=type(error).__name__, exc_info=error if DEBUGGING else None)
        if endpoints:
            await endpoints.cleanup()
        return 1 if error or not stopping.done() else 0
    finally:
        for task in (working, watching, beating, orphaned, stopping):
            task.cancel()


async def _cancelled(working: asyncio.Task[None], pulse: Pulse) -> None:
    """Cancel the service and wait until it has wound up.

    A service that turns its loop again has not heard: asyncio.wait_for, which redis-py uses, may swallow a cancellation
    up to Python 3.11 (issue 86296 of CPython).
    """
    turns = -1
    while not working.done():
        if pulse.turns > turns:
            turns = pulse.turns
            working.cancel()
        await asyncio.wait({working}, timeout=1)


async def _watch(pulse: Pulse) -> None:
    while (still := pulse.still_for) < STALLED_AFTER_S:
        await asyncio.sleep(STALLED_AFTER_S - still)
    raise Stalled(f"nothing moved for {STALLED_AFTER_S:.0f} s; ending so that a supervisor starts it anew")


async def supervisor_gone() -> None:
    """Return when the supervisor that started this process is gone, so that a crash of it leaves nobody behind.

    Never, when no supervisor started it.
    """
    supervisor = os.environ.get(SUPERVISOR_PID, str(os.getppid()))
    while str(os.getppid()) == supervisor:
        await asyncio.sleep(1)
    log.warning("the process that started this service is gone; stopping")


async def _heartbeat(name: str, settings: ServiceSettings, pulse: Pulse) -> None:
    """Tell Redis every few seconds that this service turns; the status service reads it."""
    redis = messaging.connect(settings.redis_url)
    member = f"{name}:{settings.instance}"
    beat = messaging.key("heartbeat", member)
    async with redis:
        while True:
            if pulse.still_for < HEARTBEAT_EXPIRES_S:
                # Redis may be away; the service itself says so, and the missing heartbeat says the rest.
                with contextlib.suppress(RedisError):
                    await redis.hset(
                        beat,
                        mapping={
                            "at": rfc3339(now()),
                            "version": VERSION,
                            "pid": str(os.getpid()),
                            "note": pulse.note or "",
                        },
                    )
                    await redis.expire(beat, HEARTBEAT_EXPIRES_S)
                    await redis.sadd(messaging.key("heartbeats"), member)
            await asyncio.sleep(HEARTBEAT_S)


async def _serve_health(settings: ServiceSettings, pulse: Pulse) -> web.AppRunner | None:
    if settings.health_port is None:
        return None

    async def live(_: web.Request) -> web.Response:
        still = pulse.still_for
        return web.json_response({"still_for_s": round(still, 1)}, status=200 if still < STALLED_AFTER_S else 503)

    async def ready(_: web.Request) -> web.Response:
        working = pulse.turns > 0 and pulse.still_for < HEARTBEAT_EXPIRES_S
        return web.json_response({"ready": working}, status=200 if working else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.add_routes([web.get("/livez", live), web.get("/readyz", ready), web.get("/metrics", metrics)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.health_host, settings.health_port).start()
    return runner
