"""The delivery guarantee: one atomic step per hop on Redis streams.

The only module that knows how entries are appended, acknowledged, taken over and read back. Every other module says
*what* a step does (append these events, change this state, acknowledge that entry); the script `step.lua` does all of
it or nothing of it.
"""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from importlib import resources
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from schemas.event import Event, canonical_json, derive_id
from schemas.streams import HASH_TAG, Stream

log = structlog.get_logger(__name__)

T = TypeVar("T")

BLOCK_MS = 2_000
"""How long a read waits for news; well below the client's socket timeout, which would otherwise cut it off."""

PATIENCE_OF_COMMANDS_S = 5.0
"""How long a command in a terminal waits for Redis; services wait as long as their settings say."""

_SOCKET_TIMEOUT_S = 10.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SCRIPT = resources.files("services").joinpath("step.lua").read_text(encoding="utf-8")


class RedisRefused(Exception):
    """Redis answers, but does not let us work: a permission, a policy or a key of another type. Says what to change."""


class RedisAway(RedisError):
    """Redis does not answer. Says where it was looked for and what to do."""


def key(*parts: str) -> str:
    """Return the Redis key of `parts`, under the hash tag that every key carries."""
    return ":".join((HASH_TAG, *parts))


def connect(url: str) -> Redis:
    """Return a client for `url` (redis://, rediss:// or unix://) that answers in text.

    It never repeats a command by itself: a repeated XADD after a lost answer would write a second entry. Callers go
    through `persist` instead, which decides again from what Redis holds.
    """
    return Redis.from_url(
        url,
        decode_responses=True,
        # A hostile producer may append bytes that are no UTF-8; the entry must still be archived, or given up.
        encoding_errors="replace",
        socket_timeout=_SOCKET_TIMEOUT_S,
        socket_connect_timeout=_SOCKET_TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )


def address(redis: Redis) -> str:
    """Return where the client connects to, without user and password."""
    to: Mapping[str, Any] = redis.connection_pool.connection_kwargs
    return str(to["path"]) if "path" in to else f"{to.get('host', '127.0.0.1')}:{to.get('port', 6379)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream entry in the hands of one consumer of a group. `attempts` counts deliveries, this one included."""

    stream: Stream
    id: str
    fields: Mapping[str, str]
    group: str
    consumer: str
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """An entry read by position and without a group. `ms` and `n` are the two halves of its stream id."""

    stream: Stream
    ms: int
    n: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Expect:
    """A condition of a step: `command` (GET, HGET or ZSCORE) on `key` must answer `value`; None: nothing is there."""

    command: str
    key: str
    argument: str | None
    value: str | None


