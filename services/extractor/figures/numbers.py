"""Read figures: the number grammar from wording to the integers that the words allow.

The table that it follows is printed in `schemas/README.md`: "more than 20" has value 20, low 21 and no high; "dozens"
has no value, low 24 and high 99. `find` reads running text and leaves out what only looks like a figure of people
(dates, years, ages, money, distances, calibres, unit numbers); `parse` reads one wording alone, as the publishing
gate does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.claim import Count, Qualifier
from services.extractor.slavic import numbers as slavic_numbers
from services.extractor.word_patterns import WordPattern

from . import counts

MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)

_UNITS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))
_TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000, "lakh": 100_000, "million": 1_000_000, "mln": 1_000_000}
_SMALL = {"a": 1, "an": 1, **_UNITS, **_TEENS, **_TENS}

_VAGUE: dict[str, tuple[int | None, int | None]] = {
    "hundreds of thousands": (200_000, 999_999),
    "tens of thousands": (20_000, 99_999),
    "several thousand": (2_000, 9_999),
    "a few thousand": (2_000, 9_999),
    "thousands": (2_000, 9_999),
    "several hundred": (200, 999),
    "a few hundred": (200, 999),
    "many hundreds": (200, 999),
    "hundreds": (200, 999),
    "scores": (40, 99),
    "several dozen": (24, 99),
    "a few dozen": (24, 99),
    "many dozens": (24, 99),
    "dozens": (24, 99),
    "tens": (20, 99),
    "several": (3, 9),
    "a few": (3, 5),
    "a handful": (3, 5),
    "a couple": (2, 3),
    "a large number of": (None, None),
    "a number of": (None, None),
    "an unknown number of": (None, None),
    "an unspecified number of": (None, None),
    "numerous": (None, None),
    "many": (None, None),
    "some": (None, None),
    "multiple": (None, None),
}
"""Wording without a number, and the integers it allows."""

_QUALIFIERS: dict[Qualifier, str] = {
    "at_least": r"at\ least|no\ fewer\ than|no\ less\ than|not\ less\ than|not\ fewer\ than|(?:at\ )?a\ minimum\ of",
    "more_than": (
        r"(?:just\ |well\ |slightly\ )?(?:more\ than|(?<!handed\ )(?<!handing\ )(?<!turned\ )(?<!hand\ )over)"
        r"|upwards?\ of|in\ excess\ of"
    ),
    "up_to": (
        r"(?<!gone\ )(?<!went\ )(?<!goes\ )(?<!risen\ )(?<!reached\ )(?<!climbed\ )up\ to|at\ (?:the\ )?most"
        r"|as\ many\ as|no\ more\ than|not\ more\ than|a\ maximum\ of"
    ),
    "fewer_than": r"(?:fewer|less)\ than|under|below",
    "about": (
        r"(?P<short>nearly|almost|close\ to|just\ under)"
        r"|about|around|some|roughly|approximately|an\ estimated|estimated|approx\.|circa|~\ ?|≈\ ?"
    ),
}

_SPACE = "[ \u00a0\u202f\u2009]"
_UNIT, _TEEN, _TEN = ("|".join(words) for words in (_UNITS, _TEENS, _TENS))
_BELOW_100 = rf"(?:(?:{_TEN})(?:[-\ ](?:{_UNIT})\b)?|{_TEEN}|{_UNIT})"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)\ hundred(?:\ and\ {_BELOW_100}|\ {_BELOW_100})?|{_BELOW_100})"
_WORDS = (
    rf"(?:{_BELOW_1000}|an?)\ (?:thousand|million)(?:(?:,|,?\ and)?\ {_BELOW_1000})?"
    rf"|half[-\ ](?:a[-\ ])?dozen|(?:{_BELOW_100}|an?)[-\ ](?:dozen|score(?=\ (?:of|or)\b))|{_BELOW_1000}"
)
_DIGITS = (
    rf"(?:\d{{1,3}}(?:[,'’\u00a0\u202f\u2009]\d{{3}})+|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}|\d{{1,3}}(?:\ \d{{3}})+(?!\d)"
    rf"|\d+(?:\.\d+)?)(?:[kK]\b|{_SPACE}?(?:hundred|thousand|lakh|million|mln)\b|\ dozen\b)?"
)
_UPPER = rf"(?:(?:{_DIGITS})(?![\d:/]|[.,]\d)|\b(?:{_WORDS})\b)"
_NUMERAL = rf"(?:(?<![\w$€£₴₽¥])(?<!\w[-.,:/]){_UPPER})"
_VAGUE_WORDS = r"\b(?:" + "|".join(re.escape(words) for words in sorted(_VAGUE, key=len, reverse=True)) + r")\b"
_QUALIFIER = "|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS.items())

_FIGURE = WordPattern(
    rf"""
    (?:(?<!\w)(?:{_QUALIFIER})\ ?(?:another\ |a\ further\ )?)?
    (?:
        (?P<lead>from\ )?(?P<from>{_NUMERAL})(?P<link>\ to\ |\ or\ |-to-|(?<=[\dkK])\ ?[-–—]\ ?(?=\d))(?P<to>{_UPPER})
      | between\ (?P<floor>{_NUMERAL})\ and\ (?P<ceiling>{_UPPER})
      | (?P<numeral>{_NUMERAL})
      | (?P<vague>{_VAGUE_WORDS})
    )
    (?P<suffix>\+|\ or\ (?P<or_more>more)\b|[-\ ](?P<or_so>odd\b|or\ so\b)|\ or\ (?P<or_fewer>fewer|less)\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)

