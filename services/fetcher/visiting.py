"""Decide what a visit to a page means, and when to come back.

Pure: everything it needs arrives as arguments, the present time included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from schemas.article import ArticleFetched
from services.fetcher.errors import FetchError, TryLater
from services.fetcher.memory import PageMemory

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FailedVisit:
    """A visit that brought nothing. `given_up`: no more visits, unless a feed says something new of the page."""

    outcome: Literal["failed", "given_up"]
    next_due: datetime | None


def next_visit(planned_from: datetime, now: datetime, revisit: Sequence[timedelta]) -> datetime | None:
    """Return when to look at a page again, None if never: the first of the planned moments that is still to come.

    The moments count from `planned_from`, so a fetcher that was away for a day does not make up for what it missed.
    """
    planned = sorted(planned_from + delay for delay in revisit)
    return next((moment for moment in planned if moment > now), None)


def failed_visit(page: PageMemory, error: FetchError, now: datetime, give_up_after: int) -> FailedVisit:
    """Return what follows from a visit that ended in `error`: another try, later each time, or none."""
    failures = page.failures + 1
    if not isinstance(error, TryLater) or failures >= give_up_after:
        return FailedVisit("given_up", None)
    pause = min(FIRST_PAUSE * (1 << 2 * min(failures - 1, 10)), LONGEST_PAUSE)
    return FailedVisit("failed", now + max(pause, error.retry_after or timedelta(0)))


def fetched(
    article: UUID, page: PageMemory, *, content_type: str, page_sha256: str, page_bytes: int, now: datetime
) -> ArticleFetched:
    """Return the fact that a new version of the page was fetched: the one after those that are remembered."""
    return ArticleFetched(
        article_id=article,
        revision=page.revision + 1,
        url=page.url if "://" in page.url else None,
        title=page.title,
        publisher=page.publisher,
        alignment=page.alignment,
        published_at=page.published_at,
        published_basis=page.published_basis,
        fetched_at=now,
        language=page.language,
        feed=page.feed,
        content_type=content_type,
        page_sha256=page_sha256,
        page_bytes=page_bytes,
        visit=page.visit,
        synthetic=page.synthetic,
    )
