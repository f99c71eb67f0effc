"""Which country a place is in: the names of gazetteer.txt, found in a text in one pass over its capitalised words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_WORD = r"[A-ZÀ-Ž][\w’'-]*"
_RUN = re.compile(rf"\b{_WORD}(?:\s(?:{_WORD}|de|del|do|da|la|el|al|ez|os|e|of|and|&))*")
_PART = re.compile(r"[^\s]+")
_LONGEST = 4
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)-", re.IGNORECASE)
_ABBREVIATION = 4
"""Capitals of no more letters are an abbreviation, "IBO", not a place."""
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|President|General|Gen|Colonel|Col|Major|Maj|Captain|Capt|Lieutenant|Lt|Commander|Minister"
    r"|Governor|Mayor|Sheikh|Sergeant|Brigadier|spokes\w+|[A-Z][a-z]+ed|[A-Z]\.)\.?\s)$"
)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the gazetteer at `start:end` of a text, and its country (ISO 3166 code)."""

    start: int
    end: int
    country: str
    name: str


def places(text: str) -> Iterator[NamedPlace]:
    """Yield the known places that `text` names, in order, the longest name first."""
    known = _places()
    for run in _RUN.finditer(text):
        words = [(run.start() + part.start(), part[0]) for part in _PART.finditer(run[0])]
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                name = " ".join(word for _, word in words[at : at + length])
                country = None if name.isupper() and len(name) <= _ABBREVIATION else known.get(_key(name))
                if country:
                    start, last = words[at][0], words[at + length - 1]
                    if not _PERSON_BEFORE.search(text[max(0, start - 16) : start]):
                        end = last[0] + len(last[1])
                        yield NamedPlace(start, end, country, text[start:end])
                    at += length
                    break
            else:
                at += 1


def _key(name: str) -> str:
    name = re.sub(r"[’']s?$", "", name.replace("’", "'"))
    return _ARTICLE.sub("", name).casefold()


@cache
def _places() -> dict[str, str]:
    lines = resources.files(__package__).joinpath("gazetteer.txt").read_text(encoding="utf-8")
    body = " ".join(line for line in lines.splitlines() if not line.startswith("#"))
    found: dict[str, str] = {}
    for match in re.finditer(r"\b([A-Z]{2}): (.*?)(?=\s[A-Z]{2}: |\Z)", body):
        for name in match[2].split(";"):
            found.setdefault(_key(" ".join(name.split())), match[1])
    return found
