"""A pattern of words finds what `re` finds, wherever a match of it may begin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor import word_patterns
from services.extractor.actors import parties
from services.extractor.figures import lexicon, numbers
from services.extractor.speech import reporting
from services.extractor.topic import candidates, domain
from services.extractor.when_and_where import reckoning
from services.extractor.word_patterns import WordPattern, WordTable

_PATTERN = r"\b(?:rebel\w*|(?:land)?mines?|(?<!fire)fighters?|S-\d00|an? old|in (?:the )?1[89]\d\d|[Kk]yiv|~ ?\d+)\b"
_WORDS = [
    *("rebels", "Rebellion", "mine", "landmine", "mines", "undermine", "firefighters", "fighters", "S-300", "s-400"),
    *("an", "a", "old", "in", "the", "1989", "kyiv", "Kyiv", "~", "12", "~12", "-", ".", ",", "'mine'", "the300"),
    *("20", "soldiers", "killed", "Three", "at", "least", "twelve", "clubbed", "to", "death"),
]
_texts = st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join)


def _spans(matches: object) -> list[tuple[int, int]]:
    return [match.span() for match in matches]  # type: ignore[attr-defined]


@given(_texts, st.integers(0, 30), st.integers(0, 60))
def test_a_pattern_finds_what_the_expression_finds_in_any_part_of_a_text(text: str, start: int, end: int) -> None:
    expression, pattern = re.compile(_PATTERN, re.IGNORECASE), WordPattern(_PATTERN, re.IGNORECASE)

    assert _spans(pattern.finditer(text, start, end)) == _spans(expression.finditer(text, start, end))
    assert _spans(filter(None, [pattern.search(text)])) == _spans(filter(None, [expression.search(text)]))


@given(_texts)
def test_a_table_finds_what_an_alternation_of_its_expressions_finds(text: str) -> None:
    entries = [r"\b(?:rebels?|mines)\b", r"\b(?:rebel\w+|mine)\b", r"\b\w+ters\b"]
    alternation = re.compile("|".join(f"(?P<w{n}>{entry})" for n, entry in enumerate(entries)), re.IGNORECASE)

    found = [(match.span(), number) for match, number in WordTable(entries, re.IGNORECASE).finditer(text)]

    assert found == [(one.span(), int((one.lastgroup or "w0")[1:])) for one in alternation.finditer(text)]


def test_a_pattern_made_after_a_text_was_read_finds_its_words() -> None:
    assert WordPattern(r"\bquartz\b").search("a quartz watch")
    assert WordPattern(r"\bwatch\b").search("a quartz watch")


def test_a_pattern_that_can_begin_with_any_word_is_tried_at_every_word() -> None:
    assert _spans(WordPattern(r"\b\w+ed to death\b").finditer("one was clubbed to death")) == [(8, 24)]


@pytest.mark.parametrize(
    "pattern",
    [
        candidates.CONFLICT,
        domain._SIDES,
        domain._ACCIDENT,
        lexicon.THINGS,
        numbers._FIGURE,
        parties._GENERAL,
        reckoning._RELATIVE,
        reporting.VERB,
    ],
    ids=lambda pattern: pattern.pattern[:20],
)
def test_the_grammars_patterns_begin_with_words_that_tell_where_to_try_them(pattern: WordPattern) -> None:
    assert not word_patterns._opened_by.get("", 0) & pattern._bit
