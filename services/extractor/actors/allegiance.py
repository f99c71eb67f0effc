"""Tell whom a claimant means by "our soldiers", "the enemy" or "insurgents": its own side, and those against it."""

from __future__ import annotations

from services.extractor.discourse import Discourse, Sentence
from services.extractor.speech.attribution import voices


def own_forces(discourse: Discourse, claimant: str) -> str:
    """Return whom a claimant means by "our soldiers": the forces of the state that it speaks for, else itself."""
    registry, on = discourse.registry, discourse.published_on
    if registry.actor(claimant).kind not in {"state", "ministry", "government", "general_staff", "regional_authority"}:
        return claimant
    for house in (claimant, *registry.parents(claimant)):
        for part in registry.children(house):
            if registry.actor(part).kind == "armed_forces" and registry.existed(part, on):
                return part
    country = registry.actor(claimant).country
    return (registry.armed_forces(country, on) if country else None) or claimant


def civilians_of(discourse: Discourse, country: str, claimant: str | None) -> str | None:
    """Return the civilians of a country; those of the claimant's own authority, where it has one there."""
    registry, on = discourse.registry, discourse.published_on
    for house in (claimant, *registry.parents(claimant)) if claimant else ():
        for part in registry.children(house):
            actor = registry.actor(part)
            if actor.kind == "civilians" and actor.country in {None, country} and registry.existed(part, on):
                return part
    return registry.civilians(country, on)


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
    if not found:
        states = [party for party in against if registry.actor(party).kind == "state"]
        country = registry.actor(states[0]).country if len(states) == 1 else None
        return registry.armed_forces(country, discourse.published_on) if country else None
    countries = {registry.actor(one).country for one in found}
    country = countries.pop() if len(countries) == 1 else None
    army = registry.armed_forces(country, discourse.published_on) if country else None
    if army in found:
        return army
    return found.pop() if len(found) == 1 else None


def foe_named_by(discourse: Discourse, sentence: Sentence, claimant: str) -> str | None:
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
