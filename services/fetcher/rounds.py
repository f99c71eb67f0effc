"""The fetcher's loop: round after round, see what is due and give each host its turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from redis.exceptions import RedisError

from services import messaging
from services.fetcher import polling
from services.fetcher.feed_list import Feed
from services.fetcher.keys import DUE
from services.fetcher.leases import renewed, take_lease
from services.fetcher.memory import DuePage, milliseconds
from services.fetcher.poller import Poller
from services.fetcher.turns import Turn, plan_turns
from services.fetcher.visitor import Visitor
from services.messaging import Log, RedisRefused
from services.pages import PageStoreUnavailable

log = structlog.get_logger(__name__)

TICK_S = 0.25
WINDOW = 2_000
"""How many due pages one round looks at from either end of the list."""

_REST_S = 1.0
"""How long a host is left aside whose lease another fetcher has."""

_LONGEST_PAUSE_S = 10.0
_GRACE_S = 5.0
_TROUBLE = (RedisError, RedisRefused, PageStoreUnavailable)


class Rounds:
    """Polls and visits until cancelled. `now` is the clock, `own_hosts` are asked without a pause between requests."""

    def __init__(
        self,
        redis_log: Log,
        feeds: Collection[Feed],
        poller: Poller,
        visitor: Visitor,
        *,
        spacing: timedelta,
        own_hosts: Collection[str],
        concurrency: int,
        now: Callable[[], datetime],
    ) -> None:
        self._log = redis_log
        self._feeds = feeds
        self._poller = poller
        self._visitor = visitor
        self._spacing = spacing
        self._own_hosts = own_hosts
        self._concurrency = concurrency
        self._now = now
        self._due: dict[str, datetime] = {}
        self._turns: dict[str, asyncio.Task[None]] = {}
        self._rested_at: dict[str, float] = {}
        self._stopping = False

    async def run(self, alive: Callable[[], None]) -> None:
        """Go round until cancelled, then finish the requests in hand; call `alive` each time.

        Trouble with Redis or the page store is said and waited out: what was due stays due.
        """
        loop = asyncio.get_running_loop()
        pauses, last_trouble = messaging.pauses(most=_LONGEST_PAUSE_S), loop.time()
        try:
            while True:
                alive()
                try:
                    await self._round()
                except _TROUBLE as error:
                    if loop.time() - last_trouble > 2 * _LONGEST_PAUSE_S:
                        pauses = messaging.pauses(most=_LONGEST_PAUSE_S)
                    last_trouble = loop.time()
                    pause = await anext(pauses)
                    log.warning(f"{_in_words(error)}; trying again in {pause:.1f} s")
                    await asyncio.sleep(pause)
                else:
                    await asyncio.sleep(TICK_S)
        finally:
            await self._stop()

    async def _round(self) -> None:
        self._collect()
        now, due = self._now(), self._due
        for feed in self._feeds:
            if feed.name not in due:
                due[feed.name] = polling.first_due(feed, await self._poller.recall(feed), now)
        feeds = sorted((feed for feed in self._feeds if due[feed.name] <= now), key=lambda feed: due[feed.name])
        pages = await self._waiting(now)
        unavailable = {*self._turns, *self._resting()}
        for turn in plan_turns(feeds, pages, unavailable, self._concurrency - len(self._turns)):
            self._turns[turn.host] = asyncio.create_task(self._serve(turn))

    async def _waiting(self, now: datetime) -> list[DuePage]:
        """Return pages that are due: the newest first, so that a backlog at one host hides no news at another, and
        those that have waited longest, so that none waits for ever.
        """
        redis, until = self._log.redis, milliseconds(now)
        newest: Any = await redis.zrevrangebyscore(DUE, until, "-inf", 0, WINDOW, withscores=True)
        oldest: Any = []
        if len(newest) == WINDOW:
            oldest = await redis.zrangebyscore(DUE, "-inf", until, 0, WINDOW, withscores=True)
        return [DuePage.from_member(member, score) for member, score in dict([*newest, *oldest]).items()]

    def _collect(self) -> None:
        """Forget the turns that are over, and raise the first trouble that one of them met."""
        over = [self._turns.pop(host) for host, turn in list(self._turns.items()) if turn.done()]
        for trouble in [turn.exception() for turn in over]:
            if trouble:
                raise trouble

    def _resting(self) -> Collection[str]:
        now = asyncio.get_running_loop().time()
        self._rested_at = {host: until for host, until in self._rested_at.items() if until > now}
        return self._rested_at

    async def _serve(self, turn: Turn) -> None:
        """Do what is due at one host, one request after the other, with the host's pause between them."""
        pause = timedelta(0) if turn.host in self._own_hosts else self._spacing
        for job in turn.jobs:
            if self._stopping:
                return
            lease = await take_lease(self._log, turn.host)
            if lease is None:
                self._rest(turn.host, _REST_S)
                return
            async with renewed(self._log, lease, pause):
                if isinstance(job, DuePage):
                    await self._visitor.visit(job, lease, pause)
                else:
                    self._due[job.name] = await self._poller.poll(job, lease, pause)
            if pause:  # another host may use the time; this one's next request is planned anew
                self._rest(turn.host, pause.total_seconds())
                return

    def _rest(self, host: str, seconds: float) -> None:
        self._rested_at[host] = asyncio.get_running_loop().time() + seconds

    async def _stop(self) -> None:
        self._stopping = True
        turns = list(self._turns.values())
        if turns:
            await asyncio.wait(turns, timeout=_GRACE_S)
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)  # whatever they met, it is due again at the next start


def _in_words(error: Exception) -> str:
    return f"Redis is not answering ({error})" if isinstance(error, RedisError) else str(error)
