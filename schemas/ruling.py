"""What operators decided. Decisions are events: on the record, and honoured by every rebuild."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from .event import Payload, Timestamp


class ArticleErased(Payload):
    """Page, text and sentences of an article were removed at someone's request.

    Ids, figures and hashes stay as a tombstone. Whoever keeps a copy must drop evidence, title and names too.
    """

    TYPE: ClassVar[str] = "claimledger.article.erased.v1"

    article_id: UUID
    claim_ids: tuple[UUID, ...]
    why: str
    erased_at: Timestamp

    @property
    def about(self) -> str:
        return str(self.article_id)


class ClaimErased(Payload):
    """The sentence and the names of one claim were removed at someone's request; its figures stay."""

    TYPE: ClassVar[str] = "claimledger.claim.erased.v1"

    claim_id: UUID
    article_id: UUID
    why: str
    erased_at: Timestamp

    @property
    def about(self) -> str:
        return str(self.claim_id)
