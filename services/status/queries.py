"""What can be asked of the ledger: the filters of the API and of the pages, as they stand in the address."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from schemas.claim import Measure, Stance
from services.read_model import ClaimFilter

ActorId = Annotated[str, StringConstraints(pattern=r"^(unregistered:)?[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]

LARGEST_SEQ = 2**63 - 1


class _Days(BaseModel):
    """A filter by when something happened. An unknown parameter is refused: a typo must not widen the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    start: date | None = Field(None, alias="from", description="happened on this day or later")
    end: date | None = Field(None, alias="to", description="happened on this day or earlier")

    @model_validator(mode="before")
    @classmethod
    def _blanks_restrict_nothing(cls, asked: dict[str, Any]) -> dict[str, Any]:
        # A form sends the fields that nobody filled in, too.
        return {name: value for name, value in asked.items() if value != ""}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"`from` ({self.start}) is after `to` ({self.end}): no day is between them")
        return self


class TallyQuery(_Days):
    """Which rows of an actor's tallies are wanted."""

    measure: Measure | None = None
    claimant: ActorId | None = Field(None, description="the id of the actor that says so")


class ClaimQuery(_Days):
    """Which claims are wanted."""

    actor: ActorId | None = Field(None, description="the id of the actor that the claim is about")
    measure: Measure | None = None
    claimant: ActorId | None = Field(None, description="the id of the actor that says so")
    stance: Stance | None = Field(None, description="deny rejects a figure, concede admits own losses")
    article: UUID | None = Field(None, description="the id of the article that carries it")
    standing: bool | Literal["any"] = Field(True, description="false: only withdrawn claims; any: both")
    cursor: str | None = Field(None, max_length=100, description="`next_cursor` of the page before, unchanged")
    limit: int = Field(100, ge=1, le=500, description="how many claims a page holds, 500 at most")

    @property
    def filter(self) -> ClaimFilter:
        """The question to the read model."""
        return ClaimFilter(
            actor=self.actor,
            measure=self.measure,
            claimant=self.claimant,
            stance=self.stance,
            article=self.article,
            start=self.start,
            end=self.end,
            standing=None if self.standing == "any" else self.standing,
        )


class EventQuery(BaseModel):
    """Which part of the archive is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after_seq: int = Field(0, ge=0, le=LARGEST_SEQ, description="`seq` of the last event that you have; 0: all")
    limit: int | None = Field(None, ge=1, description="at most so many events; without it, all there are")
