"""What the extractor says of one version of an article: the payloads, in their order, and what it will remember.

Pure: memory and reading in, payloads and memory out.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.claim import ClaimRecorded, ClaimWithdrawn
from schemas.event import Payload

from .memory import Memory, change
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Publication:
    """Claims recorded and withdrawn, closed by `extracted`; and the memory to keep of it."""

    changes: tuple[Payload, ...]
    extracted: ArticleExtracted
    memory: Memory

    @property
    def payloads(self) -> tuple[Payload, ...]:
        """Everything to publish, in order."""
        return (*self.changes, self.extracted)


def publication(
    fetched: ArticleFetched, reading: Reading, memory: Memory | None, *, cause: str, extractor: str
) -> Publication:
    """Return what to publish of a version that is newer than `memory`.

    A version with the same text, read by the same extractor, is `unchanged`: its claims stand as they are.
    """
    text_sha256 = sha256(reading.text.encode()).hexdigest()
    unchanged = memory is not None and (memory.text_sha256, memory.extractor) == (text_sha256, extractor)
    changes = change(memory, reading.claims, fetched.page_sha256)
    recorded = () if unchanged else changes.recorded
    withdrawn = () if unchanged else changes.withdrawn
    standing = memory.claims if memory and unchanged else frozenset(claim.claim_id for claim in reading.claims)
    article = reading.article
    return Publication(
        changes=(
            *(ClaimRecorded.model_validate(claim.model_dump()) for claim in recorded),
            *(
                ClaimWithdrawn(
                    claim_id=claim_id, article_id=fetched.article_id, revision=fetched.revision, reason=changes.reason
                )
                for claim_id in withdrawn
            ),
        ),
        extracted=ArticleExtracted(
            article_id=fetched.article_id,
            revision=fetched.revision,
            outcome="unchanged" if unchanged else "claims" if standing else "no_claims",
            claims=len(standing),
            recorded=len(recorded),
            withdrawn=len(withdrawn),
            refused=reading.refused,
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            published_at=article.published_at,
            published_basis=article.published_basis,
            language=article.language,
            text_sha256=text_sha256,
            page_sha256=fetched.page_sha256,
            extractor=extractor,
            synthetic=article.synthetic,
        ),
        memory=Memory(fetched.revision, cause, text_sha256, fetched.page_sha256, extractor, standing),
    )


def superseded(fetched: ArticleFetched, memory: Memory, *, extractor: str) -> ArticleExtracted:
    """Return the one thing to say of a version that comes after a newer one was read: it changes nothing."""
    return ArticleExtracted(
        article_id=fetched.article_id,
        revision=fetched.revision,
        outcome="superseded",
        claims=len(memory.claims),
        recorded=0,
        withdrawn=0,
        url=fetched.url,
        page_sha256=fetched.page_sha256,
        extractor=extractor,
        synthetic=fetched.synthetic,
    )


def failure(fetched: ArticleFetched, reason: str, detail: str) -> ArticleExtractionFailed:
    """Return the fact that a version could not be read."""
    return ArticleExtractionFailed.model_validate(
        {
            "article_id": fetched.article_id,
            "revision": fetched.revision,
            "reason": reason,
            "detail": detail[:500],
            "url": fetched.url,
            "page_sha256": fetched.page_sha256,
        }
    )
