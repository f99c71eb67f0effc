"""Tallies as the API answers them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from .actor import Perspective
from .claim import Actor, Measure
from .event import Record, Timestamp


class Freshness(Record):
    """How fresh an answer is: `seq` is the newest archived event that it includes, `behind` how many it does not."""

    generation: int
    seq: int = Field(ge=0)
    behind: int = Field(ge=0)
    as_of: Timestamp | None
    synthetic: bool = Field(description="true when any of the figures come from the invented demo newsroom")


class TallyRow(Record):
    """What one claimant says that one actor suffered on one day (or in a period that is not one day).

    `low` is what all the claims agree on at least, `high` what they come to at most, null (`open`) when a figure has no
    upper bound. Claims that repeat each other count once. Figures of different claimants are never added.
    `cumulative`: a running total, of which only the latest stands; it contains the days and is not added to them.
    """

    subject: Actor
    measure: Measure
    claimant: Actor | None = Field(description="null: the articles' own voice")
    perspective: Perspective
    start: date | None
    end: date | None
    cumulative: bool
    low: int | None
    high: int | None
    open: bool
    disputed: bool = Field(description="somebody denies the figure, or that it happened")
    conceded: bool = Field(description="the own side admits it")
    claims: int = Field(ge=1, description="how many claims say so")
    articles: int = Field(ge=1, description="how many articles carry them")
    claim_ids: tuple[UUID, ...]


class ActorTallies(Record):
    """The tallies of one actor, by day, measure and claimant. A claim is not a fact."""

    actor: Actor
    rows: tuple[TallyRow, ...]
    freshness: Freshness
    note: str = "Claims, not facts: each figure is what its claimant says."
