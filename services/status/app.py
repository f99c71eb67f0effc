"""The status service put together: routes, errors, headers, and the server that serves them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from redis.asyncio import Redis

from schemas.claim import Claim
from services import messaging
from services.clock import now
from services.read_model import ReadModel, open_read_model

from . import api, probes, site
from .headers import ProtectiveHeaders
from .lookout import VERSION, Lookout
from .masking import mask
from .problems import answer_errors, document_problems
from .rendering import error_page
from .settings import StatusSettings

log = structlog.get_logger(__name__)

_TURN_S = 1.0


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        return self.openapi_schema or document_problems(super().openapi())


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The runner of the service owns SIGTERM and SIGINT, and cancels us.
        yield


class PortTaken(Exception):
    """The service cannot listen where it was told to. The message names the address and the way out."""


def create_app(settings: StatusSettings, read_model: ReadModel, redis: Redis) -> FastAPI:
    """Return the application. It connects to nothing yet: `read_model` and `redis` may be away, and come back."""
    lookout = Lookout(settings, read_model, redis, now)
    shown = mask if settings.mask_names else _as_it_is
    app = _Application(
        title="claimledger",
        version=VERSION,
        summary="An auditable ledger of casualty and prisoner claims. Claims are not facts.",
        # The pages that FastAPI offers load their scripts from third parties; /docs is one of our own.
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(ProtectiveHeaders)
    answer_errors(app, page=error_page)
    app.include_router(probes.routes(lookout, read_model))
    app.include_router(api.routes(read_model, shown))
    app.include_router(site.routes(lookout, read_model, shown, app.openapi))
    app.mount("/static", StaticFiles(packages=[("services.status", "static")]), name="static")
    return app


async def run(settings: StatusSettings, health: Callable[[], None]) -> None:
    """Serve until cancelled; requests in hand are answered first.

    Raises:
        PortTaken: somebody else listens there.
        BadAddress: the database address is none that we can use.
    """
    with (
        _listen(settings.host, settings.port) as listening,
        closing(open_read_model(settings.archive_url)) as read_model,
    ):
        async with messaging.connect(settings.redis_url) as redis:
            await _serve(create_app(settings, read_model, redis), listening, health)


async def _serve(app: FastAPI, listening: socket.socket, health: Callable[[], None]) -> None:
    host, port = listening.getsockname()[:2]
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=5
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    log.info("the page and the API are served", address=f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    try:
        while not serving.done():
            health()
            await asyncio.wait({serving}, timeout=_TURN_S)
    finally:
        server.should_exit = True
        await serving


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortTaken(
            f"Nothing can be served at {host}:{port}: {error.strerror or error}. "
            f"Set CLAIMLEDGER_STATUS_PORT to a free port (0: any), or stop what listens there."
        ) from error


def _as_it_is(claim: Claim) -> Claim:
    return claim
