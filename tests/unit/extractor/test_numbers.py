"""The number grammar: the published table, and what only looks like a figure of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.figures import numbers

README = Path(__file__).parents[3] / "schemas" / "README.md"


def count_table() -> list[list[str]]:
    section = README.read_text(encoding="utf-8").split("## The count table")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return [row for row in rows[2:] if len(row) == 5]


@pytest.mark.parametrize("row", count_table(), ids=lambda row: row[0])
def test_a_wording_comes_to_what_the_published_table_says(row: list[str]) -> None:
    wording, qualifier, *figures = row
    count = numbers.parse(wording)
    assert count is not None
    expected = [None if figure == "–" else int(figure) for figure in figures]
    assert (count.qualifier, [count.value, count.low, count.high]) == (qualifier, expected)


@pytest.mark.parametrize(
    ("wording", "value"),
    [
        ("6K", 6_000),
        ("1.2 thousand", 1_200),
        ("12 345", 12_345),
        ("12\u202f345", 12_345),
        ("1,00,000", 100_000),
        ("one hundred and five", 105),
        ("twenty-three", 23),
        ("half a dozen", 6),
        ("a thousand", 1_000),
        ("two thousand three hundred", 2_300),
    ],
)
def test_a_number_is_read_in_any_way_of_writing_it(wording: str, value: int) -> None:
    count = numbers.parse(wording)
    assert count is not None
    assert count.value == value


@pytest.mark.parametrize(
    "text",
    [
        "on March 12, 2024",
        "the 79th Brigade",
        "a 23-year-old man",
        "Ilo Senn, 45, died",
        "aged 30",
        "155mm shells",
        "$988 million",
        "22 million tons",
        "a T-72 and two-metre walls",
        "40 percent",
        "at 14:30",
        "12 km away",
        "in 2014",
        "No. 5",
        "48 hours",
    ],
)
def test_dates_ages_money_calibres_and_measures_are_not_figures_of_people(text: str) -> None:
    assert numbers.find(text) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("the toll rose from two to three", ["three"]),
        ("was revised from 14 to 11", ["11"]),
        ("the toll is 11, up from 9", ["11"]),
        ("from 10 to 15 men", ["from 10 to 15"]),
    ],
)
def test_of_an_updated_figure_only_the_new_one_is_read(text: str, figures: list[str]) -> None:
    assert [quantity.count.text for quantity in numbers.find(text)] == figures


@given(
    st.integers(min_value=0, max_value=5_000_000), st.sampled_from(["", "at least ", "more than ", "up to ", "about "])
)
def test_every_integer_is_read_back_grouped_or_not(value: int, qualifier: str) -> None:
    for written in (f"{qualifier}{value}", f"{qualifier}{value:,}"):
        count = numbers.parse(written)
        assert count is not None
        assert count.value == value


@given(st.text(alphabet="0123456789 ,.-–andtomrehlfsucdozkK%$:", max_size=60))
def test_whatever_is_found_stands_at_its_offsets_and_parses_to_the_same(text: str) -> None:
    position = 0
    for quantity in numbers.find(text):
        assert quantity.start >= position
        assert text[quantity.start : quantity.end] == quantity.count.text
        assert numbers.parse(quantity.count.text) == quantity.count
        position = quantity.end
