"""Tell when it happened, reckoned from the publication date. No publication date, no year: a year is never guessed.

A date right behind a reporting verb ("said on Friday that …") is when it was said; it stands in only where no other
date is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.claim import Period, PeriodBasis, PeriodPrecision

from . import dates
from .discourse import Discourse, Sentence

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RELATIVE = re.compile(
    r"\b(?P<weekday>(?:last |on |late |early |this )*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|\b(?P<before>the day before yesterday)\b|\b(?P<yesterday>yesterday|last night|overnight)\b"
    r"|\b(?P<today>today|tonight|this (?:morning|afternoon|evening))\b"
    r"|\b(?P<weekend>(?:over|at|on|during|this|last) (?:the )?(?:past |last )?weekend)\b"
    r"|\b(?P<past_day>(?:in|over|during|within) the (?:past|last|previous) (?:day|24 hours)|over (?:a|one) day"
    r"|in a (?:single )?day)\b"
    r"|\b(?:in|over|during|within) the (?:past|last|previous) (?P<span>\w+) (?P<unit>days|hours|weeks|months)\b"
    r"|\b(?P<week>(?:(?:in|over|during) the (?:past|last)|last|this) week)\b"
    r"|\b(?P<month>(?:(?:in|over|during) the (?:past|last)|last|this) month)\b"
    r"|\b(?P<ago>\w+) (?P<ago_unit>days?|weeks?) (?:ago|earlier)\b",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(
    r"\bsince (?!then\b)|\bto date\b|\bso far\b|\bbringing (?:the|its|their) (?:\w+ )?(?:total|toll|number|count)"
    r"|\bin total since\b|\bin all since\b"
    r"|\b(?:during|throughout|over|in the course of) the (?:entire|whole|course of the)\b|\bfrom the (?:start"
    r"|beginning)\b"
    r"|\btotal (?:losses|casualties|number)\b|\bsince the (?:start|beginning|outbreak)\b|\brunning total\b"
    r"|\bcumulative\b"
    r"|\b(?:overall|combined) (?:death )?toll\b|\btotal(?:l?ing)? (?:of )?.{0,30}\bsince\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|starting from|from the (?:start|beginning|outbreak))\b[^,.;]{0,40}$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:and|to|until|through|till|[-–—])\s*(?:the end of\s+)?", re.IGNORECASE)
_OF_SAYING = re.compile(
    r"\b(?:said|says|told|claimed|reported|announced|stated|declared|added|wrote|confirmed|speaking|statement|posted"
    r"|published|made|denied|rejected"
    r"|admitted|acknowledged|conceded)\b(?: (?!that\b|\w+day\b)\w+){0,4}?(?: on| late| early)?\s*$",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:rose|risen|climbed|increased|revised|lowered|raised) (?:\w+ ){0,3}?(?:to|from)\b", re.IGNORECASE
)
"""The date behind it is when the figure changed, and the one before it when it happened."""
_YEAR_BACK = re.compile(r"\b(?:in|of|during|the|early|late|mid) ((?:19|20)\d\d)(?:s?\b|[-–/]\d\d)", re.IGNORECASE)
_OTHER_WAR = re.compile(
    r"(?<!since the )(?<!since )(?<!after the )\b(?:(?:First|Second) World War|World War (?:II?|One|Two)|Holocaust"
    r"|Vietnam War|Korean War|Srebrenica|Iran[-–]Iraq [Ww]ar|Falklands War)\b"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10, "24": 1, "48": 2, "72": 3}
_CARRIED_PASSAGES = 2
_CARRIED_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class When:
    """A time expression at `start:end` of the article's text.

    `said`: it stands behind a verb of saying. `since`: only the start is meant.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: PeriodPrecision
    basis: PeriodBasis
    said: bool
    since: bool


def period_at(
    discourse: Discourse, sentence: Sentence, position: int, lead_in: Sentence | None = None
) -> tuple[Period, When | None]:
    """Return when what stands at `position` happened, and the expression that says so, if any."""
    updated = bool(_UPDATED.search(sentence.text))
    markers = [sentence.start + match.start() for match in _CUMULATIVE.finditer(sentence.text)]
    cumulative = bool(markers) or bool(lead_in and _CUMULATIVE.search(lead_in.text))
    found = list(_expressions(discourse, sentence)) + (list(_expressions(discourse, lead_in)) if lead_in else [])
    found = [when for when in found if when.first is not None]
    own = [when for when in found if not when.said]
    published = discourse.published_on
    if own:
        chosen = own[0] if updated else min(own, key=lambda when: (abs(when.start - position), when.start))
        nearer = [marker for marker in markers if abs(marker - position) <= abs(chosen.start - position)]
        if markers and not nearer and not chosen.since:
            cumulative = False  # "34 over the past day, and 900 since the start": only the second is a running total
        return _period(chosen, chosen.basis, cumulative, published), chosen
    carried = None if cumulative else _carried(discourse, sentence)
    if carried:
        return _period(carried, "carried", cumulative, published), carried
    if found and not cumulative:
        return _period(found[-1], found[-1].basis, cumulative, published), found[-1]
    if published is None:
        return Period(cumulative=cumulative), None
    start = None if cumulative else published
    return Period(
        start=start,
        end=published,
        precision="open" if cumulative else "unknown",
        basis="published",
        cumulative=cumulative,
    ), None


