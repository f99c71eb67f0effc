"""Read calendar dates as articles write them. Pure: what is missing (the year) is left missing, never guessed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DAY = r"(?P<{0}day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<{0}year>(?:19|20)\d\d)\b"
_YEAR_TOLD = r"(?:,?\ (?:of\ )?(?:(?P<{0}year>(?:19|20)\d\d)\b|(?P<{0}back>last\ year\b)))?"
_UNTIL = r"(?:\ ?[-–—/]\ ?|\ (?:to|TO|and|until|through)\ )"
_DATE = re.compile(
    rf"""(?<![\w/])(?<!\b\w-)(?<!\b\w\w-)(?!\w+\.?\ \d+\ (?:Movement|Brigade|Battalion|Revolution|Regiment|Army)\b)(?:
        (?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?
      | (?P<n_day>[0-3]?\d)(?P<n_mark>[./])(?P<n_month>[01]?\d)(?P=n_mark)(?P<n_year>(?:19|20)?\d\d)\b(?![./]\d)
      | {_MONTH.format("a_")}(?:\ |(?<=\.)){_DAY.format("a_")}(?!\d|:\d)(?:{_UNTIL}(?P<to>[0-3]?\d)(?!\d|:\d|\ [A-Z]))?
        {_YEAR_TOLD.format("a_")}
      | {_DAY.format("b_")}(?:{_UNTIL}(?P<b_to>[0-3]?\d)(?:st|nd|rd|th)?)?\ (?:of\ )?{_MONTH.format("b_")}
        {_YEAR_TOLD.format("b_")}
      | (?P<week>first|second|third|fourth|last)\ week\ of\ {_MONTH.format("w_")}{_YEAR_TOLD.format("w_")}
      | (?P<part>[Ee]arly|[Mm]id|[Ll]ate)[-\ ]{_MONTH.format("p_")}(?!\ \d\b){_YEAR_TOLD.format("p_")}
      | {_MONTH.format("c_")},?\ {_YEAR.format("c_")}
      | {_MONTH.format("l_")}(?:\ of)?\ (?P<l_back>last\ year)\b
      | (?:(?<=\b[Ii]n\ )|(?<=\bof\ )|(?<=\b[Ss]ince\ )|(?<=\b[Ll]ast\ )|(?<=\b[Tt]his\ )|(?<=\band\ )|(?<=\b[Ff]rom\ ))
        {_MONTH.format("d_")}(?!\ \d)
      | first\ half\ of\ {_YEAR.format("h_")}
      | first\ (?P<months>two|three|four|five|six|seven|eight|nine|ten|eleven)\ months\ of\ {_YEAR.format("m_")}
      | (?:(?<=\b[Ii]n\ )|(?<=\b[Ss]ince\ )|(?<=\bof\ )|(?<=\b[Dd]uring\ )|(?<=\bthroughout\ ))
        {_YEAR.format("y_")}(?![-–/]\d)
    )""",
    re.VERBOSE,
)
_STYLES = ("a_", "b_", "w_", "p_", "c_", "l_", "d_")
_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_WEEKS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_MONTHS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_CLOCK = re.compile(r"\b(\d{1,2}):(\d\d)(?:\s*([AaPp])\.?[Mm]\.?)?(?:\s*\(?([A-Z]{2,4})\b)?")
_ZONES = {
    "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "PST": -8, "PDT": -7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written at `start:end` of a text; `day` null is a whole month, `year` null is not said.

    `last_day` ends a span of days within the month; `month` null is a whole year, or the first `months` of one;
    `week` counts the Mondays of the month from 0; `years_back`: "July of last year".
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    last_day: int | None = None
    week: int | None = None
    months: int = 12
    years_back: int = 0

    def on(self, reference: date | None) -> date | None:
        """Return the day: of the year written, else of the last year in which it is not after `reference`."""
        month, year = self.month or 1, self.year
        if year is None:
            if reference is None:
                return None
            year = reference.year - self.years_back
            day = _day(year, month, self.day or 1)
            if not self.years_back and (day is None or day > reference + timedelta(days=1)):
                year -= 1
        return _day(year, month, self.day or 1)

    def span(self, reference: date | None) -> tuple[date, date] | None:
        """Return the first and the last day that are meant."""
        first = self.on(reference)
        if first is None:
            return None
        if self.month is None:
            return first, end_of_month(first.replace(month=self.months))
        if self.week is not None:
            monday = first + timedelta(days=-first.weekday() % 7 + 7 * self.week)
            if self.week < 0:
                monday = end_of_month(first) - timedelta(days=end_of_month(first).weekday())
            return monday, monday + timedelta(days=6)
        if self.day is None:
            return first, end_of_month(first)
        if self.last_day and self.last_day >= self.day:
            return first, min(first + timedelta(days=self.last_day - self.day), end_of_month(first))
        return first, first


def end_of_month(day: date) -> date:
    """Return the last day of the month of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def find(text: str) -> Iterator[WrittenDate]:
    """Yield the calendar dates written in `text`, in order."""
    for match in _DATE.finditer(text):
        written = _numeric(match) if match["iso"] or match["n_day"] else _whole_year(match) or _named(match)
        if written and (written.month is None or 1 <= written.month <= 12) and 1 <= (written.day or 1) <= 31:
            yield written


def _numeric(match: re.Match[str]) -> WrittenDate | None:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return WrittenDate(match.start(), match.end(), year, month, day)
    day, month, year = int(match["n_day"]), int(match["n_month"]), int(match["n_year"])
    if match["n_mark"] == "/" and day <= 12:
        if day != month and month <= 12:
            return None  # day first or month first: nobody can tell
        day, month = month, day
    return WrittenDate(match.start(), match.end(), year + 2000 if year < 100 else year, month, day)


def _whole_year(match: re.Match[str]) -> WrittenDate | None:
    if match["h_year"]:
        return WrittenDate(match.start(), match.end(), int(match["h_year"]), None, None, months=6)
    if match["months"]:
        months = _MONTHS.index(match["months"]) + 1
        return WrittenDate(match.start(), match.end(), int(match["m_year"]), None, None, months=months)
    return WrittenDate(match.start(), match.end(), int(match["y_year"]), None, None) if match["y_year"] else None


def _named(match: re.Match[str]) -> WrittenDate:
    style = next(style for style in _STYLES if match[f"{style}month"])
    told = match.groupdict()
    year, back = told.get(f"{style}year"), told.get(f"{style}back")
    first, last = told.get(f"{style}day"), match["to"] or match["b_to"]
    days: tuple[int | None, int | None] = (int(first) if first else None, int(last) if last else None)
    if match["part"]:
        days = _PARTS[match["part"].lower()]
    return WrittenDate(
        match.start(),
        match.end(),
        int(year) if year else None,
        _NAMES.index(match[f"{style}month"][:3].lower()) + 1,
        *days,
        week=_WEEKS[match["week"]] if match["week"] else None,
        years_back=1 if back else 0,
    )


def moment(line: str) -> datetime | None:
    """Return the moment that a date line states ("9:10 PM EST, June 2, 2025"), UTC when it names no zone."""
    written = next((found for found in find(line) if found.year and found.day), None)
    day = written.on(None) if written else None
    if written is None or day is None:
        return None
    clock = _CLOCK.search(line[: written.start]) or _CLOCK.search(line, written.end)
    if not clock:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    hour, minute = int(clock[1]), int(clock[2])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3] in "Pp" else 0)
    if hour > 23 or minute > 59:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    zone = timezone(timedelta(hours=_ZONES.get(clock[4] or "", 0)))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
