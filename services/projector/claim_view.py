"""What a claim looks like after each event about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from schemas.claim import ClaimRecorded
from schemas.event import canonical_json
from services import redaction


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One row of `views.claims`. It stays when the claim is withdrawn."""

    claim_id: UUID
    article_id: UUID
    measure: str
    stance: str
    subject_id: str | None
    subject_name: str | None
    claimant_id: str | None
    low: int | None
    high: int | None
    starts_on: date | None
    ends_on: date | None
    cumulative: bool
    part_of: UUID | None
    about_claim: UUID | None
    published_at: datetime | None
    standing: bool
    erased: bool
    synthetic: bool
    recorded_seq: int
    recorded_at: datetime
    withdrawn_seq: int | None
    withdrawn_at: datetime | None
    payload: str

    @property
    def tally(self) -> tuple[str, str] | None:
        """The actor and the measure whose tallies the claim bears on."""
        return (self.subject_id, self.measure) if self.subject_id else None


COLUMNS = tuple(field.name for field in fields(ClaimView))


def record(view: ClaimView | None, claim: ClaimRecorded, payload: str, seq: int, at: datetime) -> ClaimView:
    """Return the claim as it stands from now on. One that comes back keeps its first place in the order."""
    return ClaimView(
        claim_id=claim.claim_id,
        article_id=claim.article.article_id,
        measure=claim.measure,
        stance=claim.stance,
        subject_id=claim.subject.actor_id,
        subject_name=claim.subject.name,
        claimant_id=claim.claimant.actor_id if claim.claimant else None,
        low=claim.count.low,
        high=claim.count.high,
        starts_on=claim.period.start,
        ends_on=claim.period.end,
        cumulative=claim.period.cumulative,
        part_of=claim.part_of,
        about_claim=claim.about_claim,
        published_at=claim.article.published_at,
        standing=True,
        erased=bool(view and view.erased) or redaction.is_erased(json.loads(payload)),
        synthetic=claim.article.synthetic,
        recorded_seq=view.recorded_seq if view else seq,
        recorded_at=view.recorded_at if view else at,
        withdrawn_seq=None,
        withdrawn_at=None,
        payload=payload,
    )


def withdraw(view: ClaimView, seq: int, at: datetime) -> ClaimView:
    """Return the claim as no longer standing."""
    return replace(view, standing=False, withdrawn_seq=seq, withdrawn_at=at)


def erase(view: ClaimView) -> ClaimView:
    """Return the claim without its sentence and its names; figures, dates and ids stay."""
    payload = canonical_json(redaction.redact(ClaimRecorded.TYPE, json.loads(view.payload)))
    claim = ClaimRecorded.model_validate_json(payload)
    return replace(
        view,
        payload=payload,
        erased=True,
        subject_id=claim.subject.actor_id,
        subject_name=claim.subject.name,
        claimant_id=claim.claimant.actor_id if claim.claimant else None,
    )
