"""An erasure takes out people and leaves the ledger."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Claim, Payload
from schemas.streams import PAYLOADS
from services.redaction import is_erased, redact
from tests import examples

EVENTS = (
    examples.an_article_fetched(),
    examples.an_article_extracted(),
    examples.an_article_extraction_failed(),
    examples.a_claim_recorded(private_person=True, subject={"actor_id": None, "name": "Jane Roe"}),
    examples.a_page_visited(),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_what_is_left_is_still_an_event_of_its_type(event: Payload) -> None:
    left = redact(event.TYPE, event.model_dump(mode="json"))
    assert is_erased(left)
    assert PAYLOADS[event.TYPE].model_validate(left).about == event.about


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TYPE)
def test_a_second_erasure_changes_nothing(event: Payload) -> None:
    left = redact(event.TYPE, event.model_dump(mode="json"))
    assert redact(event.TYPE, left) == left


def redacted(**changes: Any) -> Claim:
    claim = examples.a_claim_recorded(**changes)
    return Claim.model_validate(redact(claim.TYPE, claim.model_dump(mode="json")))


def test_figures_and_ids_of_a_claim_stay_and_its_wording_goes() -> None:
    claim = examples.a_claim_recorded()
    left = redacted()
    assert (left.claim_id, left.count, left.period, left.measure) == (
        claim.claim_id, claim.count, claim.period, claim.measure,
    )  # fmt: skip
    assert (left.evidence.sentence, left.article.title, left.article.url, left.subject.text) == ("", None, None, "")


def test_a_public_body_keeps_its_name_and_a_private_person_does_not() -> None:
    named = {"actor_id": "unregistered:jane-roe", "name": "Jane Roe", "text": "Jane Roe, 43"}
    assert redacted(subject=named, private_person=True).subject.actor_id is None
    assert redacted(subject=named, private_person=True).subject.name is None
    army = {"actor_id": "ru-armed-forces", "name": "Russian Armed Forces", "text": "Russian troops"}
    assert redacted(subject=army, private_person=True).subject.name == "Russian Armed Forces"


def test_the_hash_does_not_depend_on_when_a_page_was_fetched() -> None:
    early = examples.a_claim_recorded(article={"fetched_at": "2031-05-04T10:00:00Z"})
    late = examples.a_claim_recorded(article={"fetched_at": "2031-05-04T11:00:00Z"})
    hashes = {redact(claim.TYPE, claim.model_dump(mode="json"))["erased"] for claim in (early, late)}
    assert len(hashes) == 1


def test_of_a_payload_that_cannot_be_read_nothing_is_left_but_a_hash() -> None:
    for event_type in ("claimledger.claim.recorded.v1", "claimledger.claim.recorded.v9", "malformed"):
        assert redact(event_type, {"names": ["Jane Roe", "\ud800"]}).keys() == {"erased"}
