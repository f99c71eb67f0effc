"""Find whom a figure without a noun counts: "attacked two soldiers, killing one", "6 of them", "three more were hurt".

What is found is a noun phrase of the same sentence; what an earlier sentence was about is carried on by its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import PeopleWord
from .phrases import Group
from .tokens import Token

_STRIKES = re.compile(
    r"\b(?:attack\w*|ambush\w*|raid\w*|storm\w*|assault\w*|target\w*|struck|strik\w+|hit|shell\w*|bomb\w*|shot|shoot\w*"
    r"|fire|fired|firing|opened\ fire|ran\ over|runs\ over|running\ over|rammed|detonat\w*|explo\w+|blew|blast\w*"
    r"|engag\w*|clash\w*|surround\w*|confront\w*|stabb\w*|overran|encounter\w*|intercept\w*|against|among|on|at|upon)\b",
    re.IGNORECASE,
)
_ENDS_A_NAME = re.compile(r"wh(?:o|ich|om|ose)|that|by|said|says|after|when", re.IGNORECASE)
_OF_THEM = re.compile(r"\bof\s+(?:them|these|those)\b", re.IGNORECASE)
_BESIDE_A_TOLL = 9
_UNSPOKEN = ("other", "others")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A noun phrase for people: its first and last token (excluded), and the word at its head."""

    first: int
    last: int
    people: PeopleWord
    noun: str


def is_bare(group: Group) -> bool:
    """Return whether a figure has no noun of its own: "12 were wounded", "killing two"; "two others" has one."""
    return group.people is None and not group.thing and group.noun.lower() not in _UNSPOKEN


def is_others(group: Group) -> bool:
    """Return whether a figure counts "others" and no more is said."""
    return group.noun.lower() in _UNSPOKEN or group.quantity.count.text.lower().endswith(" others")


def struck(line: Sequence[Token], group: Group, loss: Token) -> Antecedent | None:
    """Return the people whom the attack before "killing two" was on; null where the sentence names none."""
    if loss.loss is None or loss.loss.form not in {"active", "base"}:
        return None
    end = next((index for index, token in enumerate(line) if token.start >= loss.start), group.first)
    for index in range(min(end, group.first) - 1, 0, -1):
        token = line[index]
        if token.people is None:
            continue
        if token.people.kind == "unknown":
            return None
        first = _start_of(line, index)
        before = " ".join(other.text for other in line[max(0, first - 4) : first])
        return Antecedent(first, index + 1, token.people, token.text) if _STRIKES.search(before) else None
    return None


def pointed_at(line: Sequence[Token], group: Group, text: str) -> Antecedent | None:
    """Return the people that "16 of them" points back at within the sentence `text`."""
    if not _OF_THEM.match(text, line[group.first].end + 1):
        return None
    for index in range(group.first - 1, -1, -1):
        token = line[index]
        if token.people is not None and token.people.kind != "unknown":
            return Antecedent(_start_of(line, index), index + 1, token.people, token.text)
    return None


def counted(line: Sequence[Token], group: Group) -> Antecedent | None:
    """Return the people named before a toll: "the number of villagers killed rose to three"."""
    for index in range(group.first - 1, 0, -1):
        people = line[index].people
        if people is not None and any(token.kind == "by" for token in line[max(0, index - 3) : index]):
            return None
        if people is not None:
            first = index
            while first and line[first - 1].kind == "word" and line[first - 1].text.lower() not in {"number", "toll"}:
                first -= 1
            return Antecedent(first, index + 1, people, line[index].text)
    return None


def told_of(line: Sequence[Token], group: Group) -> Antecedent | None:
    """Return what some of them are told to be: "nine of the dead were children"."""
    for index in range(group.last, min(len(line), group.last + _BESIDE_A_TOLL)):
        people = line[index].people
        if people is not None and people.kind != "unknown":
            return Antecedent(index, index + 1, people, line[index].text)
    return None


def _start_of(line: Sequence[Token], index: int) -> int:
    first = index
    while first and line[first - 1].kind == "word" and not _ENDS_A_NAME.fullmatch(line[first - 1].text):
        if _STRIKES.fullmatch(line[first - 1].text):
            break
        first -= 1
    return first
