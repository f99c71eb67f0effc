"""Tell who is meant by a phrase that names nobody, where the claimant, the place or an earlier phrase settles it.

Where they do not, nobody is: unknown beats a guess.
"""

from __future__ import annotations

import re

from .attribution import Voice, voices
from .discourse import Discourse, Sentence
from .phrases import Group

_OWN_AUTHORITY = ("regional_authority", "emergency_service", "health_authority")
_OF_ARMED_PEOPLE = re.compile(
    r"['’]?s?\s+(?:[\w’'-]+\s+){0,2}?(?:militants?|fighters?|insurgents?|rebels?|terrorists?|gunm[ae]n|soldiers?"
    r"|troops|forces|members|combatants|commanders?)\b",
    re.IGNORECASE,
)
_IN_A_COUNTRY = re.compile(r"\b(?:in|across|inside|over|throughout)\s+(?:\w+(?:ern)?\s+)?$", re.IGNORECASE)
_PLACE_OF = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:towns?|cit(?:y|ies)|villages?|settlements?|hamlets?|regions?|provinces?|districts?|ports?"
    r"|markets?|hospitals?|schools?)\b"
)


def claimant_id(voice: Voice | None) -> str | None:
    """Return the claimant's id where the registry knows it."""
    actor_id = voice.speaker.actor_id if voice else None
    return actor_id if actor_id and not actor_id.startswith("unregistered:") else None


def by_circumstance(
    discourse: Discourse, sentence: Sentence, group: Group, phrase: str, voice: Voice | None, position: int
) -> str | None:
    """Return the subject of a phrase that names nobody, where the claimant or an earlier phrase settles it."""
    registry = discourse.registry
    claimant = claimant_id(voice)
    if group.people is None:
        return None
    if claimant and registry.actor(claimant).kind in _OWN_AUTHORITY and (country := registry.actor(claimant).country):
        if group.kind == "civilian":
            return registry.civilians(country)
        if group.people.camp == "state":
            return _force_called(discourse, phrase, country) or registry.armed_forces(country)
    if group.kind == "civilian" and (country := _country_of_place(discourse, sentence, position)):
        return registry.civilians(country)
    if group.kind == "combatant" and (named := _named_before(discourse, sentence, group)):
        return named
    if group.kind == "combatant" and group.people.camp != "state" and claimant:
        return _called_by(discourse, sentence, claimant)
    return None


def _force_called(discourse: Discourse, phrase: str, country: str) -> str | None:
    """Return the force of a country that a phrase means without naming the country: "territorial defence soldier"."""
    registry = discourse.registry
    demonyms = [demonym for actor in registry.actors.values() if actor.country == country for demonym in actor.demonyms]
    for mention in registry.mentions(f"{demonyms[0]} {phrase}", discourse.published_on) if demonyms else ():
        if mention.role == "name" and mention.start == 0:
            return mention.actor_id
    return None


def _country_of_place(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return the one country that the sentence, else the opening, is set in: "in Norland", "a Norlandic village"."""
    registry = discourse.registry
    opening = discourse.article.passages[:2]  # the headline and the paragraph that sets the scene
    for start, end in ((sentence.start, sentence.end), *((passage.start, passage.end) for passage in opening)):
        found: dict[str, int] = {}
        for mention in discourse.mentions_in(start, end):
            actor = registry.actor(mention.actor_id) if mention.actor_id else None
            if actor is None or actor.country is None or actor.kind != "state":
                continue
            named_in = mention.role == "name" and _IN_A_COUNTRY.search(discourse.text[start : mention.start])
            if named_in or (mention.role == "demonym" and _PLACE_OF.match(discourse.text, mention.end)):
                found.setdefault(actor.country, mention.start)
        behind = {country: at for country, at in found.items() if at > position}
        if len(found) == 1 or behind:
            return min(behind or found, key=lambda country: found[country])
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
                found.add(discourse.registry.armed_forces(country) or mention.actor_id)
    return found.pop() if len(found) == 1 else None


def own_forces(discourse: Discourse, claimant: str) -> str:
    """Return whom a claimant means by "our soldiers": the forces of the state that it speaks for, else itself."""
    actor = discourse.registry.actor(claimant)
    if actor.kind in {"state", "ministry", "government", "general_staff"} and actor.country:
        return discourse.registry.armed_forces(actor.country) or claimant
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
            registry.armed_forces(actor.country)
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
