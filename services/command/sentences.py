"""A claim as one line on a terminal."""

from __future__ import annotations

from schemas.claim import Actor, Claim
from services import words


def who(actor: Actor | None) -> str:
    """Return an actor's name, as registered or as the text has it."""
    return (actor.name or actor.text) if actor else "the article itself"


def claimed(claim: Claim) -> str:
    """Return who says how many of whom."""
    verb = {"assert": "says", "deny": "denies", "concede": "concedes"}[claim.stance]
    count = claim.count.text or words.figure(claim.count.low, claim.count.high)
    part = " (part of a total)" if claim.part_of else ""
    return f"{who(claim.claimant)} {verb}: {claim.measure} {count}, {who(claim.subject)}{part}"
