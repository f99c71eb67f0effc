"""An article as a sequence of sentences with the actors named in it: what reading across sentences needs.

Offsets are into the article's text throughout. Mentions are looked up once per article, and only where an article has
a candidate.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from services.mentions import Mention
from services.registry import Registry

from .explaining.trace import UNHEARD, Trace
from .page import sentences
from .page.article_text import ArticleText, Passage
from .page.sentences import Span
from .speech import abbreviations, quotations


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a title or paragraph: its place in the article's text, and which passage and sentence it is."""

    start: int
    end: int
    text: str
    index: int
    passage: int


class Discourse:
    """What is said in one article, in order. Immutable; everything is computed when it is first asked for.

    `trace` is told what becomes of it.
    """

    def __init__(self, article: ArticleText, registry: Registry, trace: Trace = UNHEARD) -> None:
        self.article = article
        self.registry = registry
        self.text = article.text
        self.trace = trace

    @property
    def published_on(self) -> date | None:
        return self.article.published_on

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        found: list[Sentence] = []
        for number, passage in enumerate(self.article.passages):
            for span in sentences.split(self.text, passage.start, passage.end):
                found.append(Sentence(span.start, span.end, span.of(self.text), len(found), number))
        return tuple(found)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return abbreviations.added(self.text, self.registry.mentions(self.text, self.published_on))

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie within the span, in order."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)

    def passage_of(self, sentence: Sentence) -> Passage:
        return self.article.passages[sentence.passage]

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence that `position` lies in, or the last one before it."""
        number = bisect_right(self._sentence_starts, position) - 1
        return self.sentences[max(0, number)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def lead_in(self, sentence: Sentence) -> Sentence | None:
        """Return the last sentence of the passage that a bullet stands under."""
        lead_in = self.passage_of(sentence).lead_in
        return self.sentences_of(lead_in)[-1] if lead_in is not None else None

    def sentences_of(self, passage: int) -> tuple[Sentence, ...]:
        return self._by_passage.get(passage, ())

    @cached_property
    def _by_passage(self) -> dict[int, tuple[Sentence, ...]]:
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.passage, []).append(sentence)
        return {passage: tuple(found) for passage, found in grouped.items()}

    def before(self, sentence: Sentence, reach: int) -> tuple[Sentence, ...]:
        """Return up to `reach` body sentences before `sentence`, the nearest first."""
        found = self.sentences[max(0, sentence.index - reach) : sentence.index]
        return tuple(other for other in reversed(found) if self.passage_of(other).section == "body")

    def after(self, sentence: Sentence) -> Sentence | None:
        following = sentence.index + 1
        return self.sentences[following] if following < len(self.sentences) else None

    @cached_property
    def _quotations(self) -> tuple[Span, ...]:
        return tuple(
            span for passage in self.article.passages for span in quotations.find(self.text, passage.start, passage.end)
        )

    def quotation_at(self, position: int) -> Span | None:
        """Return the quotation around `position`; one that its paragraph leaves open runs to the paragraph's end."""
        number = bisect_right(self._quotation_starts, position) - 1
        if number < 0 or position >= self._quotations[number].end:
            return None
        return self._quotations[number]

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [span.start for span in self._quotations]
