"""What happened when a feed was asked for news."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from .event import Payload, Timestamp

PollOutcome = Literal["new", "unchanged", "not_modified", "failed"]
"""`new`: entries were discovered or changed; `unchanged`: a body without news; `not_modified`: 304 or the same bytes;
`failed`: see `error`."""


class FeedPolled(Payload):
    """A feed was asked once. `discovered` entries were new, `changed` had another content than before."""

    TYPE: ClassVar[str] = "claimledger.feed.polled.v1"

    feed: str
    url: str
    outcome: PollOutcome
    http_status: int | None = None
    entries: int = Field(default=0, ge=0)
    discovered: int = Field(default=0, ge=0)
    changed: int = Field(default=0, ge=0)
    polled_at: Timestamp
    next_due: Timestamp
    error_kind: str | None = None
    error: str | None = None
    note: str | None = None

    @property
    def about(self) -> str:
        return self.feed


class PageVisited(Payload):
    """A page on the due list was visited without a new version coming of it.

    `unchanged`: same bytes as before; `failed`: not to be had this time (`next_due` says when it is tried again);
    `given_up`: failed too often, or for good (404, 410).
    """

    TYPE: ClassVar[str] = "claimledger.page.visited.v1"

    article_id: UUID
    url: str
    feed: str | None
    outcome: Literal["unchanged", "failed", "given_up"]
    visited_at: Timestamp
    next_due: Timestamp | None = None
    error_kind: str | None = None
    error: str | None = None

    @property
    def about(self) -> str:
        return str(self.article_id)
