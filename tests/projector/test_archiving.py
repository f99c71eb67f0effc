"""The archive keeps every event once, in one order, with the position of its stream in the same transaction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from schemas import Event
from services import archive, database
from services.archive import StreamPosition
from tests.examples import a_claim_recorded, a_feed_polled, an_article_fetched
from tests.projector.desk import a_history
from tests.projector.rig import Rig


def test_seqs_have_no_gap(rig: Rig) -> None:
    entries = rig.desk.write(*a_history(1))
    rig.hand_over([*entries, *entries[::3]], batch=5)
    seqs = [row.seq for row in rig.archived(select(archive.events.c.seq).order_by(archive.events.c.seq))]
    assert seqs == list(range(1, len(entries) + 1))


def test_an_archived_event_is_the_event_that_was_published(rig: Rig) -> None:
    (entry,) = rig.desk.write(a_claim_recorded())
    rig.hand_over([entry])
    (archived,) = rig.read_model.events(0, 10)
    published = Event.from_fields(entry.fields)
    assert archived.body == published.payload
    assert (archived.event_id, archived.type, archived.subject) == (published.id, published.type, published.subject)
    assert (archived.time, archived.sequence, archived.stream_id) == (published.time, 1, f"{entry.ms}-{entry.n}")


def test_positions_are_two_numbers_and_not_a_text(rig: Rig) -> None:
    (entry,) = rig.desk.write(an_article_fetched())
    rig.hand_over([replace(entry, ms=9, n=10)])
    assert rig.read_model.positions()["articles"] == StreamPosition("articles", 9, 10, sequence=1)


def test_nothing_moves_when_the_transaction_fails(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise IntegrityError("INSERT", {}, Exception("the disk is gone"))

    with monkeypatch.context() as patched:
        patched.setattr(archive, "move", fails)
        with pytest.raises(IntegrityError):
            rig.leader.take(rig.desk.write(an_article_fetched()))
    assert rig.read_model.positions() == {}
    assert rig.archived(select(func.count()).select_from(archive.events))[0][0] == 0


def test_a_gap_is_counted_shown_and_warned_of(rig: Rig) -> None:
    entries = rig.desk.write(*(a_feed_polled(feed=f"feed-{n}") for n in range(5)))
    with capture_logs() as logs:
        rig.hand_over([entries[0], entries[4]])
    assert rig.read_model.positions()["feeds"].gaps == 3
    (warning,) = [line for line in logs if line["log_level"] == "warning"]
    assert warning["event"].startswith("3 events of the stream feeds were never seen")


def test_other_content_under_one_id_is_counted_and_the_first_stands(rig: Rig) -> None:
    (first,) = rig.desk.write(a_claim_recorded())
    (other,) = rig.desk.write(a_claim_recorded(item="other"))
    clash = replace(other, fields={**other.fields, "id": first.fields["id"]})
    rig.hand_over([first, clash])
    rig.hand_over([clash])
    assert rig.read_model.conflicts() == 1
    assert len(rig.read_model.events(0, 9)) == 1


def test_a_slow_reader_of_the_archive_does_not_stop_the_projector(rig: Rig) -> None:
    entries = rig.desk.write(*(an_article_fetched(revision=n) for n in range(1, 4)))
    rig.hand_over(entries[:1])
    with database.transaction(rig.shelf.reading) as reader:
        seen = archive.head(reader)
        rig.hand_over(entries[1:])
        assert archive.head(reader) == seen == 1
    assert rig.read_model.freshness().seq == 3
