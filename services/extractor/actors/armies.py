"""Tell whose army or police "4 soldiers", "the troops" or "the invaders" are of, where one only can be meant."""

from __future__ import annotations

import re

from services.extractor.discourse import Discourse, Sentence

from . import armed_groups, institutions, scene
from .armed_groups import GROUPS, REACH, Noun, mentions_near

_OF_AN_ARMY = ("armed_forces", "ministry", "general_staff")
_OF_A_GOVERNMENT = re.compile(r"\b(?:government|regime|junta|federal|loyalist)\b", re.IGNORECASE)
_OF_A_REGIME = re.compile(r"\b(?:regime|junta)\b", re.IGNORECASE)
_OF_A_STATE = ("state", "armed_forces", "ministry", "general_staff")
_OF_SOLDIERS = re.compile(r"\s+(?:\w+\s+)?(?:bases?|camps?|outposts?|convoys?|soldiers?|troops|forces|contingent)\b")
_FOREIGN = re.compile(r"\b(?:foreign|coalition|peacekeep\w*|UN|NATO|allied|international|private)\b", re.IGNORECASE)
_ARMED_NOUN = re.compile(
    r"soldiers?|troop(?:er)?s?|jawans?|personnel|servicem[ae]n|officers?|police(?:m[ae]n)?|men|fighters?|members?|guards?",
    re.IGNORECASE,
)
_VEHICLE = re.compile(
    r"['’]?s?\s+(?:[\w-]+\s+){0,2}?(?:convoys?|vehicles?|trucks?|bus(?:es)?|bases?|posts?|outposts?|camps?|patrols?"
    r"|checkpoints?|check\s?posts?|stations?|barracks|headquarters|positions?|garrison|centre|center|compound)\b"
)
_HITS = re.compile(
    r"\b(?:attack(?:s|ed|ing)?|ambush(?:es|ed|ing)?|raid(?:s|ed|ing)?|assault(?:s|ed|ing)?|stormed|storming|hit|hitting"
    r"|struck|targeted|targeting|rammed|bomb(?:ed|ing)?|on|against|at|into|near)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)
_UN = re.compile(r"peacekeep|blue helmet", re.IGNORECASE)


def are_foreign(phrase: str) -> bool:
    """Return whether a phrase is for soldiers of others: "foreign troops", "UN peacekeepers"."""
    return bool(_FOREIGN.search(phrase))


def that_was_hit(discourse: Discourse, sentence: Sentence, noun: Noun, position: int) -> str | None:
    """Return whose "40 troopers" are by what was attacked before: "an attack on a River Guard convoy killed 40"."""
    if not _ARMED_NOUN.search(noun.text):
        return None
    registry = discourse.registry
    for mention in reversed(discourse.mentions_in(sentence.start, position)):
        actor = registry.actor(mention.actor_id) if mention.actor_id else None
        if actor is None or actor.kind not in {"armed_forces", "police", "border_guard", *GROUPS}:
            continue
        before = discourse.text[max(sentence.start, mention.start - 60) : mention.start]
        if _VEHICLE.match(discourse.text, mention.end) and _HITS.search(before):
            return mention.actor_id
    return None


def against_the_group(discourse: Discourse, sentence: Sentence, noun: Noun, claimant: str | None) -> str | None:
    """Return whose "4 soldiers" are in a fight with one armed group: the army it fights, if no other is near."""
    registry = discourse.registry
    speaks = {claimant} if claimant and registry.actor(claimant).kind in GROUPS else set()
    groups = armed_groups.near(discourse, sentence) | speaks
    if len(groups) != 1:
        return None
    against = registry.adversaries(groups.pop() or "", discourse.published_on)
    fought = {registry.actor(party).country for party in against} - {None}
    armies = {
        registry.actor(mention.actor_id).country
        for mention in mentions_near(discourse, sentence, REACH)
        if mention.actor_id and registry.actor(mention.actor_id).kind not in {"outlet", *GROUPS}
    }  # null: that of an international force
    country = armies.pop() if len(armies) == 1 else None
    if country is None or country not in fought:
        return None
    return institutions.force(discourse, noun.text, country)


def of_the_claimant(
    discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, claimant: str | None, position: int
) -> str | None:
    """Return whose "soldiers" a claimant means that fights: a group those of its enemy, a state abroad its own."""
    registry, on = discourse.registry, discourse.published_on
    if claimant is None or _FOREIGN.search(phrase):
        return None
    actor, country = registry.actor(claimant), scene.of(discourse).country_at(sentence, position)
    if actor.kind in GROUPS:
        fought = {registry.actor(party).country for party in registry.adversaries(claimant, on)} - {None}
        of = country if country in fought else next(iter(fought)) if len(fought) == 1 else None
        return institutions.force(discourse, noun.text, of) if of else None
    if actor.kind not in _OF_AN_ARMY or actor.country in {None, country} or _OF_A_GOVERNMENT.search(phrase):
        return None
    there = registry.armed_forces(country, on) if country else None
    if there and registry.perspective(there, claimant, on) == "adversary":
        return None
    return institutions.force(discourse, noun.text, actor.country or "")


def of_the_scene(discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, position: int) -> str | None:
    """Return whose "soldiers" or "police officers" are by where they fell, if no other state fights there."""
    country = scene.of(discourse).country_at(sentence, position)
    if _OF_A_REGIME.search(phrase) and (whole := scene.of(discourse).country):
        return institutions.force(discourse, noun.text, whole)
    if country is None or _FOREIGN.search(phrase):
        return institutions.mission(discourse, country) if _UN.search(phrase) else None
    found = institutions.force(discourse, phrase, country) or institutions.force(discourse, noun.text, country)
    if found is None and institutions.are_officers(noun.text):
        found = institutions.officers(discourse, sentence, position, country)
    if found is None or _is_of_guests(discourse, sentence, country):
        return None
    return None if _is_fought_by_a_state(discourse, sentence, found) else found


def called(discourse: Discourse, phrase: str, country: str) -> str | None:
    """Return the force of a country that a phrase means without naming the country: "territorial defence soldier"."""
    registry = discourse.registry
    demonyms = [demonym for actor in registry.actors.values() if actor.country == country for demonym in actor.demonyms]
    for mention in registry.mentions(f"{demonyms[0]} {phrase}", discourse.published_on) if demonyms else ():
        if mention.role == "name" and mention.start == 0:
            return mention.actor_id
    return None


def enemy_of_the_scene(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return whose "invaders" are: the forces of the one state that is at war with that of the scene."""
    registry, on = discourse.registry, discourse.published_on
    country = scene.of(discourse).country_at(sentence, position)
    forces = registry.armed_forces(country, on) if country else None
    against = {registry.actor(party).country for party in registry.adversaries(forces, on)} if forces else set()
    states = {other for other in against if other} & scene.of(discourse).countries
    return registry.armed_forces(states.pop(), on) if len(states) == 1 else None


def _is_of_guests(discourse: Discourse, sentence: Sentence, country: str) -> bool:
    """Return whether the soldiers of another country are near: "stormed a Ugandan base in Somalia"."""
    registry = discourse.registry
    for mention in mentions_near(discourse, sentence, REACH):
        actor = registry.actor(mention.actor_id) if mention.actor_id else None
        if actor is None or actor.country in {None, country} or actor.kind not in {"state", "armed_forces"}:
            continue
        if actor.kind == "armed_forces" or _OF_SOLDIERS.match(discourse.text, mention.end):
            return True
    return False


def _is_fought_by_a_state(discourse: Discourse, sentence: Sentence, force: str) -> bool:
    """Return whether the forces of a state that is at war with this one are named near: either may be meant."""
    registry, on = discourse.registry, discourse.published_on
    return any(
        mention.actor_id
        and registry.actor(mention.actor_id).kind in _OF_A_STATE
        and registry.perspective(mention.actor_id, force, on) == "adversary"
        for mention in mentions_near(discourse, sentence, REACH)
    )
