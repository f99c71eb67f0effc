"""Tallies as tables: one for each measure, running totals before incidents, the newest first, with bars to compare by.

Pure: rows in, tables out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from schemas.claim import Measure
from schemas.tally import TallyRow

_ROOM = 1.25

_MEASURES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar, in percent of the widest one beside it: certain up to `low`, possible up to `high`.

    `open`: no upper bound was said; the bar then runs on to the edge, where there is always room left for it.
    """

    low: float
    high: float
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a tally with its bar; without one where there is nothing to compare it with."""

    row: TallyRow
    bar: Bar | None

    @property
    def anchor(self) -> str:
        """The name of this line in the address of its page; it stays the same while the same claims stand under it."""
        return f"row-{self.row.claim_ids[0]}"


@dataclass(frozen=True, slots=True)
class MeasureTable:
    """What is claimed of one measure. `more` lines were left out."""

    measure: Measure
    lines: tuple[Line, ...]
    more: int


def by_measure(rows: Iterable[TallyRow], at_most: int | None = None) -> list[MeasureTable]:
    """Return the tables of `rows` in the order of the contract, each with at most `at_most` lines."""
    groups: dict[Measure, list[TallyRow]] = {}
    for row in rows:
        groups.setdefault(row.measure, []).append(row)
    return [_table(measure, groups[measure], at_most) for measure in _MEASURES if measure in groups]


def _table(measure: Measure, rows: Sequence[TallyRow], at_most: int | None) -> MeasureTable:
    shown = sorted(rows, key=_place, reverse=True)[:at_most]
    totals = [row for row in shown if row.cumulative]
    incidents = [row for row in shown if not row.cumulative]
    lines = (*_lines(totals), *_lines(incidents))
    return MeasureTable(measure, lines, len(rows) - len(shown))


def _place(row: TallyRow) -> tuple[bool, date]:
    return row.cumulative, row.end or row.start or date.min


def _lines(rows: Sequence[TallyRow]) -> Iterator[Line]:
    """Yield the lines of rows that may be compared: a running total dwarfs the days in it and says nothing of them."""
    scale = _scale(rows)
    for row in rows:
        yield Line(row, _bar(row, scale) if len(rows) > 1 else None)


def _scale(rows: Sequence[TallyRow]) -> float:
    """Return how many percent of a bar one person takes."""
    widest = max((max(row.low or 0, row.high or 0) * (_ROOM if row.open else 1) for row in rows), default=0)
    return 100 / widest if widest else 0


def _bar(row: TallyRow, scale: float) -> Bar:
    high = 100 if row.open else round((row.high or 0) * scale, 1)
    return Bar(low=round((row.low or 0) * scale, 1), high=high, open=row.open)
