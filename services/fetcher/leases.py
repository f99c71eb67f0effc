"""One fetcher at a time asks a host, over all fetchers: a lease in Redis.

A lease is a key with a token of its holder that expires by itself. Whoever writes the outcome of a visit does so under
the condition that the token is still there, so a fetcher that was slow beyond its lease cannot overwrite its successor.
A lease ends by running out after the host's pause: nobody asks the host before that. It is short and renewed while the
work goes on, so that a fetcher that was killed holds nobody up for long.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from redis.exceptions import RedisError

from services.fetcher.keys import lease_key
from services.messaging import Expect, Log, RedisRefused, Step, Write

LASTS = timedelta(seconds=6)
_RENEWED_EVERY_S = LASTS.total_seconds() / 3


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to ask one host. `token` is nobody else's."""

    key: str
    token: str

    @property
    def held(self) -> Expect:
        """The condition that the lease is still ours."""
        return Expect("GET", self.key, None, self.token)

    def end(self, pause: timedelta) -> Write:
        """Return the write by which the lease ends `pause` from now."""
        if not pause:
            return Write("DEL", self.key)
        return Write("PEXPIRE", self.key, (str(int(pause.total_seconds() * 1000)),))


async def take_lease(log: Log, host: str) -> Lease | None:
    """Return the right to ask `host`, or None while another has it or the host's pause goes on.

    Raises:
        RedisError: no answer. If the lease was taken all the same, it runs out.
    """
    lease = Lease(lease_key(host), uuid4().hex)
    taken = await log.redis.set(lease.key, lease.token, nx=True, px=int(LASTS.total_seconds() * 1000))
    return lease if taken else None


async def give_back(log: Log, lease: Lease, pause: timedelta) -> None:
    """End a lease whose work came to nothing; nothing happens if it has run out already."""
    await log.take(Step(expects=[lease.held], writes=[lease.end(pause)]))


@contextlib.asynccontextmanager
async def renewed(log: Log, lease: Lease, pause: timedelta) -> AsyncIterator[None]:
    """Keep the lease alive for as long as the context lasts, and give it back if the work in it breaks off."""
    renewing = asyncio.create_task(_renew(log, lease))
    try:
        yield
    except BaseException:
        with contextlib.suppress(RedisError, RedisRefused):  # it runs out by itself, a little later
            await give_back(log, lease, pause)
        raise
    finally:
        renewing.cancel()


async def _renew(log: Log, lease: Lease) -> None:
    while True:
        await asyncio.sleep(_RENEWED_EVERY_S)
        # A lease that could not be renewed runs out, and the condition of the step finds it gone.
        with contextlib.suppress(RedisError, RedisRefused):
            await give_back(log, lease, LASTS)
