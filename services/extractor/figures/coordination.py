"""Link what a linked figure is joined to: "and three civilians", "including two commanders"."""

from __future__ import annotations

from collections.abc import Sequence

from .links import Link, Links
from .phrases import Group
from .tokens import Token

_BEHIND = 12
_TO_A_COLON = 24
_BEFORE = 8
_TO_ITS_VERB = 14
_LESS_SURE = 0.05


class Coordination:
    """The joints of one sentence. `link` and `parts_of` add to the links that were found without them."""

    def __init__(self, line: Sequence[Token], groups: Sequence[Group], links: Links) -> None:
        self._line = line
        self._groups = groups
        self._at = {group.first: group for group in groups}
        self._ending = {group.last: group for group in groups}
        self._links = links

    def link(self) -> None:
        """Link what stands before each linked figure, then what stands behind it."""
        for group in (*self._groups, *self._groups):  # a second time: what stood before a total that was found late
            self._link_before(group)
        for group in self._groups:
            self._link_behind(group)
        for group in self._groups:
            self._link_some_of_them(group)

    def _link_behind(self, group: Group) -> None:
        own = self._links.of(group)
        if own is None or self._is_share():
            return
        following: Group = group
        total: Group | None = own.part_of
        while True:
            joint, index = self._joint_behind(following)
            after = self._at.get(index)
            linked = self._links.of(after) if after else None
            if joint is None or after is None or (linked and joint != "including"):
                return
            if joint == "including" and total is None:
                total = following
            part = total if total and may_be_part(total, after) else None
            if linked:
                if part and linked.measure == own.measure:
                    self._links.make_part(after, part)
            elif (
                self._has_its_own_verb(after, own)
                or not (part or joint == "and")
                or not self._add(after, own, "part" if part else "coordinated", part)
            ):
                return
            following = after

    def _link_some_of_them(self, group: Group) -> None:
        """Link what a clause of its own says of some: "killed 17 people; nine of them were soldiers"."""
        if self._kind(group.first + 1) != "including" or self._links.of(group) is not None or group.people is None:
            return
        told = [link for link in self._links if link.group.first < group.first and link.part_of is None]
        if told and may_be_part(told[-1].group, group) and self._add(group, told[-1], "part", told[-1].group):
            self._link_behind(group)

    def _has_its_own_verb(self, group: Group, own: Link) -> bool:
        """Return whether something else is said of `group`: "four were killed, six others have been rescued"."""
        if own.loss > group.first:
            return False
        told = self._line[group.last].loss if group.last < len(self._line) else None
        if told is not None and told.form == "past" and self._line[own.loss].loss is not told:
            return True  # "4 rebels killed, 2 rebels captured"
        if self._kind(group.last) != "auxiliary":
            return self._shares_a_verb(group)
        is_what = self._kind(group.last + 1) == "people"  # "killed 18, of whom five were guards and four were nurses"
        return not (is_what and (own.part_of is not None or self._kind(group.first - 1) == "including"))

    def _shares_a_verb(self, group: Group) -> bool:
        """Return whether `group` begins a series with a verb of its own: "20 men and 3 women were wounded"."""
        counted = 0
        if self._kind(group.first - 1) == "including" or self._is_part(group.first + 1):
            return False
        for index in range(group.last, min(len(self._line), group.last + _TO_ITS_VERB)):
            token = self._line[index]
            if token.kind == "auxiliary":
                return counted > 0 and any(
                    other.loss and other.loss.form == "past" for other in self._line[index : index + 3]
                )
            if token.kind in {"stop", "relative", "preposition", "modal", "by"} or token.loss:
                return False
            counted += token.quantity is not None
        return False

    def _link_before(self, group: Group) -> None:
        own = self._links.of(group)
        if own is None or self._is_share():
            return
        following: Group = group
        while True:
            joint, before = self._joint_before(following)
            if joint is None or before is None:
                return
            if joint == "including":
                self._link_total(before, own)
                return
            if (
                self._is_out_of(before)
                or self._is_told_before(before, own)
                or not self._add(before, own, "coordinated")
            ):
                return  # "nine were killed, including three children, and 40 were wounded"
            following = before

    def _is_out_of(self, group: Group) -> bool:
        """Return whether `group` is only what others are told of: "out of the remaining 129, at least 20 died"."""
        before = [token.text.lower() for token in self._line[max(0, group.first - 4) : group.first]]
        return "of" in before and "out" in before

    def _is_told_before(self, part: Group, own: Link) -> bool:
        """Return whether `part` belongs to another loss told before it, by the word that introduces it."""
        introduced = self._kind(part.first - 1) == "including" or self._is_part(part.first + 1)
        return introduced and any(
            link.group.first < part.first and link.loss < part.first and link.loss != own.loss for link in self._links
        )

    def _link_total(self, total: Group, own: Link) -> None:
        if not self._is_said_of_all(own.loss):
            return  # "75 people, including 19 soldiers captured in spring"
        self._add(total, own, "total")
        linked = self._links.of(total)
        if linked is None or linked.measure != own.measure:
            return
        for other in self._links:
            inside = total.first < other.group.first <= own.group.first and other.loss == own.loss
            if inside and may_be_part(total, other.group):
                self._links.make_part(other.group, total)

    def _add(self, group: Group, own: Link, rule: str, part_of: Group | None = None) -> bool:
        return self._links.add(group, own.loss, rule, own.confidence - _LESS_SURE, part_of)

    def _is_share(self) -> bool:
        """Return whether the sentence is about a number told before: "Of the 43 wounded, 12 are in hospital"."""
        return self._kind(0) == "of"

    def _joint_behind(self, group: Group) -> tuple[str | None, int]:
        """Return how the figure behind `group` is joined to it ("and", "including"), and at which token it starts."""
        own = self._links.of(group)
        index, joint = group.last, None
        while index < min(len(self._line), self._limit(group)):
            token = self._line[index]
            if index in self._at:
                return "including" if self._is_part(index + 1) else joint, index
            if token.kind == "including":
                joint = "including"
            elif token.kind == "and" or token.text == ",":
                joint = joint or "and"
            elif self._ends_a_series(index, joint, own.loss if own else -1):
                return None, index
            elif joint == "and" and token.kind not in {"determiner", "adverb"}:
                joint = None  # "100 soldiers and allied militiamen, and 44 civilians"
            index += 1
        return None, index

    def _is_part(self, index: int) -> bool:
        """Return whether a part is told by what stands behind its figure: "two of them nurses", "3 being nurses"."""
        return self._kind(index) == "including" or (
            index < len(self._line) and self._line[index].text.lower() == "being"
        )

    def _limit(self, group: Group) -> int:
        """Return how far behind `group` its parts may begin: farther, where a colon announces them."""
        far = range(group.last, min(len(self._line), group.last + _TO_A_COLON))
        colon = next(
            (index for index in far if self._line[index].text == ":" and self._kind(index) == "including"), None
        )
        return group.last + _BEHIND if colon is None else colon + 2

    def _ends_a_series(self, index: int, joint: str | None, loss: int) -> bool:
        token = self._line[index]
        return (
            (token.loss is not None and index != loss and token.loss.form != "noun")
            or token.kind in {"stop", "reporting", "relative", "modal"}
            or (joint is not None and token.kind == "auxiliary")
        )

    def _joint_before(self, group: Group) -> tuple[str | None, Group | None]:
        index = group.first - 1
        joint = "including" if self._kind(group.first + 1) == "including" else None  # "four, two of them women"
        while index >= 0 and index > group.first - _BEFORE:
            token = self._line[index]
            if token.kind == "including":
                joint = "including"
            elif token.kind == "and" or token.text == ",":
                joint = joint or "and"
            elif token.kind not in {"determiner", "adverb", "pause"} or token.text in "()":
                return None, None
            if before := self._ending.get(index):
                return joint, before
            index -= 1
        return None, None

    def _is_said_of_all(self, loss: int) -> bool:
        """Return whether the loss is the verb of the sentence, and not only said of the noun before it."""
        word = self._line[loss].loss
        return word is not None and (
            word.form == "intransitive" or self._kind(loss - 1) in {"auxiliary", "adverb", "pause"}
        )

    def _kind(self, index: int) -> str:
        return self._line[index].kind if 0 <= index < len(self._line) else ""


def may_be_part(total: Group, part: Group) -> bool:
    """Return whether `part` can be among `total`: soldiers are not among militants, nor more than the whole."""
    camps = {group.people.camp for group in (total, part) if group.people and group.people.camp}
    most, least = total.quantity.count.high, part.quantity.count.low
    return len(camps) < 2 and (most is None or least is None or least <= most)
