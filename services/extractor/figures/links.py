"""The links of a sentence as they are found: each figure once, and only to a loss that its noun can suffer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.claim import Measure

from .lexicon import LossWord
from .phrases import Group
from .tokens import Token

_KIN = {"brothers", "sisters", "sons", "daughters", "children", "parents", "relatives", "friends", "mothers", "fathers"}
_TOLD_APART = {"killed", "wounded", "missing"}
_TO_THE_OUTCOME = 6
_FEW = 5
"""So few are known one by one; more are an army's losses, dead and wounded together."""

_TO_THE_CAPTURE = 4
_TAKEN_SO = {"captured", "held"}
_RESCUERS = {"troops", "soldiers", "army", "police", "operatives", "forces", "commandos", "rangers", "security forces"}
_TAKEN = {"prisoner", "hostage", "captive"}


@dataclass(frozen=True, slots=True)
class Link:
    """A figure, the loss it counts (`loss`: the index of its word), and the total that it is a part of."""

    group: Group
    measure: Measure
    loss: int
    rule: str
    confidence: float
    part_of: Group | None = None


class Links:
    """The table of links by the figure's first token. What was linked before is not linked again."""

    def __init__(self, line: Sequence[Token]) -> None:
        self._line = line
        self._of: dict[int, Link] = {}

    def __iter__(self) -> Iterator[Link]:
        return iter([self._of[first] for first in sorted(self._of)])

    def of(self, group: Group) -> Link | None:
        return self._of.get(group.first)

    def add(self, group: Group | None, loss: int, rule: str, confidence: float, part_of: Group | None = None) -> bool:
        """Link `group` to the loss word at `loss`, if the two go together, and return whether they do."""
        word = self._line[loss].loss
        if group is None or word is None or group.first in self._of or not self._goes_with(group, loss, word, rule):
            return False
        self._of[group.first] = Link(group, self._measure(group, word), loss, rule, confidence, part_of)
        return True

    def make_part(self, group: Group, total: Group) -> None:
        self._of[group.first] = replace(self._of[group.first], part_of=total)

    def _goes_with(self, group: Group, loss: int, word: LossWord, rule: str) -> bool:
        before = self._line[group.first - 1].kind if group.first else "stop"
        if before == "negation" or group.quantity.count.low == 0 == group.quantity.count.high:
            return False
        if word.measure == "casualties" and group.noun.lower() in _KIN:
            return False  # "lost two brothers in the war"
        if word.needs == "captives" and word.measure == "released" and self._is_known_taken(group):
            return not group.thing
        taken = self._is_taken_so(group)
        repeated = rule == "object" and not group.noun and any(other.group.people for other in self._of.values())
        # `repeated`: "killed 41 people and abducted a dozen more"
        return _fits(group, word.needs, rule) or (taken and word.measure in {"captured", "held"}) or repeated

    def _is_known_taken(self, group: Group) -> bool:
        """Return whether those freed were taken before, or troops free them: "rescued ten people abducted"."""
        behind = self._line[group.last : group.last + _TO_THE_CAPTURE]
        taken = any(token.loss is not None and token.loss.measure in _TAKEN_SO for token in behind)
        freed_by = any(token.text.lower() in _RESCUERS for token in self._line)
        rescued = any(token.loss is not None and token.text.lower().startswith("rescu") for token in self._line)
        return taken or (freed_by and rescued and group.people is not None)

    def _measure(self, group: Group, word: LossWord) -> Measure:
        if word.needs == "captives" and word.measure == "held" and self._is_taken_so(group):
            return "captured"  # "held a few guards hostage"
        if word.needs == "shot":
            outcome = self._line[group.last : group.last + _TO_THE_OUTCOME]
            return "killed" if any(token.text.lower() == "dead" for token in outcome) else "wounded"
        if word.measure != "casualties" or word.needs != "people":
            return word.measure
        behind = self._line[group.last].loss if group.last < len(self._line) else None
        if behind and behind.form == "past":
            return behind.measure  # "lost 300 men killed and wounded"
        told_apart = any(token.loss and token.loss.measure in _TOLD_APART for token in self._line)
        few = 0 < (group.quantity.count.high or _FEW + 1) <= _FEW
        return "killed" if told_apart or few else word.measure  # "lost two men", "lost 40 men, and 60 are wounded"

    def _is_taken_so(self, group: Group) -> bool:
        """Return whether "hostage" stands behind: "took two guards and their driver hostage"."""
        return any(token.text.lower() in _TAKEN for token in self._line[group.last : group.last + _TO_THE_OUTCOME])


def is_taken(group: Group) -> bool:
    """Return whether people are told as taken: "11 kidnapped villagers"."""
    loss = group.attributive.loss if group.attributive else None
    return loss is not None and loss.measure == "captured"


def _fits(group: Group, needs: str, rule: str) -> bool:
    """Return whether the noun of `group` is one that the loss word can be said of."""
    if needs == "captives" and rule != "toll":
        return group.people is not None and (group.people.captive or is_taken(group))
    if needs == "shot":
        return not group.thing and (group.people is not None or not group.noun)
    if needs and group.people is None:
        if group.noun.isupper() and rule == "subject" and not group.thing:
            return True  # "2 FDLR captured"
        return not group.noun and rule in {"subject", "coordinated", "part", "elliptic", "toll", "labelled"}
    return group.people is not None or not group.thing
