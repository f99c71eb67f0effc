"""Cuts a sentence of evidence into pieces, so that a page can mark what each part of a claim was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from schemas.claim import Claim

Role = Literal["count", "subject", "claimant", "date", "place"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the sentence, and what the claim takes from it: null for what is only around it."""

    text: str
    role: Role | None


def pieces(claim: Claim) -> list[Piece]:
    """Return the evidence of `claim` in pieces that join to exactly its sentence."""
    sentence = claim.evidence.sentence
    found: list[Piece] = []
    done = 0
    for start, end, role in _spans(claim):
        if start >= done:
            found += [Piece(sentence[done:start], None), Piece(sentence[start:end], role)]
            done = end
    found.append(Piece(sentence[done:], None))
    return [piece for piece in found if piece.text]


def _spans(claim: Claim) -> Iterator[tuple[int, int, Role]]:
    """Yield what is to be marked, in order; of two that overlap the figure wins, and then the longer one."""
    spans = [*_figure(claim), *_context(claim)]
    kept: list[tuple[int, int, Role]] = []
    for span in sorted(spans, key=lambda span: (span[2] != "count", span[0] - span[1])):
        if all(span[1] <= start or end <= span[0] for start, end, _ in kept):
            kept.append(span)
    yield from sorted(kept)


def _figure(claim: Claim) -> Iterator[tuple[int, int, Role]]:
    wording = claim.count.text
    start = claim.evidence.sentence.find(wording) if wording else -1
    if start >= 0:
        yield start, start + len(wording), "count"


def _context(claim: Claim) -> Iterator[tuple[int, int, Role]]:
    evidence = claim.evidence
    # Offsets count in the stored text. A masked or erased sentence is no longer that text.
    if len(evidence.sentence) != evidence.end - evidence.start:
        return
    for span in claim.context:
        if evidence.start <= span.start < span.end <= evidence.end:
            yield span.start - evidence.start, span.end - evidence.start, span.role
