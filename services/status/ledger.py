"""Looks at the database: how far the archive has come, what was lost on the way, and what came of the articles."""

from __future__ import annotations

from schemas.streams import DEAD, STREAMS
from services.database import DatabaseError
from services.read_model import ReadModel

from .observation import Ledger, Unreachable

ARCHIVED = tuple(stream for stream in STREAMS if stream is not DEAD)
"""The streams that end up in the archive. What lies in the dead letters was never accepted as a fact."""


def look_at_ledger(read_model: ReadModel) -> Ledger | Unreachable:
    """Return what the database says, or why it says nothing. Blocks while it answers."""
    try:
        return Ledger(
            positions=tuple(read_model.positions().values()),
            parked=read_model.parked(),
            feeds=tuple(read_model.feeds()),
            articles_by_outcome=read_model.outcomes(),
            tallies=read_model.summary(),
        )
    except DatabaseError as error:
        return Unreachable(str(error))