@dataclass(frozen=True, slots=True)
class Write:
    """A change of state in a step, as a Redis command without an answer that matters: HSET, SET, DEL, ZADD, EXPIRE …"""

    command: str
    key: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Everything that one hop changes: all of it happens, or none.

    Order inside: conditions, types of the output streams, appends (each with its stream's next sequence number),
    writes, and the acknowledgement last, because a script that fails half-way is not rolled back.
    """

    appends: Sequence[tuple[Stream, Event]] = ()
    writes: Sequence[Write] = ()
    expects: Sequence[Expect] = ()
    acknowledges: Entry | None = None

    def _keys(self) -> list[str]:
        keys = [expect.key for expect in self.expects] + [write.key for write in self.writes]
        for stream, _ in self.appends:
            keys += [stream.key, stream.sequence_key]
        if self.acknowledges:
            keys.append(self.acknowledges.stream.key)
        return list(dict.fromkeys(keys))

    def _plan(self) -> str:
        plan: dict[str, Any] = {
            "appends": [
                {
                    "stream": stream.key,
                    "counter": stream.sequence_key,
                    "fields": list(itertools.chain.from_iterable(event.fields().items())),
                }
                for stream, event in self.appends
            ],
            "writes": [{"command": w.command, "key": w.key, "arguments": w.arguments} for w in self.writes],
            "expects": [
                {
                    "command": e.command,
                    "key": e.key,
                    "argument": e.argument or "",
                    "absent": e.value is None,
                    "value": e.value or "",
                }
                for e in self.expects
            ],
        }
        if entry := self.acknowledges:
            plan["acknowledges"] = {
                "stream": entry.stream.key,
                "group": entry.group,
                "id": entry.id,
                "consumer": entry.consumer,
            }
        return canonical_json(plan)


class Outcome(StrEnum):
    """How a step ended. Only `DONE` changed anything."""

    DONE = "done"
    NOT_PENDING = "not_pending"
    """The entry to acknowledge is no longer this consumer's: someone took it over, or it was done before."""
    CHANGED = "changed"
    """A condition did not hold: read again and decide again."""


class Log:
    """The streams as a place to write: takes steps."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._script = redis.register_script(_SCRIPT)

    async def take(self, step: Step) -> Outcome:
        """Do everything in `step`, atomically.

        Raises:
            RedisRefused: a missing permission, a full memory, a key of another type.
            RedisError: no answer; whether the step happened is unknown. Taking it again is harmless when it
                acknowledges an entry or carries a condition that it changes itself.
        """
        try:
            return Outcome(await self._script(keys=step._keys(), args=[step._plan()]))
        except ResponseError as error:
            raise RedisRefused(_advice(str(error))) from error

    async def probe(self, service: str) -> None:
        """Take a whole step on keys of its own, so that a missing permission speaks at the start and not at midnight.

        Raises:
            RedisRefused: with what is missing.
        """
        probe = Stream(f"probe:{service}", "start-up check", (), (service,), (service,))
        state, due = key("probe", service, "state"), key("probe", service, "due")
        event = Event(
            id=derive_id("probe", service),
            source=service,
            type="probe",
            subject=service,
            time=_EPOCH,
            correlationid="",
            payload={},
        )
        try:
            await ensure_group(self.redis, probe, service)
            await self.take(
                Step(
                    appends=[(probe, event)],
                    expects=[Expect("GET", key("probe", service, "lease"), None, None)],
                    writes=[
                        Write("HSET", state, ("checked", "1")),
                        Write("ZADD", due, ("1", "checked")),
                        *(Write("EXPIRE", each, ("60",)) for each in (probe.key, probe.sequence_key, state, due)),
                    ],
                )
            )
            answer = await self.redis.xreadgroup(service, "probe", {probe.key: ">"})
            for entry in _entries(answer, probe, service, "probe"):
                if await self.take(Step(acknowledges=entry)) is not Outcome.DONE:
                    raise RedisRefused("Redis does not acknowledge what it delivered; is it really Redis or Valkey?")
        except ResponseError as error:
            raise RedisRefused(_advice(str(error))) from error


def _advice(message: str) -> str:
    """Return what Redis complains of, with what to do about it."""
    if "NOPERM" in message or "ACL" in message:
        return f"Redis does not permit this service what it needs ({message}). Check its ACL user."
    if message.startswith("OOM") or "OOM command" in message:
        return f"Redis is out of memory ({message}). Raise maxmemory; claimledger goes on by itself."
    if "MISCONF" in message:
        return f"Redis cannot write to its disk ({message}). Free space; claimledger goes on by itself."
    if "READONLY" in message:
        return f"Redis answers as a read-only replica ({message}). Point CLAIMLEDGER_REDIS_URL at the primary."
    return f"Redis refused a step: {message}"


async def ensure_group(redis: Redis, stream: Stream, group: str) -> None:
    """Create the consumer group at the very beginning of the stream, unless it is there.

    Raises:
        ResponseError: the key is no stream, or the user may not create groups.
    """
    try:
        await redis.xgroup_create(stream.key, group, id="0", mkstream=True)
    except ResponseError as error:
        if not str(error).startswith("BUSYGROUP"):
            raise


def entries_of(raw: Mapping[str, Any], stream: Stream, group: str, consumer: str) -> list[Entry]:
    """Return what a FastStream batch message carries, as entries delivered for the first time."""
    return [
        Entry(stream, _text(entry_id), {_text(k): _text(v) for k, v in fields.items()}, group, consumer)
        for entry_id, fields in zip(raw["message_ids"], raw["data"], strict=True)
    ]


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("utf-8", errors="replace")


async def own_pending(redis: Redis, stream: Stream, group: str, consumer: str, count: int) -> list[Entry]:
    """Return what this consumer was given before it restarted and never finished, oldest first."""
    answer = await redis.xreadgroup(group, consumer, {stream.key: "0"}, count=count)
    return await _with_attempts(redis, _entries(answer, stream, group, consumer))


async def take_over(
    redis: Redis, stream: Stream, group: str, consumer: str, *, idle_ms: int, count: int
) -> list[Entry]:
    """Return entries whose consumer has left them for at least `idle_ms`; they are `consumer`'s from now on."""
    answer: Any = await redis.xautoclaim(stream.key, group, consumer, min_idle_time=idle_ms, count=count)
    claimed = answer[1]
    found = [Entry(stream, entry_id, fields, group, consumer) for entry_id, fields in claimed if fields]
    return await _with_attempts(redis, found)


def _entries(answer: Any, stream: Stream, group: str, consumer: str) -> list[Entry]:
    read = _read(answer)
    return [Entry(stream, entry_id, fields, group, consumer) for _, entry_id, fields in read if fields]


def _read(answer: Any) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Yield what a read answered, as the key, the entry's id and its fields.

    RESP2 answers a list of pairs, RESP3 a mapping of lists of lists, and both nothing at all where nothing came.
    """
    if isinstance(answer, dict):
        answer = [(name, entries) for name, batches in answer.items() for entries in batches]
    for name, entries in answer or ():
        for entry_id, fields in entries:
            yield name, entry_id, fields


def _position(entry_id: str) -> tuple[int, int]:
    ms, n = entry_id.split("-")
    return int(ms), int(n)


async def _with_attempts(redis: Redis, entries: list[Entry]) -> list[Entry]:
    counted = []
    for entry in entries:
        rows: Any = await redis.xpending_range(entry.stream.key, entry.group, min=entry.id, max=entry.id, count=1)
        counted.append(replace(entry, attempts=rows[0]["times_delivered"] if rows else 1))
    return counted


async def read_after(
    redis: Redis, positions: Mapping[Stream, tuple[int, int]], *, count: int, block_ms: int = BLOCK_MS
) -> list[StreamEntry]:
    """Return up to `count` entries a stream that come after its position, waiting up to `block_ms` for the first.

    Positions are (milliseconds, number), the two halves of a stream id: compared as text, "-10" would come before "-9".
    """
    streams = {stream.key: stream for stream in positions}
    answer: Any = await redis.xread(
        {stream.key: f"{ms}-{n}" for stream, (ms, n) in positions.items()}, count=count, block=block_ms
    )
    return [StreamEntry(streams[name], *_position(entry_id), fields) for name, entry_id, fields in _read(answer)]


async def newest(redis: Redis, stream: Stream) -> tuple[int, int]:
    """Return the position of the stream's last entry, (0, 0) while it is empty."""
    answer: Any = await redis.xrevrange(stream.key, count=1)
    return _position(answer[0][0]) if answer else (0, 0)


def pauses(first: float = 0.2, most: float = 30.0, rng: Callable[[], float] = random.random) -> AsyncIterator[float]:
    """Return the pauses between attempts, in seconds: doubling up to `most`, each between half and the whole of it.

    The jitter keeps many replicas from coming back in the same instant.
    """

    async def doubling() -> AsyncIterator[float]:
        for power in itertools.count():
            whole = min(most, first * 2 ** min(power, 16))
            yield whole * (0.5 + rng() / 2)

    return doubling()


async def persist(
    action: Callable[[], Awaitable[T]],
    doing: str,
    against: tuple[type[Exception], ...] = (RedisError, RedisRefused),
) -> T:
    """Do `action` until nothing of `against` is in its way, pausing longer each time, and return its answer.

    Only for actions that may be repeated: reads, and steps that hold themselves to a condition.
    """
    async for pause in pauses():
        try:
            return await action()
        except against as error:
            log.warning(f"{doing} has to wait", error=str(error), again_in_s=round(pause, 1))
            await asyncio.sleep(pause)
    raise AssertionError("the pauses never end")


@asynccontextmanager
async def reached(url: str) -> AsyncIterator[Redis]:
    """Hand out a client that has been answered, for a command in a terminal.

    Raises:
        RedisAway: nobody answers at `url`.
    """
    async with connect(url) as redis:
        await wait_for_redis(redis, patience_s=PATIENCE_OF_COMMANDS_S)
        yield redis


async def wait_for_redis(redis: Redis, *, patience_s: float) -> None:
    """Wait until Redis answers, saying once that it does not yet.

    Raises:
        RedisAway: it stayed away for `patience_s`.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    said = False
    async for pause in pauses(0.1, 2.0):
        try:
            await redis.ping()
        except RedisError as error:
            if loop.time() >= deadline:
                advice = "Is it running? Start `claimledger up`, or set CLAIMLEDGER_REDIS_URL."
                raise RedisAway(f"Redis does not answer at {address(redis)} ({error}). {advice}") from error
            if not said:
                log.warning(f"Redis is not answering at {address(redis)} yet; waiting up to {patience_s:.0f} s")
                said = True
            await asyncio.sleep(pause)
        else:
            return
