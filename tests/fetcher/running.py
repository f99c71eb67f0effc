"""The fetcher as a task of the test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from services.fetcher import app
from services.fetcher.settings import FetcherSettings


@contextlib.asynccontextmanager
async def running(
    settings: FetcherSettings, alive: Callable[[], None] = lambda: None
) -> AsyncIterator[asyncio.Task[None]]:
    """Run the service for as long as the context lasts."""
    service = asyncio.create_task(app.run(settings, alive))
    try:
        yield service
    finally:
        service.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await service
