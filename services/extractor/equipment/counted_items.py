"""Read which equipment a sentence counts: "three T-72 tanks", "45 of 60 drones", "a burnt-out personnel carrier"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from schemas.claim import Count
from services.extractor.figures import numbers

from . import items
from .items import ItemWord

_ONE = re.compile(r"\b(?:an?|another)\b(?=\s)", re.IGNORECASE)
_WORD = re.compile(r"[\s\u00a0]+(?:[\"“‘«](?=\w))?([\w’'./-]*\w(?:['’](?=\s))?)")
_NO_MODIFIER = re.compile(
    r"(?:in|on|at|from|near|by|with|against|over|for|to|into|during|after|before|when|while|where|as|that|which|who"
    r"|whose|but|and|or|was|were|is|are|had|has|have|said|says|carrying|aboard|inside|using|per|a|an|than|\w+ing)",
    re.IGNORECASE,
)
_MODIFIERS = 6
_DESCRIBES = re.compile(
    r"[\s-]+(?:crew\w*|operators?|pilots?|attacks?|strikes?|fire|shelling|bombs?|bombing\w*|driver\w*|crash\w*|raids?"
    r"|assault\w*|unit|units|brigade\w*|battalion\w*|regiment\w*|factor\w+|base|bases|depot\w*|parts|debris|commander\w*"
    r"|shells?|rounds|ammunition|warheads?|engines?|alerts?|sirens?|programm?e?|technology|threat\w*|barrage\w*|salvo\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with the item that it counts: offsets within the sentence; `phrase` is the noun without the figure."""

    start: int
    end: int
    count: Count
    item: ItemWord
    phrase: tuple[int, int]


def find(text: str) -> list[Counted]:
    """Return the figures of a sentence that count equipment; of "45 of 60 drones" only the first."""
    nouns = {start: (end, item) for start, end, item in items.items(text)}
    found: list[Counted] = []
    figures = _figures(text)
    starts = {start for start, _, _ in figures}
    for start, end, count in figures:
        if found and start < found[-1].end:
            continue
        if count.low is not None and (counted := _counted(text, start, end, count, nouns, starts)):
            found.append(counted)
    return found


def _figures(text: str) -> list[tuple[int, int, Count]]:
    quantities = [(one.start, one.end, one.count) for one in numbers.find(text)]
    singles = [
        (*match.span(), count)
        for match in _ONE.finditer(text)
        if (count := numbers.parse(match[0]))
        and not any(a < match.end() and match.start() < b for a, b, _ in quantities)
    ]
    return sorted(quantities + singles, key=lambda figure: figure[0])


def _counted(
    text: str, start: int, end: int, count: Count, nouns: Mapping[int, tuple[int, ItemWord]], figures: Set[int]
) -> Counted | None:
    """Return what the figure at `start:end` counts: the last of the items that follow each other behind it."""
    position = end
    noun: int | None = None
    for _ in range(_MODIFIERS):
        word = _WORD.match(text, position)
        if word is None:
            return None
        if word.start(1) in nouns:
            last, item = nouns[word.start(1)]
            while (behind := _WORD.match(text, last)) and behind.start(1) in nouns:
                last, item = nouns[behind.start(1)]
            if _DESCRIBES.match(text, last) or _is_compound(text, last, count):
                return None
            return Counted(start, last, count, item, (noun or word.start(1), last))
        if _NO_MODIFIER.fullmatch(word[1]):
            return None
        if (
            noun is None
            and word.start(1) not in figures
            and word[1].lower() not in {"of", "the", "these", "those", "all"}
        ):
            noun = word.start(1)
        position = word.end()
    return None


def _is_compound(text: str, end: int, count: Count) -> bool:
    """Return whether a noun in the singular only describes the next one: "two tank hunters"."""
    several = count.value != 1 and text[end - 1] != "s"
    return several and bool(
        re.match(r"\s+(?!(?:were|are|and|in|on|at|from|near|of|over|had|have)\b)[a-z]+s\b", text[end:])
    )
