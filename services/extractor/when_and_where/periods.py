"""Tell when it happened: by the date nearest to the figure, or one carried from above; else the day of publication.

The day on which it was said stands in only where no other date is near. A running total runs up to the day of report.
"""

from __future__ import annotations

import re
from datetime import date

from schemas.claim import Period, PeriodBasis
from services.extractor.discourse import Discourse, Sentence

from . import times
from .times import When

_CUMULATIVE = re.compile(
    r"\bsince (?!then\b)|\bto date\b|\bbringing (?:the|its|their) (?:\w+ )?(?:total|toll|number|count)"
    r"|\bin total since\b|\bin all since\b"
    r"|\b(?:during|throughout|over|in the course of) the (?:entire|whole|course of the)\b|\bfrom the (?:start"
    r"|beginning)\b"
    r"|\btotal (?:losses|casualties|number)\b|\bsince the (?:start|beginning|outbreak)\b|\brunning total\b"
    r"|\bcumulative\b"
    r"|\btotal(?:l?ing)? (?:of )?.{0,30}\bsince\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:worst|deadliest|bloodiest|biggest|largest|heaviest|highest|first|second|third|latest|\w+est)\b[^,.;]{0,80}$",
    re.IGNORECASE,
)
"""Before "since the invasion": what is told is compared with all that came before, and no total of it."""
_ADDS_UP = re.compile(r"(?:bringing|taking|raising|total)", re.IGNORECASE)
"""The total stands behind these words, and what is added to it before them."""
_UPDATED = re.compile(
    r"\b(?:rose|risen|climbed|increased|revised|lowered|raised) (?:\w+ ){0,3}?(?:to|from)\b", re.IGNORECASE
)
"""The date behind it is when the figure changed, and the one before it when it happened."""
_NOW = re.compile(
    r"\b(?:now|so far|in total|total|toll|(?:have|has) (?:been |also )?(?:killed|died|lost|captured|arrested|injured)"
    r"|(?:bringing|taking|raising) (?:it |the |its |their )?(?:\w+ ){0,3}to)\b",
    re.IGNORECASE,
)
"""A total as it stands now, though what it adds up began a few days ago."""
_OF_WAR = re.compile(
    r"\b(?:war|conflict|fighting|insurgency|violence|unrest|rebellion|uprising)\b[^.;]{0,70}?\b(?:killed|claimed|left|cost)\b"
    r"|\b(?:killed|died|lost|dead)\b[^.;]{0,30}\b(?:in|during) (?:the|its|this) (?:\w+ )?(?:conflict|war|insurgency)\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d,\d{3}|\bthousands\b|\bmillions?\b", re.IGNORECASE)
_FIGURE_REACH = 30
_ANOTHER_EVENT = re.compile(
    r"\W*(?:Separately|Elsewhere|In (?:another|a separate|other|a similar)|Meanwhile|Another (?:attack|strike))\b"
)
_BOUNDARY = re.compile(r"[,;:]|\b(?:and|but|while|when|after|before)\b")
_CLAUSE = 40
_TOLD_BEFORE = 2
_CARRIED_PASSAGES = 5
_CARRIED_SENTENCES = 8
_TOLD_NEXT = 3
_OF_ONE_BATTLE = 7
_LONG = 31
"""Days: a figure over a longer time adds up many events."""


