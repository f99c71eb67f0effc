"""Tell sentences that look back, at a war or a disaster of the past, from those that tell of the conflict reported."""

from __future__ import annotations

import re
from datetime import timedelta

from services.extractor.discourse import Discourse, Sentence
from services.extractor.when_and_where import times
from services.extractor.word_patterns import WordPattern

from . import domain

_SIDES = ("armed_group", "militia", "armed_forces", "intelligence")
_OTHER_WAR = WordPattern(
    r"(?<!since the )(?<!since )(?<!after the )\b(?:(?:First|Second) World War|World War (?:II?|One|Two)|Holocaust"
    r"|Vietnam War|Korean War|Srebrenica|Iran[-–]Iraq [Ww]ar|Falklands War|Monte Cassino|Gallipoli|Napoleonic"
    r"|colonial (?:war|army|troops|era))\b"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_YEAR_BACK = WordPattern(
    rf"\b(?:in|of|during|the|early|late|mid|between|{_MONTH})\W(?:and\W)?((?:1[5-9]|20)\d\d)(?:s?\b|[-–/]\d\d)"
    r"|\b((?:19|20)\d\d)['’]s\b|\b((?:1[5-9]|20)\d\d)[-–/]\d\d(?:\d\d)? (?:war|conflict|uprising|rebellion)",
    re.IGNORECASE,
)
_TENS = r"\w*(?:ten|eleven|twelve|teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)(?:-\w+)?|[1-9]\d+"
_YEARS_AGO = re.compile(
    rf"\b(?:(?:many|{_TENS}) years (?:ago|earlier|before)|decades? (?:ago|earlier|before)|centur(?:y|ies) ago)\b",
    re.IGNORECASE,
)
_ROUND_YEARS = re.compile(
    rf"\b(?:{_TENS}) years (?:to the day|(?:next|last|this) \w+)\b[^.]{{0,40}}\bsince\b", re.IGNORECASE
)
_SPAN = WordPattern(r"\b(?:years|decades?|centur(?:y|ies))\b", re.IGNORECASE)
_REMEMBERED = WordPattern(
    r"\b(?:anniversary|remembering|in memory of|commemorat\w+|remembrance|(?:will be|are|were|was|is) remembered"
    r"|read out the names|names of [^.;]{0,60} read out|memorial (?:service|ceremony|day)|laid wreaths?|cenotaph)\b",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(
    r"\bsince (?!then\b)|\bto date\b|\bso far\b|\b(?:total|toll|cumulative)\b"
    r"|\b\w+-(?:year|decade)(?:-(?:old|long))? (?:conflict|war|insurgency|rebellion)\b",
    re.IGNORECASE,
)
_PAST_WAR = WordPattern(r"\b(?:wars?|independence|genocide|revolution|an earlier)\b", re.IGNORECASE)
_THESE_DAYS = timedelta(days=14)
_SAME_CONFLICT = 11
"""Years: so long ago a fight with those who fight today was an earlier round, and is told as such."""


def is_history(discourse: Discourse, sentence: Sentence) -> bool:
    """Return whether a sentence looks back: to another war, or to years that all lie well before publication.

    What the fighting sides of today did a few years ago belongs to their conflict, and is no history.
    """
    published = discourse.published_on
    if published is None:
        return False
    text = sentence.text
    spans = bool(_SPAN.search(text))
    if _OTHER_WAR.search(text) or (spans and _ROUND_YEARS.search(text)):
        return True
    years = [int(year) for found in _YEAR_BACK.finditer(text) for year in found.groups() if year]
    past = bool(years) and max(years) < published.year - 1
    if not (past or (spans and _YEARS_AGO.search(text)) or _REMEMBERED.search(text)) or _tells_of_now(
        discourse, sentence
    ):
        return False
    if not past:
        return True
    if _RUNS_ON.search(text):
        return False
    recent = published.year - max(years) < _SAME_CONFLICT
    return not (recent and not _PAST_WAR.search(text) and _names_a_side(discourse, sentence))


def _tells_of_now(discourse: Discourse, sentence: Sentence) -> bool:
    """Return whether a sentence dates what happened to these days, and the past only stands beside it."""
    published = discourse.published_on
    return published is not None and any(
        when.precision == "day" and not when.said and published - when.first < _THESE_DAYS
        for when in times.of(discourse).of_sentence(sentence)
    )


def _names_a_side(discourse: Discourse, sentence: Sentence) -> bool:
    if domain.names_a_side(sentence.text):
        return True
    named = discourse.mentions_in(sentence.start, sentence.end)
    kinds = (discourse.registry.actor(one.actor_id).kind for one in named if one.actor_id)
    return any(kind in _SIDES for kind in kinds)
