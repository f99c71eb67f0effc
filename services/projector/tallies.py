"""Tally claims: what each claimant says that each actor suffered, day by day.

A tally is a pure function of the *set* of standing claims: neither their order nor repeats change it. It never adds
what two claimants say, and never more than what one of them says: where claims may be one incident told twice or two
incidents told once each, the row spans both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from schemas.actor import Perspective
from schemas.claim import Actor, Claim, Measure, Period
from schemas.tally import TallyRow

PerspectiveOf = Callable[[str | None, str | None, date | None], Perspective]
"""How a claimant stands to a subject at a date, by their actor ids."""

_LEVELS: frozenset[Measure] = frozenset({"held", "missing"})
"""How many there are, and not how many more: two figures are never added."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Series:
    """What claims must share to stand in one row. A running total is one series, whenever it was counted up to."""

    actor: str
    measure: Measure
    claimant: tuple[str, str] | None
    cumulative: bool
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class _Figures:
    """The claims that make a row's range, and all that say the same.

    `added`: distinct figures may be distinct incidents. Otherwise they are wordings of one quantity.
    """

    standing: Sequence[Claim]
    sources: Sequence[Claim]
    added: bool


def tally(claims: Iterable[Claim], perspective: PerspectiveOf) -> list[TallyRow]:
    """Return the rows, one for each actor, measure, claimant and period, in a fixed order.

    Counted are claims with a figure about people whose subject is known and that are no part of another claim. The
    same figure of the same claimant and period at a compatible place counts once, whoever carries it. Of different
    figures in one row `low` is the largest low (they may be one incident) and `high` their sum (they may be several).
    Of a running total the latest stands; latest is by (published, but not later than fetched; article id), never by
    arrival.
    """
    given = sorted({claim.claim_id: claim for claim in claims}.values(), key=lambda claim: claim.claim_id)
    groups: dict[_Series, list[Claim]] = defaultdict(list)
    for claim in given:
        if claim.counts_people and claim.part_of is None and claim.subject.actor_id is not None:
            groups[_series(claim)].append(claim)
    denials = [claim for claim in given if claim.stance == "deny"]
    concessions = [claim for claim in given if claim.stance == "concede" and claim.has_figure]
    counted = {claim.claim_id for group in groups.values() for claim in group}
    rows = []
    for series, group in groups.items():
        figures = _latest(group) if series.cumulative else _Figures(group, group, series.measure not in _LEVELS)
        rows.append(_row(series, figures, denials, concessions, counted, perspective))
    return sorted(rows, key=_order)


def _series(claim: Claim) -> _Series:
    period = claim.period
    claimant = None
    if claim.claimant:
        # Who is named but not recognised is somebody, and not the outlet.
        known = claim.claimant.actor_id
        claimant = ("id", known) if known else ("text", _folded(claim.claimant.name or claim.claimant.text))
    end = None if period.cumulative else period.end
    return _Series(str(claim.subject.actor_id), claim.measure, claimant, period.cumulative, period.start, end)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _latest(group: Sequence[Claim]) -> _Figures:
    last = max(map(_age, group))
    standing = [claim for claim in group if _age(claim) == last]
    said = {(claim.count.low, claim.count.high) for claim in standing}
    sources = [claim for claim in group if (claim.count.low, claim.count.high) in said]
    return _Figures(standing, sources, added=False)


def _age(claim: Claim) -> tuple[datetime, str]:
    """Return what orders claims in time. A page cannot have been published after it was fetched."""
    article = claim.article
    known = [moment for moment in (article.published_at, article.fetched_at) if moment]
    return min(known, default=_LONG_AGO), str(article.article_id)


def _row(
    series: _Series,
    figures: _Figures,
    denials: Sequence[Claim],
    concessions: Sequence[Claim],
    counted: set[UUID],
    perspective: PerspectiveOf,
) -> TallyRow:
    standing, sources = figures.standing, figures.sources
    low, high = _range(figures)
    ends = [claim.period.end for claim in standing]
    end = max((end for end in ends if end), default=None) if series.cumulative else series.end
    claimant_id = series.claimant[1] if series.claimant and series.claimant[0] == "id" else None
    ids = {claim.claim_id for claim in sources}
    return TallyRow(
        subject=_actor([claim.subject for claim in sources]),
        measure=series.measure,
        claimant=_actor([claim.claimant for claim in sources if claim.claimant]) if series.claimant else None,
        perspective=(
            "unknown"
            if series.claimant and claimant_id is None
            else perspective(series.actor, claimant_id, end or series.start)
        ),
        start=series.start,
        end=end,
        cumulative=series.cumulative,
        low=low,
        high=high,
        open=high is None,
        disputed=any(
            denial.about_claim in ids if denial.about_claim in counted else _speaks_of(denial, series, standing)
            for denial in denials
        ),
        conceded=any(claim.claim_id in ids or _speaks_of(claim, series, standing) for claim in concessions),
        claims=len(sources),
        articles=len({claim.article.article_id for claim in sources}),
        claim_ids=tuple(claim.claim_id for claim in sources),
    )


def _actor(named: Sequence[Actor]) -> Actor:
    """Return one name for what several articles name, the same whichever came first."""
    actor_id, name, text = min((actor.actor_id or "", actor.name or "", actor.text) for actor in named)
    return Actor(actor_id=actor_id or None, name=name or None, text=name or text)


def _range(figures: _Figures) -> tuple[int | None, int | None]:
    places: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for claim in figures.standing:
        where = claim.place and (claim.place.name or claim.place.text)
        places[claim.count.low, claim.count.high].update({_folded(where)} if where else ())
    lows = [low for low, _ in places if low is not None]
    low = (max if figures.added else min)(lows, default=None)
    if any(high is None for _, high in places):
        return low, None
    if not figures.added:
        return low, max(high for _, high in places if high is not None)
    # One figure at two places is two incidents; where no place is named, it may be any of them.
    return low, sum(high * max(1, len(where)) for (_, high), where in places.items() if high is not None)


def _speaks_of(claim: Claim, series: _Series, standing: Sequence[Claim]) -> bool:
    """Return whether a denial or a concession speaks of what a row says.

    It must be about the same actor and measure, contradict neither figure nor period, and meet at least one of them: a
    denial that says neither how many nor when denies nothing in particular.
    """
    if (claim.subject.actor_id, claim.measure) != (series.actor, series.measure):
        return False
    meets = [_periods_meet(claim.period, other.period) for other in standing]
    figures = [_figures_meet(claim, other) for other in standing] if claim.has_figure else [None]
    when = None if None in meets else any(meets)
    how_many = None if None in figures else any(figures)
    return when is not False and how_many is not False and (when or how_many) is True


def _periods_meet(one: Period, other: Period) -> bool | None:
    """Return whether two periods have a day in common, or None when one of them is not known."""
    if not (one.start or one.end) or not (other.start or other.end):
        return None
    return (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (one.end or date.max)


def _figures_meet(one: Claim, other: Claim) -> bool:
    def at_least(claim: Claim) -> int:
        return claim.count.low or 0

    def at_most(claim: Claim) -> float:
        return float("inf") if claim.count.high is None else claim.count.high

    return at_least(one) <= at_most(other) and at_least(other) <= at_most(one)


def _order(row: TallyRow) -> tuple[object, ...]:
    claimant = row.claimant
    return (
        row.subject.actor_id or "",
        row.measure,
        row.start or date.max,
        row.end or date.max,
        row.cumulative,
        claimant is not None,
        (claimant.actor_id or "", claimant.text) if claimant else (),
    )
