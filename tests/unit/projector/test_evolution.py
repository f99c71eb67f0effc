"""Views follow events, and never the order in which independent streams were archived."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

import pytest

from schemas import Payload
from schemas.event import canonical_json
from services.archive import MALFORMED, ArchivedEvent
from services.projector.article_view import ArticleView, evolve
from services.projector.evolution import Hand, apply, read
from tests import examples
from tests.projector.desk import NOON

ARTICLE = examples.an_article_fetched().article_id


def archived(seq: int, said: Payload | None = None, **changes: Any) -> ArchivedEvent:
    said = said or examples.a_claim_recorded()
    event: dict[str, Any] = {
        "seq": seq, "event_id": UUID(int=seq), "stream": "claims", "stream_ms": seq, "stream_n": 0, "sequence": seq,
        "type": said.TYPE, "source": "desk", "subject": said.about, "time": NOON, "correlation": "", "causation": None,
        "article": None, "payload": canonical_json(said.model_dump(mode="json")), "digest": "", "archived_at": NOON,
    }  # fmt: skip
    return ArchivedEvent(**{**event, **changes})


def after(*events: ArchivedEvent) -> Hand:
    hand = Hand()
    for event in events:
        apply(hand, read(event))
    return hand


def the_article(*versions: Payload) -> ArticleView:
    view = None
    for seq, version in enumerate(versions, 1):
        view = evolve(view, version, canonical_json(version.model_dump(mode="json")), seq)  # type: ignore[arg-type]
    assert view is not None
    return view


def fetched(revision: int, **changes: Any) -> Payload:
    return examples.an_article_fetched(revision=revision, **changes)


def extracted(revision: int, **changes: Any) -> Payload:
    return examples.an_article_extracted(article_id=str(ARTICLE), revision=revision, **{"outcome": "claims", **changes})


def failed(revision: int) -> Payload:
    return examples.an_article_extraction_failed(article_id=str(ARTICLE), revision=revision, reason="no_text")


def before_all_time(claim: Payload) -> str:
    payload = claim.model_dump(mode="json")
    return canonical_json({**payload, "article": {**payload["article"], "published_at": "0001-01-01T00:00:00+14:00"}})


def test_an_article_waits_until_it_is_read() -> None:
    assert the_article(fetched(1)).outcome == "waiting"
    assert the_article(fetched(1), extracted(1)).outcome == "claims"
    assert the_article(fetched(1), extracted(1), fetched(2)).outcome == "waiting"


def test_a_version_that_cannot_be_read_leaves_what_the_one_before_said() -> None:
    view = the_article(fetched(1), extracted(1, title="As it was", claims=3), fetched(2), failed(2))
    assert (view.outcome, view.title, view.claims, view.revision) == ("failed:no_text", "As it was", 3, 2)


def test_a_later_success_makes_good_a_failure_of_the_same_version() -> None:
    assert the_article(fetched(1), failed(1), extracted(1)).outcome == "claims"


def test_a_superseded_version_says_nothing_about_the_article() -> None:
    view = the_article(fetched(2), extracted(2, title="New"), extracted(1, outcome="superseded", title="Old"))
    assert (view.title, view.outcome) == ("New", "claims")


def test_the_page_stands_against_the_feed_and_the_feed_against_nothing() -> None:
    assert the_article(fetched(1, title="Feed")).title == "Feed"
    assert the_article(fetched(1, title="Feed"), extracted(1, title="Page")).title == "Page"
    assert the_article(fetched(1, title="Feed"), extracted(1, title=None)).title == "Feed"


def test_the_order_of_the_two_streams_changes_nothing_about_an_article() -> None:
    fetches = [fetched(n, title=f"Feed {n}") for n in (1, 2, 3)]
    readings = [extracted(1, title="Page 1"), failed(2), extracted(3, outcome="unchanged", title=None)]
    ends = set()
    for places in itertools.combinations(range(6), 3):
        left, right = iter(fetches), iter(readings)
        view = the_article(*(next(left if place in places else right) for place in range(6)))
        ends.add((view.title, view.outcome, view.revision, view.claims, view.published_at, view.text_sha256))
    assert len(ends) == 1


def test_a_claim_can_be_recorded_withdrawn_and_recorded_again() -> None:
    claim = examples.a_claim_recorded()
    gone = examples.a_claim_withdrawn(claim_id=str(claim.claim_id))
    twice = after(archived(1, claim), archived(2, gone))
    assert [view.standing for view in twice.claims.values()] == [False]
    thrice = after(archived(1, claim), archived(2, gone), archived(3, claim))
    (view,) = thrice.claims.values()
    assert (view.standing, view.recorded_seq, view.withdrawn_seq) == (True, 1, None)


def test_the_tallies_of_a_denied_claim_are_computed_anew() -> None:
    claim = examples.a_claim_recorded(subject={"actor_id": "xx-army"})
    denial = examples.a_claim_recorded(
        stance="deny", subject={"actor_id": None}, about_claim=str(claim.claim_id), item="denial"
    )
    hand = after(archived(1, claim))
    hand.stale.clear()
    apply(hand, read(archived(2, denial)))
    assert hand.stale == {("xx-army", claim.measure)}


def test_an_unknown_type_is_counted_and_skipped() -> None:
    hand = after(archived(1, type="claimledger.weather.changed.v1"), archived(2, type="claimledger.weather.changed.v1"))
    assert (hand.skipped, hand.parked, hand.claims) == ({"claimledger.weather.changed.v1": 2}, [], {})


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (archived(1, payload='{"measure": "killed"}'), "claim_id: Field required"),
        (archived(1, examples.a_claim_recorded(count={"low": 10**30, "high": None})), "too large"),
        (archived(1, examples.a_claim_recorded(subject={"text": "a\x00b"})), "NUL"),
        (archived(1, payload=before_all_time(examples.a_claim_recorded())), "out of range"),
        (archived(1, examples.a_claim_withdrawn()), "never recorded"),
        (archived(1, type=MALFORMED, payload='{"error": "not an object", "fields": {}}'), "not an object"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_applied_is_parked_with_the_reason(event: ArchivedEvent, why: str) -> None:
    hand = after(event)
    assert [(parked.seq, parked.type) for parked in hand.parked] == [(1, event.type)]
    assert why in hand.parked[0].error
    assert not any((hand.articles, hand.claims, hand.stale))
