"""Make one claim of what an article says several times: in the headline, the standfirst and the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from schemas.claim import Actor, Claim, Period, Qualifier
from services.registry import Registry

from .explaining.trace import UNHEARD, Trace

_ROUNDED: set[Qualifier] = {"exact", "at_least", "about"}
_APART = re.compile(
    r"\b(?:separate(?:ly)?|elsewhere|(?:an)?other (?:attack|incident|operation|clash|strike|raid))", re.IGNORECASE
)
_DAY = timedelta(days=1)
_FEW = 4
"""So few may be others at another place, and so many hardly."""
_TELLING = 5
"""A number from this on, of the same people on the same day, is hardly told of two events."""
_HIGH = 10
_NOBODY = re.compile(
    r"(?:(?:an?|the|another|other|some|several|local|security|military|defen[cs]e|army|police|government) )*"
    r"(?:officials?|statements?|departments?|ministry|spokes\w+|sources?|reports?|staff|authorities|media|officers?)",
    re.IGNORECASE,
)
"""A claimant who may be any: "officials", "a statement", "the ministry"."""
_ANYBODY = {
    "people",
    "person",
    "other",
    "victim",
    "killed",
    "dead",
    "wounded",
    "injured",
    "men",
    "individual",
    "civilian",
}
_PRONOUNS = {"he", "she", "they", "it"}
_LESS_THAN_A_NAME = {
    "the",
    "a",
    "an",
    "of",
    "and",
    "in",
    "its",
    "their",
    "other",
    "spokesman",
    "spokesperson",
    "official",
}


def merged(claims: Sequence[Claim], registry: Registry, trace: Trace = UNHEARD) -> list[Claim]:
    """Return `claims` without repeats, in order.

    Of two that say the same, the body's is kept before the title's, then the fuller one.
    """
    kept: list[Claim] = []
    stands_for: dict[UUID, UUID] = {}
    for claim in claims:
        twin = next((other for other in kept if _same(claim, other, registry)), None)
        if twin is None:
            kept.append(claim)
        elif _fullness(claim) > _fullness(twin):
            kept[kept.index(twin)] = claim
            stands_for[twin.claim_id] = claim.claim_id
        else:
            stands_for[claim.claim_id] = twin.claim_id
    for claim_id, other_id in stands_for.items():
        trace.merged(claim_id, other_id)
    ids = {claim.claim_id for claim in kept}
    return [_repointed(claim, stands_for, ids) for claim in kept]


def _same(one: Claim, other: Claim, registry: Registry) -> bool:
    if (one.measure, one.item) != (other.measure, other.item) or not _same_count(one, other):
        return False
    if (one.stance == "deny") != (other.stance == "deny"):
        return False  # whether it is asserted or conceded only hangs on how well the speaker is known
    if one.evidence.sentence == other.evidence.sentence and one.evidence.section == other.evidence.section:
        return False  # two figures that a sentence tells one by one
    if not (_same_day(one, other) and _same_place(one, other)) or not _same_claimant(one, other, registry):
        return False
    if (one.part_of is None) != (other.part_of is None) and not (_names_the_same(one, other) or _is_telling(one)):
        return False
    return _same_subject(one, other, registry)


def _same_count(one: Claim, other: Claim) -> bool:
    """Return whether two figures may be one: "three" of "at least three", a headline's "dozens" of "at least 25"."""
    if one.count.value is not None and other.count.value is not None:
        alike = (
            _of_title(one, other)
            or one.count.qualifier == other.count.qualifier
            or {one.count.qualifier, other.count.qualifier} <= _ROUNDED
        )
        return alike and one.count.value == other.count.value
    if (one.count.low, one.count.high) == (other.count.low, other.count.high):
        return True
    title, body = (one, other) if one.evidence.section == "title" else (other, one)
    if title.evidence.section != "title" or title.count.value is not None or body.count.value is None:
        return False
    return (title.count.low or 0) <= body.count.value <= (title.count.high or 0)


