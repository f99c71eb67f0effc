"""Tell who suffered a loss that is told of somebody: "the army lost 40", "Enemy losses: 214 killed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures.phrases import Group
from services.extractor.figures.tokens import Token
from services.extractor.speech import reporting
from services.extractor.speech.attribution import Voice
from services.mentions import Mention

from . import allegiance, circumstances, parties

_GROUPS = ("armed_group", "militia")
ENEMY = re.compile(r"\benem(?:y|ies)\b|\badversar(?:y|ies)\b|\bopponents?\b|\baggressors?\b", re.IGNORECASE)
_LOSSES_OF = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+)?(?:losses|casualties)\b", re.IGNORECASE)
_IN_THE_RANKS = re.compile(
    r"\b(?:loss|losses|casualties)\s+(?:of|among|for|in|on)\s+(?:the\s+)?(?:ranks\s+of\s+(?:the\s+)?)?(?:terrorist\s+)?$",
    re.IGNORECASE,
)
_WHOSE_LOSSES = re.compile(
    r"\b(?:its|our|own|their own|(?P<enemy>(?:the )?(?:enemy|adversary|opponent|aggressor|occupier)s?(?:['’]s?)?))\s+"
    r"(?:own\s+|total\s+|combat\s+|personnel\s+|troops\s+|soldiers\s+|forces\s+|fighters\s+)*"
    r"(?:losses|casualties|killed|dead|wounded|injured|fatalities|deaths|martyrs|fallen|prisoners|captured|side)\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:enemy|adversary|opponents?|aggressors?|occupiers?|invaders?)\s+(?:\w+\s+){0,2}?(?:left|leaves|abandoned|suffered|had)\b"
    r"(?!\s+(?:killed|wounded|captured))",
    re.IGNORECASE,
)


def before(discourse: Discourse, sentence: Sentence, position: int, voice: Voice | None, camp: str = "") -> str | None:
    """Return whom the subject of "lost", "suffered" or "sustained" at `position` names; a pronoun is the speaker.

    `camp`: of which camp those are who were lost, "state" or "rebel".
    """
    words = discourse.text[sentence.start : position]
    if re.search(r"\b(?:it|they|we|he)\s+(?:\w+\s+){0,2}$", words, re.IGNORECASE):
        speaker = circumstances.claimant_id(voice)
        return allegiance.own_forces(discourse, speaker) if speaker else voice.speaker.actor_id if voice else None
    claimant = circumstances.claimant_id(voice)
    if claimant and ENEMY.search(words):
        return allegiance.adversary(discourse, claimant)
    heads = [
        party
        for party in parties.of(discourse, sentence, voice)
        if party.end <= position
        and party.actor_id
        and not reporting.BEHIND_A_HEAD.search(discourse.text[sentence.start : party.start])
    ]
    if camp == "state":
        armies = [one for one in heads if discourse.registry.actor(one.actor_id or "").kind not in _GROUPS]
        heads = armies or heads
    gerund = discourse.text.startswith("losing", position)  # "rebels ambushed a patrol, killing 3 and losing 7"
    if heads:
        meant = heads[0] if gerund else heads[-1]
        return _forces_of(discourse, meant.actor_id or "", discourse.text[meant.end :][:40])
    found = [mention for mention in discourse.mentions_in(sentence.start, position) if mention.actor_id]
    return _as_forces(discourse, found[0 if gerund else -1]) if found else None


def _as_forces(discourse: Discourse, mention: Mention) -> str | None:
    """Return the forces that "Russia" or "the Russian army" means as the one who lost people."""
    if mention.actor_id is None:
        return None
    return _forces_of(discourse, mention.actor_id, discourse.text[mention.end : mention.end + 40])


def _forces_of(discourse: Discourse, actor_id: str, behind: str) -> str | None:
    registry = discourse.registry
    actor = registry.actor(actor_id)
    if actor.kind in {"state", "government"} and actor.country:
        if re.match(r"\s+(?:civilians?|people|population)", behind):
            return registry.civilians(actor.country, discourse.published_on)
        return registry.armed_forces(actor.country, discourse.published_on)
    return actor.id


def of_noun(
    discourse: Discourse, sentence: Sentence, line: Sequence[Token], group: Group, voice: Voice | None
) -> str | None:
    """Return the sufferer of a bare figure: "the army suffered 40 fatalities", also in the line above its bullet."""
    return of_losses(discourse, sentence, sentence.start + line[group.first].start, voice)


def of_losses(discourse: Discourse, sentence: Sentence, position: int, voice: Voice | None) -> str | None:
    """Return whose losses are told before `position`: "Enemy losses:", "the army suffered"."""
    verb = re.compile(r"\b(?:suffer\w*|sustain\w*|lost|los(?:es|ing)|incur(?:s|red|ring)?|record\w*)\b", re.IGNORECASE)
    for other in (sentence, *_lead_in(discourse, sentence)):
        for party in parties.of(discourse, other, voice):
            before_it = discourse.text[other.start : party.start]
            if other is sentence and party.start > position and not _IN_THE_RANKS.search(before_it):
                continue
            if party.actor_id and (_LOSSES_OF.match(discourse.text, party.end) or _IN_THE_RANKS.search(before_it)):
                return _forces_of(discourse, party.actor_id, discourse.text[party.end :][:40])
        limit = position if other is sentence else other.end
        own = _last(_WHOSE_LOSSES, discourse.text, other.start, limit)
        own = own or _WHOSE_LOSSES.search(discourse.text, other.start, other.end)
        left = _LEFT.search(discourse.text, other.start, limit)
        if (own or left) and (claimant := circumstances.claimant_id(voice)):
            if own is None or own["enemy"]:
                return allegiance.adversary(discourse, claimant)
            return allegiance.own_forces(discourse, claimant)
        matches = list(verb.finditer(discourse.text, other.start, limit))
        if matches and (found := before(discourse, other, matches[-1].start(), voice)):
            return found
    return None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    return next(reversed(list(pattern.finditer(text, start, end))), None)


def _lead_in(discourse: Discourse, sentence: Sentence) -> tuple[Sentence, ...]:
    lead_in = discourse.passage_of(sentence).lead_in
    return discourse.sentences_of(lead_in)[-1:] if lead_in is not None else ()