_AFTER_NO_PEOPLE = re.compile(
    rf"""
    \s*(?:%|per\ ?cent\b|[°½]) | (?:st|nd|rd|th)\b | :\d\d
  | (?:[-–]|\s)?(?:mm|cm|km|kg|kilomet\w+|met(?:er|re)s?|miles?|tons?|tonnes?|hectares?|acres?|feet|foot|square|degrees?
      |knots|years?|months?|weeks?|days?|hours?|minutes?|seconds?|nights?|a\.?m\b|p\.?m\b|o['’]clock|GMT|UTC
      |dollars?|euros?|pounds?|rubles?|roubles?|hryvnias?|rupees?|USD|EUR|billion|trillion|times|points|goals)\b
  | -(?!odd|to-|strong)[a-z]
  | \s?(?:4WDs?|4x4s?)\b | \s(?:reported\s)?fatalit(?:y|ies)\s(?:were\s|was\s)?(?:coded|split|spread|divided)\b
  | \s+(?:of\s+)?{MONTHS}
    """,
    re.VERBOSE,
)
_BEFORE_NO_PEOPLE = re.compile(
    rf"""(?:
    {MONTHS}\s | US\$ | Rs\.?\s? | \bno\.\s? | № | \# | \baged?\s(?:of\s)? | \d[-/–] | [A-Z]-
  | \bhow\s | \ball\sbut\s | \bcoded\s(?:as|to|at|with|for)\s
  | \b(?:battalions?|brigades?|regiments?|divisions?|LIB|LIR|IB|MOC)\s(?:no\.?\s|\d+\sand\s)?
  | \b(?:article|resolution|chapter|page|phase|(?<!past\s)(?<!last\s)(?<!per\s)(?<!the\s)day|unit|room|route
      |highway|section|level|bus|flight|area|sector|zone|version|number|square|point|hill)\s
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_AFTER_A_YEAR = re.compile(
    r"\s(?!(?:and|in|on|at|when|was|were|is|after|to|the|by|but|as|that|who|which|war|with|for|of)\b)[a-z]"
)
_BEFORE_A_YEAR = re.compile(
    rf"(?:\b(?:in|since|of|until|till|by|during|early|late|mid|before|after|the)\s|{MONTHS}\s|,\s|\()$", re.I
)
_CHANGES = re.compile(
    r"\b(?:rose|risen|rising|rises|increas\w+|climb\w*|jump\w*|grew|grown|revised|lowered|raised|cut|reduced|dropped"
    r"|fell|fallen|corrected"
    r"|updated|changed|went|gone|up|down)\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    r"\b(?:(?:up|down|revised|corrected|lowered|raised)\ from(?:\ [\w,]+\ and)?|to\ [\d,]+,?\ from|rather\ than"
    r"|instead\ of|and\ not"
    r"|previous(?:ly)?(?:\ reported)?"
    r"|(?:earlier|initial|previous|first)(?:ly)?\ (?:figure|toll|count|report|estimate|tally)s?\ (?:of|said"
    r"|put\ it\ at))"
    r"\ (?:an?\ (?:earlier|initial|previous)\ )?(?:the\ )?$",
    re.IGNORECASE,
)
_AGE = re.compile(r",\s$")
_AGED = re.compile(r"\b(?:aged \d+ and|as (?:young|old) as|(?:wo)?man of|boy of|girl of|nurse of|teacher of) ?$")
_AGE_IN_BRACKETS = re.compile(r"[A-Z][a-z]+ \($")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in a text: code-point offsets, and what it allows."""

    start: int
    end: int
    count: Count


def parse(wording: str) -> Count | None:
    """Return what `wording`, taken alone, counts; null when it is not a figure as a whole."""
    if wording.lower() in {"a", "an", "another"}:
        return counts.stated(wording, 1, 1, 1, "exact")
    match = _FIGURE.fullmatch(wording)
    return _read(match) if match else slavic_numbers.parse(wording)


def find(text: str) -> list[Quantity]:
    """Return the figures of `text` that may count people, in order and apart."""
    found = []
    position = 0
    while match := _FIGURE.search(text, position):
        position = max(match.end(), position + 1)
        if _is_something_else(text, match):
            continue
        count = _read(match)
        if match["lead"] and _CHANGES.search(text, 0, match.start()):
            upper = parse(match["to"])
            if upper:
                found.append(Quantity(match.start("to"), match.end("to"), upper))
        elif count is not None:
            found.append(Quantity(match.start(), match.end(), count))
        elif match["from"]:  # "7 to 3" is no range: read the first alone and go on behind it
            first = parse(match["from"])
            if first:
                found.append(Quantity(match.start("from"), match.end("from"), first))
            position = match.end("from")
    return found


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 24]
    if _AFTER_NO_PEOPLE.match(after) or _BEFORE_NO_PEOPLE.search(before):
        return True
    if not match["lead"] and _SUPERSEDED.search(text[max(0, match.start() - 60) : match.start()]):
        return True
    numerals = [part for part in match.group("numeral", "from", "to", "floor", "ceiling") if part]
    if any(_YEAR.fullmatch(part) for part in numerals) and (
        _BEFORE_A_YEAR.search(before) or not _AFTER_A_YEAR.match(after)
    ):
        return True
    alone = match["numeral"] == match[0] and match[0].isdigit() and int(match[0]) < 110
    if not alone:
        return False
    if _AGE_IN_BRACKETS.search(before):
        return after.startswith(")")
    return bool(_AGED.search(before)) or (bool(_AGE.search(before)) and after.startswith(","))


