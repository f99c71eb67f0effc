"""The same news gives the same read models: whatever the batches, live or rebuilt, told once or twice."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from sqlalchemy import insert

from schemas.streams import CLAIMS
from services import archive, database, generations, views
from services.messaging import StreamEntry
from services.projector.rebuild import RebuildRefused
from tests.examples import a_claim_recorded, a_claim_withdrawn, an_article_fetched
from tests.projector.desk import Desk, a_history
from tests.projector.rig import Rig


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_rebuild_equals_what_was_kept_live(seed: int, rig: Rig) -> None:
    rig.hand_over(rig.desk.write(*a_history(seed)), batch=7)
    live = rig.export()
    assert rig.read_model.freshness().generation == 1

    rebuilt = rig.rebuild()

    assert rebuilt.differences.lines == 0
    assert rig.read_model.freshness().generation == 2
    assert rig.export() == live != ""


def test_the_borders_of_batches_change_nothing(new_rig: Callable[[], Rig]) -> None:
    entries = Desk().write(*a_history(4))
    exports = []
    for batch in (1, 5, 1_000):
        rig = new_rig()
        rig.hand_over(entries, batch)
        exports.append(rig.export())
    assert exports[0] == exports[1] == exports[2] != ""


def test_what_is_told_again_counts_once(new_rig: Callable[[], Rig]) -> None:
    entries = Desk().write(*a_history(5))
    once, again = new_rig(), new_rig()
    once.hand_over(entries)
    rng = random.Random(5)
    at, told_again = 0, list[StreamEntry]()
    while at < len(entries):
        # As after a failover: the position falls back, and a stretch comes a second time.
        told_again += entries[max(0, at - rng.randint(0, 9)) : at + 6]
        at += 6
    again.hand_over(told_again, batch=11)
    assert again.export() == once.export() != ""


def test_the_order_of_streams_between_each_other_changes_nothing(new_rig: Callable[[], Rig]) -> None:
    entries = Desk().write(*a_history(6))
    streams = sorted({entry.stream.name for entry in entries})
    exports = []
    for first in (streams, streams[::-1]):
        rig = new_rig()
        rig.hand_over(sorted(entries, key=lambda entry: first.index(entry.stream.name)), batch=9)
        exports.append(rig.export())
    assert exports[0] == exports[1] != ""


def test_a_rebuild_parks_the_same_events(rig: Rig) -> None:
    desk = rig.desk
    entries = [
        *desk.write(an_article_fetched(), a_claim_recorded(count={"low": 10**30, "high": None})),
        desk.append(CLAIMS, {"weather": "fine"}),
        *desk.write(a_claim_withdrawn(), a_claim_recorded()),
    ]
    rig.hand_over(entries)
    live = rig.shown(views.parked)
    assert [row.seq for row in live] == [2, 3, 4]
    assert rig.read_model.parked() == 3
    rig.rebuild()
    assert rig.shown(views.parked) == live


def test_an_unknown_type_is_archived_counted_and_skipped(rig: Rig) -> None:
    (known,) = rig.desk.write(a_claim_recorded())
    stranger = rig.desk.append(CLAIMS, {**known.fields, "id": str(known.fields["id"])[:-1] + "0", "type": "x.y.v9"})
    rig.hand_over([known, stranger])
    assert rig.read_model.skipped() == {"x.y.v9": 1}
    assert [event.type for event in rig.read_model.events(0, 9)][1] == "x.y.v9"


def test_a_rebuild_follows_live_traffic_and_live_traffic_follows_the_rebuild(rig: Rig) -> None:
    entries = rig.desk.write(*a_history(7, articles=8))
    rig.hand_over(entries[:10])
    came: list[StreamEntry] = entries[10:20]

    def news_comes(_done: int, _total: int) -> None:
        if came:
            rig.hand_over([came.pop(0)])

    rig.rebuild(progress=news_comes)
    assert rig.read_model.freshness().generation == 2
    rig.hand_over([*came, *entries[20:]])
    assert rig.read_model.freshness().behind == 0
    assert rig.rebuild().differences.lines == 0


def test_a_rebuild_that_differs_under_the_same_rules_is_refused_and_changes_nothing(rig: Rig) -> None:
    rig.hand_over(rig.desk.write(a_claim_recorded()))
    with database.transaction(rig.shelf.engine(1)) as connection:
        connection.execute(insert(views.outcomes).values(outcome="made up", versions=7))
    with pytest.raises(RebuildRefused, match="differs from the live one in 1 lines"):
        rig.rebuild()
    assert rig.read_model.freshness().generation == 1
    assert rig.rebuild(accept_differences=True).differences.lines == 1
    assert "made up" not in rig.export()


def test_only_the_generation_before_is_kept(rig: Rig) -> None:
    for _ in range(3):
        rig.rebuild()
        rig.hand_over(rig.desk.write(a_claim_recorded()))
    with database.transaction(rig.shelf.reading) as connection:
        kept = [(generation.id, generation.state) for generation in generations.every(connection)]
    assert kept == [(3, "retired"), (4, "live")]


def test_what_a_crashed_rebuild_left_is_cleared_away(rig: Rig) -> None:
    with database.transaction(rig.shelf.archive) as connection:
        left = generations.begin(connection, "crashed", rig.now())
    rig.shelf.build(left.id)
    assert rig.rebuild().generation == left.id
    with database.transaction(rig.shelf.reading) as connection:
        assert [generation.state for generation in generations.every(connection)] == ["retired", "live"]


def test_two_rebuilds_do_not_run_at_once(rig: Rig) -> None:
    def another(_done: int, _total: int) -> None:
        with pytest.raises(RebuildRefused, match="Another rebuild is running"):
            rig.rebuild()

    rig.rebuild(progress=another)


def test_other_rules_build_the_read_models_anew_at_the_start(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.hand_over(rig.desk.write(*a_history(8)))
    before = rig.export()
    monkeypatch.setattr("services.projector.projection.RULES", 2)
    rig.leader.ensure_generation(lambda: None)
    assert rig.read_model.freshness().generation == 2
    assert rig.export() == before
    assert len(rig.archived(archive.events)) == rig.read_model.freshness().seq
