"""A small ledger to look at: an invented raid, told by both sides, on a real Valkey and in a real database.

Entries are written by the appending step and projected by a projector's leader, as in earnest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from schemas import Claim, Event, Payload
from schemas.article import article_id
from schemas.event import rfc3339
from schemas.streams import STREAMS
from services import database, messaging, newsroom
from services.generations import Shelf
from services.projector.leader import Leader, lead, prepare
from services.registry import Registry
from tests import examples

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)

CALVORA = "demo-calvora-armed-forces"
ORVANIA = "demo-orvania-armed-forces"
CIVILIANS = "demo-calvora-civilians"
CALVORAN_STAFF = {"actor_id": "demo-calvora-general-staff", "name": "General Staff of Calvora"}
ORVANIAN_MINISTRY = {"actor_id": "demo-orvania-defence-ministry", "name": "Ministry of Defence of Orvania"}
GOVERNOR = {"actor_id": "demo-lower-tessen-administration", "name": "Lower Tessen regional administration"}

NAMES = {
    CALVORA: ("Calvoran Armed Forces", "Calvoran soldiers", "combatant"),
    ORVANIA: ("Orvanian Armed Forces", "Orvanian soldiers", "combatant"),
    CIVILIANS: ("civilians of Calvora", "Calvoran villagers", "civilian"),
}


def article(slug: str, title: str, publisher: str, day: str) -> dict[str, Any]:
    """Return the article part of a claim."""
    url = f"https://{publisher.lower().replace(' ', '-')}.example/{slug}"
    return {
        "article_id": str(article_id(url)),
        "url": url,
        "canonical_url": url,
        "title": title,
        "publisher": publisher,
        "published_at": f"{day}T09:30:00Z",
        "fetched_at": f"{day}T09:41:00Z",
        "synthetic": True,
    }


WIRE = article("ford", "Both armies claim the ford of Dunmarrow", "Borderlands Wire", "2031-05-03")
STANDARD = article("ministry", "Ministry: raiders thrown back", "The Merrowick Standard", "2031-05-03")
COURIER = article("village", "Shells fall on Lower Tessen", "Avel Courier", "2031-05-02")


def a_claim(
    sentence: str,
    wording: str,
    low: int | None,
    high: int | None,
    *,
    measure: str = "killed",
    subject: str = ORVANIA,
    claimant: dict[str, str] | None = CALVORAN_STAFF,
    day: str | None = "2031-05-02",
    where: dict[str, Any] = WIRE,
    **more: Any,
) -> Claim:
    """Return a claim whose evidence is `sentence`."""
    name, text, kind = NAMES[subject]
    start = 400
    spans = [("subject", text), ("claimant", (claimant or {}).get("name", "\0"))]
    return examples.a_claim(
        measure=measure,
        count={"value": low, "low": low, "high": high, "text": wording, "qualifier": "exact", "basis": "stated"},
        subject={"actor_id": subject, "name": name, "text": text, "kind": kind},
        claimant=claimant and {**claimant, "text": claimant["name"], "relayed_via": None},
        custody=None,
        perpetrator=None,
        place=None,
        period={"start": day, "end": day, "precision": "day", "basis": "relative", "cumulative": False},
        evidence={"sentence": sentence, "start": start, "end": start + len(sentence), "section": "body"},
        context=[
            {"role": role, "start": start + at, "end": start + at + len(text)}
            for role, text in spans
            if (at := sentence.find(text)) >= 0
        ],
        article=where,
        **more,
    )


def claims() -> list[Claim]:
    """Return what is claimed of the raid."""
    ford = a_claim(
        "The General Staff of Calvora said that at least 40 Orvanian soldiers were killed at the ford on Friday.",
        "at least 40",
        40,
        None,
    )
    return [
        ford,
        a_claim(
            "The Ministry of Defence of Orvania conceded that six Orvanian soldiers were killed.",
            "six",
            6,
            6,
            claimant=ORVANIAN_MINISTRY,
            where=STANDARD,
            stance="concede",
        ),
        a_claim(
            "The Ministry of Defence of Orvania denied that at least 40 Orvanian soldiers were killed.",
            "at least 40",
            40,
            None,
            claimant=ORVANIAN_MINISTRY,
            where=STANDARD,
            stance="deny",
        ),
        a_claim(
            "The General Staff of Calvora put the captured Orvanian soldiers at 18 to 22.",
            "18 to 22",
            18,
            22,
            measure="captured",
        ),
        a_claim(
            "Some 120 Calvoran soldiers were killed since April, the Ministry of Defence of Orvania said.",
            "Some 120",
            108,
            132,
            subject=CALVORA,
            claimant=ORVANIAN_MINISTRY,
            where=STANDARD,
        ),
        a_claim(
            "Three Calvoran soldiers were killed and 14 wounded, the General Staff of Calvora said.",
            "Three",
            3,
            3,
            subject=CALVORA,
        ),
        a_claim(
            "Three Calvoran soldiers were killed and 14 wounded, the General Staff of Calvora said.",
            "14",
            14,
            14,
            measure="wounded",
            subject=CALVORA,
        ),
        a_claim(
            "Calvoran villagers counted dozens of wounded in the streets.",
            "dozens",
            24,
            99,
            measure="wounded",
            subject=CIVILIANS,
            claimant=None,
            where=COURIER,
        ),
        a_claim(
            "Two Calvoran villagers were killed, the Lower Tessen regional administration said.",
            "Two",
            2,
            2,
            subject=CIVILIANS,
            claimant=GOVERNOR,
            where=COURIER,
        ),
    ]


def told() -> list[Payload]:
    """Return all that happened: three articles with claims, a fourth without, a fifth unreadable; two feeds."""
    said: list[Payload] = []
    for where in (WIRE, STANDARD, COURIER):
        about = {name: where[name] for name in ("article_id", "url", "title", "publisher", "synthetic")}
        carried = [claim for claim in claims() if str(claim.article.article_id) == where["article_id"]]
        said.append(examples.an_article_fetched(**about, revision=1))
        said += [examples.a_claim_recorded(**claim.model_dump(mode="json")) for claim in carried]
        said.append(
            examples.an_article_extracted(
                **about, revision=1, outcome="claims", claims=len(carried), recorded=len(carried), withdrawn=0
            )
        )
    for number, close in enumerate((examples.an_article_extracted, examples.an_article_extraction_failed)):
        url = f"https://avel-courier.example/other-{number}"
        other = {"article_id": str(article_id(url)), "url": url}
        said.append(examples.an_article_fetched(**other, revision=1))
        quiet = {"outcome": "no_claims", "claims": 0, "recorded": 0, "withdrawn": 0}
        said.append(close(**other, revision=1, **(quiet if close is examples.an_article_extracted else {})))
    later = {"polled_at": rfc3339(NOW), "next_due": rfc3339(NOW + timedelta(days=9000))}
    said.append(examples.a_feed_polled(feed="Borderlands Wire", outcome="new", **later, error=None, error_kind=None))
    said.append(
        examples.a_feed_polled(feed="Avel Courier", outcome="not_modified", **later, error=None, error_kind=None)
    )
    return said


async def tell(redis: Redis, payloads: Sequence[Payload]) -> None:
    """Append the events that state `payloads` to their streams."""
    log = messaging.Log(redis)
    for number, payload in enumerate(payloads):
        stream = next(stream for stream in STREAMS if type(payload) in stream.events)
        event = Event.of(payload, source="test", time=NOW, distinguished_by=f"{number}")
        await log.take(messaging.Step(appends=[(stream, event)]))


async def beat(redis: Redis, *services: str) -> None:
    """Leave the heartbeat of one instance of each of `services`."""
    for service in services:
        member = f"{service}:1"
        await redis.hset(
            messaging.key("heartbeat", member),
            mapping={"at": rfc3339(datetime.now(UTC)), "version": "0.1.0", "pid": "7"},
        )
        await redis.sadd(messaging.key("heartbeats"), member)


class Archivist:
    """A projector's leader on a database of its own, driven by hand."""

    def __init__(self, database_url: str) -> None:
        self.shelf = Shelf(database.parse_address(database_url), writing=True)
        prepare(self.shelf)
        leader = lead(self.shelf, _registry(), "test", lambda: datetime.now(UTC), timedelta(minutes=5))
        assert leader is not None
        self.leader: Leader = leader
        leader.ensure_generation(lambda: None)

    async def keep_up(self, redis: Redis) -> None:
        """Archive and project all that the streams hold."""
        while entries := await messaging.read_after(redis, self.leader.positions(), count=500, block_ms=1):
            self.leader.take(entries)
        while self.leader.project(500):
            pass

    def close(self) -> None:
        self.shelf.close()


@cache
def _registry() -> Registry:
    return Registry.load([newsroom.ACTORS])


def database_in(folder: Path) -> str:
    """Return the address of the embedded database in `folder`."""
    return f"sqlite:///{folder}/archive.db"
