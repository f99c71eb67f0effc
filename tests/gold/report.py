"""What `make score` prints: sums of the sealed part, and of the open part the errors too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from schemas.claim import Claim

from .corpus import GoldActor, GoldClaim
from .scoring import FIELDS, Comparison, Score, agrees, interval, matched, of_field, total

FIGURE = ("stance",)
WHOLE = ("stance", "claimant", "subject")


def summary(comparisons: Sequence[Comparison]) -> dict[str, float]:
    """Return what CI holds an extractor to: F1 of measure, count and stance, and with claimant and subject."""
    return {
        "claims": round(total(comparisons, *FIGURE).f1, 3),
        "claims with claimant and subject": round(total(comparisons, *WHOLE).f1, 3),
    }


def tables(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield the lines of the tables of one part of the gold set and one extractor."""
    yield "| what must be right | P | R | F1 | 95 % |"
    yield "|---|---|---|---|---|"
    for name, fields in (
        ("measure, count", ()),
        ("measure, count, stance", FIGURE),
        ("… with claimant", ("stance", "claimant")),
        ("… with subject", ("stance", "subject")),
        ("… with claimant and subject", WHOLE),
    ):
        low, high = interval(comparisons, *fields)
        yield f"| {name} | {_figures(total(comparisons, *fields))} | {low:.2f}–{high:.2f} |"
    for field in ("measure", "count", *FIELDS):
        yield f"| {field} alone | {_figures(of_field(comparisons, field))} | |"
    yield ""
    yield from _by_style(comparisons)
    yield ""
    yield from _by_phenomenon(comparisons)


def apart(parts: Sequence[tuple[Comparison, Sequence[Claim]]]) -> Iterator[str]:
    """Yield the scores of what enters no tally of people: claims without a figure, and equipment."""
    for name, is_gold, is_read in (
        ("without a figure (measure, stance)", _is_unquantified, lambda claim: not claim.has_figure),
        ("equipment (count)", _is_equipment, lambda claim: claim.measure == "equipment"),
    ):
        right = read = gold = 0
        for comparison, claims in parts:
            ours = [claim for claim in comparison.document.claims if is_gold(claim)]
            theirs = [claim for claim in claims if is_read(claim)]
            right += len(matched(ours, theirs, _apart))
            read += len(theirs)
            gold += len(ours)
        yield f"| {name} | {_figures(Score(right, read, gold))} | {gold} |"


def errors(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield every error, document by document, for those who mend the rules on the open part."""
    for one in comparisons:
        wrong = [
            f"  {field}: {_line(ours)}\n      read as {_read(theirs)}"
            for ours, theirs in one.pairs
            for field in FIELDS
            if not agrees(field, ours, theirs)
        ]
        if wrong or one.missed or one.false:
            yield f"{one.document.id} ({one.document.published})"
            yield from (f"  MISSED {_line(claim)}" for claim in one.missed)
            yield from (f"  FALSE  {_read(claim)}\n      in: {claim.evidence.sentence}" for claim in one.false)
            yield from wrong


def _by_style(comparisons: Sequence[Comparison]) -> Iterator[str]:
    groups: Mapping[str, list[Comparison]] = defaultdict(list)
    for one in comparisons:
        groups[one.document.style].append(one)
    yield "| style | documents | claims | F1 | with claimant and subject |"
    yield "|---|---|---|---|---|"
    for style, group in sorted(groups.items()):
        figure, whole = total(group, *FIGURE), total(group, *WHOLE)
        yield f"| {style} | {len(group)} | {figure.gold} | {figure.f1:.2f} | {whole.f1:.2f} |"


def _by_phenomenon(comparisons: Sequence[Comparison]) -> Iterator[str]:
    found: dict[str, list[bool]] = defaultdict(list)
    whole: dict[str, int] = defaultdict(int)
    for one in comparisons:
        claims = [(ours, theirs) for ours, theirs in one.pairs] + [(ours, None) for ours in one.missed]
        for ours, theirs in claims:
            for phenomenon in ours.phenomena:
                found[phenomenon].append(theirs is not None and agrees("stance", ours, theirs))
                whole[phenomenon] += theirs is not None and all(agrees(field, ours, theirs) for field in WHOLE)
    yield "| phenomenon | claims | found | with claimant and subject |"
    yield "|---|---|---|---|"
    for phenomenon, hits in sorted(found.items()):
        yield f"| {phenomenon} | {len(hits)} | {sum(hits) / len(hits):.2f} | {whole[phenomenon] / len(hits):.2f} |"
    empty = [one for one in comparisons if not one.document.claims]
    false: dict[str, list[int]] = defaultdict(list)
    for one in empty:
        for phenomenon in one.document.phenomena or ("unnamed",):
            false[phenomenon].append(len(one.false))
    yield ""
    yield "| figures that are no claims | documents | false claims |"
    yield "|---|---|---|"
    for phenomenon, counts in sorted(false.items()):
        yield f"| {phenomenon} | {len(counts)} | {sum(counts)} |"


def _figures(score: Score) -> str:
    return f"{score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f}"


def _is_unquantified(claim: GoldClaim) -> bool:
    return claim.measure != "equipment" and claim.count.low is None and claim.count.high is None


def _is_equipment(claim: GoldClaim) -> bool:
    return claim.measure == "equipment"


def _apart(claim: GoldClaim | Claim) -> object:
    return (claim.measure, claim.stance) if claim.measure != "equipment" else (claim.count.low, claim.count.high)


def _actor(actor: GoldActor | None) -> str:
    return f"{actor.actor_id or '?'} “{actor.text}”" if actor else "–"


def _line(claim: GoldClaim) -> str:
    when = f"{claim.period.start}..{claim.period.end}{' cumulative' if claim.period.cumulative else ''}"
    return (
        f"{claim.measure} “{claim.count.text}” of {_actor(claim.subject)}, says {_actor(claim.claimant)},"
        f" by {_actor(claim.perpetrator)}, {claim.stance}, {when}, {claim.place}"
    )


def _read(claim: Claim) -> str:
    def named(actor: object) -> str:
        return f"{getattr(actor, 'actor_id', None) or '?'} “{getattr(actor, 'text', '')}”" if actor else "–"

    when = f"{claim.period.start}..{claim.period.end}{' cumulative' if claim.period.cumulative else ''}"
    place = claim.place.text if claim.place else None
    return (
        f"{claim.measure} “{claim.count.text}” of {named(claim.subject)}, says {named(claim.claimant)},"
        f" by {named(claim.perpetrator)}, {claim.stance}, {when}, {place} [{claim.extraction.rule}]"
    )
