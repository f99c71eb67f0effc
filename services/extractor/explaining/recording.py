"""Keep all that the pipeline tells of one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from schemas.claim import Claim
from services.extractor.discourse import Sentence
from services.extractor.figures.links import Link
from services.extractor.figures.phrases import Group
from services.extractor.figures.tokens import Token
from services.extractor.findings import Finding

from . import loose_figures
from .trace import Trace


@dataclass(frozen=True, slots=True)
class Drop:
    """The words at `start:end` of the text give no claim."""

    start: int
    end: int
    reason: str


class Recording(Trace):
    """What became of one article. `losses`: where each loss word starts and ends, in the article's text."""

    def __init__(self) -> None:
        self.unread: str | None = None
        self.drops: list[Drop] = []
        self.unfounded_words: list[tuple[str, str]] = []
        self.losses: dict[int, int] = {}
        self.made: dict[UUID, tuple[Claim, Finding]] = {}
        self.merges: dict[UUID, UUID] = {}
        self.refusals: dict[UUID, str] = {}

    def skipped(self, reason: str) -> None:
        self.unread = reason

    def dropped(self, start: int, end: int, reason: str) -> None:
        self.drops.append(Drop(start, end, reason))

    def unfounded(self, words: str, reason: str) -> None:
        self.unfounded_words.append((words, reason))

    def linked(
        self, sentence: Sentence, tokens: Sequence[Token], groups: Sequence[Group], links: Sequence[Link]
    ) -> None:
        first = sentence.start
        self.losses |= {first + token.start: first + token.end for token in tokens if token.loss}
        for start, end, reason in loose_figures.reasons(tokens, groups, links):
            self.dropped(first + start, first + end, reason)

    def read(self, claim: Claim, finding: Finding) -> None:
        self.made[claim.claim_id] = (claim, finding)

    def merged(self, claim: UUID, into: UUID) -> None:
        self.merges[claim] = into

    def refused(self, claim: UUID, reason: str) -> None:
        self.refusals[claim] = reason

    def stands_for(self, claim: UUID) -> UUID:
        """Return the claim that `claim` was merged into in the end, or itself."""
        while claim in self.merges:
            claim = self.merges[claim]
        return claim
