"""The dependency tree, where the grammar alone does not reach."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.document import Document
from services.extractor.figures.parser import Parser
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor
from services.registry import Registry


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


def test_the_tree_links_what_stands_too_far_from_its_verb(
    parser: Parser, grammar: RulesExtractor, invented: Registry
) -> None:
    text = (
        "Twelve Sudmarkian soldiers travelling in a convoy of trucks along the river road towards the northern front "
        "near Tell and the hills were killed by mines."
    )
    documents = [Document(id="1", text=text, published=date(2026, 10, 15))]
    assert read_documents(documents, grammar)[0].claims == ()
    (claim,) = read_documents(documents, RulesExtractor(invented, parser))[0].claims
    assert (claim.measure, claim.count.value, claim.extraction.rule) == ("killed", 12, "tree")
    assert claim.extraction.model == parser.name


def test_every_word_of_a_parsed_sentence_stands_at_its_offsets(parser: Parser) -> None:
    sentences = ["Two soldiers were killed.", "The army didn't say who, or when."]
    for sentence, words in zip(sentences, parser.parse(sentences), strict=True):
        assert [sentence[word.start : word.end] for word in words] == [word.text for word in words]


def test_parsing_in_batches_gives_the_same_trees_as_one_by_one(parser: Parser) -> None:
    sentences = ["Two soldiers were killed.", "Rebels captured 12 men near the bridge on Monday."]
    assert parser.parse(sentences) == [parser.parse([sentence])[0] for sentence in sentences]
