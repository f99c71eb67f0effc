"""Tell which institution of a country "the army", "police" or "the ministry" is, where only one can be meant."""

from __future__ import annotations

import re

from . import countries
from .discourse import Discourse, Sentence


def force(discourse: Discourse, noun: str, country: str) -> str | None:
    """Return the force of a country that "the army" or "police" means."""
    registry = discourse.registry
    if noun in {"military", "army", "armed forces", "forces", "troops", "soldiers"}:
        return registry.armed_forces(country)
    return registry.police(country) if noun == "police" else None


def ministry(discourse: Discourse, country: str) -> str | None:
    """Return the one ministry of a country that the article names in full: what "the Russian ministry" is short for."""
    registry = discourse.registry
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    found = [one for one in named if registry.actor(one).kind == "ministry" and registry.actor(one).country == country]
    return found[0] if len(found) == 1 else None


def country_of_force(discourse: Discourse, sentence: Sentence, noun: str, phrase: str, position: int) -> str | None:
    """Return whose "police" or "the army" is, said without more: of the one country that it can be."""
    if not re.fullmatch(rf"(?:the\s+|local\s+)?{noun}", phrase, re.IGNORECASE):
        return None
    country = countries.only_one(discourse)
    if country is None and noun == "police":
        country = countries.of_place(discourse, sentence, position)
    return country if country and force(discourse, noun, country) else None
