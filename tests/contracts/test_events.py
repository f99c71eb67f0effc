"""The envelope: what goes into an entry comes out of it, ids are derived, and readers are tolerant."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from schemas import PAYLOADS, ArticleFetched, Event, article_id, canonical_json, derive_id, rfc3339
from tests import examples

NOW = datetime(2026, 9, 12, 7, 0, 5, tzinfo=UTC)

words = st.text(min_size=1)
moments = st.datetimes(timezones=st.just(UTC))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
events = st.builds(
    Event,
    id=st.uuids(),
    source=words,
    type=words,
    subject=words,
    time=moments,
    correlationid=words,
    causationid=st.none() | words,
    payload=st.dictionaries(st.text(), json_values),
)


@given(events)
def test_an_event_comes_back_from_its_fields(event: Event) -> None:
    assert Event.from_fields(event.fields()) == event


@given(events)
def test_every_field_is_a_string_that_redis_can_store(event: Event) -> None:
    for name, value in event.fields().items():
        assert name.isascii()
        assert name.islower()
        assert value.encode().decode() == value


@given(title=st.text(), publisher=st.text() | st.none())
def test_a_payload_comes_back_whatever_its_texts_hold(title: str, publisher: str | None) -> None:
    fetched = examples.an_article_fetched(title=title, publisher=publisher)
    fields = Event.of(fetched, source="tests", time=NOW).fields()
    assert ArticleFetched.model_validate(Event.from_fields(fields).payload) == fetched


def test_quotes_newlines_and_other_alphabets_stay_as_they_are() -> None:
    title = "„Пороги“\n\tвтрати 🕊 \x85\u2028end"
    payload = Event.of(examples.an_article_fetched(title=title), source="tests", time=NOW).fields()["payload"]
    assert "Пороги" in payload
    assert json.loads(payload)["title"] == title


def test_the_sequence_number_is_read_back_from_an_entry() -> None:
    assert Event.from_fields(examples.document("entry.claim-recorded")).sequence == 1042


@pytest.mark.parametrize(
    ("field", "value"),
    [("payload", "[1]"), ("payload", "{"), ("payload", None), ("id", "7"), ("id", None), ("time", "2026-09-12T07:00")],
)
def test_a_malformed_entry_is_a_value_error(field: str, value: str | None) -> None:
    entry = examples.document("entry.claim-recorded")
    entry.pop(field)
    if value is not None:
        entry[field] = value
    with pytest.raises(ValueError, match=r".+"):
        Event.from_fields(entry)


def test_an_event_id_is_the_same_on_every_machine_and_for_ever() -> None:
    assert derive_id("article", "https://harbour-post.example/") == UUID("0e25a8d7-eec8-5888-a91b-c0355b73e1e6")
    fetched = Event.of(examples.an_article_fetched(), source="tests", time=NOW)
    assert fetched.id == UUID("64afc32f-1cc6-5d5e-ab56-e6adac6e1ded")


def test_the_same_fact_stated_again_is_the_same_event() -> None:
    fetched = examples.an_article_fetched()
    first = Event.of(fetched, source="one", time=NOW)
    again = Event.of(fetched, source="another", time=NOW + timedelta(days=1))
    assert first.id == again.id


def test_another_type_subject_cause_or_distinction_is_another_event() -> None:
    fetched, extracted = examples.an_article_fetched(), examples.an_article_extracted()
    cause = Event.of(fetched, source="tests", time=NOW)
    elsewhere = examples.an_article_fetched(article_id=article_id("https://harbour-post.example/other"))
    ids = [
        cause.id,
        Event.of(elsewhere, source="tests", time=NOW).id,
        Event.of(fetched, source="tests", time=NOW, distinguished_by="2").id,
        Event.of(extracted, source="tests", time=NOW).id,
        Event.of(extracted, source="tests", time=NOW, caused_by=cause).id,
    ]
    assert len(set(ids)) == len(ids)


@given(st.lists(st.text(alphabet="ab"), min_size=1), st.lists(st.text(alphabet="ab"), min_size=1))
def test_ids_are_equal_only_for_equal_parts(one: list[str], other: list[str]) -> None:
    assert (derive_id(*one) == derive_id(*other)) == (one == other)


def test_what_follows_from_a_page_shares_its_correlation_id() -> None:
    fetched = Event.of(examples.an_article_fetched(), source="tests", time=NOW)
    extracted = Event.of(examples.an_article_extracted(), source="tests", time=NOW, caused_by=fetched)
    assert fetched.causationid is None
    assert extracted.causationid == str(fetched.id)
    assert extracted.correlationid == fetched.correlationid == str(fetched.id)


@given(moments, st.integers(-14 * 60, 14 * 60))
def test_a_time_is_written_in_utc_whatever_zone_it_was_told_in(moment: datetime, minutes: int) -> None:
    assume(1 < moment.year < 9999)
    local = moment.astimezone(timezone(timedelta(minutes=minutes)))
    written = rfc3339(local)
    assert written.endswith("Z")
    assert datetime.fromisoformat(written) == local


@given(st.dictionaries(st.text(), json_values))
def test_equal_values_are_equal_text(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)
    assert json.loads(canonical_json(value)) == value


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_field_of_a_later_version_is_ignored(name: str) -> None:
    document = examples.document(f"{name}.full.pass")
    assert PAYLOADS[name].model_validate({**document, "of_next_year": {"x": 1}}) == PAYLOADS[name].model_validate(
        document
    )


def test_a_field_of_a_later_version_is_ignored_deep_in_a_claim() -> None:
    claim = examples.document("claimledger.claim.recorded.v1.full.pass")
    later = {**claim, "count": {**claim["count"], "unit": "people"}, "place": {**claim["place"], "latitude": 50.6}}
    assert examples.a_claim_recorded(**later) == examples.a_claim_recorded(**claim)


def test_an_entry_of_a_later_version_is_still_an_event() -> None:
    entry = examples.document("entry.claim-recorded")
    entry |= {"type": "claimledger.claim.reviewed.v3", "traceparent": "00-0af7-b7ad-01"}
    event = Event.from_fields(entry)
    assert event.type not in PAYLOADS
    assert event.subject == entry["subject"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_immutable(name: str) -> None:
    payload = PAYLOADS[name].model_validate(examples.document(f"{name}.full.pass"))
    with pytest.raises(ValueError, match="frozen"):
        setattr(payload, next(iter(PAYLOADS[name].model_fields)), None)
