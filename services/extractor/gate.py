"""The gate before publishing: nothing leaves that the text does not say in these words."""

from __future__ import annotations

from schemas.claim import Claim

from .figures import numbers


def reason_to_refuse(claim: Claim, text: str) -> str | None:
    """Return why `claim` may not be published of an article with this extracted `text`, or null when it may.

    The evidence must stand verbatim at its offsets; a stated figure must stand verbatim in the evidence, and its
    wording must allow exactly the integers that the claim carries.
    """
    evidence = claim.evidence
    if text[evidence.start : evidence.end] != evidence.sentence or not evidence.sentence:
        return "the evidence does not stand at its offsets"
    if any(not 0 <= span.start < span.end <= len(text) for span in claim.context):
        return "a context span lies outside the text"
    if claim.count.basis == "none":
        return None if claim.count.low is None and claim.count.high is None else "a figure without a basis"
    if claim.count.basis != "stated":
        return None
    if claim.count.text not in evidence.sentence:
        return "the figure's wording does not occur in the evidence"
    parsed = numbers.parse(claim.count.text)
    if parsed is None:
        return "the figure's wording is not a number"
    if (parsed.value, parsed.low, parsed.high) != (claim.count.value, claim.count.low, claim.count.high):
        return "the figure's wording allows other integers than the claim carries"
    return None
