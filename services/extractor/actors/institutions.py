"""Tell whose "the army", "police", "soldiers" or "the ministry" is, where only one can be meant."""

from __future__ import annotations

import re

from services.extractor.discourse import Discourse, Sentence
from services.mentions import Mention

from . import scene

_POLICE = re.compile(r"police|\bcops?\b|constables?", re.IGNORECASE)
_ARMY = re.compile(
    r"military|army|armed forces|forces|troops?|troopers?|soldiers?|servicem[ae]n|service members?|personnel|jawans?"
    r"|commandos?|paratroopers?|conscripts?|recruits?|cadets?|reservists?|marines?|infantrym[ae]n|lieutenants?|majors?"
    r"|captains?|colonels?|generals?|sergeants?|corporals?|brigadiers?|pilots?|airm[ae]n|sailors?|fighters",
    re.IGNORECASE,
)
_MISSION = re.compile(r"peacekeep|blue helmet", re.IGNORECASE)
_OFFICERS = re.compile(r"officers?", re.IGNORECASE)
_REACH = 3
_SERVICE = re.compile(
    r"(?P<police>polic\w+|constables?|patrol car)|army|military|soldiers?|troops|battalion|brigade|regiment",
    re.IGNORECASE,
)


def force(discourse: Discourse, noun: str, country: str) -> str | None:
    """Return the force of a country that a noun means by itself: "the army", "12 police officers", "soldiers".

    What the registry calls by a demonym and the noun goes first ("Afghan soldiers"), then the country's force of the
    kind, of those that there were when the article was published.
    """
    registry, on = discourse.registry, discourse.published_on
    if found := named(discourse, noun, country):
        return found
    if _MISSION.search(noun):
        return mission(discourse, country)
    if _POLICE.search(noun):
        return registry.police(country, on)
    return registry.armed_forces(country, on) if _ARMY.search(noun) else None


def are_peacekeepers(noun: str) -> bool:
    """Return whether a noun is for the soldiers of an international mission."""
    return bool(_MISSION.search(noun))


def mission(discourse: Discourse, country: str | None) -> str | None:
    """Return whose "peacekeepers" are: of the one mission that the article names, else of that in the country."""
    registry = discourse.registry
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    found = [one for one in named if registry.actor(one).kind == "international" and registry.actor(one).country]
    if len(found) == 1:
        return found[0]
    return registry.mission(country, discourse.published_on) if country else None


def in_the_field(discourse: Discourse, body: str, country: str | None) -> str:
    """Return the part of a body that acts in a country: the UN's mission there, the Islamic State's province."""
    registry, on = discourse.registry, discourse.published_on
    parts = [part for part in registry.children(body) if registry.existed(part, on)]
    found = [part for part in parts if country and registry.actor(part).country == country]
    if not found:
        found = [part for part in parts if registry.actor(part).country in scene.of(discourse).countries]
    return found[0] if len(found) == 1 else body


def officers(discourse: Discourse, sentence: Sentence, position: int, country: str) -> str | None:
    """Return whose "officers" are, by the service that was named last before `position`: the police, or the army."""
    registry, on = discourse.registry, discourse.published_on
    for other in (sentence, *discourse.before(sentence, _REACH)):
        end = min(position, other.end)
        found = list(_SERVICE.finditer(discourse.text, other.start, end))
        if found:
            return registry.police(country, on) if found[-1]["police"] else registry.armed_forces(country, on)
    return None


def are_officers(noun: str) -> bool:
    """Return whether a noun is "officers" without the service."""
    return bool(_OFFICERS.fullmatch(noun))


def named(discourse: Discourse, noun: str, country: str) -> str | None:
    """Return what the registry calls by a country's demonym and a noun: the "Norlandic government"."""
    demonym = discourse.registry.demonym(country)
    phrase = f"{demonym} {noun}"
    found = discourse.registry.mentions(phrase, discourse.published_on) if demonym else []
    whole = [mention for mention in found if (mention.start, mention.end) == (0, len(phrase))]
    return whole[0].actor_id if whole else None


def portfolio(discourse: Discourse, field: str, country: str) -> str | None:
    """Return the ministry of a country that has a field: "health", "defence"; else the government it is part of."""
    return named(discourse, f"{field} ministry", country) or named(discourse, "government", country)


def settled(discourse: Discourse, mention: Mention) -> str | None:
    """Return the one candidate of an ambiguous name that the article names elsewhere, or whose country it is set in."""
    registry = discourse.registry
    certain = {other.actor_id for other in discourse.mentions if other.actor_id}
    here = [candidate for candidate in mention.candidates if candidate in certain]
    if len(here) == 1:
        return here[0]
    country = scene.of(discourse).country_at(discourse.sentence_at(mention.start), mention.start)
    near = [candidate for candidate in mention.candidates if registry.actor(candidate).country == country]
    if len(near) != 1:
        countries = {registry.actor(other).country for other in certain}
        near = [candidate for candidate in mention.candidates if registry.actor(candidate).country in countries]
    return near[0] if len(near) == 1 else None


def ministry(discourse: Discourse, country: str) -> str | None:
    """Return the one ministry of a country that the article names in full: what "the Russian ministry" is short for."""
    registry = discourse.registry
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    found = [one for one in named if registry.actor(one).kind == "ministry" and registry.actor(one).country == country]
    return found[0] if len(found) == 1 else None


def of_the_scene(discourse: Discourse, sentence: Sentence, noun: str, position: int) -> str | None:
    """Return whose "police" or "the army", said without more, is by where the sentence is set."""
    country = scene.of(discourse).country_at(sentence, position)
    return force(discourse, noun, country) if country else None
