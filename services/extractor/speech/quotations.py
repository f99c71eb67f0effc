"""Find what a paragraph quotes: the outermost quotations, one left open to the paragraph's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from services.extractor.page.sentences import Span

_MARK = re.compile(r"[“”«»\"]")


def find(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the quotations of `text[start:end]` in order; quotations inside another belong to it."""
    opened: list[int] = []
    for mark in _MARK.finditer(text, start, end):
        at = mark.start()
        if _opens(text, at, start, end, bool(opened)):
            opened.append(at)
        elif opened:
            first = opened.pop()
            if not opened:
                yield Span(first, at + 1)
    if opened:
        yield Span(opened[0], end)


def _opens(text: str, at: int, start: int, end: int, inside: bool) -> bool:
    """Return whether the mark at `at` opens: a straight one by the blanks beside it."""
    if text[at] in "“«":
        return True
    if text[at] in "”»":
        return False
    before = text[at - 1] if at > start else " "
    behind = text[at + 1] if at + 1 < end else " "
    if behind.isspace():
        return False
    return before.isspace() or before in "([—–-‘'" if inside else True
