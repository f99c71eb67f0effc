"""Join the lines of a plain text that were broken at a column inside a sentence: e-mails, wire copies, old pages.

A line was broken at the column where the first word of the next line had no room left on it. How wide the text is set
is told by its own sure breaks: those that a small letter follows, with no sentence ended before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

BULLET = re.compile(r"^\s*(?:[•●▪◦·*]|[-–—](?=\s))\s*")
SENTENCE_END = re.compile(r"[.!?…:;][\"”’»')\]]*$")
_CONTINUES = re.compile(r"^[\"“‘(]?(?!(?:by|via|al|el|de)\b)[^\W\d_A-Z]*[a-zа-яёіїєґß-öø-ÿ]")
_HYPHENATED = re.compile(r"\w-$")
_NARROWEST, _WIDEST = 56, 200
_RAGGED = 0.25
"""So large a share of the sure breaks may leave room for the next word: a word was changed afterwards."""


def joined(groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return each group of lines, as blank lines part them, with what was broken at the column put together again."""
    width = _width(groups)
    return [_rejoined(lines, width or _width_alone(lines)) for lines in groups]


def _width(groups: Sequence[Sequence[str]]) -> int | None:
    """Return the column that a text is broken at, or null where its lines are paragraphs."""
    broken = [
        (len(line), len(line) + 1 + len(following.split()[0]))
        for lines in groups
        for line, following in pairwise(lines)
        if _is_surely_broken(line, following)
    ]
    width = max((length for length, _ in broken), default=0)
    ragged = sum(with_next <= width for _, with_next in broken)
    return width if _NARROWEST <= width <= _WIDEST and ragged <= _RAGGED * len(broken) else None


def _width_alone(lines: Sequence[str]) -> int | None:
    """Return the column of a group of three or more lines which fill it all alike, whatever letters they begin with."""
    if len(lines) < 3 or any(SENTENCE_END.search(line) for line in lines[:-1]):
        return None
    width = max(map(len, lines))
    filled = all(_fills(line, following, width) for line, following in pairwise(lines))
    return width if _NARROWEST <= width <= _WIDEST and filled else None


def _rejoined(lines: Sequence[str], width: int | None) -> list[str]:
    found: list[str] = []
    last = ""  # the line as it stood, which tells where it was broken
    for line in lines:
        if found and (_is_surely_broken(last, line) or (width and _is_broken(last, line, width))):
            found[-1] += line if _HYPHENATED.search(last) and line[0].islower() else f" {line}"
        else:
            found.append(line)
        last = line
    return found


def _is_surely_broken(line: str, following: str) -> bool:
    return len(line) >= _NARROWEST and _runs_on(line, following)


def _runs_on(line: str, following: str) -> bool:
    broken = not SENTENCE_END.search(line) and not BULLET.match(following)
    return broken and bool(_CONTINUES.match(following))


def _is_broken(line: str, following: str, width: int) -> bool:
    filled = not line.endswith(":") and not BULLET.match(following) and _fills(line, following, width)
    return filled or (2 * len(line) > width and _runs_on(line, following))


def _fills(line: str, following: str, width: int) -> bool:
    return len(line) <= width + 2 and len(line) + 1 + len(following.split()[0]) > width
