"""Find whom a figure without a noun counts: "attacked two soldiers, killing one", "6 of them", "three more were hurt".

What is found is a noun phrase of the same sentence; what an earlier sentence was about is carried on by its subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.extractor.figures.people_nouns import PeopleWord
from services.extractor.figures.phrases import Group
from services.extractor.figures.tokens import Token

_STRIKES = re.compile(
    r"\b(?:attack\w*|ambush\w*|raid\w*|storm\w*|assault\w*|target\w*|struck|strik\w+|hit|shell\w*|bomb\w*|shot|shoot\w*"
    r"|fire|fired|firing|opened\ fire|ran\ over|runs\ over|running\ over|rammed|detonat\w*|explo\w+|blew|blast\w*"
    r"|engag\w*|clash\w*|surround\w*|confront\w*|stabb\w*|overran|encounter\w*|intercept\w*|against|among|on|at|upon)\b",
    re.IGNORECASE,
)
_PROTESTS = re.compile(r"protest|demonstrat|march|rall(?:y|ied)|riot|gather|staged|clashed|took to", re.IGNORECASE)
_BEARS = re.compile(r"\b(?:carr(?:y|ied|ies|ying)|transport\w*|beat\w*|assault\w*|dispers\w+)\b", re.IGNORECASE)
_ENDS_A_NAME = re.compile(r"wh(?:o|ich|om|ose)|that|by|said|says|after|when", re.IGNORECASE)
_OF_THEM = re.compile(r"\bof\s+(?:them|these|those)\b", re.IGNORECASE)
_TOLL = re.compile(
    r"\b(?:number|tolls?|tally|count|losses|deaths?|casualties|fatalities|total|figures?|killed|dead|wounded|injured"
    r"|martyrs|missing|captured|arrested|detained|abducted)\b",
    re.IGNORECASE,
)
_BESIDE_A_WORD = 5
_BESIDE_A_TOLL = 9
_UNSPOKEN = ("other", "others")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """A noun phrase for people: its first and last token (excluded), and the word at its head."""

    first: int
    last: int
    people: PeopleWord
    noun: str


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


def struck_before(line: Sequence[Token]) -> Antecedent | None:
    """Return on whom the attack was that a sentence tells of, or who protested in it: "Gunmen attacked farmers"."""
    for index, token in enumerate(line):
        if token.people is None:
            continue
        first = _start_of(line, index)
        before = " ".join(other.text for other in line[max(0, first - 4) : first])
        behind = line[index + 1].text if index + 1 < len(line) else ""
        if _PROTESTS.match(behind) or (first and (_STRIKES.search(before) or _BEARS.search(before))):
            return Antecedent(first, index + 1, token.people, token.text)
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
        around = line[max(0, index - _BESIDE_A_WORD) : index + _BESIDE_A_WORD]
        if people is not None and not any(_TOLL.search(token.text) for token in around):
            return None
        if people is not None:
            first = index
            while first and line[first - 1].kind == "word" and line[first - 1].text.lower() not in {"number", "toll"}:
                first -= 1
            return Antecedent(first, index + 1, people, line[index].text)
    return None


def is_share(line: Sequence[Token], group: Group) -> bool:
    """Return whether some of them are told to be something: "five of those killed persons were residents"."""
    behind = [token.text.lower() for token in line[group.first + 1 : group.first + 3]]
    if group.kind == "combatant" or behind[:1] != ["of"] or behind[1:] not in (["those"], ["these"], ["the"], ["them"]):
        return False
    return group.last < len(line) and line[group.last].text.lower() in {"were", "was", "are", "is"}


def told_of(line: Sequence[Token], group: Group) -> Antecedent | None:
    """Return what some of them are told to be: "nine of the dead were children"."""
    for index in range(group.last, min(len(line), group.last + _BESIDE_A_TOLL)):
        people = line[index].people
        if line[index].kind == "by":
            return None
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
