"""Tell who is meant by a phrase that names nobody, where the claimant, the place or an earlier phrase settles it.

Where they do not, nobody is: unknown beats a guess.
"""

from __future__ import annotations

import re

from services.extractor.discourse import Discourse, Sentence
from services.extractor.speech.attribution import Voice

from . import allegiance, armed_groups, armies, belligerents, institutions, scene
from .armed_groups import OF_A_GROUP, Noun

_OF_THE_STATE = re.compile(
    r"\b(?:(?:pro-)?(?:government|regime)|junta|army|military|federal|state|security|police|loyalist|republican|national)"
    r"(?:['’]s)?\s+(?:[a-z]+\s+)?(?:forces?|troops?|soldiers?|fighters?|members?|personnel|men|losses)\b"
    r"|\bloyalists?\b|\bloyal to the (?:government|regime)\b"
    r"|\b(?:of|in|from) the (?:security forces|army|military|police)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_OCCUPIERS = re.compile(r"\b(?:occupiers?|invaders?|orcs|aggressors?)\b", re.IGNORECASE)
_OWN_AUTHORITY = ("regional_authority", "emergency_service", "health_authority")
_OF_ARMED_PEOPLE = re.compile(
    r"['’]?s?\s+(?:(?!said\b|says\b|told\b|\w+ed\b|\d)[\w’'-]+\s+){0,2}?(?:militants?|fighters?|insurgents?"
    r"|rebels?|terrorists?|gunm[ae]n|soldiers?"
    r"|troops|forces|members|combatants|commanders?)\b",
    re.IGNORECASE,
)


def claimant_id(voice: Voice | None) -> str | None:
    """Return the claimant's id where the registry knows it."""
    actor_id = voice.speaker.actor_id if voice else None
    return actor_id if actor_id and not actor_id.startswith("unregistered:") else None


def by_circumstance(
    discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, voice: Voice | None, position: int
) -> str | None:
    """Return the subject of a phrase that names nobody, where the claimant or an earlier phrase settles it."""
    registry, on = discourse.registry, discourse.published_on
    claimant = claimant_id(voice)
    if noun.people is None:
        return None
    camp = "state" if _OF_THE_STATE.search(phrase) else noun.people.camp
    if claimant and registry.actor(claimant).kind in _OWN_AUTHORITY and (country := registry.actor(claimant).country):
        if noun.kind == "civilian":
            return registry.civilians(country, on)
        if camp == "state":
            return armies.called(discourse, phrase, country) or institutions.force(discourse, noun.text, country)
    hit = belligerents.country_of_those_hit(discourse, sentence, position)
    told = scene.of(discourse)
    if noun.kind == "civilian" and (country := hit or told.country_at(sentence, position) or told.country):
        return allegiance.civilians_of(discourse, country, claimant)
    country = hit or scene.of(discourse).country_at(sentence, position)
    is_named = noun.kind == "combatant" and _NAMED.match(phrase)
    if is_named and country and (found := armies.called(discourse, phrase, country)):
        return found
    if camp == "state" and hit and not armies.are_foreign(phrase):
        return institutions.force(discourse, noun.text, hit)
    if named := armed_groups.named_with_pro(discourse, phrase):
        return named
    if _OCCUPIERS.search(phrase):
        return armies.enemy_of_the_scene(discourse, sentence, position)
    if noun.kind == "combatant" and (named := _named_before(discourse, sentence, noun)):
        return named
    named_by_foe = claimant if noun.kind == "combatant" and camp != "state" else None
    if named_by_foe and (called := allegiance.foe_named_by(discourse, sentence, named_by_foe)):
        return called
    if camp == "rebel" or (camp == "" and OF_A_GROUP.search(phrase)):
        return armed_groups.only_one(
            discourse, sentence, noun, phrase, position, claimant
        ) or armed_groups.of_the_country(discourse, sentence, noun, position)
    if camp == "state":
        return (
            armies.that_was_hit(discourse, sentence, noun, position)
            or armies.against_the_group(discourse, sentence, noun, claimant)
            or armies.of_the_claimant(discourse, sentence, noun, phrase, claimant, position)
            or armies.of_the_scene(discourse, sentence, noun, phrase, position)
        )
    return None


def _named_before(discourse: Discourse, sentence: Sentence, noun: Noun) -> str | None:
    """Return whom "21 militants" are by an earlier "Taliban militants" of the same sentence, if one only."""
    word = noun.text.lower().rstrip("s")
    found = set()
    for mention in discourse.mentions_in(sentence.start, sentence.end):
        behind = _OF_ARMED_PEOPLE.match(discourse.text, mention.end)
        if mention.actor_id and behind and behind[0].lower().rstrip("s").endswith(word):
            if discourse.registry.actor(mention.actor_id).kind != "state":
                found.add(mention.actor_id)
            elif (
                noun.people
                and noun.people.camp == "state"
                and (country := discourse.registry.actor(mention.actor_id).country)
            ):
                found.add(discourse.registry.armed_forces(country, discourse.published_on) or mention.actor_id)
    return found.pop() if len(found) == 1 else None
