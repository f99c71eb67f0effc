"""Apply archived events, one after the other, to the views that they concern.

Pure but for the hand that it fills: `read` says what an event says, `Hand` holds the rows that a batch of events
concerns, `apply` changes them. Live and rebuild are this code; only the generation differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import ValidationError

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.claim import ClaimRecorded, ClaimWithdrawn
from schemas.event import Payload
from schemas.feed import FeedPolled, PageVisited
from schemas.ruling import ArticleErased, ClaimErased
from schemas.streams import PAYLOADS
from services.archive import MALFORMED, ArchivedEvent
from services.projector import article_view, claim_view, feed_view
from services.projector.article_view import ArticleView
from services.projector.claim_view import ClaimView
from services.projector.feed_view import FeedView, VisitView
from services.views import LARGEST

Key = TypeVar("Key")
View = TypeVar("View")
Tally = tuple[str, str]
"""The actor id and the measure of a tally."""


class CannotApply(ValueError):
    """The event is of a known type, but what it says cannot be entered. It is parked."""


class UnknownType(Exception):
    """The event is of a type that this version does not know. It is counted and skipped."""


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that could not be applied, and why."""

    seq: int
    type: str
    error: str


class Rows(dict[Key, View], Generic[Key, View]):
    """Rows of one table in hand. `before` is how they were found."""

    def __init__(self, found: Iterable[tuple[Key, View]] = ()) -> None:
        super().__init__(found)
        self.before = dict(self)

    def changed(self) -> Iterator[tuple[Key, View]]:
        """Yield the rows that are new or other than before."""
        return ((key, row) for key, row in self.items() if self.before.get(key) != row)


@dataclass(slots=True)
class Hand:
    """All rows that a batch of events concerns, and what else it leaves behind."""

    articles: Rows[UUID, ArticleView] = field(default_factory=Rows)
    versions: Rows[tuple[UUID, int], str] = field(default_factory=Rows)
    claims: Rows[UUID, ClaimView] = field(default_factory=Rows)
    feeds: Rows[str, FeedView] = field(default_factory=Rows)
    visits: Rows[UUID, VisitView] = field(default_factory=Rows)
    skipped: Counter[str] = field(default_factory=Counter)
    parked: list[Parked] = field(default_factory=list)
    stale: set[Tally] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an archived event says (`payload`), or why nobody can tell (`problem`)."""

    event: ArchivedEvent
    payload: Payload | None = None
    problem: Exception | None = None


def read(event: ArchivedEvent) -> Reading:
    """Return what the event says. It does not fail: a problem is part of the answer."""
    if event.type == MALFORMED:
        return Reading(event, problem=CannotApply(str(event.body.get("error", "not an event"))))
    if event.type not in PAYLOADS:
        return Reading(event, problem=UnknownType(event.type))
    try:
        payload = PAYLOADS[event.type].model_validate_json(event.payload)
        _refuse_absurd(payload.model_dump())
    except (ValidationError, CannotApply, OverflowError) as error:
        return Reading(event, problem=error)
    return Reading(event, payload)


def _refuse_absurd(value: Any) -> None:
    """Refuse what no column can hold, in every database alike."""
    match value:
        case dict():
            for inner in value.values():
                _refuse_absurd(inner)
        case list() | tuple():
            for inner in value:
                _refuse_absurd(inner)
        case int() if abs(value) > LARGEST:
            raise CannotApply(f"the number {str(value)[:40]} is too large")
        case str() if "\x00" in value:
            raise CannotApply("a text holds a NUL character")
        case datetime():
            value.astimezone(UTC)  # raises where the first or the last year of all is left


def apply(hand: Hand, reading: Reading) -> None:
    """Change the rows in hand as the event says, wholly or not at all."""
    event = reading.event
    try:
        if reading.payload is None:
            raise reading.problem or CannotApply("nothing was read")
        _evolve(hand, reading.payload, event)
    except UnknownType:
        hand.skipped[event.type] += 1
    except (CannotApply, ValidationError, OverflowError) as error:
        hand.parked.append(Parked(event.seq, event.type, _in_short(error)))


def _in_short(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in problems)


def _evolve(hand: Hand, payload: Payload, event: ArchivedEvent) -> None:
    match payload:
        case ArticleFetched() | ArticleExtracted() | ArticleExtractionFailed() as version:
            evolved = article_view.evolve(hand.articles.get(version.article_id), version, event.payload, event.seq)
            hand.articles[version.article_id] = evolved
            which = (version.article_id, version.revision)
            hand.versions[which] = article_view.outcome_after(hand.versions.get(which), version)
        case ClaimRecorded() as claim:
            before = hand.claims.get(claim.claim_id)
            recorded = claim_view.record(before, claim, event.payload, event.seq, event.archived_at)
            _put_claim(hand, recorded)
        case ClaimWithdrawn():
            if (standing := hand.claims.get(payload.claim_id)) is None:
                raise CannotApply("withdraws a claim that was never recorded")
            _put_claim(hand, claim_view.withdraw(standing, event.seq, event.archived_at))
        case FeedPolled():
            hand.feeds[payload.feed] = feed_view.poll(hand.feeds.get(payload.feed), payload)
        case PageVisited():
            hand.visits[payload.article_id] = feed_view.visit(payload)
        case ArticleErased():
            _erase_article(hand, payload)
        case ClaimErased():
            # A claim that is recorded only later comes out of the archive redacted.
            if known := hand.claims.get(payload.claim_id):
                _put_claim(hand, claim_view.erase(known))
        case _:
            raise CannotApply(f"nothing is known to do about {type(payload).__name__}")


def _put_claim(hand: Hand, claim: ClaimView) -> None:
    """Enter a claim, and mark all tallies that it bore on before and bears on now."""
    before = hand.claims.get(claim.claim_id)
    hand.claims[claim.claim_id] = claim
    for bearing in (before, claim):
        if bearing is None:
            continue
        denied = hand.claims.get(bearing.about_claim) if bearing.about_claim else None
        hand.stale.update(view.tally for view in (bearing, denied) if view and view.tally)


def _erase_article(hand: Hand, ruling: ArticleErased) -> None:
    if article := hand.articles.get(ruling.article_id):
        hand.articles[ruling.article_id] = article_view.erase(article)
    if visit := hand.visits.get(ruling.article_id):
        hand.visits[ruling.article_id] = feed_view.erase(visit)
    for claim in [claim for claim in hand.claims.values() if claim.article_id == ruling.article_id]:
        _put_claim(hand, claim_view.erase(claim))