def _read(match: re.Match[str]) -> Count | None:
    wording = match[0]
    if match["vague"]:
        low, high = _VAGUE[match["vague"].lower()]
        return _bounded(match, wording, None, low, high)
    if match["numeral"]:
        value = _integer(match["numeral"])
        return None if value is None else _bounded(match, wording, value, value, value)
    upper = match["to"] or match["ceiling"]
    low, high = _integer(match["from"] or match["floor"]), _integer(upper)
    if low is None or high is None:
        return None
    if low < 1_000 <= high and (scale := re.search(r"(thousand|million|k)$", upper, re.IGNORECASE)):
        low *= _SCALES[scale[1].lower()]  # "10 to 15 thousand"
    if low >= high:
        return None
    return counts.stated(wording, None, low, high, "range")


def _bounded(match: re.Match[str], wording: str, value: int | None, low: int | None, high: int | None) -> Count:
    qualifier: Qualifier = next((name for name in _QUALIFIERS if match[name]), "exact")
    if match["suffix"]:
        qualifier = "about" if match["or_so"] else "up_to" if match["or_fewer"] else "at_least"
    return counts.bounded(wording, qualifier, value, low, high, from_below=bool(match["short"]))


def _integer(numeral: str) -> int | None:
    """Return the integer that a numeral writes: digits in any grouping, a scale, number words, dozens."""
    numeral = numeral.lower().replace("’", "'")
    if re.fullmatch(r"half[-\s](?:a[-\s])?dozen", numeral):
        return 6
    if by_tale := re.fullmatch(r"(.+?)[-\s](dozen|score)", numeral):
        count = _integer(by_tale[1])
        return None if count is None else (12 if by_tale[2] == "dozen" else 20) * count
    digits = re.fullmatch(rf"([\d.,'\s]*\d)(?:{_SPACE}?([a-z]+))?", numeral)
    if digits:
        number = re.sub(r"[,'\s]", "", digits[1])
        scaled = float(number) * _SCALES.get(digits[2] or "", 1)
        return round(scaled) if scaled == round(scaled) else None
    total = section = 0
    for word in re.findall(r"[a-z]+", numeral):
        if word == "and":
            continue
        if word == "hundred":
            section = (section or 1) * 100
        elif word in _SCALES:
            total, section = total + (section or 1) * _SCALES[word], 0
        elif word in _SMALL:
            section += _SMALL[word]
        else:
            return None
    return total + section
