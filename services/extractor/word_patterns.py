"""Regular expressions that begin with a word, tried only where a word stands that one can begin with.

The grammar asks some fifty long alternations of every sentence, and nearly all of them have nothing to find there. The
words of a text are looked up once for all of them; each is then matched at its own words, and searched for nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from re import _constants as ops  # type: ignore[attr-defined]  # how `re` itself takes a pattern apart
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

_LONGEST = 6
"""So many letters of a word are looked at, to tell whether a pattern can begin with it."""
_CHOICES = 12
_SIGNS = "~≈"
_WORD = re.compile(rf"\w+|[{_SIGNS}]")
_DIGIT = "0"
"""Stands for every digit a word begins with."""

_opened_by: dict[str, int] = {}
"""Beginnings of words, and as bits of a number the patterns that can begin so."""
_numbers = count()


_Match = Callable[[str, int], re.Match[str] | None]


class WordPattern:
    """A regular expression whose matches begin at the start of a word, or with ~ or ≈; used like one of `re`.

    One that can begin with any word is tried at every word, and so gains nothing.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        compiled = re.compile(pattern, flags)
        self.pattern, self.match, self.fullmatch = compiled.pattern, compiled.match, compiled.fullmatch
        self._bit = _entered(pattern, flags)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match in `text[start:end]`, like `re.Pattern.search`."""
        starts, opened, whole = _words(text)
        if not whole & self._bit:
            return None
        bit, match = self._bit, self.match
        end = len(text) if end is None else end
        for at, patterns in zip(starts, opened, strict=True):
            if patterns & bit and start <= at < end and (found := match(text, at, end)):
                return found
        return None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Yield the matches in `text[start:end]`, in order and apart, like `re.Pattern.finditer`."""
        starts, opened, whole = _words(text)
        bit, match = self._bit, self.match
        if not whole & bit:
            return
        end = len(text) if end is None else end
        for number in range(bisect_left(starts, start) if start else 0, len(starts)):
            at = starts[number]
            if opened[number] & bit and start <= at < end and (found := match(text, at, end)):
                start = max(found.end(), at + 1)
                yield found


class WordTable:
    """Regular expressions of which the first that matches at a word wins, as in an alternation of them."""

    def __init__(self, patterns: Sequence[str], flags: int = 0) -> None:
        self._entries = [(_entered(pattern, flags), re.compile(pattern, flags).match) for pattern in patterns]
        self._bits = sum(bit for bit, _ in self._entries)
        self._opened: dict[int, list[tuple[int, _Match]]] = {}

    def is_in(self, text: str) -> bool:
        """Return whether any of the expressions matches in `text`."""
        return next(self.finditer(text), None) is not None

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], int]]:
        """Yield the matches in `text`, in order and apart, each with the number of its expression."""
        starts, opened, _ = _words(text)
        position = 0
        for start, patterns in zip(starts, opened, strict=True):
            if start < position or not (opening := patterns & self._bits):
                continue
            if opening not in self._opened:
                self._opened[opening] = [
                    (number, match) for number, (bit, match) in enumerate(self._entries) if opening & bit
                ]
            for number, match in self._opened[opening]:
                if found := match(text, start):
                    position = max(found.end(), start + 1)
                    yield found, number
                    break


def _entered(pattern: str, flags: int) -> int:
    """Return the bit of a pattern, entered under what it can begin with."""
    bit = 1 << next(_numbers)
    for beginning in _beginnings(syntax.parse(pattern, flags)):
        _opened_by[beginning] = _opened_by.get(beginning, 0) | bit
    _opens.cache_clear()
    _words.cache_clear()
    return bit


@lru_cache(maxsize=1024)  # the sentences of a few articles: each is asked for by every pattern
def _words(text: str) -> tuple[Sequence[int], Sequence[int], int]:
    """Return where the words of `text` start, the patterns that each can begin, and those that any can."""
    found = list(_WORD.finditer(text))
    opened = [_opens(word[0]) for word in found]
    whole = 0
    for patterns in opened:
        whole |= patterns
    return [word.start() for word in found], opened, whole


@lru_cache(maxsize=1 << 15)
def _opens(word: str) -> int:
    word = _DIGIT if word[0].isdecimal() else word.casefold()
    opened = 0
    for length in range(min(len(word), _LONGEST) + 1):
        opened |= _opened_by.get(word[:length], 0)
    return opened


def _beginnings(items: Any) -> set[str]:
    """Return the letters, `_LONGEST` at most, with one of which every match of a parsed expression begins."""
    closed, opened = _read(items)
    return closed | opened


def _read(items: Any) -> tuple[set[str], set[str]]:
    """Return the beginnings that are read as far as they go, and those that what follows `items` goes on with."""
    closed: set[str] = set()
    opened = {""}
    for op, value in items:
        ends, goes_on = _read_one(op, value)
        closed |= {_joined(before, letters) for before in opened for letters in ends}
        opened = {before + letters for before in opened for letters in goes_on}
        closed |= {letters[:_LONGEST] for letters in opened if len(letters) >= _LONGEST}
        opened = {letters for letters in opened if len(letters) < _LONGEST}
        if not opened:
            break
    return {letters[:_LONGEST] for letters in closed}, opened


def _read_one(op: Any, value: Any) -> tuple[set[str], set[str]]:
    nothing: set[str] = set()
    if op is ops.LITERAL:
        return _letters([chr(value)])
    if op is ops.IN:
        return _one_of(value)
    if op is ops.SUBPATTERN:
        return _read(value[3])
    if op is ops.BRANCH:
        read = [_read(branch) for branch in value[1]]
        return nothing.union(*(ends for ends, _ in read)), nothing.union(*(goes_on for _, goes_on in read))
    if op in {ops.MAX_REPEAT, ops.MIN_REPEAT}:
        least, most, inner = value
        ends, goes_on = _read(inner)
        if most != 1:
            ends, goes_on = ends | goes_on, nothing
        return ends, goes_on | ({""} if least == 0 else nothing)
    if op in {ops.ASSERT, ops.ASSERT_NOT, ops.AT}:
        return nothing, {""}
    return {""}, nothing


def _joined(before: str, letters: str) -> str:
    """Return a beginning with what follows it; a digit or sign within a word is not looked at."""
    return before if before and letters in {_DIGIT, *_SIGNS} else before + letters


def _one_of(members: Any) -> tuple[set[str], set[str]]:
    if list(members) == [(ops.CATEGORY, ops.CATEGORY_DIGIT)]:
        return {_DIGIT}, set()
    if len(members) > _CHOICES or any(op is not ops.LITERAL for op, _ in members):
        return {""}, set()
    return _letters([chr(value) for _, value in members])


def _letters(letters: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return the letters, which go on; a sign ends a word, and a digit stands for all."""
    ends = {""} if any(not letter.isalnum() and letter not in _SIGNS for letter in letters) else set()
    ends |= {letter for letter in letters if letter in _SIGNS} | {_DIGIT for letter in letters if letter.isdecimal()}
    return ends, {letter.casefold() for letter in letters if letter.isalnum() and not letter.isdecimal()}