def is_history(discourse: Discourse, sentence: Sentence) -> bool:
    """Return whether a sentence looks back: to a war of the past, or to years all two or more before publication."""
    published = discourse.published_on
    if published is None:
        return False
    if _OTHER_WAR.search(sentence.text):
        return True
    years = [int(year) for year in _YEAR_BACK.findall(sentence.text)]
    return bool(years) and max(years) < published.year - 1 and not _CUMULATIVE.search(sentence.text)


def _period(when: When, basis: PeriodBasis, cumulative: bool, published: date | None) -> Period:
    if when.since:
        ended = when.precision == "days"  # "since March 2 to the end of August"
        end = when.last if ended or not published or not when.first or published < when.first else published
        return Period(start=when.first, end=end, precision="open", basis=basis, cumulative=True)
    return Period(start=when.first, end=when.last, precision=when.precision, basis=basis, cumulative=cumulative)


def _carried(discourse: Discourse, sentence: Sentence) -> When | None:
    """Return the date that still holds from before: of the sentences above, or of a paragraph near above."""
    if discourse.passage_of(sentence).section == "title":
        return None
    for number, other in enumerate(discourse.before(sentence, 3 * _CARRIED_SENTENCES)):
        same = other.passage == sentence.passage
        if sentence.passage - other.passage > _CARRIED_PASSAGES or (same and number >= _CARRIED_SENTENCES):
            return None
        found = [when for when in _expressions(discourse, other) if when.first and not when.said and not when.since]
        found = [when for when in found if same or when.precision in {"day", "days"}]
        if found:
            return found[0]
    return None


def _expressions(discourse: Discourse, sentence: Sentence) -> Iterator[When]:
    published = discourse.published_on
    written_dates = list(dates.find(sentence.text))
    joined = False
    for number, written in enumerate(written_dates):
        if joined:
            joined = False
            continue  # the end of the range before
        upto = written_dates[number + 1] if number + 1 < len(written_dates) else None
        start, end = sentence.start + written.start, sentence.start + written.end
        first = written.on(published)
        before = sentence.text[: written.start]
        if written.day is None:
            last = _end_of_month(first) if first else None
            precision: PeriodPrecision = "month"
        else:
            last, precision = first, "day"
            if first and written.last_day and written.last_day >= written.day:
                last, precision = first + timedelta(days=written.last_day - written.day), "days"
        since = bool(_SINCE.search(before))
        if upto and _JOINED.fullmatch(sentence.text, written.end, upto.start):
            ending = upto.on(published)
            if first and ending and ending >= first:
                last, precision, joined = _end_of_month(ending) if upto.day is None else ending, "days", True
        yield When(start, end, first, last, precision, "stated", bool(_OF_SAYING.search(before)), since)
    for match in _RELATIVE.finditer(sentence.text):
        if published is None:
            continue
        first, last, precision = _reckoned(match, published)
        if first:
            said = precision == "day" and bool(_OF_SAYING.search(sentence.text[: match.start()]))
            yield When(
                sentence.start + match.start(),
                sentence.start + match.end(),
                first,
                last,
                precision,
                "relative",
                said,
                False,
            )


def _reckoned(match: re.Match[str], published: date) -> tuple[date | None, date | None, PeriodPrecision]:
    day = timedelta(days=1)
    if match["weekday"]:
        name = match["weekday"].split()[-1].lower()
        back = (published.weekday() - _WEEKDAYS.index(name)) % 7
        if back == 0 and "last" in match["weekday"].lower():
            back = 7
        return published - back * day, published - back * day, "day"
    if match["before"]:
        return published - 2 * day, published - 2 * day, "day"
    if match["yesterday"]:
        overnight = match["yesterday"].lower() == "overnight"
        return published - day, published if overnight else published - day, "days" if overnight else "day"
    if match["today"]:
        return published, published, "day"
    if match["weekend"]:
        back = (published.weekday() - 5) % 7
        saturday = published - back * day
        return saturday, min(saturday + day, published), "days"
    if match["past_day"]:
        return published - day, published, "days"
    if match["week"]:
        return published - 7 * day, published, "week"
    if match["month"]:
        return published - 30 * day, published, "month"
    amount, unit = (match["span"], match["unit"]) if match["span"] else (match["ago"], match["ago_unit"])
    number = _NUMBERS.get(amount.lower()) or (int(amount) if amount.isdigit() else None)
    if number is None or number > 400:
        return None, None, "unknown"
    length = (
        number
        * {"d": day, "h": day if amount in {"24", "48", "72"} else timedelta(hours=1), "w": 7 * day, "m": 30 * day}[
            unit[0].lower()
        ]
    )
    if match["ago"]:
        return published - length, published - length, "day"
    return published - length, published, "days"


def _end_of_month(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)
