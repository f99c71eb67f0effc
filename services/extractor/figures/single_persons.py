"""Read who is told of as one person without a numeral: "a soldier", "their driver", "Soldier killed near Tell"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from schemas.claim import Count
from services.extractor.word_patterns import WordPattern

from . import lexicon, people_nouns
from .numbers import Quantity

if TYPE_CHECKING:
    from .tokens import Token

PART = WordPattern(
    r"of (?:whom|them|which)|consist(?:s|ed|ing) of|made up of|among them|among those|\bincl\.?(?=\s)", re.IGNORECASE
)
_DESCRIBED = 3
_TO_THE_NOUN = 12
_TO_THE_LAST = 10
"""So many words on the last of a list is joined by "and"."""
_HEADED = re.compile(
    r"spokes\w+|sources?|statement|alliance|movement|faction|media|outlet|team|council|training|station|academy"
    r"|convoy|patrol|headquarters",
    re.IGNORECASE,
)
_WHOSE = {"their", "his", "her"}
_DEMONYM = re.compile(
    r"[A-Z]\w+(?:[ae]an|ian|ese|stani|raqi|meni|mali|raeli|anon|hani|ladeshi|aiti)|Arab|Kurd|Turk|Afghan|Uzbek|Tajik|Uighur"
    r"|Saudi|Kuwaiti|Emirati|Maoist|Naxal|Naxalite|Dalit|Christian|Muslim|Hindu|Sikh|Shia|Sunni|Yazidi|Copt"
)
_OF_A_PEOPLE = people_nouns.PeopleWord("", "unknown")
_ARTICLE = re.compile(r"an?|the", re.IGNORECASE)
_ONE = re.compile(r"\b(?:an?|another)\b", re.IGNORECASE)


def with_article(line: list[Token]) -> list[Token]:
    """Return `line` with "a" before a singular noun for a person read as the figure one."""
    for index, token in enumerate(line):
        if _is_joined_relative(line, index):
            line[index] = _one(token, "counted")
        if _is_pair(line, index):
            line[index] = _counted(token, 2, "counted")
        if (
            index
            and line[index - 1].kind == "including"
            and PART.fullmatch(line[index - 1].text)
            and index > 1
            and line[index - 2].quantity
        ):
            continue  # "one of them a boy"
        if not (token.kind in {"word", "determiner"} and _ONE.fullmatch(token.text)):
            continue
        for position in range(index + 1, min(len(line), index + _TO_THE_NOUN)):
            after = line[position]
            if after.kind == "people" and lexicon.is_singular(after.text):
                if not _is_modifier(line, position):
                    line[index] = _one(token)
                break
            if _is_of_a_people(line, position):
                line[index], line[position] = _one(token), replace(after, kind="people", people=_OF_A_PEOPLE)
                break
            behind = line[index - 1].loss is not None if index else False
            ends = after.kind in {"stop", "and", "preposition"} and position == index + 1
            if token.text.lower() == "another" and (after.kind in {"loss", "auxiliary"} or (behind and ends)):
                line[index] = _one(token)  # "a soldier was killed and another wounded"
                break
            if is_in_brackets(line, position) or (after.people and _is_people(line, position + 1)):
                continue  # "a Telugu Party (TDP) member", "a police orderly"
            if after.kind not in {"word", "adverb", "loss", "thing"} or _ARTICLE.fullmatch(after.text):
                break
    return line


def bare(line: list[Token]) -> list[Token]:
    """Return `line` with a figure one before each person of a telegraphic clause: "Soldier killed near Tell"."""
    found: list[Token] = []
    for index, token in enumerate(line):
        if token.kind == "people" and _stands_bare(line, index):
            first = len(found) - _words_before(line, index)
            found.insert(
                first, _one(replace(token, start=found[first].start if first < len(found) else token.start), "counted")
            )
            found[first] = replace(found[first], end=found[first].start)
        found.append(token)
    return found


def is_in_brackets(line: Sequence[Token], position: int) -> bool:
    """Return whether `position` is in a short name in brackets: "(TDP)"."""
    for opening in (position, position - 1, position - 2):
        short = line[opening : opening + 3] if opening > 0 else ()
        if len(short) == 3 and (short[0].text, short[2].text) == ("(", ")") and short[1].kind == "word":
            return True
    return False


def _is_people(line: Sequence[Token], position: int) -> bool:
    return position < len(line) and line[position].kind == "people"


def _is_of_a_people(line: Sequence[Token], position: int) -> bool:
    """Return whether a demonym alone means one person: "a Norlander was killed", not "a Norlandic patrol"."""
    behind = line[position + 1] if position + 1 < len(line) else None
    ends = (
        behind is None or behind.kind in {"auxiliary", "loss", "and", "relative", "preposition"} or behind.text == ","
    )
    return ends and line[position].kind == "word" and bool(_DEMONYM.fullmatch(line[position].text))


def _is_joined_relative(line: Sequence[Token], index: int) -> bool:
    """Return whether at `index` one person more is told by whose they are: "three citizens and their driver"."""
    if line[index].text.lower() not in _WHOSE or index == 0:
        return False
    before = line[index - 1]
    listed = before.text == "," and any(other.kind == "and" for other in line[index + 1 : index + _TO_THE_LAST])
    if before.kind != "and" and not listed:  # "a captain, his wife and two guards"
        return False
    person = next((token for token in line[index + 1 : index + 4] if token.kind != "word"), None)
    return person is not None and person.kind == "people" and lexicon.is_singular(person.text)


def _words_before(line: Sequence[Token], index: int) -> int:
    """Return how many plain words describe the noun at `index`: two of "killed former village elder"."""
    least = max(0, index - _DESCRIBED)
    return next((index - 1 - at for at in range(index - 1, least - 1, -1) if line[at].kind != "word"), index - least)


def _stands_bare(line: Sequence[Token], index: int) -> bool:
    """Return whether a noun for one person stands without an article where a loss word says what befell it."""
    if not lexicon.is_singular(line[index].text):
        return False
    first = index - _words_before(line, index)
    before = line[first - 1] if first else None
    behind = line[index + 1] if index + 1 < len(line) else None
    suffers = behind is not None and behind.loss is not None and behind.loss.form in {"past", "adjective"}
    if before is None or before.kind == "stop":
        others = any(token.quantity for token in line[index + 2 : index + _DESCRIBED])
        return suffers or (behind is not None and behind.kind == "and" and others)  # "Teacher and two students hurt"
    ends = behind is None or behind.kind in {"preposition", "stop", "and", "figure"} or not behind.text[0].isalpha()
    if before.kind == "and":
        joined = first > 1 and line[first - 2].kind == "people" and any(token.quantity for token in line[:first])
        return joined and first == index and (suffers or ends)
    return ends and before.loss is not None and before.loss.form in {"past", "active"} and before.loss.needs == ""


def _is_modifier(line: Sequence[Token], position: int) -> bool:
    """Return whether the noun at `position` only describes the next: "a rebel spokesman", "a police post"."""
    behind = line[position + 1] if position + 1 < len(line) else None
    return behind is not None and (behind.kind == "thing" or bool(_HEADED.fullmatch(behind.text)))


def _is_pair(line: Sequence[Token], index: int) -> bool:
    """Return whether "both" at `index` counts people: "both soldiers were killed", not "both soldiers and guards"."""
    if line[index].text.lower() != "both":
        return False
    behind = [
        token for token in line[index + 1 : index + _TO_THE_NOUN] if token.kind not in {"word", "of", "determiner"}
    ]
    if not behind:
        return False
    if behind[0].kind == "auxiliary":
        return line[index + 1].kind == "auxiliary" and index == 0
    noun = line.index(behind[0])
    ends = noun + 1 >= len(line) or line[noun + 1].kind != "and"
    return behind[0].kind == "people" and not lexicon.is_singular(behind[0].text) and ends


def _one(token: Token, basis: Literal["stated", "counted"] = "stated") -> Token:
    return _counted(token, 1, basis)


def _counted(token: Token, number: int, basis: Literal["stated", "counted"]) -> Token:
    count = Count(value=number, low=number, high=number, qualifier="exact", basis=basis, text=token.text)
    return replace(token, kind="figure", quantity=Quantity(token.start, token.end, count))
