"""Reckon relative times: "on Friday" from the publication date, "the next day" from the day that was told before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.claim import PeriodPrecision
from services.extractor.word_patterns import WordPattern

from .dates import end_of_month

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AMOUNT = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several)"
_LAST = r"(?:past|last|previous|preceding)"
_RELATIVE = WordPattern(
    rf"""\b(?:
      (?P<last_weekday>last\ )?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!\ (?:last|Times|Prayer))
    | (?P<before>the\ day\ before\ yesterday) | (?P<overnight>overnight|last\ night) | (?P<yesterday>yesterday)
    | (?P<today>today|tonight|this\ (?:morning|afternoon|evening)|earlier\ in\ the\ day(?=[^.;]{{0,40}}$))
    | (?:over|at|on|during|this|last|in)\ (?:the\ )?(?:past\ |last\ )?(?P<weekend>weekend)
    | (?P<past_day>(?:(?:in|over|during|within|for)\ )?the\ {_LAST}\ (?:day|24\ hours|twenty-four\ hours)
        |(?:over|in)\ (?:a|one)\ (?:single\ )?day)
    | (?:(?:in|over|during|within|for)\ )?the\ {_LAST}\ (?P<span>{_AMOUNT}|few)\ (?P<unit>days|hours|weeks|months|years)
    | (?:in|over|within|after|during)\ (?P<run>two|three|four|five|six|seven|\d)\ (?P<run_unit>days|weeks)
        (?=\ of\b|[,.]|$)
    | (?P<early>early|earlier|later)\ this\ (?P<early_unit>week|month|year)
    | (?P<since_new>(?:since|from)\ the\ (?:start|beginning|turn)\ of\ (?:the|this)\ (?P<new_unit>year|month|week)
        |since\ the\ new\ year
        |so\ far\ this\ (?P<far_unit>year|month|week)|\byear\ to\ date)
    | (?<!of\ )(?<!later\ )this\ (?P<this>week|month|year)
    | (?:in|over|during|within|for)\ the\ (?:past|last)\ (?P<rolling>week|month|year)
    | last\ (?P<whole>week|month|year)
    | (?P<ago>{_AMOUNT})\ (?P<ago_unit>day|week|month|year)s?\ (?:ago|back)
    | (?P<anchored>(?:on\ )?the\ (?:previous|preceding)\ day
        |the\ (?:day|night|evening)\ before(?!\ (?:\w+day|yesterday))
        |(?P<earlier>{_AMOUNT})\ days?\ earlier
        |(?P<next>(?:on\ )?the\ (?:next|following)\ day)|(?P<later>{_AMOUNT})\ days?\ later
        |(?P<same>(?:on\ )?(?:the|that)\ same\ (?:day|night|evening|morning)|same\ day
            |(?:on\ )?that\ (?:day|night)))
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Relative:
    """A relative time at `start:end` of a text. `total`: a running total is told over it ("so far this year")."""

    start: int
    end: int
    first: date
    last: date
    precision: PeriodPrecision
    weekday: bool = False
    total: bool = False


def find(text: str, published: date, told_before: Callable[[], date]) -> Iterator[Relative]:
    """Yield the relative times in `text`, in order; `told_before` tells the day that was told last before `text`."""
    anchor: date | None = None
    for match in _RELATIVE.finditer(text):
        if match["anchored"]:
            day = (anchor or told_before()) + _shift(match) * _DAY
            found: tuple[date, date, PeriodPrecision] | None = (day, day, "day")
        else:
            found = _reckoned(match, published)
        if found and found[0] <= found[1]:
            if found[2] == "day":
                anchor = found[0]
            total = bool(match["since_new"]) or "year" in (match["this"], match["whole"], match["rolling"])
            yield Relative(match.start(), match.end(), *found, weekday=bool(match["weekday"]), total=total)


def _shift(match: re.Match[str]) -> int:
    if match["same"]:
        return 0
    if match["later"]:
        return _number(match["later"]) or 0
    if match["next"]:
        return 1
    return -(_number(match["earlier"]) or 0) if match["earlier"] else -1


def _reckoned(match: re.Match[str], published: date) -> tuple[date, date, PeriodPrecision] | None:
    if match["weekday"]:
        back = (published.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7
        day = published - (7 if match["last_weekday"] and not back else back) * _DAY
        return day, day, "day"
    if match["before"]:
        return published - 2 * _DAY, published - 2 * _DAY, "day"
    if match["overnight"] or match["past_day"]:
        return published - _DAY, published, "days"
    if match["yesterday"]:
        return published - _DAY, published - _DAY, "day"
    if match["today"]:
        return published, published, "day"
    if match["weekend"]:
        saturday = published - ((published.weekday() - 5) % 7) * _DAY
        return saturday, min(saturday + _DAY, published), "days"
    if match["span"] or match["run"]:
        return _running(match, published)
    if match["ago"]:
        return _ago(match, published)
    return _of_calendar(match, published)


def _running(match: re.Match[str], published: date) -> tuple[date, date, PeriodPrecision] | None:
    number = 3 if match["span"] == "few" else _number(match["span"] or match["run"])
    if not number:
        return None
    unit = match["unit"] or match["run_unit"]
    days = {"days": 1.0, "hours": 1 / 24, "weeks": 7.0, "months": 30.0, "years": 365.0}[unit.lower()]
    length = max(1, round(number * days))
    if match["run_unit"] and match["run_unit"].lower() == "days":
        length = number - 1  # "after three days of fighting": today is one of them
    return published - length * _DAY, published, "days"


def _ago(match: re.Match[str], published: date) -> tuple[date, date, PeriodPrecision] | None:
    number, unit = _number(match["ago"]), match["ago_unit"].lower()
    if not number:
        return None
    if unit == "day":
        return published - number * _DAY, published - number * _DAY, "day"
    if unit == "week":
        day = published - 7 * number * _DAY
        return day, day, "day"
    months = number * (12 if unit == "year" else 1)
    index = published.year * 12 + published.month - 1 - months
    first = date(index // 12, index % 12 + 1, 1)
    if unit == "year":
        return date(first.year, 1, 1), date(first.year, 12, 31), "year"
    day = min(first + (published.day - 1) * _DAY, end_of_month(first))
    return day, day, "day"


def _of_calendar(match: re.Match[str], published: date) -> tuple[date, date, PeriodPrecision] | None:
    """Return a week, month or year: this one so far, its part before today, the one before, or the last rolling one."""
    monday, month, year = published - published.weekday() * _DAY, published.replace(day=1), date(published.year, 1, 1)
    starts: dict[str, date] = {"week": monday, "month": month, "year": year}
    precisions: dict[str, PeriodPrecision] = {"week": "week", "month": "month", "year": "year"}
    if match["whole"]:
        unit = match["whole"].lower()
        last = starts[unit] - _DAY
        firsts = {"week": monday - 7 * _DAY, "month": last.replace(day=1), "year": date(last.year, 1, 1)}
        return firsts[unit], last, precisions[unit]
    if match["rolling"]:
        unit = match["rolling"].lower()
        return published - {"week": 7, "month": 30, "year": 365}[unit] * _DAY, published, precisions[unit]
    if match["early_unit"]:
        unit = match["early_unit"].lower()
        return starts[unit], max(starts[unit], published - _DAY if unit == "week" else published), precisions[unit]
    unit = (match["new_unit"] or match["far_unit"] or match["this"] or "year").lower()
    return starts[unit], published, precisions[unit]


def _number(word: str) -> int | None:
    word = word.lower()
    return int(word) if word.isdigit() else _NUMBERS.get(word)
