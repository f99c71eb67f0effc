"""Find the time expressions of a sentence, reckoned from the publication date or from the day told before.

A date right behind a reporting verb ("said on Friday that …"), or right before one, is when it was said. A date in a
dateline is the day of report. No publication date, no year: a year is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache, partial

from schemas.claim import PeriodBasis, PeriodPrecision
from services.extractor.discourse import Discourse, Sentence

from . import dates, reckoning, wars

_SINCE = re.compile(
    r"\b(?:since|starting from|from the (?:start|beginning|outbreak))\b(?!,)"
    r"(?:(?!\b(?:killed|died|dead|wounded|injured|soldiers|people|while|were)\b)[^.;]|\.(?=\w)){0,160}$",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"\b(?:began|begun|started|erupted|broke out|invaded|launched)\b(?:[^,.;]|\.(?=\d)){0,40}$", re.IGNORECASE
)
"""What happened from then on: "the fighting that began on Thursday"."""
_SUPERLATIVE = re.compile(
    r"\b(?:worst|deadliest|bloodiest|biggest|largest|heaviest|highest|first|second|third|latest)\b[^,.;]{0,60}$",
    re.IGNORECASE,
)
"""What it is compared with: "the deadliest attack this year"."""
_HOUR = r"(?:\s(?:night|evening|morning|afternoon|noon|midnight|dawn))?"
_JOINED = re.compile(
    rf"{_HOUR}\s*(?:and|to|until|through|till|[-–—])\s*(?:the end of\s+)?(?:\d\d[:.]\d\d )?(?:on )?", re.IGNORECASE
)
_SAID = (
    r"(?:said|says|told|claimed|reported|announced|stated|declared|added|wrote|confirmed|denied|rejected|admitted"
    r"|acknowledged|conceded|accused|condemned|castigated|reiterated|boasted|insisted|alleged|asserted)"
)
_OF_SAYING = re.compile(
    rf"\b(?:{_SAID}|speaking|statement|posted|published|made|released|issued|briefing|count|press conference)\b"
    r"(?: (?!that\b|\w+day\b)[\w’'-]+){0,4}?,?(?: on| late| early)*\s*$"
    r"|\bas of (?:\d\d[:.]\d\d )?(?:on )?$",
    re.IGNORECASE,
)
_SAYING_BEHIND = re.compile(
    rf"(?: night| morning| evening| afternoon)? (?:{_SAID}|statement|communiqu[eé]|press release|tweet|post)\b",
    re.IGNORECASE,
)
_OF_AN_EVENT = re.compile(
    r"['’]s?\s(?!(?:\w+\s)?(?:statement|communiqu[eé]|press|briefing|announcement|report|bulletin)\b)"
)
"""Whose day it is: "claimed responsibility for Sunday's ambush"."""
_PLACE_OF_REPORT = re.compile(r"(?:[A-ZÀ-Ž][\w’'./-]*(?: al-\w+)?[ ,]+){0,7}\(?\w*,?\s*")
_BEHIND_DATELINE = re.compile(r"[,.]?\s*(?:\([^)]{2,40}\)|/[^/]{2,30}/)?\s*(?:--|[-–—:])\s|,? \([A-Z][\w ]{1,20}\)")
_DAYS_OF_REPORT = 1
_DATED = 30
"""So near behind "since the war" its own date stands: "since the war began in May"."""
_SPAN = 31
"""Days: what lasted longer holds for its own sentence alone."""
_ANCHORED_SENTENCES = 8
_OPENING = 8
"""So many sentences, the title among them, tell what an article is about."""
_DAY_BESIDE = re.compile(r"[,\s]*[\[(]?\s*(?:the )?")
"""Between a weekday and its date: "Monday, 5 January", "Thursday [24 September]"."""


@dataclass(frozen=True, slots=True)
class When:
    """A time expression at `start:end` of the article's text.

    `said`: it tells when it was said. `since`: only the start is meant. `total`: a running total is told over it.
    """

    start: int
    end: int
    first: date
    last: date
    precision: PeriodPrecision
    basis: PeriodBasis
    said: bool = False
    since: bool = False
    total: bool = False


@lru_cache(maxsize=64)  # asked for every figure of an article
def of(discourse: Discourse) -> Times:
    """Return the times of an article."""
    return Times(discourse)


class Times:
    """The time expressions of one article, found sentence by sentence as they are asked for."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._found: dict[int, tuple[When, ...]] = {}

    def of_sentence(self, sentence: Sentence) -> tuple[When, ...]:
        """Return what a sentence says of time, in order."""
        if sentence.index not in self._found:
            found = sorted(self._in(sentence), key=lambda when: when.start)
            self._found[sentence.index] = tuple(_joined(self._discourse.text, found))
        return self._found[sentence.index]

    @cached_property
    def reported(self) -> date | None:
        """The day of report: of the dateline, else of publication."""
        for sentence in self._discourse.sentences[:_OPENING]:
            for written in dates.find(sentence.text):
                first = written.on(self._discourse.published_on)
                if first and _is_of_report(sentence.text, written, first, self._discourse.published_on):
                    return first
        return self._discourse.published_on

    @cached_property
    def story(self) -> tuple[Sentence, When] | None:
        """The day that an article is about: the first that its opening tells, and the sentence that tells it.

        The day on which it was said stands in where the opening tells no other.
        """
        opening = [
            (sentence, when) for sentence in self._discourse.sentences[:_OPENING] for when in self.of_sentence(sentence)
        ]
        days = [told for told in opening if told[1] in self.days_of(told[0])]
        longer = [told for told in opening if not told[1].said and not told[1].since and told[1].precision != "year"]
        return next(iter(days or longer or [told for told in opening if told[1].said]), None)

    def days_of(self, sentence: Sentence) -> tuple[When, ...]:
        """Return the days, and spans of days, that a sentence says something happened on."""
        told = (when for when in self.of_sentence(sentence) if not when.said and not when.since)
        return tuple(
            when for when in told if when.precision in {"day", "days"} and (when.last - when.first).days <= _SPAN
        )

    def _in(self, sentence: Sentence) -> Iterator[When]:
        published, text = self._discourse.published_on, sentence.text
        written = [(one, span) for one in dates.find(text) if (span := one.span(published))]
        for one, (first, last) in written:
            if not _is_of_report(text, one, first, published):
                precision: PeriodPrecision = "day" if first == last else "days" if one.day else "month"
                precision = "year" if one.month is None else "week" if one.week is not None else precision
                yield _when(sentence, one.start, one.end, first, last, precision, "stated")
        if published is None:
            return
        for found in reckoning.find(text, published, partial(self._told_before, sentence)):
            if any(_is_same(text, found, one) for one, _ in written) or _is_compared(text, found):
                continue
            when = _when(sentence, found.start, found.end, found.first, found.last, found.precision, "relative")
            yield replace(when, total=found.total)
        dated = [one.start for one, _ in written]
        for start, end, begun in wars.find(self._discourse, text):
            if not _SUPERLATIVE.search(text[:start]) and not any(end <= day <= end + _DATED for day in dated):
                at, behind = sentence.start + start, sentence.start + end
                yield When(at, behind, begun, published, "open", "relative", since=True, total=True)

    def _told_before(self, sentence: Sentence) -> date:
        """Return the day that was told last before a sentence, near above it; else that of publication."""
        for other in self._discourse.before(sentence, _ANCHORED_SENTENCES):
            days = [when for when in self.of_sentence(other) if when.precision == "day" and not when.since]
            if days:
                return max(days, key=lambda when: (not when.said, when.start)).first
        return self._discourse.published_on or date.min


