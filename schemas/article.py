"""What happened to an article: fetched, read, or not readable."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import Field

from .event import Payload, Timestamp, derive_id

PublishedBasis = Literal["feed", "given", "metadata", "htmldate", "none"]
"""Where a publication date was read, most trusted first.

`given` is a date that an operator passed by hand, and is trusted like a feed's.
"""

Alignment = Literal["state", "independent", "party", "unknown"]
"""Whom an outlet speaks for: a state, itself, a party to the conflict, or we do not know."""


def article_id(address: str) -> UUID:
    """Return the id of the article at `address`: a canonical URL, or `urn:sha256:…` of a file without one."""
    return derive_id("article", address)


class ArticleFetched(Payload):
    """A page was fetched whose bytes differ from those of the visit before.

    Emitted once per fetched version. The page itself lies in the page store under `page_sha256`.
    `revision` counts the fetched versions of this article from 1. `published_at`, `title` and
    `language` are what the feed entry (or the operator) said, null where it said nothing.
    """

    TYPE: ClassVar[str] = "claimledger.article.fetched.v1"

    article_id: UUID
    revision: int = Field(ge=1)
    url: str | None
    canonical_url: str | None = None
    title: str | None = None
    publisher: str | None = None
    alignment: Alignment = "unknown"
    published_at: Timestamp | None = None
    published_basis: PublishedBasis = "none"
    fetched_at: Timestamp
    language: str | None = None
    feed: str | None = None
    content_type: str = "text/html"
    page_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    page_bytes: int = Field(ge=0)
    visit: Literal["discovered", "revisited", "changed_in_feed", "given"] = "discovered"
    synthetic: bool = False

    @property
    def about(self) -> str:
        return str(self.article_id)


class ArticleExtracted(Payload):
    """Everything that the extractor has to say of one version of an article has been said.

    Closes the events of one version on `claims`. `outcome`:
    `claims` or `no_claims` (read, with or without a claim), `unchanged` (the text is that of the
    version before), `superseded` (a newer version was read first; nothing else was published).
    `claims` counts those that stand after this event, `recorded` and `withdrawn` those of this step;
    `refused` counts claims that the gate before publishing did not let through.
    """

    TYPE: ClassVar[str] = "claimledger.article.extracted.v1"

    article_id: UUID
    revision: int = Field(ge=1)
    outcome: Literal["claims", "no_claims", "unchanged", "superseded"]
    claims: int = Field(ge=0)
    recorded: int = Field(ge=0)
    withdrawn: int = Field(ge=0)
    refused: int = Field(default=0, ge=0)
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_at: Timestamp | None = None
    published_basis: PublishedBasis = "none"
    language: str | None = None
    text_sha256: str | None = None
    page_sha256: str
    extractor: str
    synthetic: bool = False

    @property
    def about(self) -> str:
        return str(self.article_id)


class ArticleExtractionFailed(Payload):
    """One version of an article could not be read; the claims of the version before still stand.

    `reason`: `no_text` (a page without an article), `unreadable` (not a document we can parse),
    `page_missing` (not in the store), `deadline` (reading took too long), `crashed` (a worker died).
    """

    TYPE: ClassVar[str] = "claimledger.article.extraction_failed.v1"

    article_id: UUID
    revision: int = Field(ge=1)
    reason: Literal["no_text", "unreadable", "page_missing", "deadline", "crashed"]
    detail: str
    url: str | None = None
    page_sha256: str

    @property
    def about(self) -> str:
        return str(self.article_id)
