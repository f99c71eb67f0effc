"""Find words in an article just as they were copied from it, whatever white space is between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extractor.discourse import Discourse, Sentence
from services.extractor.page.sentences import Span


def nearest(words: str | None, discourse: Discourse, sentence: Sentence) -> Span | None:
    """Return where the words stand: in the sentence, else the last time before it, else the first time behind it."""
    if not words:
        return None
    if found := in_sentence(words, discourse, sentence):
        return found
    before = list(occurrences(words, discourse.text, 0, sentence.start))
    return before[-1] if before else next(occurrences(words, discourse.text, sentence.end, len(discourse.text)), None)


def in_sentence(words: str | None, discourse: Discourse, sentence: Sentence) -> Span | None:
    """Return where the words first stand in the sentence."""
    return next(occurrences(words, discourse.text, sentence.start, sentence.end), None) if words else None


def occurrences(words: str, text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where `words` stand as whole words, whatever white space is between them; never for none."""
    parts = words.split()
    if not parts:
        return
    before = r"(?<!\w)" if re.match(r"\w", parts[0]) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", parts[-1]) else ""
    pattern = re.compile(before + r"\s+".join(map(re.escape, parts)) + after)
    for match in pattern.finditer(text, start, end):
        yield Span(*match.span())
