"""What the pipeline tells, on its way through an article, of what it reads and of what it passes over.

Nobody listens as a rule; `claimledger extract --explain` does, with a `recording.Recording`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from schemas.claim import Claim
    from services.extractor.discourse import Sentence
    from services.extractor.figures.links import Link
    from services.extractor.figures.phrases import Group
    from services.extractor.figures.tokens import Token
    from services.extractor.findings import Finding

NO_LOSS = "no loss word"
NO_FIGURE = "no figure"
"""Why most sentences of any article are dropped; only where the other one stands does anybody ask."""


class Trace:
    """Is told what becomes of the sentences, figures and claims of one article; this one forgets it all.

    Offsets are into the article's text. Claims carry the ids that they are drafted with.
    """

    def skipped(self, reason: str) -> None:
        """Take note that no sentence of the article is looked at."""

    def dropped(self, start: int, end: int, reason: str) -> None:
        """Take note that the words at `start:end` give no claim."""

    def unfounded(self, words: str, reason: str) -> None:
        """Take note that a claim was dropped whose words the article does not carry."""

    def linked(
        self, sentence: Sentence, tokens: Sequence[Token], groups: Sequence[Group], links: Sequence[Link]
    ) -> None:
        """Take note of how a sentence was taken apart, and which of its figures found their loss."""

    def read(self, claim: Claim, finding: Finding) -> None:
        """Take note of a claim and of what it was made of."""

    def merged(self, claim: UUID, into: UUID) -> None:
        """Take note that a claim says what another says, which stands for both."""

    def refused(self, claim: UUID, reason: str) -> None:
        """Take note that the gate stopped a claim."""


UNHEARD = Trace()
