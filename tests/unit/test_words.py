from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import words


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (37, 37, "37"),
        (1500, 1500, "1,500"),
        (18, 22, "18–22"),
        (21, None, "≥ 21"),
        (0, 20, "≤ 20"),
        (None, 20, "≤ 20"),
        (0, 0, "0"),
        (None, None, "no figure"),
    ],
)
def test_a_range_is_written_as_people_write_it(low: int | None, high: int | None, said: str) -> None:
    assert words.figure(low, high) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2031, 5, 9), date(2031, 5, 9), "9 May 2031"),
        (date(2031, 5, 9), date(2031, 5, 12), "9–12 May 2031"),
        (date(2031, 4, 30), date(2031, 5, 2), "30 Apr – 2 May 2031"),
        (date(2030, 12, 31), date(2031, 1, 1), "31 Dec 2030 – 1 Jan 2031"),
        (date(2031, 5, 9), None, "from 9 May 2031"),
        (None, date(2031, 5, 9), "until 9 May 2031"),
        (None, None, "day not known"),
    ],
)
def test_a_period_says_no_month_and_no_year_twice(start: date | None, end: date | None, said: str) -> None:
    assert words.days(start, end) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3, "0 s"), (0.9, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (86_400, "1 d"), (200_000, "2 d")],
)
def test_an_age_is_told_in_its_largest_whole_unit(seconds: float, said: str) -> None:
    assert words.age(seconds) == said


def test_a_moment_is_told_in_utc_whatever_zone_it_comes_in() -> None:
    noon = datetime(2031, 5, 9, 14, 5, tzinfo=timezone(timedelta(hours=3)))
    assert words.moment(noon) == "9 May 2031, 11:05 UTC"
    assert words.moment(datetime(2031, 5, 9, 11, 5, tzinfo=UTC)) == "9 May 2031, 11:05 UTC"


def test_things_are_counted_with_their_plural() -> None:
    assert words.count(1, "claim") == "1 claim"
    assert words.count(2000, "claim") == "2,000 claims"
    assert words.count(0, "entry", "entries") == "0 entries"


def test_an_outcome_is_a_phrase() -> None:
    assert words.outcome("failed:no_text") == "failed: no text"


@given(st.integers(0, 10**9), st.none() | st.integers(0, 10**9))
def test_a_figure_always_holds_its_bounds(low: int, width: int | None) -> None:
    said = words.figure(low, None if width is None else low + width)
    if width is None:
        assert said == f"≥ {low:,}"
    else:
        assert f"{low + width:,}" in said
