"""Take a sentence apart into the few kinds of words that the linking grammar knows, its figures among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from services.extractor.word_patterns import WordPattern

from . import lexicon, numbers, single_persons
from .lexicon import LossWord
from .numbers import Quantity
from .people_nouns import PeopleWord

Kind = Literal[
    "figure", "loss", "people", "thing", "auxiliary", "modal", "negation", "and", "including", "of", "preposition",
    "by", "relative", "reporting", "determiner", "adverb", "stop", "pause", "word",
]  # fmt: skip

_DASHED = 16
_KINDS: dict[Kind, str] = {
    "auxiliary": "is are was were be been being has have had having got get gets remain remained remains became",
    "modal": "could would might may can will shall should must to",
    "negation": "no not never none nobody neither nor without n't",
    "and": "and & or plus",
    "including": "including include includes included among amongst comprising comprised comprises",
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
        "reportedly subsequently immediately instantly again least seriously severely critically badly slightly "
        "lightly fatally "
        "mortally officially successfully publicly either together altogether collectively finally wounded-"
    ),
}
_KIND_OF: dict[str, Kind] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_TOKEN = re.compile(r"\w+(?:[-.'’]\w+)*(?:['’](?!\w))?|[^\w\s]")
_REPORTING = WordPattern(
    r"\b(?:said|says?|saying|told|tells|claim(?:s|ed|ing)?|report(?:s|ing)|(?<!were )(?<!was )(?<!been )reported"
    r"|announc(?:es?|ed|ing)|stat(?:es|ed|ing)"
    r"|declar(?:es?|ed|ing)"
    r"|add(?:s|ed|ing)|according|wrote|writes|not(?:es|ed|ing)|acknowledg(?:es?|ed|ing)|admit(?:s|ted|ting)?"
    r"|conced(?:es?|ed|ing)|den(?:y|ies|ied|ying)"
    r"|confirm(?:s|ing)|alleg(?:es|ing)|assert(?:s|ed|ing)|insist(?:s|ed|ing)?|boast(?:s|ed|ing)?|estimat(?:es|ed"
    r"|ing))\b",
    re.IGNORECASE,
)
_SERIES = WordPattern(r"as well as|along with|together with|in addition to", re.IGNORECASE)
_AS_MANY = WordPattern(r"\b(?:as many(?!\s+as\b)|(?:the same|an equal|a similar) number(?: of)?)\b", re.IGNORECASE)


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


def read(sentence: str) -> list[Token]:
    """Return the tokens of `sentence`, in order and apart; figures and loss words of several words are one token."""
    found: list[Token] = []
    spans: list[Token] = [
        Token(q.start, q.end, sentence[q.start : q.end], "figure", quantity=q)
        for q in _with_repeats(sentence, numbers.find(sentence))
    ]
    spans += [Token(a, b, sentence[a:b], "people", people=word) for a, b, word in lexicon.people_words(sentence)]
    spans += [Token(a, b, sentence[a:b], "loss", loss=word) for a, b, word in lexicon.loss_words(sentence)]
    spans += [Token(*m.span(), m[0], "including") for m in single_persons.PART.finditer(sentence)]
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
    return _with_parts_told_apart(
        single_persons.bare(single_persons.with_article(_without_brackets(_without_hearsay(found))))
    )


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
    kind: Kind = _KIND_OF.get(text.lower(), "word") if text not in {"May", "IS"} else "word"
    if text.lower().endswith(("n't", "n’t")):
        kind = "negation"
    elif not text[0].isalnum():
        kind = "pause" if text in ",()–—-\"“”‘’'«»" else "stop" if text in ";:.!?…" else "word"
    return Token(match.start(), match.end(), text, kind)


def _without_hearsay(line: list[Token]) -> list[Token]:
    """Return `line` with the "reported" of "46 people reported injured" read as "reportedly"."""
    for index, token in enumerate(line[:-1]):
        counted = index > 0 and line[index - 1].quantity is not None  # "four reported rebels dead"
        if token.text.lower() == "reported" and (line[index + 1].loss or (counted and line[index + 1].kind != "by")):
            line[index] = replace(token, kind="adverb")
    return line


def _without_brackets(line: list[Token]) -> list[Token]:
    """Return `line` without the brackets around a figure that counts: "(27,702) people", not "Osk (45) was"."""
    said_twice = {
        position
        for index, token in enumerate(line[:-3])
        if token.quantity
        and line[index + 1].text == "("
        and line[index + 2].text.isdigit()
        and line[index + 3].text == ")"
        for position in range(index + 1, index + 4)
    }  # "one (1) fighter"
    line = [token for index, token in enumerate(line) if index not in said_twice]
    around = {
        bracket
        for index, token in enumerate(line)
        if token.quantity and 0 < index < len(line) - 1
        and (line[index - 1].text, line[index + 1].text) == ("(", ")")
        and not (index > 1 and line[index - 2].text[:1].isupper())
        for bracket in (index - 1, index + 1)
    }  # fmt: skip
    return [token for index, token in enumerate(line) if index not in around]


def _with_parts_told_apart(line: list[Token]) -> list[Token]:
    """Return `line` with the sign before parts read as "including": "12 people - seven soldiers and five guards -".

    So is a colon ("five dead in the field: three women and a boy") or a bracket ("26 rebels (20 men, six women)").
    """
    for index in range(1, len(line) - 2):
        people = next((token for token in line[index + 2 : index + 5] if token.kind == "people"), None)
        counted = line[index + 1].kind == "figure" and people is not None
        if (
            counted
            and line[index].text == ":"
            and any((token.quantity and not token.text.isdigit()) or token.people for token in line[:index])
        ):
            line[index] = replace(line[index], kind="including")
        if counted and line[index].text == "(" and line[index - 1].kind in {"people", "loss"}:
            line[index] = replace(line[index], kind="including")
    dashes = [index for index, token in enumerate(line) if token.text in "-–—" and 0 < index < len(line) - 1]
    for opening, closing in pairwise(dashes):
        people, figure = line[opening - 1], line[opening + 1]
        if people.people and figure.kind == "figure" and closing - opening < _DASHED:
            line[opening] = replace(line[opening], kind="including")
    return line
