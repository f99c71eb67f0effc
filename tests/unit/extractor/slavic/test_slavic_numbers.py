"""The count table in Ukrainian and Russian, and what only looks like a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.figures import numbers as gate_numbers
from services.extractor.slavic import numbers

EXACT = st.integers(min_value=1, max_value=999_999)


def _bounds(wording: str) -> tuple[int | None, int | None, int | None]:
    count = numbers.parse(wording)
    assert count is not None, wording
    assert count.text == wording
    return count.value, count.low, count.high


@pytest.mark.parametrize(
    ("wording", "bounds"),
    [
        ("двоє", (2, 2, 2)),
        ("п'ятеро", (5, 5, 5)),
        ("п’ятьох", (5, 5, 5)),
        ("трёх", (3, 3, 3)),
        ("семеро", (7, 7, 7)),
        ("двадцять один", (21, 21, 21)),
        ("сто сорок два", (142, 142, 142)),
        ("две тысячи", (2000, 2000, 2000)),
        ("1,2 тис.", (1200, 1200, 1200)),
        ("8,5 тыс", (8500, 8500, 8500)),
        ("три десятки", (30, 30, 30)),
        ("десятки", (None, 20, 99)),
        ("кілька десятків", (None, 20, 99)),
        ("кількасот", (None, 200, 999)),
        ("сотни", (None, 200, 999)),
        ("тисячі", (None, 2000, 9999)),
        ("более тысячи", (1000, 1001, None)),
        ("близько тисячі", (1000, 900, 1100)),
        ("щонайменше двоє", (2, 2, None)),
        ("не менее 20", (20, 20, None)),
        ("як мінімум 20", (20, 20, None)),
        ("понад 20", (20, 21, None)),
        ("свыше 20", (20, 21, None)),
        ("до 20", (20, 0, 20)),
        ("менш ніж 20", (20, 0, 19)),
        ("близько 20", (20, 18, 22)),
        ("около 5", (5, 4, 6)),
        ("майже 20", (20, 18, 20)),
        ("від 20 до 30", (None, 20, 30)),
        ("20–30", (None, 20, 30)),
        ("більш як 60", (60, 61, None)),
    ],
)
def test_a_wording_allows_what_the_count_table_says(
    wording: str, bounds: tuple[int | None, int | None, int | None]
) -> None:
    assert _bounds(wording) == bounds


@pytest.mark.parametrize("wording", ["багато", "немало"])
def test_many_is_no_figure(wording: str) -> None:
    count = numbers.parse(wording)
    assert count is not None
    assert (count.low, count.high, count.basis) == (None, None, "none")


@pytest.mark.parametrize("wording", ["по", "14-річного", "двоє троє", "2,5", "", "ще"])
def test_other_words_are_no_figure(wording: str) -> None:
    assert numbers.parse(wording) is None


@given(EXACT, st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
def test_digits_may_be_grouped_with_any_space(number: int, gap: str) -> None:
    assert _bounds(f"{number:,}".replace(",", gap)) == (number, number, number)


@given(EXACT, st.sampled_from(["понад", "більше", "более", "свыше", "до", "близько", "щонайменше", "майже", "почти"]))
def test_the_gate_reads_a_qualified_figure_as_the_reader_does(number: int, qualifier: str) -> None:
    read = numbers.parse(f"{qualifier} {number}")
    assert read is not None
    assert gate_numbers.parse(read.text) == read


@given(st.text(alphabet="0123456789 .,-–:/()тисячдвоєпонадо'", max_size=30))
def test_whatever_is_found_stands_in_the_text_and_parses_alone(text: str) -> None:
    end = 0
    for figure in numbers.find(text):
        assert figure.start >= end
        assert text[figure.start : figure.end] == figure.count.text
        assert numbers.parse(figure.count.text) == figure.count
        end = figure.end


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("близько 431 260 (+1 210) осіб", ["близько 431 260", "1 210"]),
        ("зросла з двох до трьох", ["трьох"]),
        ("возросло до восьми", ["восьми"]),
        ("47-ма бригада", []),
        ("ДСТУ 12.5.3", []),
    ],
)
def test_figures_are_found_in_running_text(text: str, figures: list[str]) -> None:
    assert [figure.count.text for figure in numbers.find(text)] == figures
