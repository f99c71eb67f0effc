"""Looks at Redis: how long the streams are, who is alive, and how far the readers have come.

Reads only, in two round trips. What a reader has not handled is reckoned from the streams' own sequence numbers: the
`lag` that XINFO offers is nil after Redis was restarted from its append-only file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from schemas.status import StreamStatus
from schemas.streams import ARTICLES, DEAD, HASH_TAG, STREAMS, Stream
from services.archive import StreamPosition
from services.messaging import address, key

from . import backlog
from .ledger import ARCHIVED
from .observation import Flow, Heartbeat, Unreachable

_GROUP = "extractor"
_BEGINNING = "0-0"


@dataclass(frozen=True, slots=True)
class _Head:
    """The first answers: enough to know what to ask next."""

    now_ms: int
    server: str
    members: tuple[str, ...]
    delivered: str
    pending: int
    oldest_pending: str | None
    oldest_held_ms: int | None


async def look_at_streams(
    redis: Redis, positions: Sequence[StreamPosition] | None, *, within_s: float
) -> Flow | Unreachable:
    """Return how the work flows, or why that cannot be said.

    `positions` are the archive's, null when the database did not answer: then the projector's backlog is not known.
    """
    try:
        async with asyncio.timeout(within_s):
            head = await _head(redis)
            return await _flow(redis, head, positions)
    except TimeoutError:
        return _silent(redis, f"no answer within {within_s:g} s")
    except (ResponseError, ValueError) as error:
        return Unreachable(
            f"Redis at {address(redis)} does not show how the work flows ({error}). Check the rights of its user, and "
            f"whether anybody else writes keys that begin with {HASH_TAG}."
        )
    except (RedisError, OSError) as error:
        return _silent(redis, str(error) or type(error).__name__)


def _silent(redis: Redis, why: str) -> Unreachable:
    return Unreachable(
        f"Redis at {address(redis)} is not answering ({why}): nothing new can be read, and the figures stay as they "
        f"are. Start it, or correct CLAIMLEDGER_REDIS_URL."
    )


async def _head(redis: Redis) -> _Head:
    pipe = redis.pipeline(transaction=False)
    pipe.time()
    pipe.info("server")
    pipe.smembers(key("heartbeats"))
    pipe.xinfo_groups(ARTICLES.key)
    pipe.xpending(ARTICLES.key, _GROUP)
    pipe.xpending_range(ARTICLES.key, _GROUP, min="-", max="+", count=1)
    time, info, members, groups, pending, oldest = await pipe.execute(raise_on_error=False)
    seconds, micros = _certain(time)
    group = next((group for group in _unless_absent(groups, ()) if group["name"] == _GROUP), None)
    held = _unless_absent(oldest, ())
    return _Head(
        now_ms=seconds * 1000 + micros // 1000,
        server=_server(info),
        members=tuple(sorted(_certain(members))),
        delivered=group["last-delivered-id"] if group else _BEGINNING,
        pending=_unless_absent(pending, {"pending": 0})["pending"],
        oldest_pending=held[0]["message_id"] if held else None,
        oldest_held_ms=held[0]["time_since_delivered"] if held else None,
    )


async def _flow(redis: Redis, head: _Head, positions: Sequence[StreamPosition] | None) -> Flow:
    read_to = {position.stream: f"{position.ms}-{position.n}" for position in positions or ()}
    archived = ARCHIVED if positions is not None else ()
    pipe = redis.pipeline(transaction=False)
    # The entries first and the counters after them: what arrives in between then counts as waiting, never as minus one.
    pipe.xrange(ARTICLES.key, min=f"({head.delivered}", count=1)
    for stream in archived:
        pipe.xrange(stream.key, min=f"({read_to.get(stream.name, _BEGINNING)}", count=1)
    for stream in STREAMS:
        pipe.xlen(stream.key)
        pipe.get(stream.sequence_key)
        pipe.xrevrange(stream.key, count=1)
    for member in head.members:
        pipe.hgetall(key("heartbeat", member))
    answers = [_certain(answer) for answer in await pipe.execute(raise_on_error=False)]
    undelivered, answers = answers[0], answers[1:]
    unarchived, answers = answers[: len(archived)], answers[len(archived) :]
    about_streams, beats = answers[: 3 * len(STREAMS)], answers[3 * len(STREAMS) :]
    streams = tuple(_stream(stream, *about_streams[3 * index : 3 * index + 3]) for index, stream in enumerate(STREAMS))
    appended = {stream.name: stream.appended for stream in streams}
    return Flow(
        server=head.server,
        streams=streams,
        heartbeats=tuple(_heartbeat(member, fields) for member, fields in zip(head.members, beats, strict=True)),
        extractor=backlog.with_pending(
            backlog.waiting(undelivered, appended[ARTICLES.name], head.now_ms),
            head.pending,
            head.oldest_pending,
            head.oldest_held_ms,
            head.now_ms,
        ),
        projector=backlog.together(
            backlog.waiting(entries, appended[stream.name], head.now_ms)
            for stream, entries in zip(archived, unarchived, strict=True)
        )
        if positions is not None
        else None,
        dead_letters=next(stream.length for stream in streams if stream.name == DEAD.name),
    )


def _certain(answer: Any) -> Any:
    if isinstance(answer, Exception):
        raise answer
    return answer


def _unless_absent(answer: Any, otherwise: Any) -> Any:
    """Return `answer`, or `otherwise` while nobody has made the stream or the group yet."""
    if isinstance(answer, ResponseError) and ("no such key" in str(answer) or str(answer).startswith("NOGROUP")):
        return otherwise
    return _certain(answer)


def _server(info: Any) -> str:
    """Return name and version of the server; INFO may be forbidden to our user, and is not worth a failure."""
    if isinstance(info, ResponseError):
        return "unknown"
    facts = _certain(info)
    if version := facts.get("valkey_version"):
        return f"Valkey {version}"
    return f"Redis {facts.get('redis_version', 'unknown')}"


def _stream(stream: Stream, length: int, counter: str | None, newest: list[tuple[str, Any]]) -> StreamStatus:
    return StreamStatus(
        name=stream.name,
        length=length,
        appended=int(counter or 0),
        last_at=datetime.fromtimestamp(backlog.milliseconds(newest[0][0]) / 1000, UTC) if newest else None,
    )


def _heartbeat(member: str, fields: Mapping[str, str]) -> Heartbeat:
    service, _, instance = member.partition(":")
    return Heartbeat(
        service=service,
        instance=instance,
        at=datetime.fromisoformat(fields["at"]).astimezone(UTC) if "at" in fields else None,
        version=fields.get("version"),
        note=fields.get("note"),
    )