def _same_day(one: Claim, other: Claim) -> bool:
    return (
        one.period == other.period
        or _of_title(one, other)
        or ({one.period.basis, other.period.basis} & {"published", "none", "carried"} != set())
        or ((one.count.value or 0) >= _HIGH and _next_day(one.period, other.period))
    )


def _next_day(one: Period, other: Period) -> bool:
    """Return whether two tell of days side by side: "overnight" is told by both."""
    if one.cumulative or other.cumulative or not (one.start and other.start and one.end and other.end):
        return False
    return abs(one.start - other.start) <= _DAY and abs(one.end - other.end) <= _DAY


def _same_place(one: Claim, other: Claim) -> bool:
    if _of_title(one, other):
        return True
    if _is_telling(one) and not any(_APART.search(claim.evidence.sentence) for claim in (one, other)):
        return True
    if one.place and other.place and not _names(one.place.text) & _names(other.place.text):
        return False
    return not any(_APART.search(claim.evidence.sentence) for claim in (one, other))


def _same_claimant(one: Claim, other: Claim, registry: Registry) -> bool:
    if one.claimant is None or other.claimant is None:
        return True  # a headline drops the speaker, and so does the lead, or a repeat, of what somebody is named for
    if {one.claimant.text.lower(), other.claimant.text.lower()} & _PRONOUNS:
        return True
    if any(claim.claimant and _is_anybody(claim.claimant) for claim in (one, other)):
        return True
    if one.claimant.actor_id is None or other.claimant.actor_id is None:
        return _of_title(one, other) or _names(one.claimant.text) & _names(other.claimant.text) != set()
    return _related(one.claimant.actor_id, other.claimant.actor_id, registry)


def _same_subject(one: Claim, other: Claim, registry: Registry) -> bool:
    if one.subject.actor_id is None or other.subject.actor_id is None:
        if {one.subject.kind, other.subject.kind} == {"combatant", "civilian"}:
            return False
        if _of_title(one, other) or _names_the_same(one, other):
            return True
        if one.subject.actor_id is other.subject.actor_id:
            return (one.count.low or 0) > _FEW
        unnamed = one if one.subject.actor_id is None else other
        return _is_telling(one) and bool(_names(unnamed.subject.text) <= _ANYBODY | {one.count.text.lower()})
    return _related(one.subject.actor_id, other.subject.actor_id, registry)


def _is_telling(claim: Claim) -> bool:
    """Return whether a number is one that two events hardly share."""
    return (claim.count.value or 0) >= _TELLING


def _is_anybody(claimant: Actor) -> bool:
    return claimant.actor_id is None and bool(_NOBODY.fullmatch(claimant.text))


def _of_title(one: Claim, other: Claim) -> bool:
    return "title" in {one.evidence.section, other.evidence.section}


def _names_the_same(one: Claim, other: Claim) -> bool:
    return bool(_names(one.subject.text) & _names(other.subject.text))


def _names(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.lower())} - _LESS_THAN_A_NAME


def _related(one: str, other: str, registry: Registry) -> bool:
    if one == other:
        return True
    if one.startswith("unregistered:") or other.startswith("unregistered:"):
        return False
    return registry.is_within(one, other) or registry.is_within(other, one)


def _fullness(claim: Claim) -> tuple[bool, int, bool, float]:
    body = claim.evidence.section == "body"
    speaker = (claim.claimant is not None) + bool(claim.claimant and claim.claimant.actor_id)
    return body, speaker, claim.subject.actor_id is not None, claim.extraction.confidence


def _repointed(claim: Claim, stands_for: dict[UUID, UUID], ids: set[UUID]) -> Claim:
    def at(target: UUID | None) -> UUID | None:
        while target in stands_for:
            target = stands_for[target]
        return target if target in ids and target != claim.claim_id else None

    return claim.model_copy(update={"part_of": at(claim.part_of), "about_claim": at(claim.about_claim)})
