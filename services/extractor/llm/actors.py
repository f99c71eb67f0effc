"""Resolve the words that a language model points at: who speaks, who suffered it, who did it.

By the registry and the rules for names; the model's own idea of who somebody is plays no part.
"""

from __future__ import annotations

import re

from schemas.claim import Actor, Subject, SubjectKind
from services.extractor.actors import allegiance, institutions, naming, scene
from services.extractor.discourse import Discourse, Sentence
from services.extractor.page.sentences import Span
from services.extractor.speech import attribution, identities, persons, reporting
from services.mentions import Mention

_OWN = re.compile(r"\b(?:its|their|our|his|her|my)\b", re.IGNORECASE)
_THEY = re.compile(r"(?:it|they|we|he|she|i)\b", re.IGNORECASE)
_ENEMY = re.compile(r"\benem(?:y|ies)\b|\badversar(?:y|ies)\b", re.IGNORECASE)
_NOUN = re.compile(r"[\w’'-]+(?=\W*\Z)")


def registered(actor: Actor | None) -> str | None:
    """Return the actor's id where the registry knows it."""
    actor_id = actor.actor_id if actor else None
    return actor_id if actor_id and not actor_id.startswith("unregistered:") else None


def speaker(discourse: Discourse, span: Span) -> Actor:
    """Return who the words at `span` mean as one who speaks; a pronoun is the last speaker before it."""
    words = span.of(discourse.text)
    for voice in attribution.voices(discourse, discourse.sentence_at(span.start)):
        if voice.speaker.start < span.end and span.start < voice.speaker.end:
            return Actor(actor_id=voice.speaker.actor_id, name=voice.speaker.name, text=words)
    if mentions := discourse.mentions_in(span.start, span.end):
        named = identities.of_mention(discourse, mentions[0])
        return Actor(actor_id=named.actor_id, name=named.name, text=words)
    person = persons.known(discourse, words, span.start)
    if person and (person.actor_id or person.has_role):
        return Actor(actor_id=person.actor_id, name=person.name, text=words)
    is_name = reporting.NAMED.search(words) and not reporting.BODY.search(words)
    name = re.sub(r"^(?:the|a)\s+", "", words, flags=re.IGNORECASE)
    if not is_name:
        return Actor(text=words)
    return Actor(actor_id=discourse.registry.unregistered(name), name=name, text=words)


def subject(discourse: Discourse, sentence: Sentence, span: Span, kind: SubjectKind, said_by: Actor | None) -> Subject:
    """Return whom the words at `span` mean as those who suffered it; `kind` is what the model takes them for."""
    words = span.of(discourse.text)
    actor_id = _people(discourse, span, kind) or _by_claimant(discourse, words, registered(said_by))
    if actor_id is None and kind == "civilian" and not discourse.mentions_in(span.start, span.end):
        country = scene.of(discourse).country_at(sentence, span.start)
        actor_id = discourse.registry.civilians(country, discourse.published_on) if country else None
    return Subject(
        actor_id=actor_id,
        name=discourse.registry.name(actor_id) if actor_id else None,
        text=words,
        kind=kind if kind != "unknown" else naming.kind_of(discourse, actor_id),
    )


def perpetrator(discourse: Discourse, span: Span, said_by: Actor | None) -> Actor:
    """Return whom the words at `span` mean as those who did it; "it" and "its forces" are the claimant's."""
    words = span.of(discourse.text)
    if said_by and _THEY.fullmatch(words):
        return Actor(actor_id=said_by.actor_id, name=said_by.name, text=words)
    actor_id = _people(discourse, span, "combatant") or _by_claimant(discourse, words, registered(said_by))
    return Actor(actor_id=actor_id, name=discourse.registry.name(actor_id) if actor_id else None, text=words)


def _people(discourse: Discourse, span: Span, kind: SubjectKind) -> str | None:
    """Return the one actor whose people the words name, the narrowest of several that contain each other."""
    registry = discourse.registry
    noun = _NOUN.search(span.of(discourse.text))
    found = {
        _people_of(discourse, mention, noun[0] if noun else "", kind)
        for mention in discourse.mentions_in(span.start, span.end)
    }
    if None in found:
        return None  # a wrong side is the worst error there is
    known = {actor_id for actor_id in found if actor_id}
    narrowest = [one for one in known if all(registry.is_within(one, other) for other in known)]
    return narrowest[0] if narrowest else None


def _people_of(discourse: Discourse, mention: Mention, noun: str, kind: SubjectKind) -> str | None:
    registry = discourse.registry
    actor_id = mention.actor_id or institutions.settled(discourse, mention)
    if actor_id is None:
        return None
    actor = registry.actor(actor_id)
    if actor.country is None or (mention.role != "demonym" and actor.kind not in {"state", "government"}):
        return actor_id
    match kind:
        case "civilian":
            return registry.civilians(actor.country, discourse.published_on) or actor_id
        case "combatant" if mention.role == "demonym":
            return institutions.force(discourse, noun, actor.country)  # "Norlandic rebels" are nobody's that we know
    return actor_id


def _by_claimant(discourse: Discourse, words: str, claimant: str | None) -> str | None:
    if claimant is None:
        return None
    if _OWN.search(words):
        return allegiance.own_forces(discourse, claimant)
    return allegiance.adversary(discourse, claimant) if _ENEMY.search(words) else None
