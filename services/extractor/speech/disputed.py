"""Tell a figure whose own sentence calls it false: "Reports that five were killed are a lie", "X's claim of 30".

Somebody claims it (named beside the word for what was told, or only "reports"), and who speaks in the sentence, or
issued the statement that it stands in, rejects it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.extractor.discourse import Discourse, Sentence

from . import attribution, authorship, backreferences, identities
from .attribution import Voice
from .identities import Speaker
from .rejections import FALSE, TOLD

_TOLD = re.compile(
    rf"(?P<told>(?:[\w’'-]+\s+){{0,4}}?\b{TOLD})(?P<source>(?:,?\s(?:spread|made|circulat\w+|put about|published"
    r"|shared|posted|aired|carried)(?:\s\w+){0,2}?)?(?:\s(?:by|in|from|on|of|among)\s(?P<who>[^,.;:“”\"]{3,60}?))?),?"
    r"\s(?:that|of|about|claiming|saying|alleging|according to which|to the effect that|suggesting)\b"
    r"(?P<rest>[^.;]{0,120})$",
    re.IGNORECASE,
)
_IS_FALSE = re.compile(
    rf"[^.;]{{0,120}}?[\s”\"’](?:is|are|was|were|as|be)\s+(?:[\w-]+\s+){{0,4}}?[“\"‘]?{FALSE}", re.IGNORECASE
)
_LIE = re.compile(
    r"\b(?P<told>(?:the|another|this|a)\s(?:\w+\s)?(?:lie|fabrication|myth|falsehood))"
    r"(?P<source>,?\s(?:\w+\s)?by\s(?P<who>[^,.;:]{3,60}))?,?\s(?:that|of|about)\b(?P<rest>[^.;:]{0,120})$",
    re.IGNORECASE,
)
_OF_OWNER = re.compile(
    r"\b(?:contrary to|despite|unlike|against|not|rather than|instead of|far (?:from|below)|nowhere near)\s"
    rf"(?P<owner>[^,.;]{{2,60}}?)(?:['’]s?)?\s(?:[\w-]+\s)?{TOLD}\s(?:of|that)\b[^.;]{{0,60}}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Who puts a figure forward, and who rejects it; either may be unknown."""

    owner: Voice | None
    denier: Voice | None


def dispute_of(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Dispute | None:
    """Return the dispute about the figure at `start:end`; null where its sentence does not call it false."""
    before, behind = discourse.text[sentence.start : start], discourse.text[end : sentence.end]
    if match := _LIE.search(before) or (_TOLD.search(before) if _IS_FALSE.match(behind) else None):
        told = sentence.start + match.start("told")
        owner = _owner(discourse, sentence, match)
        return Dispute(owner, _denier(discourse, sentence, told, end))
    if match := _OF_OWNER.search(before):
        mentions = discourse.mentions_in(sentence.start + match.start("owner"), sentence.start + match.end("owner"))
        if mentions:
            speaker = identities.of_mention(discourse, mentions[0])
            owner = Voice(speaker, "says", sentence.start + match.start())
            return Dispute(owner, _denier(discourse, sentence, sentence.start + match.start(), end))
    return None


def _owner(discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> Voice | None:
    """Return who told it: a party named beside the word for it, else the words themselves."""
    first, last = sentence.start + match.start("told"), sentence.start + match.start("rest")
    at = next(iter(discourse.mentions_in(first, last)), None)
    if at is not None:
        return Voice(identities.of_mention(discourse, at), "says", first)
    if match["who"]:
        begin, stop = sentence.start + match.start("who"), sentence.start + match.end("who")
    else:
        begin, stop = first, sentence.start + match.end("told")
    speaker = Speaker(None, None, discourse.text[begin:stop], begin, stop, is_open=bool(match["who"]))
    settled = backreferences.settled(discourse, sentence, speaker)
    return Voice(settled, "says", first) if settled else None


def _denier(discourse: Discourse, sentence: Sentence, told: int, end: int) -> Voice | None:
    """Return who speaks in the sentence outside of what was told, else who issued the statement."""
    outside = [voice for voice in attribution.voices(discourse, sentence) if not told <= voice.verb < end]
    if outside:
        return outside[0]
    issuer = authorship.of(discourse)
    if issuer is None:
        return None
    name = discourse.registry.name(issuer.actor_id)
    return Voice(Speaker(issuer.actor_id, name, issuer.text, sentence.start, sentence.start), "denies", sentence.start)
