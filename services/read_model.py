"""What the ledger knows, asked for by the status service and the command line.

Every answer comes from one moment of the live generation, and follows a switch to another by itself. Nothing here
writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection, exists, func, select

from schemas.claim import Actor, Claim, ClaimRecorded, ClaimWithdrawn, Measure
from schemas.ruling import ClaimErased
from schemas.status import FeedStatus, TallySummary
from schemas.tally import ActorTallies, Freshness, TallyRow
from services import archive, claim_query, database, generations, migrations, views
from services.archive import ArchivedEvent, StreamPosition
from services.canonical_export import canonical_lines
from services.claim_query import BadCursor, ClaimFilter, between
from services.generations import Generation

__all__ = [
    "ActorSummary", "ArticleRecord", "BadCursor", "Change", "ClaimFilter", "ClaimRecord", "NotBuilt", "ReadModel",
    "open_read_model",
]  # fmt: skip


class NotBuilt(database.TryLater):
    """The projector has not built any read model yet."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a claim, and when it was archived. `reason`: why it was withdrawn or erased."""

    what: Literal["recorded", "withdrawn", "erased"]
    seq: int
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with what became of it, oldest change first. Of an erased one the sentence and the names are gone."""

    claim: Claim
    standing: bool
    erased: bool
    recorded_at: datetime
    withdrawn_at: datetime | None
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ActorSummary:
    """An actor with the number of claims that stand about it, altogether and by measure."""

    actor_id: str
    name: str
    claims: int
    measures: dict[str, int]


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article as it stands: the newest version fetched (`revision`), and what became of that."""

    article_id: UUID
    url: str | None
    canonical_url: str | None
    title: str | None
    publisher: str | None
    alignment: str
    published_at: datetime | None
    published_basis: str
    language: str | None
    feed: str | None
    revision: int
    outcome: str
    claims: int
    page_sha256: str | None
    text_sha256: str | None
    fetched_at: datetime | None
    erased: bool
    synthetic: bool


def open_read_model(database_url: str) -> ReadModel:
    """Return the read model at `database_url`. Nothing is connected before the first question.

    Raises:
        database.BadAddress: it is no address of SQLite or PostgreSQL.
    """
    return ReadModel(generations.Shelf(database.parse_address(database_url), writing=False))