def _when(
    sentence: Sentence, start: int, end: int, first: date, last: date, precision: PeriodPrecision, basis: PeriodBasis
) -> When:
    before = sentence.text[:start]
    told_once = precision == "day" or (precision == "days" and basis == "stated")
    said = told_once and bool(
        _SAYING_BEHIND.match(sentence.text, end)
        or (_OF_SAYING.search(before) and not _OF_AN_EVENT.match(sentence.text, end))
    )
    since = bool(_SINCE.search(before) or _BEGUN.search(before))
    return When(sentence.start + start, sentence.start + end, first, last, precision, basis, said, since)


def _is_same(text: str, found: reckoning.Relative, written: dates.WrittenDate) -> bool:
    """Return whether a relative time is a part of a calendar date, or its weekday."""
    within = found.start < written.end and written.start < found.end
    return within or (found.weekday and bool(_DAY_BESIDE.fullmatch(text, found.end, written.start)))


def _is_compared(text: str, found: reckoning.Relative) -> bool:
    return found.precision in {"month", "year"} and bool(_SUPERLATIVE.search(text[: found.start]))


def _joined(text: str, found: Sequence[When]) -> Iterator[When]:
    """Yield `found` with the two ends of a range made one: "between April 7 and 28", "from Monday to Friday"."""
    rest = list(found)
    while rest:
        when = rest.pop(0)
        upto = rest[0] if rest else None
        if upto and upto.last >= when.first and _JOINED.fullmatch(text, when.end, upto.start):
            rest.pop(0)
            yield replace(when, end=upto.end, last=upto.last, precision="days", said=when.said and upto.said)
        else:
            yield when


def _is_of_report(text: str, written: dates.WrittenDate, first: date, published: date | None) -> bool:
    """Return whether a date stands in a dateline ("KABUL, Aug. 3 (Agency) --") and is the day of report, or near it."""
    if published is None or written.day is None or abs((published - first).days) > _DAYS_OF_REPORT:
        return False
    behind = _BEHIND_DATELINE.match(text, written.end)
    named = bool(text[: written.start].strip()) or bool(
        behind and "(" in behind[0]
    )  # "March 16: …" is an entry of a list
    return behind is not None and bool(named and _PLACE_OF_REPORT.fullmatch(text, 0, written.start))
