"""Load the rows that a batch of events concerns, and store those that changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, delete, insert, or_, select, update

from schemas.article import ArticleExtracted, ArticleExtractionFailed, ArticleFetched
from schemas.claim import Claim, ClaimRecorded, ClaimWithdrawn
from schemas.event import canonical_json
from schemas.feed import FeedPolled, PageVisited
from schemas.ruling import ArticleErased, ClaimErased
from schemas.tally import TallyRow
from services import views
from services.projector.article_view import ArticleView
from services.projector.claim_view import ClaimView
from services.projector.evolution import Hand, Reading, Rows, Tally
from services.projector.feed_view import FeedView, VisitView

View = TypeVar("View")

_CHUNK = 5_000
"""How many values one IN may hold: below the limit of variables of both databases."""


def load(connection: Connection, readings: Iterable[Reading]) -> Hand:
    """Return all rows that the events may change or must look at."""
    articles: set[UUID] = set()
    claims: set[UUID] = set()
    erased: set[UUID] = set()
    feeds: set[str] = set()
    visits: set[UUID] = set()
    for reading in readings:
        match reading.payload:
            case ArticleFetched() | ArticleExtracted() | ArticleExtractionFailed() as version:
                articles.add(version.article_id)
            case ClaimRecorded() as claim:
                claims.update(filter(None, (claim.claim_id, claim.about_claim)))
            case ClaimWithdrawn() | ClaimErased() as changed:
                claims.add(changed.claim_id)
            case FeedPolled() as polled:
                feeds.add(polled.feed)
            case PageVisited() as visited:
                visits.add(visited.article_id)
            case ArticleErased() as ruling:
                articles.add(ruling.article_id)
                erased.add(ruling.article_id)
                visits.add(ruling.article_id)
    found = {view.claim_id: view for view in _claims(connection, claims, erased)}
    denied = {view.about_claim for view in found.values() if view.about_claim} - found.keys()
    found.update((view.claim_id, view) for view in _claims(connection, denied, ()))
    return Hand(
        articles=Rows(_by(views.articles.c.article_id, articles, connection, ArticleView)),
        versions=Rows(_versions(connection, articles)),
        claims=Rows(found.items()),
        feeds=Rows(_by(views.feeds.c.feed, feeds, connection, FeedView)),
        visits=Rows(_by(views.visits.c.article_id, visits, connection, VisitView)),
    )


def _claims(connection: Connection, ids: Collection[UUID], articles: Collection[UUID]) -> Iterator[ClaimView]:
    columns = [views.claims.c[field.name] for field in fields(ClaimView)]
    for condition in (*_in(views.claims.c.claim_id, ids), *_in(views.claims.c.article_id, articles)):
        yield from (ClaimView(**row._mapping) for row in connection.execute(select(*columns).where(condition)))


def _versions(connection: Connection, articles: Collection[UUID]) -> Iterator[tuple[tuple[UUID, int], str]]:
    for condition in _in(views.versions.c.article_id, articles):
        for row in connection.execute(select(views.versions).where(condition)):
            yield (row.article_id, row.revision), row.outcome


def _by(
    key: Column[Any], wanted: Collection[Any], connection: Connection, view: Callable[..., View]
) -> Iterator[tuple[Any, View]]:
    for condition in _in(key, wanted):
        for row in connection.execute(select(key.table).where(condition)):
            yield row._mapping[key.name], view(**row._mapping)


def _in(column: Column[Any], values: Collection[Any]) -> Iterator[ColumnElement[bool]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _CHUNK):
        yield column.in_(ordered[start : start + _CHUNK])


def store(connection: Connection, hand: Hand) -> None:
    """Write the rows in hand that changed, in the order of their keys."""
    _replace(connection, views.articles, hand.articles)
    _replace(connection, views.claims, hand.claims)
    _replace(connection, views.feeds, hand.feeds)
    _replace(connection, views.visits, hand.visits)
    _store_versions(connection, hand.versions)
    _add(connection, views.skipped, "type", "events", hand.skipped)
    if hand.parked:
        connection.execute(insert(views.parked), [_columns(parked) for parked in hand.parked])
    mark_stale(connection, hand.stale)


def _replace(connection: Connection, table: Table, rows: Rows[Any, Any]) -> None:
    changed = sorted(rows.changed(), key=lambda item: item[0])
    (key,) = table.primary_key.columns
    if known := [{"known": which} for which, _ in changed if which in rows.before]:
        connection.execute(delete(table).where(key == bindparam("known")), known)
    if changed:
        connection.execute(insert(table), [_columns(row) for _, row in changed])


def _columns(row: Any) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}


def _store_versions(connection: Connection, versions: Rows[tuple[UUID, int], str]) -> None:
    table = views.versions
    counted: dict[str, int] = {}
    new, known = [], []
    for (article_id, revision), outcome in sorted(versions.changed()):
        before = versions.before.get((article_id, revision))
        if before is None:
            new.append({"article_id": article_id, "revision": revision, "outcome": outcome})
        else:
            known.append({"article": article_id, "number": revision, "came_to": outcome})
            counted[before] = counted.get(before, 0) - 1
        counted[outcome] = counted.get(outcome, 0) + 1
    if new:
        connection.execute(insert(table), new)
    if known:
        same = (table.c.article_id == bindparam("article")) & (table.c.revision == bindparam("number"))
        connection.execute(update(table).where(same).values(outcome=bindparam("came_to")), known)
    _add(connection, views.outcomes, "outcome", "versions", counted)


def _add(connection: Connection, table: Table, key: str, count: str, added: Mapping[str, int]) -> None:
    for which, number in sorted(added.items()):
        more = update(table).where(table.c[key] == which).values({count: table.c[count] + number})
        if not connection.execute(more).rowcount:
            connection.execute(insert(table).values({key: which, count: number}))


def mark_stale(connection: Connection, tallies: Iterable[Tally]) -> None:
    """Note that these tallies must be computed anew."""
    for actor_id, measure in sorted(tallies):
        key = {"actor_id": actor_id, "measure": measure}
        if not connection.execute(select(views.stale).filter_by(**key)).first():
            connection.execute(insert(views.stale).values(key))


def stale_tallies(connection: Connection) -> list[Tally]:
    """Return the tallies to be computed anew, in order."""
    query = select(views.stale).order_by(views.stale.c.actor_id, views.stale.c.measure)
    return [(row.actor_id, row.measure) for row in connection.execute(query)]


def claims_of(connection: Connection, tally: Tally) -> list[Claim]:
    """Return all standing claims that bear on a tally: those about its actor, and denials of one of them."""
    actor_id, measure = tally
    claims = views.claims.c
    about = (claims.subject_id == actor_id) & (claims.measure == measure)
    theirs = select(claims.claim_id).where(about)
    query = select(claims.payload).where(
        claims.standing, or_(about, (claims.stance == "deny") & claims.about_claim.in_(theirs))
    )
    return [Claim.model_validate_json(row.payload) for row in connection.execute(query)]


def store_tally(connection: Connection, tally: Tally, rows: Iterable[TallyRow], synthetic: frozenset[UUID]) -> None:
    """Put `rows` in the place of what the tally said before. `synthetic`: the claims from an invented newsroom."""
    actor_id, measure = tally
    for table in (views.tallies, views.stale):
        connection.execute(delete(table).where(table.c.actor_id == actor_id, table.c.measure == measure))
    lines = [
        {
            "actor_id": actor_id,
            "measure": measure,
            "line": line,
            "claimant_id": row.claimant.actor_id if row.claimant else None,
            "starts_on": row.start,
            "ends_on": row.end,
            "synthetic": not synthetic.isdisjoint(row.claim_ids),
            "row": canonical_json(row.model_dump(mode="json")),
        }
        for line, row in enumerate(rows)
    ]
    if lines:
        connection.execute(insert(views.tallies), lines)
