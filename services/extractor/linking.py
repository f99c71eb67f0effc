"""Link each figure of a sentence to the loss that it counts: the adjacency grammar.

Ways in order of trust: inside the phrase ("three wounded soldiers", "40 fatalities"), object ("killed 20 soldiers"),
subject ("ten civilians were injured"), then by coordination with a linked one ("five soldiers and three civilians").
A figure is linked once, in the way that is trusted most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.claim import Measure

from . import tree, unreal
from .lexicon import is_singular
from .parser import Word
from .phrases import Group, Token

_SKIPPED_BEFORE_OBJECT = {"adverb", "determiner"}
_KIN = {"brothers", "sisters", "sons", "daughters", "children", "parents", "relatives", "friends", "mothers", "fathers"}
_QUOTES = {'"', "“", "”", "'", "’"}
_BETWEEN_SUBJECT_AND_VERB = 14


@dataclass(frozen=True, slots=True)
class Link:
    """A figure, the loss it counts (`loss`: the index of its word), and the total that it is a part of."""

    group: Group
    measure: Measure
    loss: int
    rule: str
    confidence: float
    part_of: Group | None = None


def link(line: Sequence[Token], groups: Sequence[Group], words: Sequence[Word] = ()) -> list[Link]:
    """Return the links of a sentence, in the order of its figures.

    With its parsed `words`, the tree links what the grammar leaves.
    """
    return _Linker(line, groups, words).links()


def is_settled(groups: Sequence[Group], links: Sequence[Link]) -> bool:
    """Return whether every figure of people found its loss, so that nothing is left for the tree."""
    linked = {found.group.first for found in links}
    return all(group.first in linked for group in groups if group.people and not group.thing)


class _Linker:
    def __init__(self, line: Sequence[Token], groups: Sequence[Group], words: Sequence[Word]) -> None:
        self._line = line
        self._words = words
        self._groups = [group for group in groups if not group.thing]
        self._at = {group.first: group for group in self._groups}
        self._ending = {group.last: group for group in self._groups}
        self._links: dict[int, Link] = {}

    def links(self) -> list[Link]:
        losses = [
            index for index, token in enumerate(self._line) if token.loss and not unreal.is_unreal(self._line, index)
        ]
        for index in losses:
            self._nominal(index)
        for index in losses:
            self._object(index)
        for index in losses:
            self._subject(index, adjacent=True)
        for group in self._groups:
            if group.attributive:
                index = self._line.index(group.attributive)
                if not unreal.is_unreal(self._line, group.first) and not self._is_freed(group):
                    self._add(group, index, "attributive", 0.75)
        for index in losses:
            self._subject(index, adjacent=False)
        for group in list(self._groups):
            self._coordinated(group)
        for group in self._groups:
            self._elliptic(group, losses)
        for group in self._groups if self._words else ():
            loss = tree.loss_above(self._line, group, self._words) if group.people else None
            if loss in losses:
                self._add(group, loss, "tree", 0.6)
        return [self._links[key] for key in sorted(self._links)]

    def _is_freed(self, group: Group) -> bool:
        """Return whether the captives of `group` are told to be free again: "rescued 11 kidnapped victims"."""
        before = self._line[group.first - 1].loss if group.first else None
        after = self._line[group.last + 1].loss if group.last + 1 < len(self._line) else None
        released = any(word is not None and word.measure == "released" for word in (before, after))
        return released and _is_taken(group)

    def _add(self, group: Group | None, loss: int, rule: str, confidence: float, part_of: Group | None = None) -> bool:
        if group is None or group.first in self._links:
            return False
        word = self._line[loss].loss
        taken = self._text(group.last) in {"prisoner", "hostage", "captive"}
        repeated = rule == "object" and not group.noun and any(other.group.people for other in self._links.values())
        if word is None or not (_fits(group, word.needs, rule) or (taken and word.measure == "captured") or repeated):
            return False  # `repeated`: "killed 41 people and abducted a dozen more"
        previous = self._line[group.first - 1].kind if group.first else "stop"
        if word.measure == "casualties" and group.noun.lower() in _KIN:
            return False  # "lost two brothers in the war"
        if previous == "negation" or group.quantity.count.low == 0 == group.quantity.count.high:
            return False
        measure = word.measure
        after = self._line[group.last] if group.last < len(self._line) else None
        if (
            word.measure == "casualties"
            and word.needs == "people"
            and after
            and after.loss
            and after.loss.form == "past"
        ):
            measure = after.loss.measure  # "lost 300 men killed and wounded"
        self._links[group.first] = Link(group, measure, loss, rule, confidence, part_of)
        return True

    def _nominal(self, loss: int) -> None:
        """Link "40 fatalities", "the death toll rose to 12", "the deaths of 12 soldiers", "Killed: 12"."""
        token = self._line[loss]
        assert token.loss is not None  # noqa: S101  # only loss words are asked
        if token.loss.form in {"noun", "adjective"} or token.loss.measure == "casualties":
            before = self._ending.get(loss)
            described = before is not None and (before.people is None or is_singular(before.noun))
            if before and described and token.loss.form == "noun":  # "40 deaths", "1,204 civilian deaths"
                self._add(before, loss, "nominal", 0.9)
        if token.loss.form == "noun" and self._kind(loss + 1) == "of":
            self._add(self._group_from(loss + 2), loss, "nominal-of", 0.85)
        if token.loss.form == "toll" or self._counts_before(loss):
            self._toll(loss)
        if self._text(loss + 1) in {":", "–", "-", "—"} and loss not in self._ending:
            labelled = self._group_from(loss + 2)
            if labelled and self._kind(labelled.last) != "loss":  # "casualties: 8 killed"
                self._add(labelled, loss, "labelled", 0.8)

    def _counts_before(self, loss: int) -> bool:
        """Return whether "the number of" stands before, with people in it where the word needs them."""
        word = self._line[loss].loss
        before = self._line[max(0, loss - 6) : loss]
        number = next(
            (at for at, token in enumerate(before) if token.text.lower() in {"number", "count", "total"}), None
        )
        if number is None or word is None:
            return False
        return not word.needs or any(token.people for token in before[number:])

    def _toll(self, loss: int) -> None:
        for index in range(loss + 1, min(len(self._line), loss + 16)):
            token = self._line[index]
            if token.text in ";" or (token.loss and token.loss.form != "toll" and index > loss + 5):
                return
            group = self._at.get(index)
            if group:
                self._add(group, loss, "toll", 0.85)
                return

    def _object(self, loss: int) -> None:
        """Link "killed 20 soldiers", "killing at least three", "suffered 12 losses"."""
        word = self._line[loss].loss
        assert word is not None  # noqa: S101  # only loss words are asked
        if word.form not in {"past", "active", "base"} or self._is_passive(loss):
            return
        before = self._ending.get(loss)
        if word.form == "past" and before and not (before.people or before.noun) and word.measure != "casualties":
            return  # "5 wounded 12": the first figure is its own
        position = loss + 1
        while position < len(self._line) and (
            self._line[position].kind in _SKIPPED_BEFORE_OBJECT or self._line[position].text in _QUOTES
        ):
            position += 1
        self._add(self._at.get(position), loss, "object", 0.85)

    def _subject(self, loss: int, adjacent: bool) -> None:
        """Link "25 soldiers were killed", "ten civilians injured", "12 fighters of the group surrendered"."""
        word = self._line[loss].loss
        assert word is not None  # noqa: S101  # only loss words are asked
        if word.form not in {"past", "intransitive", "adjective"}:
            return
        if word.needs and self._kind(loss + 1) == "thing":
            return  # "30 captured rifles"
        if word.form == "past" and not self._is_passive(loss) and self._has_object(loss):
            return  # active: what stands before is who did it
        position = loss
        passive = word.form == "intransitive"
        while position and self._line[position - 1].kind in {"auxiliary", "adverb", "determiner"}:
            position -= 1
            passive = passive or self._line[position].kind == "auxiliary"
        if group := self._ending.get(position):
            self._add(group, loss, "subject", 0.9 if group.people else 0.85)
            return
        if adjacent or not (passive or word.form == "past"):
            return
        if any(linked.loss == loss and linked.rule == "object" for linked in self._links.values()):
            return  # "(including 2 women) and wounded 8"
        limit = _BETWEEN_SUBJECT_AND_VERB if passive else 5
        for index in range(position - 1, max(-1, position - 1 - limit), -1):
            token = self._line[index]
            if token.kind in {"stop", "reporting"} or (token.loss and token.loss.form != "noun"):
                return
            if group := self._at.get(index):
                self._add(group, loss, "distant-subject", 0.65)
                return

    def _coordinated(self, group: Group) -> None:
        """Link what a linked figure is joined to: "and three civilians", "including two commanders"."""
        own = self._links.get(group.first)
        if own is None:
            return
        if group.first < 3 and self._kind(0) == "of":
            return  # "Of the 43 wounded, 12 are in hospital"
        following: Group | None = group
        total: Group | None = own.part_of
        while following:
            joint, index = self._joint_after(following)
            after = self._at.get(index)
            if joint is None or after is None or (after.first in self._links and joint != "including"):
                break
            if joint == "including" and total is None:
                total = following
            part = total if total and _may_be_part(total, after) else None
            if after.first in self._links:
                if part and self._links[after.first].measure == own.measure:
                    self._links[after.first] = replace(self._links[after.first], part_of=part)
            elif not (part or joint == "and") or not self._add(
                after, own.loss, "part" if part else "coordinated", own.confidence - 0.05, part
            ):
                break
            following = after
        preceding: Group | None = group
        while preceding:
            joint, before = self._joint_before(preceding)
            if joint is None or before is None:
                break
            if joint == "including" and not self._is_said_of_all(own.loss):
                break  # "75 people, including 19 soldiers captured in spring"
            if joint == "including":
                self._add(before, own.loss, "total", own.confidence - 0.05)
                linked = self._links.get(before.first)
                if linked and linked.measure == own.measure:
                    self._make_parts(before, own)
                break
            if not self._add(before, own.loss, "coordinated", own.confidence - 0.05):
                break
            preceding = before

    def _elliptic(self, group: Group, losses: Sequence[int]) -> None:
        """Link a bare figure to the loss spoken of before it: "losses, but not the 900 claimed by"."""
        if group.noun or self._kind(group.last) != "reporting" or self._kind(group.last + 1) != "by":
            return
        before = [index for index in losses if index < group.first]
        if before:
            self._add(group, before[-1], "elliptic", 0.65)

    def _make_parts(self, total: Group, own: Link) -> None:
        for key, linked in self._links.items():
            inside = total.first < key <= own.group.first and linked.loss == own.loss
            if inside and _may_be_part(total, linked.group):
                self._links[key] = replace(linked, part_of=total)

    def _joint_after(self, group: Group) -> tuple[str | None, int]:
        """Return how the figure behind `group` is joined to it ("and", "including"), and at which token it starts."""
        index, joint = group.last, None
        first = self._links[group.first].loss if group.first in self._links else -1
        while index < len(self._line) and index < group.last + 12:
            token = self._line[index]
            if index in self._at:
                return "including" if self._kind(index + 1) == "including" else joint, index
            if token.kind == "including":
                joint = "including"
            elif token.kind == "and" or token.text == ",":
                joint = joint or "and"
            elif (
                (token.loss and index != first and token.loss.form != "noun")
                or token.kind in {"stop", "reporting", "relative", "modal"}
                or (joint and token.kind == "auxiliary")
                or (joint == "and" and token.kind not in {"determiner", "adverb"})
            ):
                return None, index
            index += 1
        return None, index

    def _joint_before(self, group: Group) -> tuple[str | None, Group | None]:
        index = group.first - 1
        joint = "including" if self._kind(group.first + 1) == "including" else None  # "four, two of them women"
        while index >= 0 and index > group.first - 8:
            token = self._line[index]
            if token.kind == "including":
                joint = "including"
            elif token.kind == "and" or token.text == ",":
                joint = joint or "and"
            elif token.kind not in {"determiner", "adverb", "pause"}:
                return None, None
            if before := self._ending.get(index):
                return joint, before
            index -= 1
        return None, None

    def _is_said_of_all(self, loss: int) -> bool:
        """Return whether the loss is the verb of the sentence, and not only said of the noun before it."""
        word = self._line[loss].loss
        return word is not None and (word.form == "intransitive" or self._kind(loss - 1) in {"auxiliary", "adverb"})

    def _has_object(self, loss: int) -> bool:
        """Return whether people are counted behind the verb: "killed three colleagues", not "killed 12 wounded"."""
        behind = self._at.get(loss + 1)
        return behind is not None and bool(behind.people or (behind.noun and self._kind(behind.last) != "loss"))

    def _is_passive(self, loss: int) -> bool:
        word = self._line[loss].loss
        if word is None or word.form != "past" or word.needs == "captives":
            return False
        for token in reversed(self._line[max(0, loss - 4) : loss]):
            if token.kind == "auxiliary":
                return token.text.lower() not in {"has", "have", "had", "having"}
            if token.kind not in {"adverb", "determiner"}:
                return self._kind(loss + 1) == "by"
        return self._kind(loss + 1) == "by"

    def _group_from(self, position: int) -> Group | None:
        while position < len(self._line) and self._line[position].kind in _SKIPPED_BEFORE_OBJECT:
            position += 1
        return self._at.get(position)

    def _kind(self, index: int) -> str:
        return self._line[index].kind if 0 <= index < len(self._line) else ""

    def _text(self, index: int) -> str:
        return self._line[index].text.lower() if 0 <= index < len(self._line) else ""


def _fits(group: Group, needs: str, rule: str) -> bool:
    """Return whether the noun of `group` is one that the loss word can be said of."""
    if needs == "captives" and rule != "toll":
        return group.people is not None and (group.people.captive or _is_taken(group))
    if needs and group.people is None:
        return not group.noun and rule in {"subject", "coordinated", "part", "elliptic", "toll"}
    return group.people is not None or not group.thing


def _is_taken(group: Group) -> bool:
    loss = group.attributive.loss if group.attributive else None
    return loss is not None and loss.measure == "captured"


def _may_be_part(total: Group, part: Group) -> bool:
    """Return whether `part` can be among `total`: soldiers are not among militants, nor more than the whole."""
    if (
        total.people
        and part.people
        and total.people.camp
        and part.people.camp
        and total.people.camp != part.people.camp
    ):
        return False
    most, least = total.quantity.count.high, part.quantity.count.low
    return most is None or least is None or least <= most
