"""/v1 on a real ledger."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from schemas import ActorTallies, Claim
from services.read_model import ReadModel
from services.status.app import create_app
from services.status.masking import NAME
from services.status.settings import StatusSettings
from tests import examples
from tests.status import world


async def ask(client: httpx.AsyncClient, path: str, **parameters: Any) -> Any:
    answer = await client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def walk(client: httpx.AsyncClient, **filters: Any) -> list[Claim]:
    """Return all claims that fit, page by page."""
    found: list[Claim] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await ask(client, "/v1/claims", cursor=cursor, **filters)
        found += [Claim.model_validate(claim) for claim in page["claims"]]
        cursor = page["next_cursor"]
    return found


async def test_actors_come_with_the_number_of_their_claims(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    answer = await ask(client, "/v1/actors")
    assert answer["actors"][0] == {
        "actor_id": world.ORVANIA,
        "name": "Orvanian Armed Forces",
        "claims": 4,
        "measures": {"captured": 1, "killed": 3},
    }
    assert answer["freshness"]["behind"] == 0
    assert answer["freshness"]["synthetic"]


async def test_both_sides_stand_side_by_side_in_the_tallies(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    tallies = ActorTallies.model_validate(await ask(client, f"/v1/actors/{world.ORVANIA}/tallies", measure="killed"))
    said = {
        row.claimant.name: (row.low, row.high, row.perspective, row.disputed) for row in tallies.rows if row.claimant
    }
    assert said == {
        "General Staff of Calvora": (40, None, "adversary", True),
        "Ministry of Defence of Orvania": (6, 6, "own", False),
    }


async def test_tallies_are_narrowed_by_claimant_and_day(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    path = f"/v1/actors/{world.ORVANIA}/tallies"
    own = await ask(client, path, claimant="demo-orvania-defence-ministry")
    assert [row["low"] for row in own["rows"]] == [6]
    assert (await ask(client, path, **{"from": "2031-05-03"}))["rows"] == []
    assert len((await ask(client, path, to="2031-05-02"))["rows"]) == 3


async def test_an_actor_without_a_claim_is_not_found_in_words(
    ledger: world.Archivist, client: httpx.AsyncClient
) -> None:
    answer = await client.get("/v1/actors/ru-armed-forces/tallies")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("No claim is known about ru-armed-forces.")


@pytest.mark.parametrize("limit", [1, 2, 4, 500])
async def test_the_cursor_shows_every_claim_exactly_once(
    ledger: world.Archivist, client: httpx.AsyncClient, limit: int
) -> None:
    found = [claim.claim_id for claim in await walk(client, limit=limit)]
    assert len(found) == len(set(found))
    assert set(found) == {claim.claim_id for claim in world.claims()}


async def test_claims_that_come_while_one_walks_shift_nothing(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    first = await ask(client, "/v1/claims", limit=4)
    await world.tell(redis, [examples.a_claim_recorded(count={"value": number, "low": number}) for number in (31, 32)])
    await ledger.keep_up(redis)
    rest = [claim.claim_id for claim in await walk_on(client, first["next_cursor"])]
    seen = [claim["claim_id"] for claim in first["claims"]] + [str(claim_id) for claim_id in rest]
    assert len(seen) == len(set(seen)) == len(world.claims()) + 2


async def walk_on(client: httpx.AsyncClient, cursor: str) -> list[Claim]:
    found: list[Claim] = []
    while cursor:
        page = await ask(client, "/v1/claims", cursor=cursor, limit=3)
        found += [Claim.model_validate(claim) for claim in page["claims"]]
        cursor = page["next_cursor"]
    return found


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"actor": world.CIVILIANS}, lambda claim: claim.subject.actor_id == world.CIVILIANS),
        ({"measure": "wounded"}, lambda claim: claim.measure == "wounded"),
        ({"stance": "deny"}, lambda claim: claim.stance == "deny"),
        (
            {"claimant": "demo-calvora-general-staff"},
            lambda claim: (claim.claimant or claim.subject).text.startswith("Gen"),
        ),
        ({"article": world.COURIER["article_id"]}, lambda claim: claim.article.publisher == "Avel Courier"),
        ({"from": "2031-05-03"}, lambda claim: False),
        ({"from": "2031-05-02", "to": "2031-05-02"}, lambda claim: True),
        ({"standing": "false"}, lambda claim: False),
        ({"standing": "any", "measure": ""}, lambda claim: True),
    ],
)
async def test_each_filter_lets_through_what_it_says(
    ledger: world.Archivist, client: httpx.AsyncClient, filters: dict[str, str], fits: Any
) -> None:
    found = {claim.claim_id for claim in await walk(client, limit=3, **filters)}
    assert found == {claim.claim_id for claim in world.claims() if fits(claim)}


async def test_a_claim_comes_with_its_evidence_and_its_history(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    claim = world.claims()[0]
    await world.tell(
        redis,
        [
            examples.a_claim_withdrawn(
                claim_id=str(claim.claim_id), article_id=world.WIRE["article_id"], reason="corrected"
            )
        ],
    )
    await ledger.keep_up(redis)
    detail = await ask(client, f"/v1/claims/{claim.claim_id}")
    assert detail["claim"]["evidence"]["sentence"] == claim.evidence.sentence
    assert detail["standing"] is False
    assert [(change["what"], change["reason"]) for change in detail["history"]] == [
        ("recorded", None),
        ("withdrawn", "corrected"),
    ]
    assert detail["article"]["article_id"] == world.WIRE["article_id"]
    assert detail["note"].startswith("Claims, not facts")
    assert claim.claim_id in {each.claim_id for each in await walk(client, standing="false")}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/v1/claims?cursor=elsewhere", 400, "is no cursor"),
        ("/v1/claims?limit=501", 400, "limit: "),
        ("/v1/claims?messure=killed", 400, "messure: there is no such parameter"),
        ("/v1/claims?from=2031-05-02&to=2031-05-01", 400, "no day is between them"),
        ("/v1/claims/00000000-0000-0000-0000-000000000000", 404, "/v1/claims"),
        ("/v1/claims/seven", 400, "claim_id: "),
        ("/v1/events?after_seq=-1", 400, "after_seq: "),
        ("/v1/nothing", 404, "/docs lists what there is"),
    ],
)
async def test_what_cannot_be_answered_is_a_problem_with_a_word(
    ledger: world.Archivist, client: httpx.AsyncClient, path: str, status: int, said: str
) -> None:
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert answer.json()["status"] == status


async def test_a_method_that_is_not_offered_is_a_problem_too(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/claims")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize("path", ["/", "/status", "/v1/claims", "/v1/nothing", "/static/status.css", "/metrics"])
async def test_every_answer_keeps_to_itself(ledger: world.Archivist, client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def events(client: httpx.AsyncClient, **parameters: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    answer = await client.get("/v1/events", params=parameters)
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    return lines[:-1], lines[-1]["end"]


async def test_the_archive_ends_with_the_stream_ids_to_join_at(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    told, end = await events(client)
    assert [event["seq"] for event in told] == list(range(1, 22))
    assert end["complete"]
    await world.tell(redis, [examples.an_article_fetched(revision=7)])
    late = await redis.xrange("{claimledger}:articles", min=f"({end['join']['articles']}")
    assert [fields["sequence"] for _, fields in late] == ["6"]
    assert set(end["join"]) == {"articles", "claims", "feeds", "rulings"}


async def test_history_can_be_read_in_parts(ledger: world.Archivist, client: httpx.AsyncClient) -> None:
    seen: list[int] = []
    end: dict[str, Any] = {"complete": False, "next_after_seq": 0}
    while not end["complete"]:
        told, end = await events(client, after_seq=end["next_after_seq"], limit=4)
        seen += [event["seq"] for event in told]
        assert (end["join"] is None) is not end["complete"]
    assert all(later == earlier + 1 for earlier, later in pairwise(seen))
    assert seen[-1] == 21


def a_victim() -> Any:
    sentence = "Ilka Morvane, a teacher, was killed."
    return examples.a_claim_recorded(
        measure="killed",
        count={"value": 1, "low": 1, "high": 1, "text": "was killed", "basis": "counted", "qualifier": "exact"},
        subject={
            "actor_id": world.CIVILIANS,
            "name": "civilians of Calvora",
            "text": "Ilka Morvane",
            "kind": "civilian",
        },
        evidence={"sentence": sentence, "start": 10, "end": 10 + len(sentence), "section": "body"},
        context=[{"role": "subject", "start": 10, "end": 22}],
        private_person=True,
    )


async def test_no_public_answer_names_a_private_person(
    ledger: world.Archivist, redis: Redis, client: httpx.AsyncClient
) -> None:
    victim = a_victim()
    await world.tell(redis, [victim])
    await ledger.keep_up(redis)
    for path in (
        "/v1/claims",
        f"/v1/claims/{victim.claim_id}",
        "/v1/events",
        f"/v1/actors/{world.CIVILIANS}/tallies",
        "/",
        "/claims",
        f"/claims/{victim.claim_id}",
        f"/actors/{world.CIVILIANS}",
    ):
        answer = await client.get(path)
        assert answer.status_code == 200
        assert "Morvane" not in answer.text, path
    detail = await ask(client, f"/v1/claims/{victim.claim_id}")
    assert detail["masked"]
    assert detail["claim"]["evidence"]["sentence"] == f"{NAME}, a teacher, was killed."


async def test_where_masking_is_switched_off_the_sentence_is_verbatim(
    ledger: world.Archivist, redis: Redis, settings: StatusSettings, read_model: ReadModel
) -> None:
    victim = a_victim()
    await world.tell(redis, [victim])
    await ledger.keep_up(redis)
    open_house = create_app(settings.model_copy(update={"mask_names": False}), read_model, redis)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(open_house), base_url="http://status.example") as client:
        detail = await ask(client, f"/v1/claims/{victim.claim_id}")
    assert not detail["masked"]
    assert detail["claim"]["evidence"]["sentence"].startswith("Ilka Morvane")


async def test_a_defect_is_a_problem_that_shows_nothing_of_the_inside(
    ledger: world.Archivist, client: httpx.AsyncClient, read_model: ReadModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(read_model, "actors", break_down)
    answer = await client.get("/v1/actors")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text
