"""Keeps an eye on Redis and the database, and says what it sees."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from importlib import metadata

from redis.asyncio import Redis

from schemas.status import Status
from services.read_model import ReadModel

from .health import judge
from .ledger import look_at_ledger
from .observation import Ledger, Observation
from .settings import StatusSettings
from .streams import look_at_streams

VERSION = metadata.version("claimledger")

_GOOD_FOR_S = 1.0


class Lookout:
    """Looks when it is asked, and for everybody who asks within the same second only once."""

    def __init__(
        self, settings: StatusSettings, read_model: ReadModel, redis: Redis, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._read_model = read_model
        self._redis = redis
        self._now = now
        self._looking = asyncio.Lock()
        self._seen: Status | None = None
        self._seen_at = 0.0

    async def status(self) -> Status:
        """Return the state of the pipeline, at most a second old. Never raises for what is unreachable: it says so."""
        async with self._looking:
            if self._seen is None or time.monotonic() - self._seen_at > _GOOD_FOR_S:
                self._seen = judge(await self._observe(), self._settings.thresholds)
                self._seen_at = time.monotonic()
            return self._seen

    async def _observe(self) -> Observation:
        ledger = await asyncio.to_thread(look_at_ledger, self._read_model)
        positions = ledger.positions if isinstance(ledger, Ledger) else None
        flow = await look_at_streams(self._redis, positions, within_s=self._settings.answer_within_s)
        return Observation(at=self._now(), version=VERSION, flow=flow, ledger=ledger)
