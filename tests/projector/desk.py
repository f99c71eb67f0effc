"""A news desk in memory: writes stream entries as the appending step would."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from schemas import ClaimRecorded, Event, Payload
from schemas.streams import STREAMS, Stream
from services.messaging import StreamEntry
from tests import examples

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


class Desk:
    """Gives every event its stream, its stream id and its sequence number."""

    def __init__(self) -> None:
        self.counters: Counter[str] = Counter()

    def write(self, *payloads: Payload) -> list[StreamEntry]:
        """Return the entries of the events that state `payloads`, each an event of its own."""
        return [self._entry(payload) for payload in payloads]

    def _entry(self, payload: Payload) -> StreamEntry:
        event = Event.of(payload, source="desk", time=NOON, distinguished_by=str(self.counters.total()))
        stream = next(stream for stream in STREAMS if type(payload) in stream.events)
        return self.append(stream, event.fields())

    def append(self, stream: Stream, fields: dict[str, str]) -> StreamEntry:
        """Return an entry with any fields at all."""
        self.counters[stream.name] += 1
        number = self.counters[stream.name]
        return StreamEntry(stream, 1_900_000_000_000 + number // 3, number % 3, {**fields, "sequence": str(number)})


def claims_of_different_figures(number: int) -> list[ClaimRecorded]:
    """Return `number` claims, each with an id of its own."""
    return [examples.a_claim_recorded(count={"value": n, "low": n, "high": n}) for n in range(1, number + 1)]


def a_history(seed: int, articles: int = 12) -> list[Payload]:
    """Return what happens to `articles` articles: versions, claims that come and go, denials, polls, erasures."""
    rng = random.Random(seed)
    history: list[Payload] = []
    for number in range(articles):
        history += _an_article(rng, UUID(int=rng.getrandbits(128), version=4), number)
    return history


def _an_article(rng: random.Random, article_id: UUID, number: int) -> Iterable[Payload]:
    address = f"https://paper.example/{number}"
    about: dict[str, object] = {"article_id": str(article_id), "url": address, "title": f"Report {number}"}
    standing: dict[UUID, Payload] = {}
    for revision in range(1, rng.randint(1, 3) + 1):
        yield examples.an_article_fetched(**about, revision=revision)
        if rng.random() < 0.1:
            yield examples.an_article_extraction_failed(article_id=str(article_id), revision=revision, url=address)
            continue
        claims = {claim.claim_id: claim for claim in (_a_claim(rng, about) for _ in range(rng.randint(0, 4)))}
        for gone in sorted(standing.keys() - claims.keys()):
            yield examples.a_claim_withdrawn(claim_id=str(gone), article_id=str(article_id), revision=revision)
        for claim_id in sorted(claims.keys() - standing.keys()):
            yield claims[claim_id]
        standing = dict(claims)
        yield examples.an_article_extracted(
            **about,
            revision=revision,
            outcome="claims" if claims else "no_claims",
            claims=len(claims),
            recorded=len(claims),
            withdrawn=0,
        )
    if rng.random() < 0.3:
        yield examples.a_feed_polled(feed=f"feed-{rng.randint(1, 3)}")
    if rng.random() < 0.1:
        yield examples.an_article_erased(article_id=str(article_id), claim_ids=sorted(map(str, standing)))


def _a_claim(rng: random.Random, about: dict[str, object]) -> Payload:
    low = rng.choice((1, 2, 3, 20))
    day = f"2031-05-{rng.randint(1, 3):02d}"
    claimant = rng.choice((None, "ru-mod", "ua-general-staff", None))
    return examples.a_claim_recorded(
        measure=rng.choice(("killed", "wounded", "casualties")),
        count={"value": low, "low": low, "high": rng.choice((low, low, None))},
        subject={"actor_id": rng.choice(("ru-armed-forces", "ua-armed-forces", "unregistered:hill-militia"))},
        claimant=claimant and {"actor_id": claimant, "name": claimant, "text": claimant},
        stance=rng.choice(("assert", "assert", "assert", "deny", "concede")),
        period={"start": day, "end": day, "cumulative": rng.random() < 0.2},
        place=rng.choice((None, {"text": "Arvik", "name": None}, {"text": "Bolm", "name": None})),
        article=about,
    )
