"""The sentence splitter: slices of the text, with abbreviations and quotations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.extractor.page import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences.split(text)]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "Gen. A. Brakk of the U.S. mission spoke on Dec. 6. He left at 5 p.m. It rained."
    assert split(text) == ["Gen. A. Brakk of the U.S. mission spoke on Dec. 6.", "He left at 5 p.m.", "It rained."]


def test_a_month_or_a_number_is_shortened_only_before_a_figure() -> None:
    assert split("On Jan. 3 the No. 5 company left. Three died 30 Jan. Bodies came home.") == [
        "On Jan. 3 the No. 5 company left.",
        "Three died 30 Jan.",
        "Bodies came home.",
    ]


def test_ranks_money_and_datelines_do_not_end_a_sentence() -> None:
    text = "BRAKK, Aug. 3 (Wire) -- Lt. Col. Brakk of St. Tolm paid Rs. 5 lakh."
    assert split(text) == [text]


def test_a_blank_that_the_page_lost_is_no_hindrance() -> None:
    assert split('It was an "operation".Own troops won.') == ['It was an "operation".', "Own troops won."]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    assert split("“We left.” They stayed.") == ["“We left.”", "They stayed."]


def test_decimal_points_do_not_end_a_sentence() -> None:
    assert split("About 1.2 thousand came. None left.") == ["About 1.2 thousand came.", "None left."]


@given(st.text(max_size=300))
def test_sentences_are_in_order_apart_and_lose_nothing_but_space(text: str) -> None:
    position = 0
    for span in sentences.split(text):
        assert text[position : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip() != ""
        position = span.end
    assert text[position:].strip() == ""
