"""The examples are the promise of compatibility: what is in the folder was valid once and has to stay so."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from schemas import PAYLOADS, ClaimRecorded, Event, canonical_json
from schemas.claim import claim_id
from tests import examples

PASS = sorted(path.name.removesuffix(".json") for path in examples.FOLDER.glob("*.pass.json"))
FAIL = sorted(path.name.removesuffix(".json") for path in examples.FOLDER.glob("*.fail.json"))
ENTRIES = sorted(path.name.removesuffix(".json") for path in examples.FOLDER.glob("entry.*.json"))

REFUSED_AT = {
    "claimledger.article.erased.v1.claim-id-not-a-uuid.fail": ("claim_ids", 0),
    "claimledger.article.extracted.v1.negative-claims.fail": ("claims",),
    "claimledger.article.extracted.v1.unknown-outcome.fail": ("outcome",),
    "claimledger.article.extraction_failed.v1.missing-detail.fail": ("detail",),
    "claimledger.article.fetched.v1.missing-url.fail": ("url",),
    "claimledger.article.fetched.v1.naive-time.fail": ("fetched_at",),
    "claimledger.article.fetched.v1.revision-zero.fail": ("revision",),
    "claimledger.article.fetched.v1.short-hash.fail": ("page_sha256",),
    "claimledger.article.fetched.v1.unknown-basis.fail": ("published_basis",),
    "claimledger.claim.erased.v1.missing-why.fail": ("why",),
    "claimledger.claim.recorded.v1.actor-id-with-capitals.fail": ("subject", "actor_id"),
    "claimledger.claim.recorded.v1.bounds-reversed.fail": ("count",),
    "claimledger.claim.recorded.v1.claim-id-not-a-uuid.fail": ("claim_id",),
    "claimledger.claim.recorded.v1.confidence-above-one.fail": ("extraction", "confidence"),
    "claimledger.claim.recorded.v1.missing-evidence.fail": ("evidence",),
    "claimledger.claim.recorded.v1.naive-time.fail": ("article", "published_at"),
    "claimledger.claim.recorded.v1.negative-count.fail": ("count", "value"),
    "claimledger.claim.recorded.v1.period-reversed.fail": ("period",),
    "claimledger.claim.recorded.v1.unknown-measure.fail": ("measure",),
    "claimledger.claim.recorded.v1.unknown-stance.fail": ("stance",),
    "claimledger.claim.withdrawn.v1.unknown-reason.fail": ("reason",),
    "claimledger.entry.died.v1.fields-not-text.fail": ("fields", "sequence"),
    "claimledger.entry.died.v1.no-attempts.fail": ("attempts",),
    "claimledger.feed.polled.v1.naive-time.fail": ("next_due",),
    "claimledger.feed.polled.v1.status-in-words.fail": ("http_status",),
    "claimledger.page.visited.v1.unknown-outcome.fail": ("outcome",),
}
"""Where each failing example is refused; each is wrong in this one place."""


def event_type(example: str) -> str:
    """Return the event type that starts the name of an example."""
    return example.rsplit(".", 2)[0]


@pytest.mark.parametrize("example", PASS)
def test_what_was_ever_valid_still_parses(example: str) -> None:
    PAYLOADS[event_type(example)].model_validate(examples.document(example))


@pytest.mark.parametrize("example", PASS)
def test_what_an_example_says_survives_reading_and_writing(example: str) -> None:
    document = examples.document(example)
    written = PAYLOADS[event_type(example)].model_validate(document).model_dump(mode="json")
    again = PAYLOADS[event_type(example)].model_validate(written).model_dump(mode="json")
    assert canonical_json(written) == canonical_json(again)
    if ".minimal." not in example:
        assert canonical_json(written) == canonical_json(document)


def test_every_failing_example_is_known() -> None:
    assert sorted(REFUSED_AT) == FAIL


@pytest.mark.parametrize("example", REFUSED_AT)
def test_a_failing_example_is_refused_where_its_name_says(example: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        PAYLOADS[event_type(example)].model_validate(examples.document(example))
    assert [error["loc"] for error in refusal.value.errors()] == [REFUSED_AT[example]]


@pytest.mark.parametrize("name", PAYLOADS)
def test_every_event_has_a_minimal_and_a_full_example(name: str) -> None:
    payload = PAYLOADS[name]
    required = {field for field, info in payload.model_fields.items() if info.is_required()}
    assert examples.document(f"{name}.minimal.pass").keys() == required
    assert examples.document(f"{name}.full.pass").keys() == payload.model_fields.keys()


def test_every_example_is_of_an_event_that_we_know() -> None:
    found = {path.name.removesuffix(".json") for path in examples.FOLDER.iterdir()}
    assert found == {*PASS, *FAIL, *ENTRIES}
    assert {event_type(example) for example in (*PASS, *FAIL)} == set(PAYLOADS)


@pytest.mark.parametrize("example", [*PASS, *FAIL, *ENTRIES])
def test_examples_are_committed_with_sorted_keys(example: str) -> None:
    text = (examples.FOLDER / f"{example}.json").read_text("utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize("example", ENTRIES)
def test_an_entry_is_read_back_as_it_was_written(example: str) -> None:
    entry = examples.document(example)
    event = Event.from_fields(entry)
    payload = PAYLOADS[event.type].model_validate(event.payload)
    assert event.subject == payload.about
    assert {**event.fields(), "sequence": str(event.sequence)} == entry
    assert event.payload == examples.document(f"{event.type}.full.pass")


def test_the_two_entries_are_cause_and_effect() -> None:
    fetched, recorded = (
        Event.from_fields(examples.document(f"entry.{name}")) for name in ("article-fetched", "claim-recorded")
    )
    assert recorded.causationid == str(fetched.id)
    assert recorded.correlationid == fetched.correlationid == str(fetched.id)


@pytest.mark.parametrize("example", [name for name in PASS if event_type(name) == ClaimRecorded.TYPE])
def test_the_claims_carry_the_ids_that_follow_from_what_they_say(example: str) -> None:
    claim = ClaimRecorded.model_validate(examples.document(example))
    assert claim.claim_id == claim_id(claim.article.article_id, claim.model_dump(mode="json"), 0)


@pytest.mark.parametrize("example", [name for name in PASS if event_type(name) == ClaimRecorded.TYPE])
def test_the_claims_are_ones_that_the_publishing_gate_would_pass(example: str) -> None:
    claim = ClaimRecorded.model_validate(examples.document(example))
    evidence = claim.evidence
    assert evidence.end - evidence.start == len(evidence.sentence)
    assert claim.count.text in evidence.sentence
    for span in claim.context:
        assert evidence.start <= span.start < span.end <= evidence.end


def test_the_examples_are_invented_and_say_so() -> None:
    for example in PASS:
        text = (examples.FOLDER / f"{example}.json").read_text("utf-8")
        assert "://" not in text.replace("https://harbour-post.example/", ""), example
    assert examples.an_article_fetched().synthetic
    assert examples.a_claim().article.synthetic
