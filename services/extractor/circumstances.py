"""Tell who is meant by a phrase that names nobody, where the claimant, the place or an earlier phrase settles it.

Where they do not, nobody is: unknown beats a guess.
"""

from __future__ import annotations

import re

from services.mentions import Mention

from . import institutions, scene
from .attribution import Voice, voices
from .discourse import Discourse, Sentence
from .phrases import Group

_GROUPS = ("armed_group", "militia")
_REACH_OF_A_GROUP = 3
_OF_ANY_SIDE = ("fighters", "fighter", "combatants", "mercenaries", "volunteers")
_DOES = re.compile(
    r"^(?:['’]s?)?\s+(?:[\w’'-]+\s+){0,4}?(?:and\s+)?(?:killed|kills|shot|wounded|injured|captured|abducted"
    r"|executed|beheaded"
    r"|ambushed|(?:claimed|said)\s+(?:to\s+have|it|its|they))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"['’]?s?\s+(?:\w+\s+)?(?:said|says|told|denied|denies|claim\w*|added|reported)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_OF_SOLDIERS = re.compile(r"\s+(?:\w+\s+)?(?:bases?|camps?|outposts?|convoys?|soldiers?|troops|forces|contingent)\b")
_FOREIGN = re.compile(r"\b(?:foreign|coalition|peacekeep\w*|UN|NATO|allied|international|private)\b", re.IGNORECASE)
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
    discourse: Discourse, sentence: Sentence, group: Group, phrase: str, voice: Voice | None, position: int
) -> str | None:
    """Return the subject of a phrase that names nobody, where the claimant or an earlier phrase settles it."""
    registry, on = discourse.registry, discourse.published_on
    claimant = claimant_id(voice)
    if group.people is None:
        return None
    if claimant and registry.actor(claimant).kind in _OWN_AUTHORITY and (country := registry.actor(claimant).country):
        if group.kind == "civilian":
            return registry.civilians(country, on)
        if group.people.camp == "state":
            return _force_called(discourse, phrase, country) or institutions.force(discourse, group.noun, country)
    if group.kind == "civilian" and (country := scene.of(discourse).country_at(sentence, position)):
        return registry.civilians(country, on)
    if group.kind == "combatant" and (named := _named_before(discourse, sentence, group)):
        return named
    named_by_foe = claimant if group.kind == "combatant" and group.people.camp != "state" else None
    if named_by_foe and (called := _called_by(discourse, sentence, named_by_foe)):
        return called
    if group.people.camp == "rebel":
        return _only_group(discourse, sentence, group, position, claimant)
    if group.people.camp == "state":
        return _army_against(discourse, sentence, group, claimant) or _force_of_the_scene(
            discourse, sentence, group, phrase, position
        )
    return None


def _force_of_the_scene(
    discourse: Discourse, sentence: Sentence, group: Group, phrase: str, position: int
) -> str | None:
    """Return whose "soldiers" or "police officers" are by where they fell, if no other state fights there."""
    country = scene.of(discourse).country_at(sentence, position)
    if country is None or _FOREIGN.search(phrase):
        return None
    found = institutions.force(discourse, phrase, country) or institutions.force(discourse, group.noun, country)
    if found is None or _is_of_guests(discourse, sentence, country):
        return None
    return None if _is_fought_by_a_state(discourse, found) else found


def _is_of_guests(discourse: Discourse, sentence: Sentence, country: str) -> bool:
    """Return whether the soldiers of another country are near: "stormed a Ugandan base in Somalia"."""
    registry = discourse.registry
    for mention in _mentions_near(discourse, sentence, _REACH_OF_A_GROUP):
        actor = registry.actor(mention.actor_id) if mention.actor_id else None
        if actor is None or actor.country in {None, country} or actor.kind not in {"state", "armed_forces"}:
            continue
        if actor.kind == "armed_forces" or _OF_SOLDIERS.match(discourse.text, mention.end):
            return True
    return False


def _is_fought_by_a_state(discourse: Discourse, force: str) -> bool:
    """Return whether the article names the forces of a state that is at war with this one: either may be meant."""
    registry, on = discourse.registry, discourse.published_on
    return any(
        mention.actor_id
        and registry.actor(mention.actor_id).kind in {"state", "armed_forces", "ministry", "general_staff"}
        and registry.perspective(mention.actor_id, force, on) == "adversary"
        for mention in discourse.mentions
    )


def _only_group(
    discourse: Discourse, sentence: Sentence, group: Group, position: int, claimant: str | None
) -> str | None:
    """Return whom "21 militants" are where one armed group only is spoken of; who kills them is not who they are."""
    doers = {
        mention.actor_id
        for mention in discourse.mentions_in(sentence.start, sentence.end)
        if _DOES.search(discourse.text[mention.end : position])
        or (mention.start > position and _BY.search(discourse.text[position : mention.start]))
    }
    reach = 0 if group.noun.lower() in _OF_ANY_SIDE else _REACH_OF_A_GROUP
    found = _groups_near(discourse, sentence, reach) - {claimant}
    return found.pop() if len(found) == 1 and not found & doers else None


def _army_against(discourse: Discourse, sentence: Sentence, group: Group, claimant: str | None) -> str | None:
    """Return whose "4 soldiers" are in a fight with one armed group: the army it fights, if no other is near."""
    registry = discourse.registry
    speaks = {claimant} if claimant and registry.actor(claimant).kind in _GROUPS else set()
    groups = _groups_near(discourse, sentence) | speaks
    if len(groups) != 1:
        return None
    against = registry.adversaries(groups.pop() or "", discourse.published_on)
    fought = {registry.actor(party).country for party in against} - {None}
    armies = {
        registry.actor(mention.actor_id).country
        for mention in _mentions_near(discourse, sentence, _REACH_OF_A_GROUP)
        if mention.actor_id and registry.actor(mention.actor_id).kind not in {"outlet", *_GROUPS}
    }  # null: that of an international force
    country = armies.pop() if len(armies) == 1 else None
    if country is None or country not in fought:
        return None
    return institutions.force(discourse, group.noun, country)


def _mentions_near(discourse: Discourse, sentence: Sentence, reach: int) -> list[Mention]:
    near = (sentence, *discourse.before(sentence, reach))
    return [mention for other in near for mention in discourse.mentions_in(other.start, other.end)]


def _groups_near(discourse: Discourse, sentence: Sentence, reach: int = _REACH_OF_A_GROUP) -> set[str | None]:
    registry = discourse.registry
    return {
        mention.actor_id
        for mention in _mentions_near(discourse, sentence, reach)
        if mention.actor_id
        and not _SPEAKS.match(discourse.text, mention.end)
        and mention.role != "spokesperson"
        and registry.actor(mention.actor_id).kind in _GROUPS
    }


def _force_called(discourse: Discourse, phrase: str, country: str) -> str | None:
    """Return the force of a country that a phrase means without naming the country: "territorial defence soldier"."""
    registry = discourse.registry
    demonyms = [demonym for actor in registry.actors.values() if actor.country == country for demonym in actor.demonyms]
    for mention in registry.mentions(f"{demonyms[0]} {phrase}", discourse.published_on) if demonyms else ():
        if mention.role == "name" and mention.start == 0:
            return mention.actor_id
    return None


def _named_before(discourse: Discourse, sentence: Sentence, group: Group) -> str | None:
    """Return whom "21 militants" are by an earlier "Taliban militants" of the same sentence, if one only."""
    noun = group.noun.lower().rstrip("s")
    found = set()
    for mention in discourse.mentions_in(sentence.start, sentence.end):
        behind = _OF_ARMED_PEOPLE.match(discourse.text, mention.end)
        if mention.actor_id and behind and behind[0].lower().rstrip("s").endswith(noun):
            if discourse.registry.actor(mention.actor_id).kind != "state":
                found.add(mention.actor_id)
            elif (
                group.people
                and group.people.camp == "state"
                and (country := discourse.registry.actor(mention.actor_id).country)
            ):
                found.add(discourse.registry.armed_forces(country, discourse.published_on) or mention.actor_id)
    return found.pop() if len(found) == 1 else None


def own_forces(discourse: Discourse, claimant: str) -> str:
    """Return whom a claimant means by "our soldiers": the forces of the state that it speaks for, else itself."""
    actor = discourse.registry.actor(claimant)
    if actor.kind in {"state", "ministry", "government", "general_staff"} and actor.country:
        return discourse.registry.armed_forces(actor.country, discourse.published_on) or claimant
    return claimant


def adversary(discourse: Discourse, claimant: str) -> str | None:
    """Return the one force against the claimant that the article names; null where it names none or several."""
    registry = discourse.registry
    against = registry.adversaries(claimant, discourse.published_on)
    found: set[str] = set()
    for mention in discourse.mentions:
        party = mention.actor_id
        if party is None or not any(registry.is_within(party, other) for other in against):
            continue
        actor = registry.actor(party)
        forces = (
            registry.armed_forces(actor.country, discourse.published_on)
            if actor.country and actor.kind not in {"armed_group", "militia"}
            else party
        )
        if forces:
            found.add(forces)
    return found.pop() if len(found) == 1 else None


def _called_by(discourse: Discourse, sentence: Sentence, claimant: str) -> str | None:
    """Return the one armed adversary that the claimant itself names, in this sentence or elsewhere in its own words."""
    registry, on = discourse.registry, discourse.published_on
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    adversaries = {
        actor_id
        for actor_id in named
        if registry.actor(actor_id).kind in {"armed_group", "militia", "armed_forces"}
        and registry.perspective(actor_id, claimant, on) == "adversary"
    }
    mentions = [mention for mention in discourse.mentions if mention.actor_id in adversaries]
    here = {mention.actor_id for mention in mentions if sentence.start <= mention.start < sentence.end}
    found = here or {
        mention.actor_id for mention in mentions if _speaks(discourse, discourse.sentence_at(mention.start), claimant)
    }
    return found.pop() if len(found) == 1 else None


def _speaks(discourse: Discourse, sentence: Sentence, claimant: str) -> bool:
    return any(
        voice.speaker.actor_id == claimant or _same_house(discourse, voice.speaker.actor_id, claimant)
        for voice in voices(discourse, sentence)
    )


def _same_house(discourse: Discourse, speaker: str | None, claimant: str) -> bool:
    """Return whether two speakers are of one state, as "the Russian ministry" and "the Russian Defense Ministry"
    are.
    """
    registry = discourse.registry
    if speaker is None or speaker.startswith("unregistered:"):
        return False
    one, other = registry.actor(speaker), registry.actor(claimant)
    return (
        one.country is not None
        and one.country == other.country
        and {one.kind, other.kind} <= {"ministry", "state", "government"}
    )
