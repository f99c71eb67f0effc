from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Actor, TallyRow
from services.status.tables import Bar, by_measure

SUBJECT = Actor(actor_id="hill-guard", name="Hill Guard", text="Hill Guard")


def a_row(
    low: int | None,
    high: int | None,
    *,
    measure: str = "killed",
    day: int | None = 1,
    number: int = 1,
    cumulative: bool = False,
) -> TallyRow:
    on = date(2031, 5, day) if day else None
    return TallyRow.model_validate(
        {
            "subject": SUBJECT,
            "measure": measure,
            "claimant": None,
            "perspective": "outlet",
            "start": on,
            "end": on,
            "cumulative": cumulative,
            "low": low,
            "high": high,
            "open": high is None,
            "disputed": False,
            "conceded": False,
            "claims": 1,
            "articles": 1,
            "claim_ids": (UUID(int=number),),
        }
    )


def test_measures_come_in_the_order_of_the_contract() -> None:
    tables = by_measure([a_row(1, 1, measure="missing"), a_row(1, 1, measure="wounded"), a_row(1, 1)])
    assert [table.measure for table in tables] == ["killed", "wounded", "missing"]


def test_the_newest_days_come_first_and_unknown_days_last() -> None:
    (table,) = by_measure([a_row(1, 1, day=None), a_row(2, 2, day=3), a_row(3, 3, day=9)])
    assert [line.row.low for line in table.lines] == [3, 2, 1]


def test_what_is_left_out_is_counted() -> None:
    (table,) = by_measure([a_row(day, day, day=day) for day in range(1, 6)], at_most=2)
    assert [line.row.low for line in table.lines] == [5, 4]
    assert table.more == 3


@pytest.mark.parametrize(
    ("row", "bar"),
    [
        (a_row(50, 50), Bar(low=50, high=50, open=False)),
        (a_row(20, 80), Bar(low=20, high=80, open=False)),
        (a_row(0, 30), Bar(low=0, high=30, open=False)),
        (a_row(None, 30), Bar(low=0, high=30, open=False)),
        (a_row(40, None), Bar(low=40, high=100, open=True)),
    ],
)
def test_a_bar_is_a_share_of_the_widest_figure(row: TallyRow, bar: Bar) -> None:
    (table,) = by_measure([row, a_row(100, 100)])
    assert bar in [line.bar for line in table.lines]


def test_an_open_figure_has_room_to_run_on_even_as_the_widest() -> None:
    (table,) = by_measure([a_row(100, None), a_row(10, 10)])
    assert table.lines[0].bar == Bar(low=80, high=100, open=True)


def test_a_running_total_stands_first_and_is_not_compared_with_the_days_in_it() -> None:
    (table,) = by_measure([a_row(4, 4, day=9), a_row(2, 2, day=8), a_row(900, 900, day=3, cumulative=True)])
    assert [line.row.low for line in table.lines] == [900, 4, 2]
    assert [line.bar and line.bar.low for line in table.lines] == [None, 100, 50]


def test_a_figure_alone_has_nothing_to_be_compared_with() -> None:
    (table,) = by_measure([a_row(100, None)])
    assert table.lines[0].bar is None


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6)), min_size=1, max_size=9)
)
def test_no_row_is_lost_and_no_bar_leaves_its_track(figures: list[tuple[int | None, int | None]]) -> None:
    rows = [a_row(low, high, number=number) for number, (low, high) in enumerate(figures)]
    (table,) = by_measure(rows)
    assert {line.anchor for line in table.lines} == {f"row-{UUID(int=number)}" for number in range(len(rows))}
    assert all(0 <= bar.low <= 100 and 0 <= bar.high <= 100 for line in table.lines if (bar := line.bar))
