"""What a feed, and a page that brought nothing new, look like after each event about them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from schemas.feed import FeedPolled, PageVisited


@dataclass(frozen=True, slots=True)
class FeedView:
    """One row of `views.feeds`: the last poll, and how polls went."""

    feed: str
    url: str
    outcome: str
    polled_at: datetime
    next_due: datetime
    entries: int
    polls: int
    failures_in_a_row: int
    error: str | None


@dataclass(frozen=True, slots=True)
class VisitView:
    """One row of `views.visits`: the last visit of a page that brought no new version."""

    article_id: UUID
    url: str
    feed: str | None
    outcome: str
    visited_at: datetime
    next_due: datetime | None
    error: str | None


FEED_COLUMNS = tuple(field.name for field in fields(FeedView))
VISIT_COLUMNS = tuple(field.name for field in fields(VisitView))


def poll(view: FeedView | None, polled: FeedPolled) -> FeedView:
    """Return the feed after a poll. `entries` stays what the last readable body held."""
    failed = polled.outcome == "failed"
    return FeedView(
        feed=polled.feed,
        url=polled.url,
        outcome=polled.outcome,
        polled_at=polled.polled_at,
        next_due=polled.next_due,
        entries=polled.entries if polled.entries or view is None else view.entries,
        polls=(view.polls if view else 0) + 1,
        failures_in_a_row=(view.failures_in_a_row if view else 0) + 1 if failed else 0,
        error=polled.error if failed else polled.note,
    )


def visit(visited: PageVisited) -> VisitView:
    """Return what the last visit of the page came to."""
    return VisitView(
        article_id=visited.article_id,
        url=visited.url,
        feed=visited.feed,
        outcome=visited.outcome,
        visited_at=visited.visited_at,
        next_due=visited.next_due,
        error=visited.error,
    )


def erase(view: VisitView) -> VisitView:
    """Return the visit without the address of the page."""
    return replace(view, url="", error=None)
