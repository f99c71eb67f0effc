from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.status.marking import Piece, pieces
from tests import examples

SENTENCE = "The ministry said that at least 14 soldiers were captured."


def marked(
    sentence: str, wording: str, *context: tuple[str, int, int], start: int = 300, length: int | None = None
) -> list[Piece]:
    end = start + (len(sentence) if length is None else length)
    claim = examples.a_claim(
        count={"text": wording},
        evidence={"sentence": sentence, "start": start, "end": end, "section": "body"},
        context=[{"role": role, "start": first, "end": last} for role, first, last in context],
    )
    return pieces(claim)


def test_the_figure_and_the_context_are_marked_in_the_order_of_the_sentence() -> None:
    found = marked(SENTENCE, "at least 14", ("subject", 335, 343), ("claimant", 300, 312))
    assert found == [
        Piece("The ministry", "claimant"),
        Piece(" said that ", None),
        Piece("at least 14", "count"),
        Piece(" ", None),
        Piece("soldiers", "subject"),
        Piece(" were captured.", None),
    ]


def test_the_figure_wins_over_what_overlaps_it() -> None:
    found = marked(SENTENCE, "at least 14", ("subject", 332, 343))
    assert [piece.role for piece in found] == [None, "count", None]


def test_context_outside_the_sentence_is_not_marked() -> None:
    found = marked(SENTENCE, "at least 14", ("date", 100, 110), ("place", 350, 900))
    assert [piece.role for piece in found if piece.role] == ["count"]


def test_in_a_sentence_that_is_no_longer_the_stored_text_only_the_figure_is_marked() -> None:
    found = marked("[name] said that at least 14 were captured.", "at least 14", ("claimant", 300, 312), length=70)
    assert [piece.role for piece in found if piece.role] == ["count"]


def test_a_claim_without_a_wording_is_one_piece() -> None:
    assert marked(SENTENCE, "") == [Piece(SENTENCE, None)]


@given(
    st.text(max_size=40),
    st.text(max_size=5),
    st.lists(
        st.tuples(st.sampled_from(["subject", "claimant", "date"]), st.integers(0, 60), st.integers(0, 60)), max_size=4
    ),
)
def test_the_pieces_always_join_to_the_sentence(
    sentence: str, wording: str, context: list[tuple[str, int, int]]
) -> None:
    found = marked(sentence, wording, *context, start=10)
    assert "".join(piece.text for piece in found) == sentence
