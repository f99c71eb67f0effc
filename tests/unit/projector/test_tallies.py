"""Tallies count each death that one claimant tells of once, and add nothing that two of them say."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Claim, Perspective, TallyRow, article_id
from services.projector.tallies import tally
from tests.examples import a_claim

FRIDAY = {"start": "2031-05-02", "end": "2031-05-02", "precision": "day", "cumulative": False}
SATURDAY = {"start": "2031-05-03", "end": "2031-05-03", "precision": "day", "cumulative": False}
UNKNOWN = {"start": None, "end": None, "precision": "unknown", "cumulative": False}
SINCE_MAY = {"start": "2031-05-01", "end": "2031-05-03", "precision": "days", "cumulative": True}


def perspective(subject: str | None, claimant: str | None, on: date | None) -> Perspective:
    """Who shares the first letters of an id is on one side."""
    if claimant is None:
        return "outlet"
    return "own" if subject and subject[:2] == claimant[:2] else "adversary"


def somebody(actor_id: str | None, text: str = "") -> dict[str, Any]:
    return {"actor_id": actor_id, "name": None, "text": text or actor_id or "somebody"}


def said(
    low: int | None, high: int | None = -1, *, article: str = "a", dates: dict[str, str] | None = None, **changes: Any
) -> Claim:
    """Return "so many soldiers of xx-army were killed on Friday", in the voice of the article unless it is changed."""
    count = {"value": low, "low": low, "high": low if high == -1 else high, "text": "so many"}
    address = f"https://paper.example/{article}"
    about = {"article_id": str(article_id(address)), "url": address, **(dates or {})}
    defaults: dict[str, Any] = {
        "measure": "killed", "count": count, "subject": somebody("xx-army"), "claimant": None, "period": FRIDAY,
        "place": None, "stance": "assert", "article": about,
    }  # fmt: skip
    return a_claim(**{**defaults, **changes})


def only(*claims: Claim) -> TallyRow:
    (row,) = tally(claims, perspective)
    return row


def test_one_claim_is_one_row() -> None:
    row = only(said(20, claimant=somebody("yy-staff"), article="a"))
    assert (row.low, row.high, row.open, row.perspective) == (20, 20, False, "adversary")
    assert (row.start, row.end, row.claims, row.articles) == (date(2031, 5, 2), date(2031, 5, 2), 1, 1)
    assert row.claimant is not None
    assert row.claimant.actor_id == "yy-staff"


def test_the_same_figure_in_many_outlets_counts_once() -> None:
    row = only(*(said(20, article=name, claimant=somebody("yy-staff")) for name in "abc"))
    assert (row.low, row.high, row.claims, row.articles) == (20, 20, 3, 3)


def test_different_figures_of_one_claimant_on_one_day_span_one_incident_and_several() -> None:
    row = only(said(3, article="a"), said(5, article="b"))
    assert (row.low, row.high) == (5, 8)


def test_an_open_figure_opens_the_row() -> None:
    row = only(said(21, None, article="a"), said(5, article="b"))
    assert (row.low, row.high, row.open) == (21, None, True)


def test_one_figure_at_two_places_is_two_incidents_and_without_a_place_may_be_either() -> None:
    arvik, bolm = {"text": "Arvik", "name": None}, {"text": "Bolm", "name": None}
    row = only(said(2, article="a", place=arvik), said(2, article="b", place=bolm), said(2, article="c"))
    assert (row.low, row.high, row.claims) == (2, 4, 3)


def test_figures_of_different_claimants_are_never_added() -> None:
    rows = tally([said(5, claimant=somebody("xx-staff")), said(50, claimant=somebody("yy-staff"))], perspective)
    assert [(row.perspective, row.low, row.high) for row in rows] == [("own", 5, 5), ("adversary", 50, 50)]


def test_a_named_claimant_that_nobody_knows_is_not_the_voice_of_the_outlet() -> None:
    one, again = (said(7, claimant=somebody(None, text)) for text in ("a  Witness", "a witness"))
    rows = tally([said(5), one, again], perspective)
    assert [(row.perspective, row.low, row.claims) for row in rows] == [("outlet", 5, 1), ("unknown", 7, 2)]


@pytest.mark.parametrize("without", [{"part_of": "6f1c2f0e-6c1a-5d0a-9a39-8e6f2d5b7c11"}, {"stance": "deny"},
                                     {"subject": somebody(None)}, {"measure": "equipment"}])  # fmt: skip
def test_parts_denials_equipment_and_unknown_subjects_are_not_counted(without: dict[str, Any]) -> None:
    assert tally([said(5, **without)], perspective) == []


def test_casualties_stand_beside_killed_and_wounded() -> None:
    rows = tally([said(5, measure=measure) for measure in ("killed", "wounded", "casualties")], perspective)
    assert [(row.measure, row.high) for row in rows] == [("casualties", 5), ("killed", 5), ("wounded", 5)]


def test_days_are_apart_and_an_unknown_day_is_a_row_of_its_own() -> None:
    rows = tally([said(1, period=FRIDAY), said(1, period=SATURDAY), said(1, period=UNKNOWN)], perspective)
    assert [row.start for row in rows] == [date(2031, 5, 2), date(2031, 5, 3), None]


def total(low: int, published_at: str, fetched_at: str = "2031-06-01T00:00:00Z", article: str = "a") -> Claim:
    """Return "so many soldiers of xx-army were killed since the first of May"."""
    dates = {"published_at": published_at, "fetched_at": fetched_at}
    return said(low, article=article, period={**SINCE_MAY, "end": published_at[:10]}, dates=dates)


def test_of_a_running_total_the_latest_stands() -> None:
    row = only(
        total(700, "2031-05-09T10:00:00Z", article="late"),
        total(900, "2031-05-05T10:00:00Z", article="early"),
        total(700, "2031-05-08T10:00:00Z", article="copy"),
    )
    assert (row.low, row.high, row.end, row.cumulative, row.claims) == (700, 700, date(2031, 5, 9), True, 2)


def test_a_date_in_the_future_does_not_make_a_running_total_the_latest() -> None:
    row = only(
        total(700, "2031-05-09T10:00:00Z", "2031-05-09T11:00:00Z", article="honest"),
        total(900, "2099-01-01T00:00:00Z", "2031-05-09T09:00:00Z", article="ahead"),
    )
    assert row.low == 700


def test_a_running_total_is_not_added_to_the_days_that_it_contains() -> None:
    rows = tally([said(5), total(700, "2031-05-09T10:00:00Z", article="b")], perspective)
    assert sorted((row.cumulative, row.high) for row in rows) == [(False, 5), (True, 700)]


def test_how_many_are_held_is_never_added_up() -> None:
    row = only(said(100, measure="held", article="a"), said(120, measure="held", article="b"))
    assert (row.low, row.high) == (100, 120)


def test_a_denial_of_the_figure_marks_the_row_as_disputed_and_adds_nothing() -> None:
    row = only(said(50, claimant=somebody("yy-staff")), said(50, stance="deny", claimant=somebody("xx-staff")))
    assert (row.disputed, row.low, row.high, row.claims) == (True, 50, 50, 1)


def test_a_denial_of_another_figure_disputes_nothing() -> None:
    assert not only(said(50), said(7, stance="deny", article="b")).disputed


def test_a_denial_of_any_losses_on_a_day_disputes_that_day_only() -> None:
    denial = said(None, None, stance="deny", article="b")
    rows = tally([said(50, period=FRIDAY), said(60, period=SATURDAY), denial], perspective)
    assert [row.disputed for row in rows] == [True, False]


def test_a_denial_that_says_neither_how_many_nor_when_disputes_nothing() -> None:
    assert not only(said(50), said(None, None, stance="deny", period=UNKNOWN, article="b")).disputed


def test_a_denial_of_a_certain_claim_disputes_that_one_only_whoever_it_names_as_the_victim() -> None:
    denied = said(50, claimant=somebody("yy-staff"))
    denial = said(None, None, stance="deny", subject=somebody(None), about_claim=str(denied.claim_id), article="b")
    rows = tally([denied, said(50), denial], perspective)
    assert [(row.claimant is not None, row.disputed) for row in rows] == [(False, False), (True, True)]


def test_a_concession_marks_what_the_adversary_says_too() -> None:
    rows = tally(
        [said(5, claimant=somebody("yy-staff")), said(5, stance="concede", claimant=somebody("xx-staff"))], perspective
    )
    assert [row.conceded for row in rows] == [True, True]


def test_a_figure_without_a_lower_bound_lowers_nothing() -> None:
    row = only(said(None, 30))
    assert (row.low, row.high) == (None, 30)


STATEMENTS = st.builds(
    said,
    st.sampled_from([1, 2, 20]),
    st.sampled_from([20, 99, None]),
    article=st.sampled_from("abcdef"),
    subject=st.sampled_from(["xx-army", "yy-army", None]).map(somebody),
    claimant=st.sampled_from([None, somebody("xx-staff"), somebody("yy-staff"), somebody(None, "a witness")]),
    stance=st.sampled_from(["assert", "assert", "deny", "concede"]),
    measure=st.sampled_from(["killed", "wounded", "held", "equipment"]),
    period=st.sampled_from([FRIDAY, SATURDAY, UNKNOWN, SINCE_MAY]),
    place=st.sampled_from([None, {"text": "Arvik", "name": None}, {"text": "Bolm", "name": None}]),
)
HISTORIES = st.lists(STATEMENTS, max_size=12)


@given(HISTORIES, st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_change_a_tally(claims: list[Claim], rng: random.Random) -> None:
    shuffled = claims + rng.choices(claims, k=3) if claims else []
    rng.shuffle(shuffled)
    assert tally(shuffled, perspective) == tally(claims, perspective)


@given(HISTORIES)
def test_every_row_is_a_range_that_holds_what_its_claims_say(claims: list[Claim]) -> None:
    by_id = {claim.claim_id: claim for claim in claims}
    for row in tally(claims, perspective):
        said_so = [by_id[claim_id] for claim_id in row.claim_ids]
        assert row.low is None or row.high is None or row.low <= row.high
        assert row.open == (row.high is None)
        assert {claim.measure for claim in said_so} == {row.measure}
        assert row.high is None or row.high <= sum(claim.count.high or 0 for claim in said_so)
        assert row.low in {claim.count.low for claim in said_so}


@given(HISTORIES)
def test_every_claim_that_counts_stands_in_at_most_one_row(claims: list[Claim]) -> None:
    counted = [claim_id for row in tally(claims, perspective) for claim_id in row.claim_ids]
    assert len(counted) == len(set(counted))
    assert set(counted) <= {claim.claim_id for claim in claims if claim.counts_people}


@given(HISTORIES)
def test_denials_never_change_a_figure(claims: list[Claim]) -> None:
    without = [claim for claim in claims if claim.stance != "deny"]
    figures = [(row.low, row.high, row.claim_ids) for row in tally(claims, perspective)]
    assert figures == [(row.low, row.high, row.claim_ids) for row in tally(without, perspective)]
