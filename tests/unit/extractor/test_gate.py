"""The gate before publishing: what an extractor invents does not pass, whatever it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.gate import reason_to_refuse
from services.extractor.page.article_text import ArticleText, read_document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

TEXT = "The Norlandic army said that more than two dozen Sudmarkian soldiers were killed near Tell on Tuesday."


@pytest.fixture(scope="module")
def article() -> ArticleText:
    return read_document(Document(id="1", text=TEXT, published=date(2026, 10, 15)))


@pytest.fixture(scope="module")
def claim(article: ArticleText, grammar: RulesExtractor) -> Claim:
    (found,) = grammar.extract_many([article])[0]
    return found


def test_a_claim_in_the_words_of_the_text_passes(claim: Claim, article: ArticleText) -> None:
    assert reason_to_refuse(claim, article.text) is None


@pytest.mark.parametrize(
    ("field", "changes", "reason"),
    [
        ("evidence", {"start": 1}, "the evidence does not stand at its offsets"),
        ("evidence", {"sentence": ""}, "the evidence does not stand at its offsets"),
        ("count", {"text": "30"}, "the figure's wording does not occur in the evidence"),
        ("count", {"text": "soldiers"}, "the figure's wording is not a number"),
        ("count", {"low": 24}, "the figure's wording allows other integers than the claim carries"),
        ("count", {"basis": "none"}, "a figure without a basis"),
    ],
)
def test_what_the_text_does_not_say_is_refused(
    field: str, changes: dict[str, object], reason: str, claim: Claim, article: ArticleText
) -> None:
    part = getattr(claim, field).model_copy(update=changes)
    assert reason_to_refuse(claim.model_copy(update={field: part}), article.text) == reason


_VOCABULARY = """
the Norlandic army said that 12 more than 40 dozens two three soldiers fighters civilians were killed wounded and
captured , . “ ” near Tell including children died lost River Front denied these claims from to 7 hostages
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_everything_that_the_rules_read_in_any_words_passes(grammar: RulesExtractor, text: str) -> None:
    article = read_document(Document(id="1", text=f"{text} soldiers attacked.", published=date(2026, 10, 15)))
    for claim in grammar.extract_many([article])[0]:
        assert reason_to_refuse(claim, article.text) is None


@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_ids_are_distinct_and_a_second_reading_gives_the_same(grammar: RulesExtractor, text: str) -> None:
    document = Document(id="1", text=f"{text} soldiers attacked.", published=date(2026, 10, 15))
    first, second = read_documents([document, document], grammar)
    assert first == second
    ids = [claim.claim_id for claim in first.claims]
    assert len(set(ids)) == len(ids)
    assert {claim.part_of for claim in first.claims} - {None} <= set(ids)
