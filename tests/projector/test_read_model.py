"""Questions to the ledger, and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from schemas import Claim
from services.projector.lease import holder_name
from services.read_model import BadCursor, ClaimFilter
from tests.examples import a_claim_recorded, a_claim_withdrawn, a_feed_polled, an_article_extracted, an_article_fetched
from tests.projector.desk import NOON, a_history, claims_of_different_figures
from tests.projector.rig import Rig

STAFF = {"actor_id": "yy-staff", "name": "Staff of Y", "text": "the staff"}


def a_death_toll(low: int, day: int = 2, **changes: Any) -> Claim:
    period = {"start": f"2031-05-{day:02d}", "end": f"2031-05-{day:02d}", "precision": "day", "cumulative": False}
    defaults: dict[str, Any] = {
        "measure": "killed", "count": {"value": low, "low": low, "high": low}, "period": period, "claimant": STAFF,
        "subject": {"actor_id": "xx-army", "name": "Army of X", "text": "soldiers"},
    }  # fmt: skip
    return a_claim_recorded(**{**defaults, **changes})


def test_walking_all_cursors_shows_every_claim_exactly_once(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(*claims_of_different_figures(7)))
    seen: list[UUID] = []
    cursor = None
    while True:
        claims, cursor = rig.read_model.claims(cursor=cursor, limit=3)
        seen += [claim.claim_id for claim in claims]
        # What comes while somebody is walking stands at the end.
        rig.hand_over(rig.desk.write(a_death_toll(100 + len(seen))))
        if cursor is None or len(seen) > 30:
            break
    assert len(seen) == len(set(seen)) >= 7


def test_a_cursor_that_no_answer_gave_is_refused(rig: Rig) -> None:
    somewhere = UUID(int=0)
    for cursor in ("x", "1.x", f"-1.{somewhere}", f"{2**70}.{somewhere}", f"{somewhere}"):
        with pytest.raises(BadCursor, match="no cursor"):
            rig.read_model.claims(cursor=cursor)


def test_a_filter_finds_what_it_names(rig: Rig) -> None:
    gone = a_death_toll(5)
    rig.hand_over(
        rig.desk.write(
            a_death_toll(1),
            a_death_toll(2, day=3, stance="deny"),
            a_death_toll(3, measure="wounded"),
            a_death_toll(4, day=4, claimant=None, subject={"actor_id": "zz-army"}),
            gone,
            a_claim_withdrawn(claim_id=str(gone.claim_id)),
        )
    )

    def found(**wanted: Any) -> list[int | None]:
        return [claim.count.low for claim in rig.read_model.claims(ClaimFilter(**wanted))[0]]

    assert found() == [1, 2, 3, 4]
    assert found(measure="wounded") == [3]
    assert found(actor="zz-army") == [4]
    assert found(claimant="yy-staff") == [1, 2, 3]
    assert found(stance="deny") == [2]
    assert found(article=gone.article.article_id) == [1, 2, 3, 4]
    assert found(article=UUID(int=9)) == []
    assert found(start=date(2031, 5, 3)) == [2, 4]
    assert found(end=date(2031, 5, 2)) == [1, 3]
    assert found(start=date(2031, 5, 3), end=date(2031, 5, 3)) == [2]
    assert found(standing=None) == [1, 2, 3, 4, 5]
    assert found(standing=False) == [5]


def test_the_tallies_of_an_actor_come_with_how_fresh_they_are(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(a_death_toll(20), a_death_toll(7, day=3), a_death_toll(3, measure="wounded")))
    tallies = rig.read_model.actor_tallies("xx-army")
    assert tallies is not None
    assert (tallies.actor.name, tallies.freshness.seq, tallies.freshness.behind) == ("Army of X", 3, 0)
    assert tallies.freshness.as_of == NOON
    assert [(row.measure, row.low) for row in tallies.rows] == [("killed", 20), ("killed", 7), ("wounded", 3)]


def test_tallies_can_be_asked_for_by_measure_claimant_and_day(rig: Rig) -> None:
    own = {"actor_id": "xx-staff", "name": None, "text": "staff"}
    rig.hand_over(rig.desk.write(a_death_toll(20), a_death_toll(7, day=3), a_death_toll(3, claimant=own)))

    def lows(**asked: Any) -> list[int | None]:
        tallies = rig.read_model.actor_tallies("xx-army", **asked)
        assert tallies is not None
        return [row.low for row in tallies.rows]

    assert lows(measure="wounded") == []
    assert lows(claimant="xx-staff") == [3]
    assert lows(start=date(2031, 5, 3)) == [7]
    assert sorted(lows(end=date(2031, 5, 2)), key=str) == [20, 3]


def test_an_actor_of_whom_nothing_was_claimed_is_unknown(rig: Rig) -> None:
    assert rig.read_model.actor_tallies("xx-army") is None


def test_a_withdrawn_claim_leaves_the_tally_and_stays_in_the_record(rig: Rig) -> None:
    claim = a_death_toll(20)
    withdrawal = a_claim_withdrawn(claim_id=str(claim.claim_id), reason="corrected")
    rig.hand_over(rig.desk.write(claim, withdrawal))
    tallies = rig.read_model.actor_tallies("xx-army")
    assert tallies is not None
    assert tallies.rows == ()
    record = rig.read_model.claim(claim.claim_id)
    assert record is not None
    assert (record.standing, record.withdrawn_at) == (False, NOON)
    assert [(change.what, change.seq, change.reason) for change in record.history] == [
        ("recorded", 1, None),
        ("withdrawn", 2, "corrected"),
    ]


def test_the_summary_counts_what_stands(rig: Rig) -> None:
    gone = a_death_toll(9)
    rig.hand_over(
        rig.desk.write(
            a_death_toll(1), a_death_toll(2), a_death_toll(3, measure="wounded"),
            gone, a_claim_withdrawn(claim_id=str(gone.claim_id)),
        )
    )  # fmt: skip
    summary = rig.read_model.summary()
    assert (summary.claims, summary.actors, summary.by_measure) == (3, 1, {"killed": 2, "wounded": 1})
    (actor,) = rig.read_model.actors()
    assert (actor.actor_id, actor.name, actor.claims, actor.measures) == (
        "xx-army", "Army of X", 3, {"killed": 2, "wounded": 1},
    )  # fmt: skip


def test_every_fetched_version_is_counted_once_by_what_became_of_it(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(*a_history(9)))
    fetched = [event for event in rig.read_model.events(0, 10_000) if ".article.fetched." in event.type]
    assert sum(rig.read_model.outcomes().values()) == len(fetched)
    assert "waiting" not in rig.read_model.outcomes()


def test_a_version_that_nobody_has_read_waits(rig: Rig) -> None:
    first, second = (an_article_fetched(revision=revision) for revision in (1, 2))
    rig.hand_over(rig.desk.write(first, second))
    assert rig.read_model.outcomes() == {"waiting": 2}
    read = an_article_extracted(article_id=str(first.article_id), revision=2, outcome="no_claims")
    rig.hand_over(rig.desk.write(read))
    assert rig.read_model.outcomes() == {"no_claims": 1, "waiting": 1}
    article = rig.read_model.article(first.article_id)
    assert article is not None
    assert (article.revision, article.outcome) == (2, "no_claims")


def test_a_feed_shows_its_last_poll(rig: Rig) -> None:
    polls = [a_feed_polled(feed="daily", outcome="new", entries=14, error=None, note=None),
             a_feed_polled(feed="daily", outcome="failed", entries=0, error="HTTP 500")]  # fmt: skip
    rig.hand_over(rig.desk.write(*polls))
    (feed,) = rig.read_model.feeds()
    assert (feed.name, feed.outcome, feed.entries, feed.error) == ("daily", "failed", 14, "HTTP 500")


def test_what_is_archived_and_not_yet_applied_is_said(rig: Rig) -> None:
    rig.leader.take(rig.desk.write(*claims_of_different_figures(3)))
    assert rig.read_model.freshness().behind == 3
    rig.leader.project(2)
    assert (rig.read_model.freshness().seq, rig.read_model.freshness().behind) == (2, 1)


def test_invented_figures_are_marked_as_such(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(a_death_toll(1, article={"synthetic": False})))
    assert not rig.read_model.freshness().synthetic
    rig.hand_over(rig.desk.write(a_death_toll(2, subject={"actor_id": "zz-army"}, article={"synthetic": True})))
    assert rig.read_model.freshness().synthetic
    real, invented = (rig.read_model.actor_tallies(actor) for actor in ("xx-army", "zz-army"))
    assert real is not None
    assert invented is not None
    assert (real.freshness.synthetic, invented.freshness.synthetic) == (False, True)


def test_the_archive_can_be_read_page_by_page(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(*claims_of_different_figures(5)))
    pages = [[event.seq for event in rig.read_model.events(after, 2)] for after in (0, 2, 4, 5)]
    assert pages == [[1, 2], [3, 4], [5], []]


def test_the_export_holds_no_clock_and_no_position(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(*a_history(10)))
    export = rig.export()
    for word in ("fetched_at", "recorded_at", "archived_at", "seq", "generation", holder_name().split("/")[0]):
        assert word not in export
