"""Tell when it happened, from Ukrainian and Russian words and the date of publication; a year is never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from schemas.claim import Period

_MONTHS = (
    "січ|янв",
    "лют|февр",
    "берез|март",
    "квіт|апр",
    "трав|ма[йяе]",
    "черв|июн",
    "лип|июл",
    "серп|авг",
    "верес|сент",
    "жовт|окт",
    "листопад|нояб",
    "груд|дек",
)
_MONTH = "|".join(f"(?P<m{number}>(?:{stems})\\w*)" for number, stems in enumerate(_MONTHS, 1))
_DAY = re.compile(rf"\b(?P<day>\d{{1,2}})(?:[–-](?P<last>\d{{1,2}}))? (?:{_MONTH})(?:,? (?P<year>20\d\d))?")
_OF_MONTH = re.compile(rf"\b(?:у|в|с|з|з початку) (?:{_MONTH})\b(?: (?P<year>20\d\d))?")
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}|\d{2}))?\b")
_WEEKDAYS = (
    "понеділ|понедельн",
    "вівтор|вторн",
    "серед[уи]|сред[уы]",
    "четвер",
    "п'ятниц|пятниц",
    "субот|суббот",
    "неділ[юі]|воскресен",
)
_WEEKDAY = re.compile(
    r"\b(?:у|в|во|ввечері|вранці) (?:"
    + "|".join(f"(?P<d{at}>(?:{stems})\\w*)" for at, stems in enumerate(_WEEKDAYS))
    + ")"
)
_PAST_DAY = re.compile(
    r"\b(?:за|упродовж|протягом|в течение|минул\w+|прошедш\w+|минувш\w+|последни\w+|останн\w+)"
    r" (?:\w+ )?(?:доб[уи]|сутк[иа]|суток|24 часа|24 години)\b|\bза (?:добу|сутки)\b"
)
_SPAN = re.compile(r"\bза (?P<many>двоє|двое|троє|трое) (?:діб|суток)\b")
_NIGHT = re.compile(r"\b(?:вночі|уночі|ночью|за ніч|за ночь|ніч|ночи|у ніч|в ночь)\b")
_YESTERDAY = re.compile(r"\b(?:вчора|учора|вчера|накануне|напередодні)\b")
_LAST_WEEK = re.compile(r"\b(?:минулого тижня|на прошлой неделе|на минулому тижні)\b")
_THIS_YEAR = re.compile(r"\b(?:з|с|від|от) (?:початку|начала) року|с начала года|\bцього року\b|\bв этом году\b")
_SINCE = re.compile(r"\b(?:з|із|с|со|починаючи з|начиная с|від|от)\s+$")
_RUNNING = re.compile(
    r"\b(?:з|із|с|від|от) (?:\w+ )?(?:початку|начала)\b|\bзагальн\w+ (?:бойов\w+ )?втрат\w+"
    r"|\bза (?:весь )?час (?:повномасштабн\w+ )?"
    r"(?:війни|вторгнення)|\bза время (?:войны|сво|вторжения)|\bвсього з\b|\bвсего с\b"
)
_INVASION = date(2022, 2, 24)
_WAR = re.compile(r"вторгнен|вторжен|війни|войны|повномасштаб|полномасштаб|специальной военной|сво\b")


def period_of(low: str, position: int, published: date | None, *, increase: bool = False) -> Period | None:
    """Return when what stands at `position` of a folded sentence happened; null where the sentence does not say."""
    if published is None:
        return None
    day = timedelta(days=1)
    if increase:
        return Period(start=published - day, end=published, precision="days", basis="relative")
    dated = [
        (match.start(), match, _read(match, published)) for match in (*_DAY.finditer(low), *_NUMERIC.finditer(low))
    ]
    known = [(start, match, when) for start, match, when in dated if when is not None]
    for start, _, when in known:
        if _SINCE.search(low[:start]) and when < published:
            return Period(start=when, end=published, precision="open", basis="stated", cumulative=True)
    if _THIS_YEAR.search(low):
        return Period(
            start=date(published.year, 1, 1), end=published, precision="open", basis="stated", cumulative=True
        )
    if _RUNNING.search(low):
        start_of_war = _INVASION if _WAR.search(low) and published >= _INVASION else None
        return Period(start=start_of_war, end=published, precision="open", basis="relative", cumulative=True)
    if _PAST_DAY.search(low):
        return Period(start=published - day, end=published, precision="days", basis="relative")
    if _SPAN.search(low):
        return Period(start=published - 2 * day, end=published, precision="days", basis="relative")
    past = [(abs(start - position), when, match) for start, match, when in known if when <= published]
    if past:
        _, when, dated_by = min(past, key=lambda one: one[0])
        last = dated_by.groupdict().get("last")
        ending = when + (int(last) - when.day) * day if last and int(last) > when.day else when
        return Period(start=when, end=ending, precision="day" if ending == when else "days", basis="stated")
    if match := _WEEKDAY.search(low):
        at = next(number for number in range(7) if match[f"d{number}"])
        when = published - ((published.weekday() - at) % 7) * day
        return Period(start=when, end=when, precision="day", basis="relative")
    if _LAST_WEEK.search(low):
        monday = published - (published.weekday() + 7) * day
        return Period(start=monday, end=monday + 6 * day, precision="week", basis="relative")
    if _YESTERDAY.search(low):
        return Period(start=published - day, end=published - day, precision="day", basis="relative")
    if _NIGHT.search(low):
        return Period(start=published - day, end=published, precision="days", basis="relative")
    if match := _OF_MONTH.search(low):
        month = _month(match)
        year = int(match["year"]) if match["year"] else published.year - (month > published.month)
        first = date(year, month, 1)
        return Period(start=first, end=_end_of_month(first), precision="month", basis="stated")
    return None


def _read(match: re.Match[str], published: date) -> date | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else _month(match)
    year = int(groups["year"]) if groups["year"] else published.year
    try:
        when = date(year + 2000 if year < 100 else year, month, int(groups["day"]))
    except ValueError:
        return None  # "5.45" is a calibre
    if groups["year"] is None and when > published:
        return date(when.year - 1, when.month, min(when.day, 28))
    return when


def _month(match: re.Match[str]) -> int:
    return next((number for number in range(1, 13) if match.groupdict().get(f"m{number}")), 0)


def _end_of_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
