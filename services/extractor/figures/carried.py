"""Read sentences that tell more of those just counted, and do not say again what befell them.

"Among them are four officers", "Three of them were children", "Of the 40, six were women", "They include a nurse":
parts of the figure before. "The army put the number at two", "The rebels speak of 60": the same, by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.extractor.findings import Finding

from .lexicon import LossWord
from .links import Link
from .phrases import Group
from .tokens import Token

_FIGURE = r"(?:[\d,.]+|[a-z]+(?:[- ][a-z]+)?|[Aa]t least [\w-]+|[Mm]ore than [\w-]+)"
_BACK = (
    r"(?:them|these|those|the (?:dead|deceased|victims|group|total|latter)|the (?:\d[\d,]*|[a-z]+)(?: \w+)?|whom|which)"
)
_POINTS_BACK = re.compile(
    r"\W*(?:[^.;:]{0,60}\b(?:says?|said|adds?|added|reports?|reported|claims?|claimed) (?:that )?)?"
    rf"(?:Among {_BACK}(?! (?:who|whom|in|on|at|killed|wounded|injured))\b"
    rf"|(?:They|These|Those|It|This|The (?:number|figure|total|toll|dead|victims|list)) (?:also )?(?:includ|compris)\w+"
    rf"|Of {_BACK}\b|{_FIGURE} of (?:them|these|those)\b(?! (?:who|whom|killed|wounded|injured)))",
    re.IGNORECASE,
)
_SAYS_ANOTHER = re.compile(
    r"\b(?:(?:put|puts|putting|gave|gives|set|sets|placed|places) (?:it|its own|the (?:number|figure|toll|count|total)"
    r"|(?:their|the) number|(?:a|the) (?:toll|figure|number|count))(?: \w+){0,2} (?:at|of|as)"
    r"|(?:sp[eo]ak|spoke|speaks|spoken|talk|talks|talked) (?:\w+ ){0,2}of"
    r"|acknowledg(?:es?|ed)|admit(?:s|ted)?|conced(?:es?|ed)|confirms?|confirmed|count(?:s|ed)|said|says)"
    r" (?:only |just )?[\"“‘]?(?P<figure>(?:at least |more than |over |about |some |no fewer than |not )?"
    r"(?:[\d,]+|[a-z]+(?:-[a-z]+)?))(?: only)?[\"”’]?(?=[.;,]|\s*$)",
    re.IGNORECASE,
)
_REACH = 2
"""So many sentences on it still counts the same people."""
_PREDICATE = 4


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence read as telling more of what was counted before: its tokens and links.

    `total`: where the figure stands in the text that these are parts of; null where the same is counted otherwise.
    """

    tokens: Sequence[Token]
    links: Sequence[Link]
    total: int | None


def goes_on(sentence: str, gap: int) -> bool:
    """Return whether a sentence, `gap` behind one of losses, may count the same people without a word of loss."""
    return gap <= _REACH and bool(_POINTS_BACK.match(sentence) or _SAYS_ANOTHER.search(sentence))


def read(
    sentence: str, line: Sequence[Token], groups: Sequence[Group], told: Sequence[Finding], gap: int
) -> Carried | None:
    """Return a sentence without a loss word as it carries on what was `told` `gap` sentences before; null if not."""
    before = told[-1]
    if gap > _REACH or any(token.loss for token in line):
        return None
    if gap == 1 and (match := _POINTS_BACK.match(sentence)):
        counted = list(_parts(line, groups, before, match.end()))
        return _linked(line, counted, before, parts=True)
    if match := _SAYS_ANOTHER.search(sentence):
        start = match.start("figure")
        same = [one for one in groups if one.quantity.start == start and not one.people and not one.thing]
        toll = next((one for one in told if one.measure == "killed"), before)
        return _linked(line, same, toll, parts=False)
    return None


def _parts(line: Sequence[Token], groups: Sequence[Group], before: Finding, opening: int) -> list[Group]:
    """Return the people told of, each with the noun that is said of them: "three of them are children"."""
    found = []
    most = before.count.high
    for group in groups:
        told = _with_predicate(line, group)
        if told.quantity.start < opening and told.people is None and not _is_state(line, group):
            continue
        if told.thing or (told.people is None and not _is_state(line, group)):
            continue
        least = told.quantity.count.low
        if most is None or least is None or least < most or (least == most == 1):
            found.append(told)
    return found


def _is_state(line: Sequence[Token], group: Group) -> bool:
    """Return whether a state is told of some: "two of them are in a critical condition"."""
    behind = [token.text.lower() for token in line[group.last : group.last + 8]]
    return "condition" in behind


def _with_predicate(line: Sequence[Token], group: Group) -> Group:
    """Return `group` with the noun behind its verb: "six of them were women", "48 were women"."""
    if group.people is not None:
        return group
    index = group.first + 1
    while index < len(line) and line[index].kind in {"including", "of", "determiner", "adverb", "auxiliary", "figure"}:
        index += 1
    for position in range(index, min(len(line), index + _PREDICATE)):
        token = line[position]
        if token.kind == "people":  # "of the 40, six were women": its phrase begins behind the verb
            return replace(group, first=index - 1, last=position + 1, people=token.people, noun=token.text)
        if token.kind != "word":
            break
    return group


def _linked(line: Sequence[Token], groups: Sequence[Group], before: Finding, *, parts: bool) -> Carried | None:
    """Return `groups` linked to the loss of the sentence before, which stands unsaid at the first word."""
    if not groups:
        return None
    word = LossWord("", before.measure, "adjective")
    at = next(index for index in range(len(line)) if not any(one.first == index for one in groups))
    tokens = [replace(token, loss=word) if index == at else token for index, token in enumerate(line)]
    links = [Link(group, before.measure, at, "carried", 0.55) for group in groups]
    return Carried(tokens, links, before.start if parts else None)
