"""The table of wordings is the one source for what a number means, so it has to be consistent in itself."""

from __future__ import annotations

from typing import get_args

import pytest

from schemas.claim import Count, Qualifier
from tests.contracts.test_streams import README, table


def number(cell: str) -> int | None:
    return None if cell == "–" else int(cell)


ROWS = [
    Count(
        text=wording,
        qualifier=qualifier,
        value=number(value),
        low=number(low),
        high=number(high),
        basis="stated",
    )
    for wording, qualifier, value, low, high in table("The count table")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_a_row_agrees_with_the_meaning_of_its_qualifier(row: Count) -> None:
    value = row.value or 0
    match row.qualifier:
        case "exact":
            assert row.low == row.high == row.value is not None
        case "at_least":
            assert (row.low, row.high) == (value, None)
        case "more_than":
            assert (row.low, row.high) == (value + 1, None)
        case "up_to":
            assert (row.low, row.high) == (0, value)
        case "fewer_than":
            assert (row.low, row.high) == (0, value - 1)
        case "about":
            width = max(1, value // 10)
            assert row.low == value - width
            assert row.high in (value, value + width)
        case "range" | "unspecified":
            assert row.value is None


def test_every_qualifier_has_a_row_and_a_reason() -> None:
    assert {row.qualifier for row in ROWS} == set(get_args(Qualifier))
    for qualifier in get_args(Qualifier):
        assert f"\n- **{qualifier}**: " in README


def test_no_wording_stands_twice() -> None:
    assert len({row.text for row in ROWS}) == len(ROWS) > 40
