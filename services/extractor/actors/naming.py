"""Make the subject of a claim from a noun phrase that names it: "25 soldiers of the Siberian Battalion"."""

from __future__ import annotations

import re

from schemas.claim import Subject, SubjectKind
from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures.phrases import Group
from services.extractor.speech.attribution import Voice
from services.mentions import Mention

from . import allegiance, circumstances, institutions, scene

_BEHIND = re.compile(
    r"\s+(?:(?:of|from|belonging to|loyal to|in|with|among)\s+)(?:the\s+|a\s+)?(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE
)
_JOINED = re.compile(
    r"\s+and\s+(?:[a-z]+\s+)?(?P<noun>police\s+officers?|police(?:m[ae]n)?|soldiers?|troops|security\s+forces)\b",
    re.IGNORECASE,
)
_NATIONALS = re.compile(r"nationals?|citizens?", re.IGNORECASE)
_BEFORE_A_NOUN = re.compile(
    r"^(?:(?:of\s+(?:them|whom|which|the|these|those)|out\s+of\s+[\d,]+|of|more|further|additional"
    r"|(?:is|are|was|were|being)(?:\s+(?:all|both|also))?)\s+)+",
    re.IGNORECASE,
)
_LONG_NAME = 60
_ARMED = ("armed_forces", "armed_group", "militia", "border_guard", "police", "intelligence")


def named(
    discourse: Discourse, sentence: Sentence, group: Group, start: int, end: int, voice: Voice | None
) -> Subject | None:
    """Return the subject that the noun phrase at `start:end` names, alone or with what it is joined to."""
    end = max([end, *(one.end for one in discourse.mentions_in(start, end + _LONG_NAME) if one.start < end)])
    mention = _in_phrase(discourse, sentence, start, end)
    if mention is None:
        return None
    actor_id, reach = _specific(discourse, mention, group, voice), max(end, mention.end)
    text = bare_of(discourse.text[start:reach]) or mention.text
    joined = _JOINED.match(discourse.text, reach, sentence.end)
    if joined and actor_id:
        actor_id = _of_both(discourse, actor_id, joined["noun"])
        text += joined[0]
    return made(discourse, actor_id, text, group.kind)


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


def made(discourse: Discourse, actor_id: str | None, text: str, kind: SubjectKind) -> Subject:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    name = discourse.registry.name(actor_id) if actor_id and registered else None
    return Subject(
        actor_id=actor_id, name=name, text=text, kind=kind if kind != "unknown" else kind_of(discourse, actor_id)
    )


def bare_of(phrase: str) -> str:
    """Return a noun phrase without the words before it that say nothing of its people: "of the", "more of our"."""
    return _BEFORE_A_NOUN.sub("", phrase.strip()).strip()


def _of_both(discourse: Discourse, actor_id: str, noun: str) -> str | None:
    """Return what the forces of two nouns are parts of: "Norlandic soldiers and police officers" are of the state."""
    registry = discourse.registry
    country = registry.actor(actor_id).country
    other = institutions.force(discourse, noun, country) if country else None
    if other is None or registry.is_within(other, actor_id):
        return actor_id
    return next((one for one in registry.parents(actor_id) if registry.is_within(other, one)), actor_id)


def _in_phrase(discourse: Discourse, sentence: Sentence, start: int, end: int) -> Mention | None:
    """Return the actor named in the noun phrase or right behind it ("25 soldiers of the Siberian Battalion")."""
    inside = discourse.mentions_in(start, end)
    if inside:
        return inside[-1]
    behind = discourse.mentions_in(end, min(sentence.end, end + 90))
    for number, mention in enumerate(behind):
        following = behind[number + 1] if number + 1 < len(behind) else None
        if mention.role == "demonym" and following and discourse.text[mention.end : following.start] == " ":
            continue  # "of the Norlandic River Guard"
        between = discourse.text[end : mention.start]
        if _BEHIND.fullmatch(between) and not re.search(r"\b(?:by|said|in|from the (?:village|town|city))\b", between):
            registry = discourse.registry
            if mention.actor_id and registry.actor(mention.actor_id).kind in {*_ARMED, "civilians", "state"}:
                return mention
            if mention.actor_id and re.search(r"loyal to|belonging to|in the service of", between):
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
        return near[0] if len(near) == 1 else institutions.settled(discourse, mention)
    actor = registry.actor(actor_id)
    if actor.country is None and actor.kind in {"international", "armed_group"} and group.kind == "combatant":
        told = scene.of(discourse)
        country = told.country_at(discourse.sentence_at(mention.start), mention.start) or told.country
        return institutions.in_the_field(discourse, actor_id, country)
    if mention.role == "demonym" and institutions.are_peacekeepers(group.noun):
        country = scene.of(discourse).country_at(discourse.sentence_at(mention.start), mention.start)
        return institutions.mission(discourse, country)
    if mention.role == "demonym" and _NATIONALS.search(group.noun):
        return actor_id
    if actor.kind in {"regional_authority", "government"} and group.kind == "combatant":
        return allegiance.own_forces(discourse, actor_id)
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
    on = discourse.published_on
    police = registry.police(actor.country, on) if group.noun.lower().startswith("police") else None
    return police or registry.armed_forces(actor.country, on)
