"""Make one claim of what an article says several times: in the headline, the standfirst and the body."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from schemas.claim import Claim
from services.registry import Registry


def merged(claims: Sequence[Claim], registry: Registry) -> list[Claim]:
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
    ids = {claim.claim_id for claim in kept}
    return [_repointed(claim, stands_for, ids) for claim in kept]


def _same(one: Claim, other: Claim, registry: Registry) -> bool:
    if (one.measure, one.stance, one.count.low, one.count.high) != (
        other.measure,
        other.stance,
        other.count.low,
        other.count.high,
    ):
        return False
    if "counted" in {one.count.basis, other.count.basis} and one.evidence.sentence == other.evidence.sentence:
        return False  # two persons told one by one
    if (one.part_of is None) != (other.part_of is None) or not _same_day(one, other):
        return False
    return _same_claimant(one, other, registry) and _same_subject(one, other, registry)


def _same_day(one: Claim, other: Claim) -> bool:
    return (
        one.period == other.period
        or "title" in {one.evidence.section, other.evidence.section}
        or ({one.period.basis, other.period.basis} & {"published", "none", "carried"} != set())
    )


def _same_claimant(one: Claim, other: Claim, registry: Registry) -> bool:
    if one.claimant is None or other.claimant is None:
        return True  # a headline drops the speaker, and so does the lead, or a repeat, of what somebody is named for
    if one.claimant.actor_id is None or other.claimant.actor_id is None:
        return one.claimant.text == other.claimant.text
    return _related(one.claimant.actor_id, other.claimant.actor_id, registry)


def _same_subject(one: Claim, other: Claim, registry: Registry) -> bool:
    if one.subject.actor_id is None or other.subject.actor_id is None:
        if {one.subject.kind, other.subject.kind} == {"combatant", "civilian"}:
            return False
        return one.count.value is not None and (
            one.subject.actor_id is other.subject.actor_id or "title" in {one.evidence.section, other.evidence.section}
        )
    return _related(one.subject.actor_id, other.subject.actor_id, registry)


def _related(one: str, other: str, registry: Registry) -> bool:
    if one == other:
        return True
    if one.startswith("unregistered:") or other.startswith("unregistered:"):
        return False
    return registry.is_within(one, other) or registry.is_within(other, one)


def _fullness(claim: Claim) -> tuple[bool, bool, bool, float]:
    body = claim.evidence.section == "body"
    return body, claim.claimant is not None, claim.subject.actor_id is not None, claim.extraction.confidence


def _repointed(claim: Claim, stands_for: dict[UUID, UUID], ids: set[UUID]) -> Claim:
    def at(target: UUID | None) -> UUID | None:
        while target in stands_for:
            target = stands_for[target]
        return target if target in ids and target != claim.claim_id else None

    return claim.model_copy(update={"part_of": at(claim.part_of), "about_claim": at(claim.about_claim)})
