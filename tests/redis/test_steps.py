"""The atomic step, on a real server: all of it or nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from schemas.event import Event
from schemas.streams import ARTICLES, CLAIMS
from services import messaging
from services.messaging import Entry, Expect, Log, Outcome, RedisRefused, Step, Write
from tests.examples import an_article_fetched

STATE = messaging.key("test", "state")


def an_event(revision: int = 1) -> Event:
    payload = an_article_fetched(revision=revision, title="Brücke über\nden „Fluss“ \u2028 \x1f")
    return Event.of(payload, source="test", time=datetime(2026, 9, 1, tzinfo=UTC), distinguished_by=str(revision))


async def delivered(redis: Redis, consumer: str = "one") -> Entry:
    await messaging.ensure_group(redis, ARTICLES, "readers")
    await Log(redis).take(Step(appends=[(ARTICLES, an_event())]))
    await redis.xreadgroup("readers", consumer, {ARTICLES.key: ">"})
    (entry,) = await messaging.own_pending(redis, ARTICLES, "readers", consumer, 10)
    return entry


async def test_an_appended_event_reads_back_as_it_was(redis: Redis) -> None:
    event = an_event()
    assert await Log(redis).take(Step(appends=[(ARTICLES, event)])) is Outcome.DONE
    (entry,) = await messaging.read_after(redis, {ARTICLES: (0, 0)}, count=10, block_ms=1)
    assert Event.from_fields(entry.fields) == event.model_copy(update={"sequence": 1})


async def test_the_sequence_has_no_gap_over_many_steps(redis: Redis) -> None:
    for revision in range(1, 6):
        await Log(redis).take(Step(appends=[(ARTICLES, an_event(revision)), (CLAIMS, an_event(revision))]))
    entries = await messaging.read_after(redis, {ARTICLES: (0, 0), CLAIMS: (0, 0)}, count=10, block_ms=1)
    assert [e.fields["sequence"] for e in entries if e.stream is ARTICLES] == ["1", "2", "3", "4", "5"]
    assert [e.fields["sequence"] for e in entries if e.stream is CLAIMS] == ["1", "2", "3", "4", "5"]


async def test_a_condition_that_does_not_hold_leaves_everything_as_it_was(redis: Redis) -> None:
    await redis.hset(STATE, "revision", "2")
    step = Step(
        appends=[(ARTICLES, an_event())],
        expects=[Expect("HGET", STATE, "revision", "1")],
        writes=[Write("HSET", STATE, ("revision", "9"))],
    )
    assert await Log(redis).take(step) is Outcome.CHANGED
    assert await redis.hget(STATE, "revision") == "2"
    assert not await redis.exists(ARTICLES.key, ARTICLES.sequence_key)


async def test_a_step_taken_again_after_a_lost_answer_changes_nothing(redis: Redis) -> None:
    step = Step(
        appends=[(ARTICLES, an_event())],
        expects=[Expect("HGET", STATE, "revision", None)],
        writes=[Write("HSET", STATE, ("revision", "1"))],
    )
    assert [await Log(redis).take(step) for _ in range(3)] == [Outcome.DONE, Outcome.CHANGED, Outcome.CHANGED]
    assert await redis.xlen(ARTICLES.key) == 1


async def test_an_entry_is_answered_once(redis: Redis) -> None:
    step = Step(appends=[(CLAIMS, an_event())], acknowledges=await delivered(redis))
    assert [await Log(redis).take(step) for _ in range(2)] == [Outcome.DONE, Outcome.NOT_PENDING]
    assert await redis.xlen(CLAIMS.key) == 1


async def test_a_consumer_whose_entry_was_taken_over_can_no_longer_answer_it(redis: Redis) -> None:
    lost = await delivered(redis, "one")
    (taken,) = await messaging.take_over(redis, ARTICLES, "readers", "two", idle_ms=0, count=10)
    assert taken.attempts > lost.attempts
    assert await Log(redis).take(Step(appends=[(CLAIMS, an_event())], acknowledges=lost)) is Outcome.NOT_PENDING
    assert await redis.xlen(CLAIMS.key) == 0
    assert await Log(redis).take(Step(appends=[(CLAIMS, an_event())], acknowledges=taken)) is Outcome.DONE


async def test_an_output_of_another_type_is_refused_before_anything_is_appended(redis: Redis) -> None:
    await redis.set(CLAIMS.key, "not a stream")
    with pytest.raises(RedisRefused, match="not a stream"):
        await Log(redis).take(Step(appends=[(ARTICLES, an_event()), (CLAIMS, an_event())]))
    assert not await redis.exists(ARTICLES.key, ARTICLES.sequence_key)


async def test_a_group_sees_what_was_appended_before_it_was_made(redis: Redis) -> None:
    await Log(redis).take(Step(appends=[(ARTICLES, an_event())]))
    await messaging.ensure_group(redis, ARTICLES, "late")
    await messaging.ensure_group(redis, ARTICLES, "late")
    assert await redis.xreadgroup("late", "one", {ARTICLES.key: ">"})


async def test_positions_are_compared_as_numbers(redis: Redis) -> None:
    for n in (9, 10, 11):
        await redis.xadd(ARTICLES.key, {"n": str(n)}, id=f"5-{n}")
    entries = await messaging.read_after(redis, {ARTICLES: (5, 9)}, count=10, block_ms=1)
    assert [entry.n for entry in entries] == [10, 11]
    assert await messaging.newest(redis, ARTICLES) == (5, 11)


async def test_the_probe_names_a_missing_permission(redis: Redis, valkey: str) -> None:
    await redis.execute_command("ACL", "SETUSER", "weak", "on", ">secret", "~*", "+@all", "-xadd")
    async with messaging.connect(valkey.replace("unix://", "unix://weak:secret@")) as weak:
        with pytest.raises(RedisRefused, match="does not permit"):
            await Log(weak).probe("extractor")
    await redis.execute_command("ACL", "DELUSER", "weak")
    await Log(redis).probe("extractor")


async def test_every_key_of_a_step_carries_the_hash_tag(redis: Redis) -> None:
    await Log(redis).probe("extractor")
    await delivered(redis)
    assert all(name.startswith("{claimledger}:") for name in await redis.keys("*"))
