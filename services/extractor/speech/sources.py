"""Find the source that is set beside words without a verb: "Ministry: 5 dead", "5 dead: ministry", "5 dead (ministry)".

Headlines, lists and coders' notes speak so. An outlet alone in brackets is a by-line and no source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.extractor.discourse import Discourse, Sentence
from services.extractor.word_patterns import WordPattern

from . import backreferences, identities, reporting
from .identities import Speaker

_LABEL = re.compile(
    r"(?P<opening>[^\w“\"]{0,4}|.{0,24}?[-–—"
    r"|]\s)(?P<who>[^\W\d][\w’'&./-]*(?: [\w’'&./-]+){0,8})(?:\s\([^)]{1,12}\))?:\s"
)
_AT_THE_END = re.compile(r"(?::|\s[-–—])\s(?P<who>[\w’'&./-]+(?:\s[\w’'&./-]+){0,6})[.\"”’]?$")
_BRACKETED = re.compile(
    r"[(\[](?:sources?:\s*|as reported by\s+|per\s+|both\s+"
    r"|all\s+)?(?P<who>[^()\[\]]{2,70})[)\]]",
    re.IGNORECASE,
)
_PER = WordPattern(
    r"(?:\b(?:per|as reported by|as stated by|as claimed by|in the words of|by the count of|so says|source:"
    r"|sources:|citing)\s+)(?P<who>[^.;:()]{2,80})",
    re.IGNORECASE,
)
_COUNTED = WordPattern(
    r"\bby (?P<who>(?:the )?[\w’' -]{2,50}?)['’]s? (?:own )?(?:count|tally|account"
    r"|reckoning)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Who is named beside words as their source, and where."""

    speaker: Speaker
    at: int


def labelled(discourse: Discourse, sentence: Sentence, position: int) -> Source | None:
    """Return the source that the words at `position` of a sentence are labelled with."""
    text, at = sentence.text, position - sentence.start
    for match in (*_BRACKETED.finditer(text, at), *_PER.finditer(text, at), *_COUNTED.finditer(text)):
        between = text[at : match.start()]
        if ";" in between or (match.re is _BRACKETED and re.search(r",\s(?:and\s)?(?:\w+\s)?\d", between)):
            continue
        if found := _source(discourse, sentence, match, is_bracket=match.re is _BRACKETED):
            return found
    label = _LABEL.match(text)
    if label and label.end() <= at and (found := _source(discourse, sentence, label)):
        return found
    ending = _AT_THE_END.search(text, at)
    if ending and (found := _source(discourse, sentence, ending)):
        return found
    return None


def _source(
    discourse: Discourse, sentence: Sentence, match: re.Match[str], *, is_bracket: bool = False
) -> Source | None:
    """Return the speaker that the words of a label are, if they are those of anybody who could speak."""
    start, end = sentence.start + match.start("who"), sentence.start + match.end("who")
    who = match["who"].strip(" ,")
    mentions = [one for one in discourse.mentions_in(start, end) if one.role != "demonym"]
    registry = discourse.registry
    kinds = {registry.actor(one.actor_id or one.candidates[0]).kind for one in mentions}
    if (
        mentions
        and mentions[-1].end >= start + len(who) - 2
        and mentions[0].start <= start + 8
        and not kinds & {"state", "civilians"}
    ):
        before = re.search(r"(\w+)[”\"’]?\s*$", sentence.text[: match.start()])
        if is_bracket and (kinds == {"outlet"} or before is None or (before[1][0].isupper() and " " not in who)):
            return None
        chosen = next(
            (one for one in mentions if registry.actor(one.actor_id or one.candidates[0]).kind != "outlet"), mentions[0]
        )
        return Source(identities.of_mention(discourse, chosen), start)
    body = reporting.LEADING_BODY.match(who)
    if body and body.end() >= len(who) - 1 and len(who.split()) <= 6 and not re.search(r"\d", who):
        named = Speaker(None, None, who, start, start + len(who), is_open=True)
        whole = backreferences.settled(discourse, sentence, named)
        return Source(whole, start) if whole else None
    return None
