"""Link each figure of a sentence to the loss that it counts: the adjacency grammar.

Ways in order of trust: inside the phrase ("three wounded soldiers", "40 fatalities"), object ("killed 20 soldiers"),
subject ("ten civilians were injured"), then by coordination with a linked one ("five soldiers and three civilians").
A figure is linked once, in the way that is trusted most.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import tree, unreal
from .coordination import Coordination
from .lexicon import is_singular
from .links import Link, Links, is_taken
from .nominals import SKIPPED_BEFORE_A_FIGURE, Nominals
from .parser import Word
from .phrases import Group
from .tokens import Token

_QUOTES = {'"', "“", "”", "'", "’"}
_BETWEEN_SUBJECT_AND_VERB = 14
_TO_THE_VERB = 10
_RELATIVE = 5
_BEHIND_BRACKETS = 5
_NAME = 6
_THEMSELVES = {"himself", "herself", "themselves", "itself"}
_LEAVES = {"left", "leaving", "leaves"}
_PLACED = {"in", "at", "near"}
_TOLD_WHERE = {"object", "subject", "distant-subject", "elliptic", "nominal"}


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
        self._groups = [
            group for group in groups if not group.thing and not unreal.is_of_bodies_given(line, group.first)
        ]
        self._at = {group.first: group for group in self._groups}
        self._ending = {group.last: group for group in self._groups}
        self._links = Links(line)
        self._nominals = Nominals(line, self._groups, self._links)

    def links(self) -> list[Link]:
        losses = [
            index for index, token in enumerate(self._line) if token.loss and not unreal.is_unreal(self._line, index)
        ]
        for index in losses:
            self._nominals.link(index)
        for index in losses:
            self._object(index)
        for index in losses:
            self._subject(index, adjacent=True)
        for group in self._groups:
            if group.attributive:
                index = self._line.index(group.attributive)
                if not unreal.is_unreal(self._line, group.first) and not self._is_freed(group):
                    self._links.add(group, index, "attributive", 0.75)
        for index in sorted(losses, key=lambda loss: self._relative_before(loss) is not None):
            self._subject(index, adjacent=False)
        Coordination(self._line, self._groups, self._links).link()
        for group in self._groups:
            self._elliptic(group, losses)
        for group in self._groups if self._words else ():
            loss = tree.loss_above(self._line, group, self._words) if group.people else None
            head = self._ending.get(group.first - 1) if self._kind(group.first - 1) == "of" else None
            if head and self._links.of(head):
                continue  # "a supporter of a member"
            if loss in losses:
                self._links.add(group, loss, "tree", 0.6)
        return list(self._links)

    def _is_freed(self, group: Group) -> bool:
        """Return whether the captives of `group` are told to be free again: "rescued 11 kidnapped victims"."""
        before = self._line[group.first - 1].loss if group.first else None
        after = self._line[group.last + 1].loss if group.last + 1 < len(self._line) else None
        released = any(word is not None and word.measure == "released" for word in (before, after))
        return released and is_taken(group)

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
            self._line[position].kind in SKIPPED_BEFORE_A_FIGURE or self._line[position].text in _QUOTES
        ):
            position += 1
        if self._text(position) in _THEMSELVES:
            self._links.add(self._before(loss), loss, "reflexive", 0.7)
            position += 2 if self._kind(position + 1) == "and" else 1  # "killing himself and two guards"
        self._links.add(self._at.get(position) or self._called(position), loss, "object", 0.85)

    def _before(self, loss: int) -> Group | None:
        """Return the first people counted before the verb: "A bomber blew himself up near Tell, killing himself"."""
        return next((group for group in self._groups if group.last <= loss and group.people), None)

    def _called(self, position: int) -> Group | None:
        """Return the one person whom a name before tells of: "killed Osk Hald, a village elder"."""
        name = position
        while name < position + _NAME and self._text(name)[:1].isalpha() and self._line[name].text[:1].isupper():
            name += 1
        if name == position or self._text(name) != ",":
            return None
        group = self._at.get(name + 1)
        return group if group and group.people and is_singular(group.noun) else None

    def _subject(self, loss: int, adjacent: bool) -> None:
        """Link "25 soldiers were killed", "ten civilians injured", "12 fighters of the group surrendered"."""
        word = self._line[loss].loss
        assert word is not None  # noqa: S101  # only loss words are asked
        if word.form not in {"past", "intransitive", "adjective"} or self._is_of_the_taken(loss):
            return
        if word.needs and self._kind(loss + 1) == "thing":
            return  # "30 captured rifles"
        if (
            word.form == "past"
            and not self._is_passive(loss)
            and (self._has_object(loss) or self._kind(loss + 1) == "people")
        ):
            return  # active: what stands before is who did it; or "other detained persons have returned"
        position = loss
        passive = word.form == "intransitive"
        while position and self._line[position - 1].kind in {"auxiliary", "adverb", "determiner"}:
            position -= 1
            passive = passive or self._line[position].kind == "auxiliary"
        if group := self._nominals.head_of(self._ending.get(position)):
            self._links.add(group, loss, "subject", 0.9 if group.people else 0.85)
            return
        if adjacent or not (passive or word.form == "past" or self._is_left(loss)):
            return
        if any(linked.loss == loss and linked.rule == "object" for linked in self._links):
            return  # "(including 2 women) and wounded 8"
        index, least = position - 1, position - 1 - (_BETWEEN_SUBJECT_AND_VERB if passive else 7)
        while index > max(-1, least):
            token = self._line[index]
            clause = self._relative_before(index) if token.loss else None
            if token.text == ")":
                opening = [at for at in range(index) if self._text(at) == "("]
                index = opening[-1] if opening else index  # "26 rebels (20 men, six women) killed"
                least = min(least, index - _BEHIND_BRACKETS)
            elif clause is not None:
                index = clause  # "the 12 women whom rebels had carried off were freed"
            elif token.loss and self._is_of_the_taken(index):
                pass  # "five villagers kidnapped in May were freed"
            elif token.kind in {"stop", "reporting"} or (token.loss and token.loss.form != "noun"):
                return
            elif group := self._at.get(index):
                self._links.add(group, loss, "distant-subject", 0.65)
                return
            index -= 1

    def _is_of_the_taken(self, loss: int) -> bool:
        """Return whether a capture only says of whom something else is told: "freed 24 people abducted by bandits"."""
        word = self._line[loss].loss
        if word is None or word.measure != "captured" or word.form != "past":
            return False
        clause = self._relative_before(loss)
        if clause is None and self._kind(loss - 1) == "auxiliary":
            return False
        group = self._ending.get(loss if clause is None else clause)
        return group is not None and (self._is_outcome(group.first - 1) or self._outcome_behind(loss))

    def _outcome_behind(self, loss: int) -> bool:
        for index in range(loss + 1, min(len(self._line), loss + _BETWEEN_SUBJECT_AND_VERB)):
            token = self._line[index]
            if token.loss and token.loss.measure != "captured":
                return token.loss.form != "noun" and (
                    self._kind(index - 1) in {"auxiliary", "adverb"} or token.loss.form == "intransitive"
                )
            if token.kind in {"stop", "and", "figure", "reporting", "modal", "negation"}:
                return False
        return False

    def _is_outcome(self, index: int) -> bool:
        """Return whether what the taken were freed or killed by ends at `index`, others freed with them skipped."""
        listed = 0
        while index > 0 and self._kind(index) in {"determiner", "adverb", "figure", "people", "and", "pause"}:
            listed += self._kind(index) not in {"determiner", "adverb"}
            index -= 1
        word = self._line[index].loss if index >= 0 else None
        if word is None or word.form not in {"past", "active", "base"} or self._kind(index + 1) in {"and", "pause"}:
            return False
        return word.measure == "released" or (word.measure == "killed" and not listed)

    def _is_left(self, loss: int) -> bool:
        """Return whether people are left so: "left 13 members of the security forces dead"."""
        before = [token.text.lower() for token in self._line[max(0, loss - _TO_THE_VERB) : loss]]
        return self._line[loss].loss is not None and bool(_LEAVES & set(before))

    def _relative_before(self, loss: int) -> int | None:
        """Return where the relative clause begins whose verb the loss word is: "who had been abducted"."""
        for index in range(loss - 1, max(-1, loss - _RELATIVE), -1):
            if self._kind(index) == "relative":
                return index
            if self._kind(index) not in {"auxiliary", "adverb"}:
                return None
        return None

    def _elliptic(self, group: Group, losses: Sequence[int]) -> None:
        """Link a bare figure to the loss before it: "not the 900 claimed by", "ten died in Varn, four in Tell"."""
        if group.noun:
            return
        before = [index for index in losses if index < group.first]
        if before and self._kind(group.last) == "reporting" and self._kind(group.last + 1) == "by":
            self._links.add(group, before[-1], "elliptic", 0.65)
        if self._text(group.last) in _PLACED and self._kind(group.first - 1) in {"and", "pause"}:
            told = [link for link in self._links if link.group.last <= group.first and link.rule in _TOLD_WHERE]
            if told:
                self._links.add(group, told[-1].loss, "elliptic", 0.65)

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

    def _kind(self, index: int) -> str:
        return self._line[index].kind if 0 <= index < len(self._line) else ""

    def _text(self, index: int) -> str:
        return self._line[index].text.lower() if 0 <= index < len(self._line) else ""
