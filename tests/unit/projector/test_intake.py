"""Whatever a stream holds, the archive takes it in once and loses nothing in silence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.streams import ARTICLES, CLAIMS
from services.archive import MALFORMED, ArchivedEvent, StreamPosition
from services.messaging import StreamEntry
from services.projector.intake import Intake, plan_intake, read_entry
from tests.examples import a_claim_erased, a_claim_recorded, an_article_fetched
from tests.projector.desk import NOON, Desk


def take(entries: Sequence[StreamEntry], **archived: Any) -> Intake:
    known: dict[str, Any] = {"head": 0, "positions": {}, "known": {}, "erased": frozenset()}
    return plan_intake([read_entry(entry, NOON) for entry in entries], **{**known, **archived})


def test_events_get_their_seqs_in_the_order_in_which_they_come() -> None:
    entries = Desk().write(an_article_fetched(revision=1), a_claim_recorded(), an_article_fetched(revision=2))
    intake = take(entries, head=41)
    assert [event.seq for event in intake.events] == [42, 43, 44]
    assert [event.type.split(".")[1] for event in intake.events] == ["article", "claim", "article"]


def test_an_event_that_comes_twice_is_archived_once_and_counted() -> None:
    entries = Desk().write(an_article_fetched())
    intake = take([*entries, *entries])
    assert (len(intake.events), intake.duplicates, intake.clashes) == (1, 1, ())


def test_an_event_that_is_archived_already_is_not_archived_again() -> None:
    entries = Desk().write(an_article_fetched())
    (first,) = take(entries).events
    intake = take(entries, head=1, known={first.event_id: first.digest})
    assert (intake.events, intake.duplicates) == ((), 1)


def test_the_same_fact_derived_at_another_time_is_a_duplicate() -> None:
    desk = Desk()
    (entry,) = desk.write(an_article_fetched(fetched_at="2031-05-04T10:00:00Z"))
    payload = {**json.loads(entry.fields["payload"]), "fetched_at": "2031-05-04T10:00:09Z"}
    again = {**entry.fields, "payload": json.dumps(payload), "time": "2031-05-04T10:00:09Z", "correlationid": "other"}
    intake = take([entry, desk.append(ARTICLES, again)])
    assert (len(intake.events), intake.duplicates, intake.clashes) == (1, 1, ())


def test_other_content_under_a_known_id_is_kept_beside_and_the_first_stands() -> None:
    desk = Desk()
    (entry,) = desk.write(an_article_fetched(revision=1))
    payload = {**json.loads(entry.fields["payload"]), "revision": 7}
    intake = take([entry, desk.append(ARTICLES, {**entry.fields, "payload": json.dumps(payload)})])
    assert [event.body["revision"] for event in intake.events] == [1]
    assert [event.body["revision"] for event in intake.clashes] == [7]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"payload": "{"},
        {"payload": "[]"},
        {"payload": '{"low": NaN}'},
        {"payload": '{"title": "\\ud800"}'},
        {"payload": "[" * 100_000},
        {"id": "seven"},
        {"time": "yesterday"},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"subject": "a\x00b"},
    ],
)
def test_an_entry_that_is_no_event_is_archived_as_it_is(spoilt: dict[str, str]) -> None:
    desk = Desk()
    (good,) = desk.write(an_article_fetched())
    bad = desk.append(ARTICLES, {**good.fields, **spoilt})
    (_, archived) = take([good, bad]).events
    assert (archived.type, archived.sequence) == (MALFORMED, 2)
    assert archived.body["fields"] == dict(bad.fields)
    assert archived.body["error"]


FIELD_NAMES = st.text(max_size=9) | st.sampled_from(["id", "time", "payload", "sequence"])


@given(st.dictionaries(FIELD_NAMES, st.text(max_size=30)))
def test_no_entry_can_stop_the_archive(fields: dict[str, str]) -> None:
    (archived,) = take([StreamEntry(CLAIMS, 5, 1, fields)]).events
    assert archived.type == MALFORMED
    archived.payload.encode()


def test_the_numbering_is_followed_over_batches() -> None:
    desk = Desk()
    entries = desk.write(*(an_article_fetched(revision=n) for n in range(1, 6)))
    first = take(entries[:2])
    then = take(entries[2:], head=2, positions={at.stream: at for at in first.positions})
    assert then.breaks == ()
    last = entries[-1]
    assert then.positions == (StreamPosition("articles", last.ms, last.n, sequence=5),)


def test_a_gap_is_counted_with_how_many_are_missing() -> None:
    entries = Desk().write(*(an_article_fetched(revision=n) for n in range(1, 6)))
    intake = take([entries[0], entries[4]])
    assert [(found.after, found.missing) for found in intake.breaks] == [(1, 3)]
    assert [position.gaps for position in intake.positions] == [3]


def test_what_was_trimmed_before_the_first_reading_is_a_gap_too() -> None:
    entries = Desk().write(*(an_article_fetched(revision=n) for n in range(1, 4)))
    assert [found.missing for found in take(entries[2:]).breaks] == [2]


def test_a_numbering_that_went_back_is_one_repeat_and_followed_from_there() -> None:
    entries = Desk().write(*(an_article_fetched(revision=n) for n in range(1, 4)))
    at = StreamPosition("articles", 1, 0, sequence=100)
    intake = take(entries, positions={"articles": at})
    assert [(position.sequence, position.gaps, position.repeats) for position in intake.positions] == [(3, 0, 1)]


def test_what_arrives_about_an_erased_claim_is_redacted_on_its_way_in() -> None:
    claim = a_claim_recorded()
    (event,) = take(Desk().write(claim), erased={str(claim.claim_id)}).events
    assert claim.evidence.sentence not in event.payload
    assert event.body["count"]["low"] == claim.count.low


def test_an_erasure_concerns_what_came_before_it_in_its_batch() -> None:
    claim = a_claim_recorded()
    ruling = a_claim_erased(claim_id=str(claim.claim_id), article_id=str(claim.article.article_id))
    intake = take(Desk().write(claim, ruling))
    assert claim.evidence.sentence not in intake.events[0].payload
    assert [event.seq for event in intake.rulings] == [2]


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=20), st.integers(1, 5))
def test_batches_change_nothing(history: list[tuple[int, bool]], size: int) -> None:
    desk = Desk()
    entries = [
        desk.write(an_article_fetched(revision=revision) if article else a_claim_recorded(item=str(revision)))[0]
        for revision, article in history
    ]
    repeated = [*entries, *entries[::2]]
    whole = take(repeated)

    events: list[ArchivedEvent] = []
    positions: dict[str, StreamPosition] = {}
    duplicates = 0
    for start in range(0, len(repeated), size):
        known = {event.event_id: event.digest for event in events}
        part = take(repeated[start : start + size], head=len(events), positions=positions, known=known)
        events += part.events
        positions |= {at.stream: at for at in part.positions}
        duplicates += part.duplicates

    assert tuple(events) == whole.events
    assert positions == {at.stream: at for at in whole.positions}
    assert duplicates == whole.duplicates


def test_a_sequence_beyond_all_numbers_is_no_number() -> None:
    (entry,) = Desk().write(an_article_fetched())
    huge = replace(entry, fields={**entry.fields, "sequence": "9" * 40})
    (event,) = take([huge]).events
    assert (event.type, event.sequence) == (MALFORMED, None)
