"""Split running text into sentences, with code-point offsets. Nothing is changed: a sentence is a slice of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ABBREVIATION = re.compile(
    r"""(?:\b(?:
        Mr|Mrs|Ms|Dr|Profs?|Gens?|Lts?|Cols?|Majs?|Capts?|Sgts?|Cpls?|Pvts?|Adm|Brig|Cmdr|Cdr|Insp|Supt|Asst|Const|Gov|Sens?
        |Reps?|Rev|Hon|St|Ste|Mt|Ft|Jr|Sr|vs|Fig|Inc|Ltd|Co|Corp|Dept|Bros|Messrs|Rs|approx|est|ca|cf|incl|inc|e\.g|i\.e
        |U\.S|U\.N|U\.K|E\.U|D\.C|a\.m|p\.m
        |обл|с|м|смт|г(?<!\d\ г)|н\.п|п|пос|ім|им|вул|ул|р-н|тис|тыс|млн|т|гр|напр|див|ст
    )|\b[A-ZА-ЯІЇЄҐ])\.$""",
    re.VERBOSE,
)
_BEFORE_A_FIGURE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Nos?|Art|pp?|Vol)\.$")
"""What is an abbreviation where a figure follows: "Jan. 3", "No. 5"; "30 Jan." may end a sentence."""
_ENDS_EITHER_WAY = re.compile(r"(?:U\.S|U\.N|U\.K|E\.U|D\.C|[ap]\.m|Jr|Inc|Ltd|Co|Corp|\b[A-Z])\.$")
_BEGINS = re.compile(
    r"\s+(?:The|An?|It|Its|He|She|They|We|In|On|At|But|And|However|Meanwhile|Earlier|After|According|There|This|These|Two"
    r"|Three|Another|Some)\s"
)
_END = re.compile(r"[.!?…]+[\"”’»')\]]*(?=\s)|(?<=[a-z]{3})[\"”]?[.!?][\"”’)]*(?=[\"“]?[A-Z][a-z])|\n+")
"""The second: where a page lost the blank, as in "the operation.Own troops"."""
_OPENS_A_SENTENCE = re.compile(r"\s*[\"“‘«'(\[]*[A-ZÀ-ŽА-ЯЁІЇЄҐ0-9•]")
_FIGURE = re.compile(r"\s*\d")


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
    end = match.start() + 1
    if _BEFORE_A_FIGURE.search(text, opened, end):
        return not _FIGURE.match(text, match.end())
    if _ENDS_EITHER_WAY.search(text, opened, end) and _BEGINS.match(text, match.end()):
        return True
    return not _ABBREVIATION.search(text, opened, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
