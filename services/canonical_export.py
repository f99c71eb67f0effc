"""The read models as text that is equal when they are: sorted, and without our clocks and positions.

What two runs over the same news may differ in (when a page was fetched, which seq a claim got) is left out; what a
reader of the ledger would notice stays in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from schemas.event import canonical_json, rfc3339
from services import views

_ARTICLE = (
    "article_id", "url", "canonical_url", "title", "publisher", "alignment", "published_basis", "language", "feed",
    "revision", "outcome", "claims", "page_sha256", "text_sha256", "erased", "synthetic",
)  # fmt: skip


def canonical_lines(connection: Connection) -> Iterator[str]:
    """Yield claims (withdrawn ones too), articles, tallies and outcomes of a generation, one JSON object a line."""
    for row in _stream(connection, select(views.claims).order_by(views.claims.c.claim_id)):
        claim = json.loads(row.payload)
        claim["article"].pop("fetched_at", None)
        yield canonical_json({"claim": claim, "standing": row.standing, "erased": row.erased})
    for row in _stream(connection, select(views.articles).order_by(views.articles.c.article_id)):
        article = {name: row._mapping[name] for name in _ARTICLE}
        published = rfc3339(row.published_at) if row.published_at else None
        yield canonical_json({"article": {**article, "article_id": str(row.article_id), "published_at": published}})
    tallies = views.tallies
    for row in _stream(connection, select(tallies).order_by(tallies.c.actor_id, tallies.c.measure, tallies.c.line)):
        yield canonical_json({"tally": json.loads(row.row)})
    outcomes = select(views.outcomes).where(views.outcomes.c.versions > 0).order_by(views.outcomes.c.outcome)
    for row in _stream(connection, outcomes):
        yield canonical_json({"outcome": row.outcome, "versions": row.versions})


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    # A million claims do not fit in memory twice, and a rebuild compares two exports.
    yield from connection.execution_options(yield_per=1_000).execute(query)
