"""Take a sentence apart: into the few kinds of words that the linking grammar knows, and into figures with nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from schemas.claim import Count, SubjectKind

from . import lexicon, numbers
from .lexicon import LossWord, PeopleWord
from .numbers import Quantity

Kind = Literal[
    "figure", "loss", "people", "thing", "auxiliary", "modal", "negation", "and", "including", "of", "preposition",
    "by", "relative", "reporting", "determiner", "adverb", "stop", "pause", "word",
]  # fmt: skip

_DASHED = 16
_REACH = 7
"""How many words may stand between a figure and its noun: "25 of the group's most experienced foreign fighters"."""

_KINDS: dict[Kind, str] = {
    "auxiliary": "is are was were be been being has have had having got get gets remain remained remains became",
    "modal": "could would might may can will shall should must to",
    "negation": "no not never none nobody neither nor without n't",
    "and": "and & or plus",
    "including": "including include includes included among amongst",
    "of": "of",
    "by": "by",
    "preposition": (
        "in on at from near during after before since into inside outside across around between with against over "
        "under toward towards "
        "for amid while when where as through throughout following within along about despite because until if then "
        "than but"
    ),
    "relative": "who whom which that whose",
    "determiner": "the its their our his her this these those both all each such another other further additional more",
    "adverb": (
        "also reportedly allegedly later already still so far only just even now there confirmed reported believed "
        "feared thought presumed "
        "reportedly subsequently immediately instantly again least at seriously severely critically badly slightly "
        "lightly fatally "
        "mortally officially successfully publicly either together altogether collectively finally wounded-"
    ),
}
_KIND_OF: dict[str, Kind] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_TOKEN = re.compile(r"\w+(?:[-.'’]\w+)*(?:['’](?!\w))?|[^\w\s]")
_REPORTING = re.compile(
    r"\b(?:said|says?|saying|told|tells|claim(?:s|ed|ing)?|report(?:s|ed|ing)|announc(?:es?|ed|ing)|stat(?:es|ed|ing)"
    r"|declar(?:es?|ed|ing)"
    r"|add(?:s|ed|ing)|according|wrote|writes|not(?:es|ed|ing)|acknowledg(?:es?|ed|ing)|admit(?:s|ted|ting)?"
    r"|conced(?:es?|ed|ing)|den(?:y|ies|ied|ying)"
    r"|confirm(?:s|ing)|alleg(?:es|ing)|assert(?:s|ed|ing)|insist(?:s|ed|ing)?|boast(?:s|ed|ing)?|estimat(?:es|ed"
    r"|ing))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"said|says?|saying|told|tells?|adds?|added|wrote|announced|admitted|acknowledged|conceded|insisted|denied|denies",
    re.IGNORECASE,
)
_SERIES = re.compile(r"as well as|along with|together with|in addition to", re.IGNORECASE)
_PART = re.compile(r"of (?:whom|them|which)|among them|among those|\bincl\.?(?=\s)", re.IGNORECASE)
_OTHERS_OF = re.compile(
    r"bod(?:y|ies)|remains|corpses?|half|most|majority|third|quarter|thirds|quarters", re.IGNORECASE
)
_TAKEN = re.compile(r"prisoner|hostage|captive", re.IGNORECASE)
_HEADED = re.compile(
    r"spokes\w+|sources?|statement|alliance|movement|faction|media|outlet|team|council|training|station|academy"
    r"|convoy|patrol|headquarters",
    re.IGNORECASE,
)
_AS_MANY = re.compile(r"\b(?:as many(?!\s+as\b)|(?:the same|an equal|a similar) number(?: of)?)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"an?|the", re.IGNORECASE)
_ONE = re.compile(r"\b(?:an?|another)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a sentence, with what the grammar needs to know of it. Offsets are within the sentence."""

    start: int
    end: int
    text: str
    kind: Kind
    quantity: Quantity | None = None
    loss: LossWord | None = None
    people: PeopleWord | None = None


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


def tokens(sentence: str) -> list[Token]:
    """Return the tokens of `sentence`, in order and apart; figures and loss words of several words are one token."""
    found: list[Token] = []
    spans: list[Token] = [
        Token(q.start, q.end, sentence[q.start : q.end], "figure", quantity=q)
        for q in _with_repeats(sentence, numbers.find(sentence))
    ]
    spans += [Token(a, b, sentence[a:b], "people", people=word) for a, b, word in lexicon.people_words(sentence)]
    spans += [Token(a, b, sentence[a:b], "loss", loss=word) for a, b, word in lexicon.loss_words(sentence)]
    spans += [Token(*m.span(), m[0], "including") for m in _PART.finditer(sentence)]
    spans += [Token(*m.span(), m[0], "and") for m in _SERIES.finditer(sentence)]
    spans += [Token(*m.span(), m[0], "thing") for m in lexicon.THINGS.finditer(sentence)]
    spans += [Token(*m.span(), m[0], "reporting") for m in _REPORTING.finditer(sentence)]
    rank = {"figure": 0, "loss": 1, "people": 2, "including": 3}
    taken: list[Token] = []
    for span in sorted(spans, key=lambda span: (rank.get(span.kind, 4), -(span.end - span.start))):
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
    taken.sort(key=lambda token: token.start)
    position = 0
    for token in [*taken, None]:
        upto = token.start if token else len(sentence)
        found += [_plain(match) for match in _TOKEN.finditer(sentence, position, upto)]
        if token:
            found.append(token)
            position = token.end
    return _with_dashed_parts(_with_single_persons(found))


