"""How claims and figures are put into words on a terminal."""

from __future__ import annotations

from schemas.claim import Actor, Claim
from schemas.tally import TallyRow


def figure(low: int | None, high: int | None) -> str:
    """Return a range as people write it: 14, 10–20, ≥ 1,500, ≤ 20; a dash where there is no figure."""
    if low is None and high is None:
        return "–"
    if high is None:
        return f"≥ {low:,}"
    if low == high:
        return f"{low:,}"
    return f"{low:,}–{high:,}" if low else f"≤ {high:,}"


def who(actor: Actor | None) -> str:
    """Return an actor's name, as registered or as the text has it."""
    return (actor.name or actor.text) if actor else "the article itself"


def when(row: TallyRow) -> str:
    """Return the days of a row."""
    if row.start is None and row.end is None:
        return "day unknown"
    if row.start == row.end:
        return f"{row.start}"
    return f"{row.start or '…'} – {row.end or '…'}{' (running total)' if row.cumulative else ''}"


def sentence(claim: Claim) -> str:
    """Return the claim in one line: who says what of whom."""
    verb = {"assert": "says", "deny": "denies", "concede": "concedes"}[claim.stance]
    count = claim.count.text or figure(claim.count.low, claim.count.high)
    part = " (part of a total)" if claim.part_of else ""
    return f"{who(claim.claimant)} {verb}: {claim.measure} {count}, {who(claim.subject)}{part}"
