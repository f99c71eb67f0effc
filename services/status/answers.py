"""What the API answers beyond the documents of the contract: lists with a cursor, and a claim with its history."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import Field

from schemas.claim import Claim
from schemas.event import Record, Timestamp
from schemas.tally import Freshness

NOT_FACTS = "Claims, not facts: each figure is what its claimant says."


class ActorLine(Record):
    """An actor with the number of claims that stand about it, altogether and by measure."""

    actor_id: str
    name: str
    claims: int
    measures: dict[str, int]


class ActorList(Record):
    """Every actor that a claim stands about, those with the most claims first."""

    actors: tuple[ActorLine, ...]
    freshness: Freshness


class ClaimPage(Record):
    """Claims in the order in which they were first recorded. `next_cursor` is null on the last page."""

    claims: tuple[Claim, ...]
    next_cursor: str | None
    freshness: Freshness
    note: str = NOT_FACTS


class ClaimChange(Record):
    """Something that happened to a claim. `at` is when it was archived, `seq` its place in the archive."""

    what: Literal["recorded", "withdrawn", "erased"]
    seq: int
    at: Timestamp
    reason: str | None = None


class ArticleState(Record):
    """The article of a claim as it stands now: its newest version, and what became of that."""

    article_id: UUID
    revision: int
    outcome: str
    claims: int
    alignment: str
    feed: str | None
    erased: bool
    synthetic: bool


class ClaimDetail(Record):
    """One claim with its evidence, its article and what became of it, oldest change first."""

    claim: Claim
    standing: bool = Field(description="false when the article was corrected, or a better reading withdrew the claim")
    erased: bool = Field(description="true when the sentence and the names were removed at someone's request")
    masked: bool = Field(description="true when a private person's name was replaced in this answer")
    recorded_at: Timestamp
    withdrawn_at: Timestamp | None
    history: tuple[ClaimChange, ...]
    article: ArticleState | None
    freshness: Freshness
    note: str = NOT_FACTS
