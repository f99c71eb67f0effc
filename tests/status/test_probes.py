"""/status, /livez, /readyz and /metrics on a real Valkey and a real database."""

from __future__ import annotations

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from redis.asyncio import Redis

from schemas import Status
from schemas.streams import ARTICLES
from services import messaging
from tests import examples
from tests.status import world


async def status_of(client: httpx.AsyncClient) -> Status:
    answer = await client.get("/status")
    status = Status.model_validate(answer.json())
    assert answer.status_code == (503 if status.overall == "down" else 200)
    return status


async def test_the_status_is_the_document_of_the_contract(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    status = await status_of(client)
    assert (status.overall, status.reasons) == ("ok", ())
    assert status.synthetic
    assert status.tallies is not None
    assert status.tallies.claims == len(world.claims())
    assert status.articles_by_outcome == {"claims": 3, "no_claims": 1, "failed:deadline": 1}
    assert {stream.name: stream.appended for stream in status.streams}["articles"] == 5
    assert [feed.name for feed in status.feeds] == ["Avel Courier", "Borderlands Wire"]
    assert status.versions["redis"].startswith("Valkey")


async def test_nothing_in_redis_and_no_claim_is_down_with_the_services_to_start(
    redis: Redis, archivist: world.Archivist, client: httpx.AsyncClient
) -> None:
    status = await status_of(client)
    assert status.overall == "down"
    assert [reason.split(" has ")[0] for reason in status.reasons] == ["The fetcher", "The extractor", "The projector"]


async def test_lag_is_what_no_extractor_was_given_and_what_one_has_not_finished(
    redis: Redis, archivist: world.Archivist, client: httpx.AsyncClient
) -> None:
    await messaging.ensure_group(redis, ARTICLES, "extractor")
    await world.tell(redis, [examples.an_article_fetched(revision=number) for number in range(1, 6)])
    await redis.xreadgroup("extractor", "one", {ARTICLES.key: ">"}, count=2)
    services = {service.name: service for service in (await status_of(client)).services}
    assert (services["extractor"].lag_events, services["extractor"].pending) == (5, 2)
    assert services["extractor"].lag_seconds is not None
    assert services["extractor"].pending_age_seconds is not None
    assert services["projector"].lag_events == 5


async def test_lag_is_known_before_any_extractor_ever_ran(
    redis: Redis, archivist: world.Archivist, client: httpx.AsyncClient
) -> None:
    await world.tell(redis, [examples.an_article_fetched()])
    services = {service.name: service for service in (await status_of(client)).services}
    assert (services["extractor"].lag_events, services["extractor"].pending) == (1, 0)


async def test_lag_survives_the_trimming_of_what_was_handled(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    await redis.xtrim(ARTICLES.key, maxlen=1, approximate=False)
    await world.tell(redis, [examples.an_article_fetched(revision=9)])
    services = {service.name: service for service in (await status_of(client)).services}
    assert services["extractor"].lag_events == 1


async def test_a_strangers_entry_is_waited_for_without_a_count(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    await redis.xadd(ARTICLES.key, {"hello": "world"})
    extractor = next(service for service in (await status_of(client)).services if service.name == "extractor")
    assert extractor.lag_events is None
    assert extractor.lag_seconds is not None


async def test_a_heartbeat_that_has_expired_is_silence(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    await redis.delete(messaging.key("heartbeat", "projector:1"))
    status = await status_of(client)
    assert status.overall == "down"
    assert status.reasons == (
        "The projector has stopped reporting: new claims do not reach the tallies. "
        "Start it with `claimledger projector`, or read its log.",
    )


async def test_a_dead_letter_degrades(redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    await world.tell(redis, [examples.an_entry_died()])
    status = await status_of(client)
    assert (status.overall, status.dead_letters) == ("degraded", 1)


async def test_a_key_of_another_type_is_said_and_does_not_break_the_page(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    await redis.delete(ARTICLES.key)
    await redis.set(ARTICLES.key, "not a stream")
    status = await status_of(client)
    assert status.overall == "down"
    assert "WRONGTYPE" in status.reasons[0]
    assert "whether anybody else writes keys that begin with {claimledger}" in status.reasons[0]
    assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize(
    ("key", "value"), [("sequence:articles", "many"), ("heartbeat:fetcher:1", {"at": "just now", "version": "0"})]
)
async def test_what_nobody_of_ours_wrote_is_said(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient, key: str, value: str | dict[str, str]
) -> None:
    await redis.delete(messaging.key(key))
    await (
        redis.set(messaging.key(key), value)
        if isinstance(value, str)
        else redis.hset(messaging.key(key), mapping=value)
    )
    status = await status_of(client)
    assert status.overall == "down"
    assert "does not show how the work flows" in status.reasons[0]


async def test_an_entry_with_an_endless_number_breaks_nothing(
    redis: Redis, ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    await redis.xadd(ARTICLES.key, {"sequence": "9" * 5000})
    assert (await status_of(client)).overall == "down"


async def test_the_probes_of_a_healthy_service_are_green(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez")).json() == {"alive": True}
    assert (await client.get("/readyz")).json() == {"ready": True}


async def test_prometheus_can_read_the_metrics(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert found["claimledger_archive_seq"].samples[0].value == 21
    assert "process_start_time_seconds" in found
