"""Find the actors that a text names.

Pure: an index of names is built once, and each text is read in one pass over its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Role = Literal["name", "spokesperson", "demonym"]

_ROLE_ORDER: tuple[Role, ...] = ("name", "spokesperson", "demonym")

# Combining marks belong to the word: a text may come decomposed. Apostrophes do too: "Russia's", "Hay'at", "здоров'я".
_MARKS = "\u0300-\u036f"
_APOSTROPHES = "'’ʼ`"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:[{_APOSTROPHES}][^\W_][\w{_MARKS}]*)*")
_HYPHENS = "-‐‑–"
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$", re.IGNORECASE)

# What may stand between two words of one name: a blank, a hyphen or slash, the dot of an abbreviation, an apostrophe
# after a plural. A blank line or the end of a sentence may not.
_JOINT = re.compile(rf"[^\S\n]*\n?[^\S\n]*|[{_HYPHENS}/]|\.|[{_APOSTROPHES}]?[^\S\n]")
_INITIAL_JOINT = re.compile(r"\.[^\S\n]?")

# The Arabic article stays small inside a sentence: "al-Shabaab", "the el-Geneina garrison".
_ARTICLE = re.compile(rf"^(?:al|el|a[dnrstz]|ash)[{_HYPHENS}](?=\w)")

_ONE_SPELLING = {"defence": "defense", "organisation": "organization", "centre": "center"}

_EXACT_LETTERS = 3
"""A name of so few letters is matched with its case: "RVC", "MoD", "US" are not "mod" and "us"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor named at `start:end` (code points) of a text, in the words `text`.

    `actor_id` is null where the name alone does not tell which of `candidates` is meant ("the Defence Ministry").
    `candidates` are sorted, and hold `actor_id` where there is one. `role`: the actor's own `name`, a
    `spokesperson` of it, or a `demonym` ("Russian"), which names people or things of it and not the actor itself.
    """

    start: int
    end: int
    text: str
    actor_id: str | None
    candidates: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write an actor. `actor_id` null: a phrase that holds a name and means no actor ("Sea of Azov")."""

    written: str
    actor_id: str | None
    role: Role = "name"

    @property
    def key(self) -> str:
        """The words of the name as they are compared; empty when it has none."""
        return phrase_key(self.written)

    def fits(self, text: str) -> bool:
        """Return whether `text`, which has this name's key, also has its case.

        All capitals and very short names must agree letter by letter. Others must start with a capital, unless the
        registry writes them with a small letter ("anti-Kremlin militias"), or their script has no capitals.
        """
        letters = _letters(self.written)
        if letters.isupper() or len(letters) <= _EXACT_LETTERS:
            return letters == _letters(text)
        return self.written[0].islower() or not _ARTICLE.sub("", text)[0].islower()


def phrase_key(phrase: str) -> str:
    """Return `phrase` as names are compared: without case, accents, hyphens, possessives and spelling variants."""
    return " ".join(_fold(match.group()) for match in _WORD.finditer(phrase))


class NameIndex:
    """All names of a registry, found by their words. Immutable after it is built; cheap to ask from many threads."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, list[Name]] = {}
        self._longest: dict[str, int] = {}
        for name in names:
            words = name.key.split(" ")
            self._names.setdefault(name.key, []).append(name)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def find(self, text: str, is_valid: Callable[[str], bool]) -> Iterator[Mention]:
        """Yield the mentions in `text` in order, the longest name first, none overlapping another.

        `is_valid` tells whether an actor existed at the time of the text; a name of none that did is not a mention.
        """
        words = list(_WORD.finditer(text))
        folded = [_fold(word.group()) for word in words]
        at = 0
        while at < len(words):
            longest = self._longest.get(folded[at])
            if longest is None:
                at += 1
                continue
            for length in range(_joined(text, words, at, longest), 0, -1):
                names = self._names.get(" ".join(folded[at : at + length]))
                if names is None:
                    continue
                start, end = words[at].start(), _end_of_name(text, words[at + length - 1])
                if _is_part_of_compound(text, start, words[at + length - 1].end()):
                    continue
                found = [
                    name
                    for name in names
                    if name.fits(text[start:end]) and (name.actor_id is None or is_valid(name.actor_id))
                ]
                if found:
                    if mention := _mention(text, start, end, found):
                        yield mention
                    at += length
                    break
            else:
                at += 1


def _mention(text: str, start: int, end: int, names: list[Name]) -> Mention | None:
    candidates = tuple(sorted({name.actor_id for name in names if name.actor_id is not None}))
    if not candidates:
        return None
    role = min((name.role for name in names), key=_ROLE_ORDER.index)
    return Mention(start, end, text[start:end], candidates[0] if len(candidates) == 1 else None, candidates, role)


def _joined(text: str, words: list[re.Match[str]], at: int, longest: int) -> int:
    """Return how many words from `at` on, `longest` at most, stand together as the words of one name may."""
    length = 1
    while length < longest and at + length < len(words):
        before, after = words[at + length - 1], words[at + length]
        gap = text[before.end() : after.start()]
        initial = before.end() - before.start() == 1 and _INITIAL_JOINT.fullmatch(gap)
        if gap != " " and not initial and not _JOINT.fullmatch(gap):
            break
        length += 1
    return length


def _is_part_of_compound(text: str, start: int, end: int) -> bool:
    """Return whether a hyphen ties the span to another word: "anti-Russian", "Iran-backed", "Israel-Hamas war".

    Such a word is about the actor and does not name it; to read "pro-Russian fighters" as Russia's would put people
    on a side that nobody stated.
    """
    before = start >= 2 and text[start - 1] in _HYPHENS and text[start - 2].isalnum()
    after = end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum()
    return before or after


def _end_of_name(text: str, last: re.Match[str]) -> int:
    """Return where a name ends whose last word is `last`: before a possessive, after the last dot of "U.S."."""
    if possessive := _POSSESSIVE.search(last.group()):
        return last.start() + possessive.start()
    is_initial = last.end() - last.start() == 1 and text[last.start() - 1 : last.start()] == "."
    return last.end() + 1 if is_initial and text[last.end() : last.end() + 1] == "." else last.end()


def _letters(phrase: str) -> str:
    return "".join(filter(str.isalnum, phrase))


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    word = word.casefold()
    for apostrophe in _APOSTROPHES:
        word = word.replace(apostrophe, "")
    return _ONE_SPELLING.get(word, word)
