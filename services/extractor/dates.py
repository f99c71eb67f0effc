"""Read calendar dates as articles write them. Pure: what is missing (the year) is left missing, never guessed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_DAY = r"(?P<{0}day>[0-3]?\d)(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<{0}year>(?:19|20)\d\d)\b"
_UNTIL = r"(?:\ ?[-–—]\ ?|\ (?:to|and|until|through)\ )"
_DATE = re.compile(
    rf"""(?<![\w/-])(?:
        (?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?
      | {_MONTH.format("a_")}\ {_DAY.format("a_")}(?!\d|:\d)(?:{_UNTIL}(?P<to>[0-3]?\d)(?!\d|:\d))?
        (?:,?\ {_YEAR.format("a_")})?
      | {_DAY.format("b_")}(?:{_UNTIL}(?P<b_to>[0-3]?\d)(?:st|nd|rd|th)?)?\ (?:of\ )?{_MONTH.format("b_")}
        (?:,?\ {_YEAR.format("b_")})?
      | {_MONTH.format("c_")},?\ {_YEAR.format("c_")}
      | (?<=\b[Ii]n\ ){_MONTH.format("d_")}(?!\ \d) | (?<=\bend\ of\ ){_MONTH.format("d2_")}(?!\ \d)
    )""",
    re.VERBOSE,
)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d\d)(?:\s*([AaPp])\.?[Mm]\.?)?(?:\s*\(?([A-Z]{2,4})\b)?")
_ZONES = {
    "UTC": 0, "GMT": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "PST": -8, "PDT": -7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written at `start:end` of a text; `day` null is a whole month, `year` null is not said."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    last_day: int | None = None

    def on(self, reference: date | None) -> date | None:
        """Return the day: of the year written, else of the last year in which it is not after `reference` by a week."""
        year = self.year
        if year is None:
            if reference is None:
                return None
            year = reference.year
            day = _day(year, self.month, self.day or 1)
            if day is None or day > reference + timedelta(days=7):
                year -= 1
        return _day(year, self.month, self.day or 1)


def find(text: str) -> Iterator[WrittenDate]:
    """Yield the calendar dates written in `text`, in order."""
    for match in _DATE.finditer(text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
            written = WrittenDate(match.start(), match.end(), year, month, day)
        else:
            name = next(style for style in ("a_", "b_", "c_", "d_", "d2_") if match[f"{style}month"])
            day_text = match[f"{name}day"] if name in {"a_", "b_"} else None
            last = match["to"] or match["b_to"]
            written = WrittenDate(
                match.start(),
                match.end(),
                int(match[f"{name}year"]) if name[0] != "d" and match[f"{name}year"] else None,
                _NAMES.index(match[f"{name}month"][:3].lower()) + 1,
                int(day_text) if day_text else None,
                int(last) if last else None,
            )
        if 1 <= written.month <= 12 and (written.day is None or 1 <= written.day <= 31):
            yield written


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
