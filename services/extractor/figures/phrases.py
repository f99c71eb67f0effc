"""The figures of a sentence with the nouns that they count, without those who only speak in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.claim import SubjectKind

from . import lexicon, single_persons
from .numbers import Quantity
from .people_nouns import PeopleWord
from .tokens import Token

_REACH = 10
"""How many words may stand between a figure and its noun: "25 of the group's most experienced foreign fighters"."""

_DESCRIBED = 4
"""So many words a noun has that is said of some: "four of them were non-Muslim primary school teachers"."""
_SPEAKS = re.compile(
    r"said|says?|saying|told|tells?|adds?|added|wrote|announced|admitted|acknowledged|conceded|insisted|denied|denies",
    re.IGNORECASE,
)
_OTHERS_OF = re.compile(r"half|most|majority|third|quarter|thirds|quarters|famil(?:y|ies)|relatives", re.IGNORECASE)
_TAKEN = re.compile(r"prisoner|hostage|captive", re.IGNORECASE)
_SOURCES = {"sources", "witnesses", "outlets", "agencies", "newspapers", "monitors"}


@dataclass(frozen=True, slots=True)
class Group:
    """A figure with the noun it counts. `first` and `last` are token indices, `last` excluded.

    `people` null: the noun is not one for people (`thing`), is unknown, or is left out ("12 captured").
    `attributive`: a loss word inside ("three wounded soldiers").
    """

    first: int
    last: int
    quantity: Quantity
    people: PeopleWord | None
    noun: str
    thing: bool
    attributive: Token | None = None

    @property
    def kind(self) -> SubjectKind:
        return self.people.kind if self.people else "unknown"


def groups(line: Sequence[Token]) -> list[Group]:
    """Return the figures of a sentence with the nouns that they count, without those who only speak in it."""
    found = [_group(line, index) for index, token in enumerate(line) if token.kind == "figure"]
    found = _some_of_a_number(line, found)
    return [group for group in found if not (_is_speaker(line, group) or _is_of_others(line, group))]


def _some_of_a_number(line: Sequence[Token], found: Sequence[Group]) -> list[Group]:
    """Return `found` with "ten of the 40 hostages" as ten hostages; of the forty nothing is said."""
    read: list[Group] = []
    for group in found:
        before = read[-1] if read else None
        between = line[before.first + 1 : group.first] if before else ()
        if between and between[0].text.lower() == "out":
            between = between[1:]  # "19 out of the 31 hostages"
        if before and between and between[0].kind == "of" and all(token.kind == "determiner" for token in between[1:]):
            read[-1] = replace(group, first=before.first, quantity=before.quantity)
        else:
            read.append(group)
    return read


def _is_of_others(line: Sequence[Token], group: Group) -> bool:
    """Return whether others than these people are spoken of, or only a share of them: "half of the 200"."""
    before = [token.text for token in line[max(0, group.first - 3) : group.first] if token.kind != "determiner"]
    return len(before) > 1 and before[-1].lower() == "of" and bool(_OTHERS_OF.fullmatch(before[-2]))


def _is_speaker(line: Sequence[Token], group: Group) -> bool:
    """Return whether the people of `group` say something: "a militia leader told", "according to two officers"."""
    if group.people is None and group.noun.lower() not in _SOURCES:
        return False
    before = [token.text.lower() for token in line[max(0, group.first - 2) : group.first]]
    if before == ["according", "to"]:
        return True
    index = group.last
    while index < len(line) and (line[index].kind == "auxiliary" or line[index].text == ","):
        index += 1
    return index < len(line) and bool(_SPEAKS.fullmatch(line[index].text))


def _group(line: Sequence[Token], index: int) -> Group:
    quantity = line[index].quantity
    assert quantity is not None  # noqa: S101  # a figure token always carries one
    people: PeopleWord | None = None
    attributive: Token | None = None
    thing = False
    noun = ""
    last = index + 1
    for position in range(index + 1, min(len(line), index + 1 + _REACH)):
        token = line[position]
        if single_persons.is_in_brackets(line, position):
            continue  # "five Telugu Party (TDP) members"
        if token.kind == "people":
            people, noun, last = token.people, token.text, position + 1
            while (
                last < len(line) and line[last].kind == "people" and not _TAKEN.fullmatch(line[last].text)
            ):  # "army soldiers"
                people, noun = line[last].people, line[last].text
                last += 1
            if last < len(line) and line[last].kind == "thing" and lexicon.is_singular(noun):
                people, thing = None, True  # "39 fighter planes"
            break
        if token.kind == "thing":
            if any(after.kind == "people" for after in line[position + 1 : position + 3]) and not token.text.endswith(
                "s"
            ):
                continue  # "12 border post guards"
            thing, noun, last = True, token.text, position + 1
            break
        if token.kind == "loss" and attributive is None and _is_attributive(line, position):
            attributive = token
            continue
        is_inside = token.kind in {"word", "determiner", "of", "including", "adverb"} or token.text in "-"
        if not is_inside or (token.kind == "including" and token.text.lower() != "of them"):
            break
        if token.kind == "word":
            noun, last = token.text, position + 1
    if people is None:
        attributive = None
        if not thing and (said := _predicate(line, index)):
            people, noun, last = line[said].people, line[said].text, said + 1
    return Group(index, last, quantity, people, noun, thing, attributive)


def _predicate(line: Sequence[Token], index: int) -> int | None:
    """Return where the noun stands that a verb says of some of those told of: "nine of them were soldiers"."""
    some = any(token.kind == "including" for token in (*line[max(0, index - 1) : index], *line[index + 1 : index + 2]))
    position = index + 1
    while position < len(line) and line[position].kind in {"including", "auxiliary", "determiner", "adverb"}:
        position += 1
    if not some or line[position - 1].kind not in {"auxiliary", "determiner", "adverb"}:
        return None
    for said in range(position, min(len(line), position + _DESCRIBED)):
        if line[said].kind == "people":
            return said
        if line[said].kind != "word":
            return None
    return None


def _is_attributive(line: Sequence[Token], position: int) -> bool:
    """Return whether the loss word at `position` stands before the noun it describes: "three wounded soldiers"."""
    loss = line[position].loss
    if loss is None or loss.form not in {"past", "adjective"} or loss.measure == "casualties":
        return False
    for after in line[position + 1 : position + 4]:
        if after.kind == "people":
            return True
        if after.kind != "word":
            return False
    return False