class ReadModel:
    """Answers from the live generation and the archive. Every question may raise `database.DatabaseError`.

    May be shared between threads.
    """

    def __init__(self, shelf: generations.Shelf) -> None:
        self._shelf = shelf
        self._checked = False

    def close(self) -> None:
        """Close all connections."""
        self._shelf.close()

    def freshness(self) -> Freshness:
        """Return how far the live generation has come."""
        with self._live() as (generation, connection):
            return self._freshness(generation, connection, _anything_synthetic(connection))

    def summary(self) -> TallySummary:
        """Return how many claims of each measure stand, about how many actors, from how many articles."""
        standing = views.claims.c.standing
        measure = views.claims.c.measure
        by_measure = select(measure, func.count().label("claims")).where(standing).group_by(measure).order_by(measure)
        actors = select(func.count(views.claims.c.subject_id.distinct())).where(standing)
        with self._live() as (generation, connection):
            measures = {row.measure: row.claims for row in connection.execute(by_measure)}
            return TallySummary(
                claims=sum(measures.values()),
                articles=connection.scalar(select(func.count()).select_from(views.articles)) or 0,
                actors=connection.scalar(actors) or 0,
                by_measure=measures,
                freshness=self._freshness(generation, connection, _anything_synthetic(connection)),
            )

    def actors(self) -> list[ActorSummary]:
        """Return the actors that claims stand about, those with the most claims first."""
        claims = views.claims.c
        query = (
            select(claims.subject_id, claims.measure, func.count().label("claims"), func.min(claims.subject_name))
            .where(claims.standing, claims.subject_id.is_not(None))
            .group_by(claims.subject_id, claims.measure)
            .order_by(claims.subject_id, claims.measure)
        )
        names: dict[str, str] = {}
        measures: dict[str, dict[str, int]] = {}
        with self._live() as (_, connection):
            for actor_id, measure, count, name in connection.execute(query):
                names.setdefault(actor_id, name or actor_id)
                measures.setdefault(actor_id, {})[measure] = count
        found = [ActorSummary(actor_id, names[actor_id], sum(m.values()), m) for actor_id, m in measures.items()]
        return sorted(found, key=lambda actor: (-actor.claims, actor.actor_id))

    def actor_tallies(
        self,
        actor_id: str,
        measure: Measure | None = None,
        claimant: str | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> ActorTallies | None:
        """Return the tallies of one actor, or None when no claim was ever recorded about it."""
        tallies = views.tallies.c
        query = (
            select(tallies.row, tallies.synthetic)
            .where(tallies.actor_id == actor_id, *between(tallies.starts_on, tallies.ends_on, start, end))
            .order_by(tallies.measure, tallies.line)
        )
        if measure:
            query = query.where(tallies.measure == measure)
        if claimant:
            query = query.where(tallies.claimant_id == claimant)
        known = select(func.count(), func.min(views.claims.c.subject_name)).where(views.claims.c.subject_id == actor_id)
        with self._live() as (generation, connection):
            claims, name = connection.execute(known).one()
            if not claims:
                return None
            rows = connection.execute(query).all()
            freshness = self._freshness(generation, connection, any(row.synthetic for row in rows))
        return ActorTallies(
            actor=Actor(actor_id=actor_id, name=name, text=name or actor_id),
            rows=tuple(TallyRow.model_validate_json(row.row) for row in rows),
            freshness=freshness,
        )

    def claims(
        self, wanted: ClaimFilter | None = None, cursor: str | None = None, limit: int = 100
    ) -> tuple[list[Claim], str | None]:
        """Return up to `limit` claims in the order in which they were first recorded, and the cursor to go on with.

        Walking all cursors shows each claim that was there at the start exactly once.

        Raises:
            BadCursor: `cursor` did not come from an answer.
        """
        query = claim_query.select_claims(wanted or ClaimFilter(), cursor).limit(limit + 1)
        with self._live() as (_, connection):
            rows = connection.execute(query).all()
        shown = rows[:limit]
        more = claim_query.cursor_at(shown[-1]) if len(rows) > limit and shown else None
        return [Claim.model_validate_json(row.payload) for row in shown], more

    def claim(self, claim_id: UUID) -> ClaimRecord | None:
        """Return one claim with its history, or None when there is none of this id."""
        with self._live() as (_, connection):
            row = connection.execute(select(views.claims).where(views.claims.c.claim_id == claim_id)).first()
        if row is None:
            return None
        with self._archive() as connection:
            happened = archive.events_about(connection, str(claim_id))
        return ClaimRecord(
            claim=Claim.model_validate_json(row.payload),
            standing=row.standing,
            erased=row.erased,
            recorded_at=row.recorded_at,
            withdrawn_at=row.withdrawn_at,
            history=tuple(change for event in happened if (change := _change(event))),
        )

    def article(self, article_id: UUID) -> ArticleRecord | None:
        """Return one article, or None when there is none of this id."""
        columns = [views.articles.c[name] for name in ArticleRecord.__slots__]
        with self._live() as (_, connection):
            row = connection.execute(select(*columns).where(views.articles.c.article_id == article_id)).first()
        return ArticleRecord(**row._mapping) if row else None

    def outcomes(self) -> dict[str, int]:
        """Return what became of the fetched versions of articles: each is counted once."""
        query = select(views.outcomes).where(views.outcomes.c.versions > 0).order_by(views.outcomes.c.outcome)
        with self._live() as (_, connection):
            return {row.outcome: row.versions for row in connection.execute(query)}

    def feeds(self) -> list[FeedStatus]:
        """Return what the last poll of each feed brought, by name."""
        with self._live() as (_, connection):
            return [
                FeedStatus(
                    name=row.feed, url=row.url, outcome=row.outcome, polled_at=row.polled_at, next_due=row.next_due,
                    entries=row.entries, error=row.error,
                )
                for row in connection.execute(select(views.feeds).order_by(views.feeds.c.feed))
            ]  # fmt: skip

    def parked(self) -> int:
        """Return how many archived events could not be applied."""
        with self._live() as (_, connection):
            return connection.scalar(select(func.count()).select_from(views.parked)) or 0

    def skipped(self) -> dict[str, int]:
        """Return how many events came of each type that this version does not know."""
        with self._live() as (_, connection):
            return {row.type: row.events for row in connection.execute(select(views.skipped))}

    def positions(self) -> dict[str, StreamPosition]:
        """Return how far each stream is archived, with its gaps and repeats."""
        with self._archive() as connection:
            return archive.stream_positions(connection)

    def conflicts(self) -> int:
        """Return how many events came under an archived id with other content."""
        with self._archive() as connection:
            return archive.conflict_count(connection)

    def events(self, after_seq: int, limit: int) -> list[ArchivedEvent]:
        """Return up to `limit` archived events that come after `after_seq`."""
        with self._archive() as connection:
            return archive.events_after(connection, after_seq, limit)

    def canonical_export(self) -> str:
        """Return the live generation as text that is equal for equal ledgers (see `canonical_export`)."""
        with self._live() as (_, connection):
            return "".join(f"{line}\n" for line in canonical_lines(connection))

    @contextmanager
    def _archive(self) -> Iterator[Connection]:
        if not self._checked:
            migrations.require_current(self._shelf.reading)
            self._checked = True
        with database.transaction(self._shelf.reading) as connection:
            yield connection

    @contextmanager
    def _live(self) -> Iterator[tuple[Generation, Connection]]:
        with self._archive() as connection:
            generation = generations.live(connection)
        if generation is None:
            raise NotBuilt("There are no tallies yet: start the projector, which builds them from the archive.")
        self._shelf.release_all_but(generation.id)
        with database.transaction(self._shelf.engine(generation.id)) as connection:
            yield generation, connection

    def _freshness(self, generation: Generation, connection: Connection, synthetic: bool) -> Freshness:
        seq, as_of = connection.execute(select(views.progress.c.seq, views.progress.c.as_of)).one()
        with self._archive() as archived:
            head = archive.head(archived)
        return Freshness(generation=generation.id, seq=seq, behind=max(0, head - seq), as_of=as_of, synthetic=synthetic)


def _anything_synthetic(connection: Connection) -> bool:
    return bool(connection.scalar(select(exists().where(views.claims.c.synthetic))))


def _change(event: ArchivedEvent) -> Change | None:
    match event.type:
        case ClaimRecorded.TYPE:
            return Change("recorded", event.seq, event.archived_at)
        case ClaimWithdrawn.TYPE:
            return Change("withdrawn", event.seq, event.archived_at, event.body.get("reason"))
        case ClaimErased.TYPE:
            return Change("erased", event.seq, event.archived_at, event.body.get("why"))
    return None