def groups(line: Sequence[Token]) -> list[Group]:
    """Return the figures of a sentence with the nouns that they count, without those who only speak in it."""
    found = [_group(line, index) for index, token in enumerate(line) if token.kind == "figure"]
    found = _some_of_a_number(line, found)
    return [group for group in found if not (_is_speaker(line, group) or _is_of_others(line, group))]


def _with_repeats(sentence: str, quantities: list[Quantity]) -> list[Quantity]:
    """Return the figures with what "as many wounded" and "the same number" say: the figure before them again."""
    repeats = []
    for match in _AS_MANY.finditer(sentence):
        before = [
            quantity for quantity in quantities if quantity.end <= match.start() and quantity.count.low is not None
        ]
        if before:
            count = before[-1].count.model_copy(update={"basis": "implied", "text": match[0]})
            repeats.append(Quantity(match.start(), match.end(), count))
    others = [one for one in quantities if not any(one.start < it.end and it.start < one.end for it in repeats)]
    return sorted(others + repeats, key=lambda quantity: quantity.start)


def _plain(match: re.Match[str]) -> Token:
    text = match[0]
    kind: Kind = _KIND_OF.get(text.lower(), "word")
    if text.lower().endswith(("n't", "n’t")):
        kind = "negation"
    elif not text[0].isalnum():
        kind = "pause" if text in ",()–—-\"“”‘’'«»" else "stop" if text in ";:.!?…" else "word"
    return Token(match.start(), match.end(), text, kind)


def _with_single_persons(line: list[Token]) -> list[Token]:
    """Return `line` with "a" before a singular noun for a person read as the figure one."""
    for index, token in enumerate(line):
        if not (token.kind in {"word", "determiner"} and _ONE.fullmatch(token.text)):
            continue
        for position in range(index + 1, min(len(line), index + 6)):
            after = line[position]
            if after.kind == "people" and lexicon.is_singular(after.text):
                if not _is_modifier(line, position):
                    line[index] = _one(token)
                break
            if token.text.lower() == "another" and after.kind in {"loss", "auxiliary"}:
                line[index] = _one(token)  # "a soldier was killed and another wounded"
                break
            if after.kind not in {"word", "adverb", "loss"} or _ARTICLE.fullmatch(after.text):
                break
    return line


def _some_of_a_number(line: Sequence[Token], found: Sequence[Group]) -> list[Group]:
    """Return `found` with "ten of the 40 hostages" as ten hostages; of the forty nothing is said."""
    read: list[Group] = []
    for group in found:
        before = read[-1] if read else None
        between = line[before.first + 1 : group.first] if before else ()
        if before and between and between[0].kind == "of" and all(token.kind == "determiner" for token in between[1:]):
            read[-1] = replace(group, first=before.first, quantity=before.quantity)
        else:
            read.append(group)
    return read


def _is_of_others(line: Sequence[Token], group: Group) -> bool:
    """Return whether only the bodies of these people are spoken of, or only a share of them: "half of the 200"."""
    before = [token.text for token in line[max(0, group.first - 3) : group.first] if token.kind != "determiner"]
    return len(before) > 1 and before[-1].lower() == "of" and bool(_OTHERS_OF.fullmatch(before[-2]))


def _is_speaker(line: Sequence[Token], group: Group) -> bool:
    """Return whether the people of `group` say something: "a militia leader told", "according to two officers"."""
    if group.people is None:
        return False
    before = [token.text.lower() for token in line[max(0, group.first - 2) : group.first]]
    if before == ["according", "to"]:
        return True
    index = group.last
    while index < len(line) and (line[index].kind == "auxiliary" or line[index].text == ","):
        index += 1
    return index < len(line) and bool(_SPEAKS.fullmatch(line[index].text))


def _with_dashed_parts(line: list[Token]) -> list[Token]:
    """Return `line` with the first dash of "12 people - seven soldiers and five civilians -" read as "including"."""
    dashes = [index for index, token in enumerate(line) if token.text in "-–—" and 0 < index < len(line) - 1]
    for opening, closing in pairwise(dashes):
        people, figure = line[opening - 1], line[opening + 1]
        if people.people and not people.people.camp and figure.kind == "figure" and closing - opening < _DASHED:
            line[opening] = replace(line[opening], kind="including")
    return line


def _is_modifier(line: Sequence[Token], position: int) -> bool:
    """Return whether the noun at `position` only describes the next: "a rebel spokesman", "a police post"."""
    behind = line[position + 1] if position + 1 < len(line) else None
    return behind is not None and (behind.kind == "thing" or bool(_HEADED.fullmatch(behind.text)))


def _one(token: Token) -> Token:
    count = Count(value=1, low=1, high=1, qualifier="exact", basis="stated", text=token.text)
    return replace(token, kind="figure", quantity=Quantity(token.start, token.end, count))


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
        if token.kind == "people":
            people, noun, last = token.people, token.text, position + 1
            while (
                last < len(line) and line[last].kind == "people" and not _TAKEN.fullmatch(line[last].text)
            ):  # "army soldiers"
                people, noun = line[last].people, line[last].text
                last += 1
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
    return Group(index, last, quantity, people, noun, thing, attributive)


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
