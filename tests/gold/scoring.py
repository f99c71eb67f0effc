"""Compare what was read with the gold: one greedy matching per document, strict on measure and count.

A claim that was read and a claim of the gold may be matched only if measure, value, low and high are equal; among
those, the pairs that agree in most other fields are matched first, and each claim is matched at most once. What is
left over is missed or false.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from schemas.claim import Actor, Claim
from services.registry import Registry

from .corpus import GoldActor, GoldClaim, GoldDocument

FIELDS = ("subject", "claimant", "perpetrator", "stance", "period", "place")
_RESAMPLES = 1_000
_LESS_THAN_A_WORD = {"the", "a", "an", "of", "and", "in", "its", "their", "local"}


@dataclass(frozen=True, slots=True)
class Score:
    """How many were right, how many were read and how many the gold has."""

    right: int
    read: int
    gold: int

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.read + self.gold) if self.read + self.gold else 1.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One document: what was matched, what was missed and what was read falsely; quantified claims of people only."""

    document: GoldDocument
    pairs: tuple[tuple[GoldClaim, Claim], ...]
    missed: tuple[GoldClaim, ...]
    false: tuple[Claim, ...]


def agrees(field: str, gold: GoldClaim, read: Claim) -> bool:
    """Return whether a field of two claims says the same."""
    match field:
        case "subject":
            return same_actor(gold.subject, read.subject)
        case "claimant":
            return same_actor(gold.claimant, read.claimant)
        case "perpetrator":
            return same_actor(gold.perpetrator, read.perpetrator)
        case "stance":
            return gold.stance == read.stance
        case "period":
            ours = (gold.period.start, gold.period.end, gold.period.cumulative)
            return ours == (read.period.start, read.period.end, read.period.cumulative)
        case "place":
            return _share_a_word(gold.place or "", read.place.text if read.place else "")
    raise ValueError(f"no field of a claim: {field}")


def same_actor(gold: GoldActor | None, read: Actor | None) -> bool:
    """Return whether two actors are the same.

    By id where the gold has one; a part of that actor is more exact, and right ("the al-Qaeda branch in the Maghreb"
    where the gold has al-Qaeda), only of a state the parts are others. By a word of their names where the gold has no
    id: the annotator could not tell, or the registry did not know the actor then.
    """
    if gold is None or read is None:
        return gold is read
    if gold.actor_id is None:
        return _share_a_word(gold.text or "", read.text)
    if read.actor_id is None or read.actor_id == gold.actor_id:
        return read.actor_id == gold.actor_id
    registry = _registry()
    return registry.actor(gold.actor_id).kind != "state" and registry.is_within(read.actor_id, gold.actor_id)


def compare(document: GoldDocument, read: Sequence[Claim]) -> Comparison:
    """Return the matching of the quantified claims of people in a document."""
    gold = [claim for claim in document.claims if is_counted(claim)]
    found = [claim for claim in read if claim.measure != "equipment" and claim.has_figure]
    pairs = matched(gold, found, lambda one: (one.measure, one.count.value, one.count.low, one.count.high))
    ours, theirs = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    return Comparison(
        document,
        tuple(pairs),
        tuple(claim for claim in gold if id(claim) not in ours),
        tuple(claim for claim in found if id(claim) not in theirs),
    )


def is_counted(claim: GoldClaim) -> bool:
    """Return whether a gold claim carries a figure of people."""
    return claim.measure != "equipment" and (claim.count.low is not None or claim.count.high is not None)


def matched(
    gold: Sequence[GoldClaim], read: Sequence[Claim], key: Callable[[GoldClaim | Claim], object]
) -> list[tuple[GoldClaim, Claim]]:
    """Return pairs of equal `key`, those that agree in most fields first, then in the order of the text."""
    candidates = sorted(
        (-sum(agrees(field, ours, theirs) for field in FIELDS), abs(i - j), i, j)
        for i, ours in enumerate(gold)
        for j, theirs in enumerate(read)
        if key(ours) == key(theirs)
    )
    taken_gold: set[int] = set()
    taken_read: set[int] = set()
    pairs = []
    for _, _, i, j in candidates:
        if i not in taken_gold and j not in taken_read:
            taken_gold.add(i)
            taken_read.add(j)
            pairs.append((gold[i], read[j]))
    return pairs


def total(comparisons: Iterable[Comparison], *fields: str) -> Score:
    """Return the score of measure and count, and of `fields` besides: a claim is right where all of them agree."""
    right = read = gold = 0
    for one in comparisons:
        right += sum(all(agrees(field, *pair) for field in fields) for pair in one.pairs)
        read += len(one.pairs) + len(one.false)
        gold += len(one.pairs) + len(one.missed)
    return Score(right, read, gold)


def of_field(comparisons: Iterable[Comparison], field: str) -> Score:
    """Return the score of one field; of perpetrator and place only where one is named at all.

    `measure` and `count` are matched anew, each without regard to the other.
    """
    right = read = gold = 0
    for one in comparisons:
        ours = [*(claim for claim, _ in one.pairs), *one.missed]
        theirs = [*(claim for _, claim in one.pairs), *one.false]
        if field in {"measure", "count"}:
            pairs = matched(ours, theirs, _by_measure if field == "measure" else _by_count)
            right += len(pairs)
        else:
            named = field in {"perpetrator", "place"}
            right += sum(agrees(field, *pair) for pair in one.pairs if not named or getattr(pair[0], field))
            ours = [claim for claim in ours if not named or getattr(claim, field)]
            theirs = [claim for claim in theirs if not named or getattr(claim, field)]
        read += len(theirs)
        gold += len(ours)
    return Score(right, read, gold)


def interval(comparisons: Sequence[Comparison], *fields: str) -> tuple[float, float]:
    """Return the 95 % interval of F1 over resampled documents (bootstrap, seeded)."""
    if not comparisons:
        return 0.0, 1.0
    scores = [total([one], *fields) for one in comparisons]
    chance = random.Random(20240317)  # resampling, not secrecy
    found = []
    for _ in range(_RESAMPLES):
        drawn = chance.choices(scores, k=len(scores))
        counts = [sum(values) for values in zip(*((one.right, one.read, one.gold) for one in drawn), strict=True)]
        found.append(Score(*counts).f1)
    found.sort()
    return found[round(_RESAMPLES * 0.025)], found[round(_RESAMPLES * 0.975) - 1]


@cache
def _registry() -> Registry:
    return Registry.load()


def _by_measure(claim: GoldClaim | Claim) -> object:
    return claim.measure


def _by_count(claim: GoldClaim | Claim) -> object:
    return claim.count.value, claim.count.low, claim.count.high


def _share_a_word(one: str, other: str) -> bool:
    ours, theirs = _words(one), _words(other)
    return bool(ours & theirs) or ours == theirs


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"\w+", text.lower())} - _LESS_THAN_A_WORD
