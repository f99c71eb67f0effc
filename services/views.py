"""The tables of one generation of read models. The projector writes them; the read model answers from them.

Everything in them can be built again from the archive. The schema name is a placeholder: each generation has its own
file (SQLite) or schema (PostgreSQL).
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, MetaData, Table, Text, Uuid

from services.database import Moment, Word

LAYOUT = 1
"""The version of these tables. A generation of another layout is built anew."""

SCHEMA = "generation"

LARGEST = 2**63 - 1
"""The largest number that fits into a column."""

metadata = MetaData(schema=SCHEMA)

progress = Table(
    "progress",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("as_of", Moment),
    Column("epoch", BigInteger, nullable=False),
)
"""One row: the seq of the last event applied, when that was archived, and the epoch of the projector that may write."""

articles = Table(
    "articles",
    metadata,
    Column("article_id", Uuid, primary_key=True),
    Column("url", Text),
    Column("canonical_url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("alignment", Word, nullable=False),
    Column("published_at", Moment),
    Column("published_basis", Text, nullable=False),
    Column("language", Word),
    Column("feed", Word),
    Column("revision", BigInteger, nullable=False),
    Column("outcome", Word, nullable=False),
    Column("claims", BigInteger, nullable=False),
    Column("page_sha256", Text),
    Column("text_sha256", Text),
    Column("fetched_at", Moment),
    Column("extracted_seq", BigInteger),
    Column("erased", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("fetched", Text),
    Column("extracted", Text),
    Column("failed", Text),
)
"""`fetched`, `extracted` and `failed` are the newest payloads of each kind, from which the other columns follow."""

versions = Table(
    "versions",
    metadata,
    Column("article_id", Uuid, primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("outcome", Word, nullable=False),
)
"""What became of each fetched version of an article: `waiting` until the extractor has spoken."""

outcomes = Table(
    "outcomes",
    metadata,
    Column("outcome", Word, primary_key=True),
    Column("versions", BigInteger, nullable=False),
)
"""How many versions came to what."""

claims = Table(
    "claims",
    metadata,
    Column("claim_id", Uuid, primary_key=True),
    Column("article_id", Uuid, nullable=False),
    Column("measure", Word, nullable=False),
    Column("stance", Word, nullable=False),
    Column("subject_id", Word),
    Column("subject_name", Text),
    Column("claimant_id", Word),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("cumulative", Boolean, nullable=False),
    Column("part_of", Uuid),
    Column("about_claim", Uuid),
    Column("published_at", Moment),
    Column("standing", Boolean, nullable=False),
    Column("erased", Boolean, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("recorded_seq", BigInteger, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("withdrawn_seq", BigInteger),
    Column("withdrawn_at", Moment),
    Column("payload", Text, nullable=False),
    Index("claims_in_order", "recorded_seq", "claim_id"),
    Index("claims_by_subject", "subject_id", "measure", "standing"),
    Index("claims_by_claimant", "claimant_id"),
    Index("claims_by_article", "article_id"),
    Index("claims_by_denied", "about_claim"),
)
"""Every claim ever recorded. `recorded_seq` is when it first was; `withdrawn_seq` is null while it stands."""

Index("claims_synthetic", claims.c.synthetic, sqlite_where=claims.c.synthetic, postgresql_where=claims.c.synthetic)

feeds = Table(
    "feeds",
    metadata,
    Column("feed", Word, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outcome", Word, nullable=False),
    Column("polled_at", Moment, nullable=False),
    Column("next_due", Moment, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("polls", BigInteger, nullable=False),
    Column("failures_in_a_row", BigInteger, nullable=False),
    Column("error", Text),
)

visits = Table(
    "visits",
    metadata,
    Column("article_id", Uuid, primary_key=True),
    Column("url", Text, nullable=False),
    Column("feed", Word),
    Column("outcome", Word, nullable=False),
    Column("visited_at", Moment, nullable=False),
    Column("next_due", Moment),
    Column("error", Text),
)
"""The last visit of each page that brought no new version."""

tallies = Table(
    "tallies",
    metadata,
    Column("actor_id", Word, primary_key=True),
    Column("measure", Word, primary_key=True),
    Column("line", BigInteger, primary_key=True, autoincrement=False),
    Column("claimant_id", Word),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("synthetic", Boolean, nullable=False),
    Column("row", Text, nullable=False),
)
"""One `TallyRow` a line, in the order in which they are shown."""

stale = Table(
    "stale",
    metadata,
    Column("actor_id", Word, primary_key=True),
    Column("measure", Word, primary_key=True),
)
"""Tallies whose claims changed since they were computed."""

skipped = Table(
    "skipped",
    metadata,
    Column("type", Word, primary_key=True),
    Column("events", BigInteger, nullable=False),
)
"""How many events came of each type that this version does not know."""

parked = Table(
    "parked",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("type", Word, nullable=False),
    Column("error", Text, nullable=False),
)
"""Events that could not be applied, and why. They lie in the archive; a rebuild by better code applies them."""
