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
from .parser import Word
from .phrases import Group
from .tokens import Token

_SKIPPED_BEFORE_OBJECT = {"adverb", "determiner"}
_QUOTES = {'"', "“", "”", "'", "’"}
_BETWEEN_SUBJECT_AND_VERB = 14
_TO_THE_VERB = 10
_RELATIVE = 5
_BODIES = {"bodies of", "corpses of"}
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
                    self._links.add(group, index, "attributive", 0.75)
        for index in sorted(losses, key=lambda loss: self._relative_before(loss) is not None):
            self._subject(index, adjacent=False)
        Coordination(self._line, self._groups, self._links).link()
        for group in self._groups:
            self._elliptic(group, losses)
        for group in self._groups if self._words else ():
            loss = tree.loss_above(self._line, group, self._words) if group.people else None
            if loss in losses:
                self._links.add(group, loss, "tree", 0.6)
        return list(self._links)

    def _is_freed(self, group: Group) -> bool:
        """Return whether the captives of `group` are told to be free again: "rescued 11 kidnapped victims"."""
        before = self._line[group.first - 1].loss if group.first else None
        after = self._line[group.last + 1].loss if group.last + 1 < len(self._line) else None
        released = any(word is not None and word.measure == "released" for word in (before, after))
        return released and is_taken(group)

    def _nominal(self, loss: int) -> None:
        """Link "40 fatalities", "the death toll rose to 12", "the deaths of 12 soldiers", "Killed: 12"."""
        token = self._line[loss]
        assert token.loss is not None  # noqa: S101  # only loss words are asked
        if (
            token.loss.form in {"noun", "adjective"}
            or token.loss.measure == "casualties"
            or token.text.lower() in _BODIES
        ):
            start = loss - 1 if self._kind(loss - 1) == "determiner" else loss  # "at least 16 more fatalities"
            before = self._ending.get(start)
            described = before is not None and (before.people is None or is_singular(before.noun))
            if before and described and token.loss.form in {"noun", "active"}:  # "40 deaths", "1,204 civilian deaths"
                self._links.add(before, loss, "nominal", 0.9)
        if token.loss.form in {"noun", "adjective", "past"}:
            self._included(loss)
        if token.loss.form == "noun" or self._text(loss + 1) == "numbered":
            self._equated(loss)
        if token.loss.form == "noun" and self._kind(loss + 1) == "of":
            self._links.add(self._group_from(loss + 2), loss, "nominal-of", 0.85)
        if token.loss.form == "toll" or (loss not in self._ending and self._counts_before(loss)):
            self._toll(loss)
        if self._text(loss + 1) in {":", "–", "-", "—"} and loss not in self._ending:
            labelled = self._group_from(loss + 2)
            if labelled and self._kind(labelled.last) != "loss":  # "casualties: 8 killed"
                self._links.add(labelled, loss, "labelled", 0.8)

    def _included(self, loss: int) -> None:
        """Link "the dead include two nurses", "among the wounded were two nurses", "eleven of the dead"."""
        article = loss - 1 if self._kind(loss - 1) == "determiner" else loss
        if self._kind(article - 1) == "of":
            self._links.add(self._ending.get(article - 1), loss, "share", 0.7)
        among = self._kind(article - 1) == "including"
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_VERB)):
            token = self._line[index]
            if token.kind == "including" or (among and token.kind == "auxiliary"):
                if token.text.lower() not in {"including", ":", "("}:
                    self._links.add(self._group_from(index + 1), loss, "included", 0.75)
                return
            if token.kind in {"stop", "auxiliary", "figure", "pause", "reporting"} or token.loss:
                return

    def _equated(self, loss: int) -> None:
        """Link "losses of the security forces were around 7,000", "casualties stand at 40"."""
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_VERB)):
            token = self._line[index]
            if token.kind in {"stop", "figure", "reporting", "and", "by"} or token.loss:
                return
            if token.kind == "auxiliary" or token.text.lower() in {"at", "numbered"}:
                group = self._group_from(index + 1)
                if group and not group.people and self._kind(group.last) != "loss":
                    self._links.add(group, loss, "toll", 0.75)
                    return

    def _counts_before(self, loss: int) -> bool:
        """Return whether "the number of" stands before, with people in it where the word needs them."""
        word = self._line[loss].loss
        before = self._line[max(0, loss - 6) : loss]
        number = next(
            (
                at
                for at, token in enumerate(before)
                if token.text.lower() in {"number", "count", "total"}
                and self._line[loss - len(before) + at + 1].kind == "of"
            ),
            None,
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
                if self._kind(group.last) != "loss":  # "losses in the period: 37 killed"
                    self._links.add(group, loss, "toll", 0.85)
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
        self._links.add(self._at.get(position), loss, "object", 0.85)

    def _subject(self, loss: int, adjacent: bool) -> None:
        """Link "25 soldiers were killed", "ten civilians injured", "12 fighters of the group surrendered"."""
        word = self._line[loss].loss
        assert word is not None  # noqa: S101  # only loss words are asked
        if word.form not in {"past", "intransitive", "adjective"}:
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
        if group := self._head_of(self._ending.get(position)):
            self._links.add(group, loss, "subject", 0.9 if group.people else 0.85)
            return
        if adjacent or not (passive or word.form == "past"):
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
            elif clause is not None:
                index = clause  # "25 people who had been abducted were freed"
            elif token.kind in {"stop", "reporting"} or (token.loss and token.loss.form != "noun"):
                return
            elif group := self._at.get(index):
                self._links.add(group, loss, "distant-subject", 0.65)
                return
            index -= 1

    def _head_of(self, group: Group | None) -> Group | None:
        """Return whom the phrase that ends with `group` is about: "a supporter" of "a supporter of a member"."""
        if group is None or self._kind(group.first - 1) != "of":
            return group
        head = self._ending.get(group.first - 1)
        return head if head and head.people else group

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

    def _group_from(self, position: int) -> Group | None:
        while position < len(self._line) and self._line[position].kind in _SKIPPED_BEFORE_OBJECT:
            position += 1
        return self._at.get(position)

    def _kind(self, index: int) -> str:
        return self._line[index].kind if 0 <= index < len(self._line) else ""

    def _text(self, index: int) -> str:
        return self._line[index].text.lower() if 0 <= index < len(self._line) else ""
