"""Which claims are asked for, and in which portions they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, or_, select

from schemas.claim import Measure, Stance
from services import views


class BadCursor(ValueError):
    """The cursor is not one that an answer before has given."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are asked for; what is None does not restrict.

    `start` and `end`: the claim's period has a day between them, both included. `standing`: not withdrawn.
    """

    actor: str | None = None
    measure: Measure | None = None
    claimant: str | None = None
    stance: Stance | None = None
    article: UUID | None = None
    start: date | None = None
    end: date | None = None
    standing: bool | None = True


def select_claims(wanted: ClaimFilter, cursor: str | None = None) -> Select[tuple[str, int, UUID]]:
    """Return the query for the claims that are wanted, from `cursor` on, in the order of their first recording.

    Raises:
        BadCursor: `cursor` did not come from an answer.
    """
    claims = views.claims.c
    query = select(claims.payload, claims.recorded_seq, claims.claim_id)
    equal = {
        claims.subject_id: wanted.actor,
        claims.measure: wanted.measure,
        claims.claimant_id: wanted.claimant,
        claims.stance: wanted.stance,
        claims.article_id: wanted.article,
        claims.standing: wanted.standing,
    }
    conditions = [column == value for column, value in equal.items() if value is not None]
    conditions += between(claims.starts_on, claims.ends_on, wanted.start, wanted.end)
    if cursor:
        seq, claim_id = _position(cursor)
        conditions.append((claims.recorded_seq > seq) | ((claims.recorded_seq == seq) & (claims.claim_id > claim_id)))
    return query.where(*conditions).order_by(claims.recorded_seq, claims.claim_id)


def cursor_at(row: Row[tuple[str, int, UUID]]) -> str:
    """Return the cursor with which the next answer goes on after `row`."""
    return f"{row.recorded_seq}.{row.claim_id}"


def between(
    starts_on: ColumnElement[Any], ends_on: ColumnElement[Any], start: date | None, end: date | None
) -> list[ColumnElement[bool]]:
    """Return the conditions under which a period has a day between `start` and `end`; an open end reaches all days."""
    conditions: list[ColumnElement[bool]] = []
    if start or end:
        conditions.append(or_(starts_on.is_not(None), ends_on.is_not(None)))
    if start:
        conditions.append(or_(ends_on.is_(None), ends_on >= start))
    if end:
        conditions.append(or_(starts_on.is_(None), starts_on <= end))
    return conditions


def _position(cursor: str) -> tuple[int, UUID]:
    seq, _, claim_id = cursor.partition(".")
    try:
        position = int(seq), UUID(claim_id)
    except ValueError as error:
        raise BadCursor(f"{cursor!r} is no cursor. Take the one that the answer before gave, unchanged.") from error
    if not 0 <= position[0] <= views.LARGEST:
        raise BadCursor(f"{cursor!r} is no cursor: its number is out of all bounds.")
    return position
