"""The sentence splitter: slices of the text, with abbreviations and quotations."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.extractor import sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences.split(text)]


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    text = "Gen. A. Brakk of the U.S. mission spoke on Dec. 6. He left at 5 p.m. It rained."
    assert split(text) == ["Gen. A. Brakk of the U.S. mission spoke on Dec. 6.", "He left at 5 p.m. It rained."]


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