def period_at(
    discourse: Discourse, sentence: Sentence, position: int, lead_in: Sentence | None = None, *, level: bool = False
) -> tuple[Period, When | None]:
    """Return when what stands at `position` happened, and the expression that says so, if any.

    `level`: it tells how many there are at a time (held, still missing), and not what happened.
    """
    updated = bool(_UPDATED.search(sentence.text))
    markers = _markers(sentence, position)
    of_war = _is_of_war(sentence, position)
    cumulative = not level and (bool(markers) or of_war or bool(lead_in and _CUMULATIVE.search(lead_in.text)))
    known = times.of(discourse)
    found = [*known.of_sentence(sentence), *(known.of_sentence(lead_in) if lead_in else ())]
    own = [when for when in found if not when.said and not (of_war and when.precision == "day" and not when.since)]
    reported = next((when.last for when in found if when.said), known.reported)
    if level:
        own = [when for when in own if when.since is False and when.precision == "day"]
    if own:
        chosen = own[0] if updated else min(own, key=lambda when: (_apart(discourse.text, when, position), when.start))
        nearer = [marker for marker in markers if abs(marker - position) <= abs(chosen.start - position)]
        if markers and not nearer and not chosen.since and not of_war:
            cumulative = False  # "34 over the past day, and 900 since the start": only the second is a running total
        return _period(chosen, chosen.basis, cumulative, reported, bool(_NOW.search(sentence.text))), chosen
    carried = None if level else _begun(discourse, sentence) if cumulative else _carried(discourse, sentence)
    if carried:
        return _period(carried, "carried", cumulative, reported), carried
    if found and not cumulative and not level:
        return _period(found[-1], found[-1].basis, cumulative, reported), found[-1]
    if known.reported is None:
        return Period(cumulative=cumulative), None
    return Period(
        start=None if cumulative else reported if level else known.reported,
        end=reported if cumulative or level else known.reported,
        precision="open" if cumulative else "unknown",
        basis="published",
        cumulative=cumulative,
    ), None


def _markers(sentence: Sentence, position: int) -> list[int]:
    """Return where words stand that make a running total of the figure at `position`."""
    return [
        sentence.start + match.start()
        for match in _CUMULATIVE.finditer(sentence.text)
        if not _COMPARED.search(sentence.text, 0, match.start())
        and not (_ADDS_UP.match(match[0]) and position < sentence.start + match.start())
    ]


def _is_of_war(sentence: Sentence, position: int) -> bool:
    """Return whether a figure in the thousands is what a whole war, or a conflict, has cost."""
    at = position - sentence.start
    thousands = _THOUSANDS.search(sentence.text, max(0, at), at + _FIGURE_REACH)
    return thousands is not None and bool(_OF_WAR.search(sentence.text))


def _apart(text: str, when: When, position: int) -> int:
    """Return how far a time stands from a figure: characters, and more for each clause between them."""
    between = text[when.end : position] if when.end <= position else text[position : when.start]
    return len(between) + _CLAUSE * len(_BOUNDARY.findall(between))


def _begun(discourse: Discourse, sentence: Sentence) -> When | None:
    """Return since when a running total runs, where the sentences right above tell it."""
    for other in discourse.before(sentence, _TOLD_BEFORE):
        since = [when for when in times.of(discourse).of_sentence(other) if when.since]
        if since:
            return since[0]
    return None


def _period(when: When, basis: PeriodBasis, cumulative: bool, reported: date | None, now: bool = False) -> Period:
    if when.since:
        ended = when.precision == "days"  # "since March 2 to the end of August"
        end = when.last if ended or not reported or reported < when.first else reported
        cumulative = now or when.precision != "day" or (end - when.first).days > _OF_ONE_BATTLE
        return Period(start=when.first, end=end, precision="open", basis=basis, cumulative=cumulative)
    cumulative = cumulative or when.total or (when.last - when.first).days > _LONG
    if reported and when.precision in {"week", "month", "year"} and when.first <= reported < when.last:
        adds_up = cumulative or when.precision != "week"
        return Period(start=when.first, end=reported, precision=when.precision, basis=basis, cumulative=adds_up)
    return Period(start=when.first, end=when.last, precision=when.precision, basis=basis, cumulative=cumulative)


def _carried(discourse: Discourse, sentence: Sentence) -> When | None:
    """Return the day that holds without being said again.

    It is that of the sentences above in the passage or in the one before; farther away, the one that the article is
    about; and in the opening, where it was not yet told, the one that is told next.
    """
    known = times.of(discourse)
    for other in () if _ANOTHER_EVENT.match(sentence.text) else discourse.before(sentence, _CARRIED_SENTENCES):
        if sentence.passage - other.passage > 1:
            break
        if days := known.days_of(other):
            return days[0]
    if known.story is None:
        return None
    told_in, day = known.story
    away = sentence.passage - told_in.passage
    if told_in.index < sentence.index:
        return day if away <= _CARRIED_PASSAGES else None
    is_opening = told_in.index - sentence.index <= _TOLD_NEXT and sentence.index < _TOLD_NEXT
    return day if is_opening else None
