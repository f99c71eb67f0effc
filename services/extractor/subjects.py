"""Tell who suffered it, in the claimant's characterisation.

Unknown beats a guess: a wrong side is the worst error there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.claim import Subject, SubjectKind
from services.mentions import Mention

from . import circumstances, reporting
from .attribution import Voice, voices
from .discourse import Discourse, Sentence
from .phrases import Group, Token

_BEHIND = re.compile(
    r"\s+(?:(?:of|from|belonging to|loyal to|in|with|among)\s+)(?:the\s+|a\s+)?(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"\b(its|their|our|his|her|my)\b", re.IGNORECASE)
_ENEMY = re.compile(r"\benem(?:y|ies)\b|\badversar(?:y|ies)\b|\bopponents?\b", re.IGNORECASE)
_LOSSES_OF = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+)?(?:losses|casualties)\b", re.IGNORECASE)
_WHOSE_LOSSES = re.compile(
    r"\b(?:its|our|their own|(?P<enemy>(?:the )?enemy(?:['’]s)?))\s+(?:own\s+|total\s+|combat\s+|personnel\s+)*"
    r"(?:losses|casualties)\b",
    re.IGNORECASE,
)
_ARMED = ("armed_forces", "armed_group", "militia", "border_guard", "police", "intelligence")


def subject_of(
    discourse: Discourse,
    sentence: Sentence,
    line: Sequence[Token],
    group: Group,
    loss: Token,
    voice: Voice | None,
    inherited: Subject | None,
    rule: str,
) -> Subject:
    """Return who suffered the loss that `group` counts. `inherited`: the subject of the figure that it is joined to."""
    start = sentence.start + line[group.first].end
    end = sentence.start + line[group.last - 1].end
    phrase = discourse.text[start:end].strip().removeprefix("of ")
    kind = group.kind
    named = _in_phrase(discourse, sentence, start, end)
    if named:
        actor_id, reach = _specific(discourse, named, group, voice), max(end, named.end)
        return _subject(discourse, actor_id, discourse.text[start:reach].strip() or named.text, kind)
    if loss.loss and loss.loss.measure == "casualties" and loss.loss.form == "active":
        sufferer = _sufferer(discourse, sentence, sentence.start + loss.start, voice)
        if sufferer:
            return _subject(discourse, sufferer, phrase or loss.text, kind)
    if own := _by_pronoun(discourse, phrase, sentence, voice):
        return _subject(discourse, own, phrase, kind)
    if rule == "toll" and (counted := _counted(discourse, sentence, line, group, voice)):
        return counted
    bare = not group.people or group.noun.lower() in {"others", "other"}
    if bare and (sufferer := _sufferer_of_noun(discourse, sentence, line, group, voice)):
        return _subject(discourse, sufferer, discourse.registry.name(sufferer), kind)
    if bare and inherited is not None:
        return inherited
    claimant = circumstances.claimant_id(voice)
    if bare and claimant and voice and voice.attitude == "concedes" and kind_of(discourse, claimant) == "combatant":
        return _subject(discourse, claimant, phrase or loss.text, kind)  # "the army admitted 12 dead"
    return _subject(
        discourse,
        circumstances.by_circumstance(discourse, sentence, group, phrase, voice, start),
        phrase or loss.text,
        kind,
    )


def _counted(
    discourse: Discourse, sentence: Sentence, line: Sequence[Token], group: Group, voice: Voice | None
) -> Subject | None:
    """Return whom "the number of villagers killed rose to three" counts: the people named before the figure."""
    for index in range(group.first - 1, 0, -1):
        token = line[index]
        if token.people is None:
            continue
        first = index
        while first and line[first - 1].kind == "word":
            first -= 1
        start, end = sentence.start + line[first].start, sentence.start + token.end
        phrase = discourse.text[start:end]
        people = replace(group, people=token.people, noun=token.text)
        named = _in_phrase(discourse, sentence, start, end)
        found = _specific(discourse, named, people, voice) if named else None
        found = found or circumstances.by_circumstance(discourse, sentence, people, phrase, voice, start)
        return _subject(discourse, found, phrase, token.people.kind)
    return None


def sufferer_before(discourse: Discourse, sentence: Sentence, position: int, voice: Voice | None) -> str | None:
    """Return whom the subject of "lost", "suffered" or "sustained" at `position` names; a pronoun is the speaker."""
    return _sufferer(discourse, sentence, position, voice)


def kind_of(discourse: Discourse, actor_id: str | None) -> SubjectKind:
    """Return what the people of an actor are: fighters, civilians, or we do not know."""
    if actor_id is None or actor_id.startswith("unregistered:"):
        return "unknown"
    match discourse.registry.actor(actor_id).kind:
        case "armed_forces" | "armed_group" | "militia" | "border_guard" | "police" | "intelligence":
            return "combatant"
        case "civilians":
            return "civilian"
    return "unknown"


def _subject(discourse: Discourse, actor_id: str | None, text: str, kind: SubjectKind) -> Subject:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    name = discourse.registry.name(actor_id) if actor_id and registered else None
    return Subject(
        actor_id=actor_id, name=name, text=text, kind=kind if kind != "unknown" else kind_of(discourse, actor_id)
    )


def _in_phrase(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Mention | None:
    """Return the actor named in the noun phrase or right behind it ("25 soldiers of the Siberian Battalion")."""
    inside = discourse.mentions_in(start, end)
    if inside:
        return inside[-1]
    for mention in discourse.mentions_in(end, min(sentence.end, end + 70)):
        between = discourse.text[end : mention.start]
        if _BEHIND.fullmatch(between) and not re.search(r"\b(?:by|said|in|from the (?:village|town|city))\b", between):
            registry = discourse.registry
            if mention.actor_id and registry.actor(mention.actor_id).kind in {*_ARMED, "civilians", "state"}:
                return mention
        return None
    return None


def _specific(discourse: Discourse, mention: Mention, group: Group, voice: Voice | None) -> str | None:
    """Return the actor that a named phrase means: "Russian soldiers" are of the armed forces, not of the state."""
    registry = discourse.registry
    actor_id = mention.actor_id
    if actor_id is None:
        claimant = circumstances.claimant_id(voice)
        country = registry.actor(claimant).country if claimant else None
        near = [
            candidate for candidate in mention.candidates if country and registry.actor(candidate).country == country
        ]
        return near[0] if len(near) == 1 else None
    actor = registry.actor(actor_id)
    if mention.role != "demonym" and actor.kind not in {"state", "government"}:
        return actor_id
    if actor.country is None:
        return actor_id
    if group.people is None or group.kind == "unknown":
        return actor_id
    if group.kind == "civilian":
        return registry.civilians(actor.country, discourse.published_on) or actor_id
    if group.people.camp == "rebel":
        return None
    if group.noun.lower().startswith("police"):
        return registry.police(actor.country, discourse.published_on) or registry.armed_forces(actor.country, discourse.published_on)
    return registry.armed_forces(actor.country, discourse.published_on)


def _sufferer(discourse: Discourse, sentence: Sentence, position: int, voice: Voice | None) -> str | None:
    before = discourse.text[sentence.start : position]
    if re.search(r"\b(?:it|they|we|he)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE):
        speaker = circumstances.claimant_id(voice)
        return circumstances.own_forces(discourse, speaker) if speaker else voice.speaker.actor_id if voice else None
    claimant = circumstances.claimant_id(voice)
    if claimant and _ENEMY.search(before):
        return circumstances.adversary(discourse, claimant)
    found = [mention for mention in discourse.mentions_in(sentence.start, position) if mention.actor_id]
    if not found:
        return None
    heads = [
        mention
        for mention in found
        if not reporting.BEHIND_A_HEAD.search(discourse.text[sentence.start : mention.start])
    ]
    return _as_forces(discourse, (heads or found)[-1])


def _as_forces(discourse: Discourse, mention: Mention) -> str | None:
    """Return the forces that "Russia" or "the Russian army" means as the one who lost people."""
    registry = discourse.registry
    actor = registry.actor(mention.actor_id) if mention.actor_id else None
    if actor is None:
        return None
    behind = discourse.text[mention.end : mention.end + 40]
    if actor.kind in {"state", "government"} and actor.country:
        if re.match(r"\s+(?:civilians?|people|population)", behind):
            return registry.civilians(actor.country, discourse.published_on)
        return registry.armed_forces(actor.country, discourse.published_on)
    return actor.id


def _sufferer_of_noun(
    discourse: Discourse, sentence: Sentence, line: Sequence[Token], group: Group, voice: Voice | None
) -> str | None:
    """Return the sufferer of a bare figure: "the army suffered 40 fatalities", also in the line above its bullet."""
    verb = re.compile(r"\b(?:suffer\w*|sustain\w*|lost|los(?:es|ing)|incur\w*|record\w*)\b", re.IGNORECASE)
    for other in (sentence, *_lead_in(discourse, sentence)):
        for mention in discourse.mentions_in(other.start, other.end):
            if _LOSSES_OF.match(discourse.text, mention.end) or re.search(
                r"\b(?:loss|losses|casualties) (?:of|among|for|in) (?:the )?$",
                discourse.text[other.start : mention.start],
                re.I,
            ):
                return _as_forces(discourse, mention)
        own = _WHOSE_LOSSES.search(discourse.text, other.start, other.end)
        if own and (claimant := circumstances.claimant_id(voice)):
            if own["enemy"]:
                return circumstances.adversary(discourse, claimant)
            return circumstances.own_forces(discourse, claimant)
        limit = sentence.start + line[group.first].start if other is sentence else other.end
        matches = list(verb.finditer(discourse.text, other.start, limit))
        if matches and (found := _sufferer(discourse, other, matches[-1].start(), voice)):
            return found
    return None


def _lead_in(discourse: Discourse, sentence: Sentence) -> tuple[Sentence, ...]:
    lead_in = discourse.passage_of(sentence).lead_in
    return discourse.sentences_of(lead_in)[-1:] if lead_in is not None else ()


def _denier(discourse: Discourse, sentence: Sentence, voice: Voice | None) -> str | None:
    """Return who denies what `voice` says, and so means itself: "denied Norland's claim that its troops had fled"."""
    for other in voices(discourse, sentence):
        if voice and other.attitude == "denies" and other.verb < voice.verb:
            return circumstances.claimant_id(other)
    return None


def _by_pronoun(discourse: Discourse, phrase: str, sentence: Sentence, voice: Voice | None) -> str | None:
    claimant = circumstances.claimant_id(voice)
    if claimant is None:
        return None
    if _POSSESSIVE.search(phrase):
        return circumstances.own_forces(discourse, _denier(discourse, sentence, voice) or claimant)
    if _ENEMY.search(phrase):
        return circumstances.adversary(discourse, claimant)
    return None
