"""Link a figure to a noun for a loss: "40 fatalities", "the toll rose to 12", "Killed: 12", "the dead include two"."""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import is_singular
from .links import Links
from .phrases import Group
from .tokens import Token

SKIPPED_BEFORE_A_FIGURE = {"adverb", "determiner"}
_TO_THE_VERB = 10
_TO_THE_TOLL = 22
_PUTS = {"put", "puts", "putting", "places", "placed", "sets", "estimates", "estimated"}
_BODIES = {"bodies of", "corpses of"}


class Nominals:
    """The nouns for losses of one sentence, with the figures that may be theirs. `link` adds to the links."""

    def __init__(self, line: Sequence[Token], groups: Sequence[Group], links: Links) -> None:
        self._line = line
        self._at = {group.first: group for group in groups}
        self._ending = {group.last: group for group in groups}
        self._links = links

    def link(self, loss: int) -> None:
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
        if token.loss.form == "noun" or self._text(loss + 1) == "numbered" or self._is_put_at(loss):
            self._equated(loss)
        if token.loss.form == "noun" and self._kind(loss + 1) == "of":
            self._links.add(self.group_from(loss + 2), loss, "nominal-of", 0.85)
        if token.loss.form == "toll" or (loss not in self._ending and self._counts_before(loss)):
            self._toll(loss)
        label = self._label_end(loss)
        if label is not None and loss not in self._ending:
            labelled = self.group_from(label + 1)
            if labelled and self._kind(labelled.last) not in {"loss", "auxiliary"}:  # "casualties: 8 killed"
                self._links.add(labelled, loss, "labelled", 0.8)

    def _label_end(self, loss: int) -> int | None:
        """Return the sign that ends a label: the colon of "Killed: 12" and "Enemy who gave up with their guns: 19"."""
        if self._text(loss + 1) in {":", "–", "-", "—"}:
            return loss + 1
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_VERB)):
            token = self._line[index]
            if token.text == ":":
                return None if any(before.quantity for before in self._line[:index]) else index
            if token.kind in {"stop", "reporting", "auxiliary", "figure"} or token.loss:
                return None
        return None

    def _included(self, loss: int) -> None:
        """Link "the dead include two nurses", "among the wounded were two nurses", "eleven of the dead"."""
        article = loss - 1 if self._kind(loss - 1) == "determiner" else loss
        if self._kind(article - 1) == "of":
            self._links.add(self._ending.get(article - 1), loss, "share", 0.7)
        among = self._kind(article - 1) == "including"
        if among and self._text(article - 1) in {"among", "amongst"}:  # "a nurse and two cooks were among the dead"
            told = article - 2 if self._kind(article - 2) == "auxiliary" else article - 1
            self._links.add(self.head_of(self._ending.get(told)), loss, "included", 0.75)
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_VERB)):
            token = self._line[index]
            if token.kind == "including" or (among and token.kind == "auxiliary"):
                if token.text.lower() not in {"including", ":", "("}:
                    self._links.add(self.group_from(index + 1), loss, "included", 0.75)
                return
            if token.kind in {"stop", "auxiliary", "figure", "pause", "reporting"} or token.loss:
                return

    def _is_put_at(self, loss: int) -> bool:
        """Return whether a party puts its losses at a number: "puts the army's dead at nine"."""
        before = [token.text.lower() for token in self._line[max(0, loss - _TO_THE_VERB) : loss]]
        return self._text(loss + 1) == "at" and bool(_PUTS & set(before)) and "had" not in before

    def _equated(self, loss: int) -> None:
        """Link "losses of the security forces were around 7,000", "casualties stand at 40"."""
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_VERB)):
            token = self._line[index]
            if token.kind in {"stop", "figure", "reporting", "and", "by"} or token.loss:
                return
            if token.kind == "auxiliary" or token.text.lower() in {"at", "numbered"}:
                group = self.group_from(index + 1)
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
        for index in range(loss + 1, min(len(self._line), loss + _TO_THE_TOLL)):
            token = self._line[index]
            if token.text in ";" or (token.loss and token.loss.form != "toll" and index > loss + 5):
                return
            group = self._at.get(index)
            if group:
                if self._kind(group.last) != "loss":  # "losses in the period: 37 killed"
                    self._links.add(group, loss, "toll", 0.85)
                return

    def head_of(self, group: Group | None) -> Group | None:
        """Return whom the phrase that ends with `group` is about: "a supporter" of "a supporter of a member"."""
        if group is None or self._kind(group.first - 1) != "of":
            return group
        head = self._ending.get(group.first - 1)
        return head if head and head.people else group

    def group_from(self, position: int) -> Group | None:
        """Return the figure that begins at `position`, or behind the small words there."""
        while position < len(self._line) and self._line[position].kind in SKIPPED_BEFORE_A_FIGURE:
            position += 1
        return self._at.get(position)

    def _kind(self, index: int) -> str:
        return self._line[index].kind if 0 <= index < len(self._line) else ""

    def _text(self, index: int) -> str:
        return self._line[index].text.lower() if 0 <= index < len(self._line) else ""
