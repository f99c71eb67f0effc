"""Split running text into sentences, with code-point offsets. Nothing is changed: a sentence is a slice of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"""(?:\b(?:
        Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Pvt|Adm|Brig|Cmdr|Gov|Sen|Rep|Rev|Hon|St|Mt|Ft|Jr|Sr|vs|No|Nos|Fig|Inc|Ltd|Co|Corp
        |approx|est|ca|cf|incl|inc|e\.g|i\.e|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.N|U\.K|E\.U|D\.C|a\.m|p\.m
    )|\b[A-Z])\.$""",
    re.VERBOSE,
)
_END = re.compile(r"[.!?…]+[\"”’»')\]]*(?=\s)|\n+")
_OPENS_A_SENTENCE = re.compile(r"\s+[\"“‘«'(\[]*[A-ZА-ЯЁІЇЄҐ0-9•]")


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a text: code-point offsets, end excluded."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def split(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the sentences of `text[start:end]`, trimmed, in order and without overlap."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    opened = start
    for match in _END.finditer(text, start, end):
        if match[0].startswith("\n") or _ends(text, opened, match):
            spans.append(_trimmed(text, opened, match.end()))
            opened = match.end()
    spans.append(_trimmed(text, opened, end))
    return [span for span in spans if span.start < span.end]


def _ends(text: str, opened: int, match: re.Match[str]) -> bool:
    if not _OPENS_A_SENTENCE.match(text, match.end()):
        return False
    if match[0] != ".":
        return True
    return not _ABBREVIATION.search(text, opened, match.start() + 1)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
