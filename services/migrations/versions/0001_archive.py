"""The archive: events, positions of the streams, leases, generations."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from services.database import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("stream_ms", sa.BigInteger, nullable=False),
        sa.Column("stream_n", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("time", Moment, nullable=False),
        sa.Column("correlation", sa.Text, nullable=False),
        sa.Column("causation", sa.Text),
        sa.Column("article", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("archived_at", Moment, nullable=False),
    )
    op.create_index("events_by_subject", "events", ["subject", "seq"])
    op.create_index("events_by_article", "events", ["article", "seq"])
    op.create_table(
        "positions",
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("ms", sa.BigInteger, nullable=False),
        sa.Column("n", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("gaps", sa.BigInteger, nullable=False),
        sa.Column("repeats", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "conflicts",
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("stream_ms", sa.BigInteger, nullable=False),
        sa.Column("stream_n", sa.BigInteger, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("article", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("archived_at", Moment, nullable=False),
    )
    leases = op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    op.bulk_insert(
        leases,
        [{"name": name, "holder": "", "epoch": 0, "expires_at": long_ago} for name in ("projector", "rebuild")],
    )
    op.create_table(
        "generations",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("code_version", sa.Text, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_table(
        "migrations",
        sa.Column("revision", sa.Text, primary_key=True),
        sa.Column("claimledger", sa.Text, nullable=False),
        sa.Column("applied_at", Moment, nullable=False),
    )
