"""Tell of which of two states at war the people are that a sentence tells of, where its scene alone would not.

Those whom a state's fire hits are not its own ("two civilians were killed by Norlandic artillery fire"), and "on the
Norlandic side" they are its own, wherever they fell.
"""

from __future__ import annotations

import re

from services.extractor.discourse import Discourse, Sentence

from . import scene

_OF_A_STATE = ("state", "government", "armed_forces", "ministry", "general_staff")
_FIRE = (
    r"(?:fire|firing|gunfire|shelling|bombardments?|bombings?|artillery|rockets?|missiles?|drones?|mortars?|snipers?"
    r"|shells?|strikes?|airstrikes?|raids?|attacks?|assaults?|ambush|aggression|incursions?|offensives?|jets?"
    r"|warplanes?|aircraft|bombs?|violations?|guns)"
)
_BY = re.compile(
    r"\b(?:by|in|from|under|during|after|of)\s+(?:an?\s+|the\s+)?(?:[a-z]+(?:-[a-z]+)?\s+)?$", re.IGNORECASE
)
_FIRE_BEHIND = re.compile(rf"['’]?s?\s+(?:[a-z-]+\s+){{0,2}}?{_FIRE}\b", re.IGNORECASE)
_FIRE_BEFORE = re.compile(
    rf"\b{_FIRE}\s+(?:[\w-]+\s+){{0,3}}?(?:by|from|of)\s+(?:the\s+)?$|\b(?:killed|dead|wounded|injured|hurt|hit)\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_FIRES = re.compile(
    r"['’]?s?\s+(?:(?:troops|forces|army|military|soldiers|rangers|border\s+guards?|jets?|warplanes?|artillery|drones?|gunners|aircraft)\s+)?"
    r"(?:(?:had|have|has|again|also)\s+)?(?:violated|violates|fired|opened\s+fire|shelled|bombed|bombarded|struck|strikes|"
    r"targeted|attacked|resorted\s+to|launched|pounded|raided|hit|hits|kills?|killed|wounds|wounded|injure[sd])\b",
    re.IGNORECASE,
)
_SIDE = re.compile(r"(?:['’]s)?\s+(?:controlled\s+)?side\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|to)\s+(?:the\s+)?$", re.IGNORECASE)


def country_of_those_hit(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return the country of the people at `position` by whose side they are told to be on, or by who fires at them."""
    if (side := _side(discourse, sentence, position)) is not None:
        return side
    firing = {
        country
        for start, end, country in _states(discourse, sentence)
        if (before := discourse.text[max(sentence.start, start - 60) : start]) is not None
        and (
            (_FIRE_BEHIND.match(discourse.text, end, sentence.end) and _BY.search(before))
            or _FIRE_BEFORE.search(before)
            or (_FIRES.match(discourse.text, end, sentence.end) and not _BY.search(before))
        )
    }
    return _adversary(discourse, firing.pop()) if len(firing) == 1 else None


def _side(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return the country of "on the Norlandic side"; of two, that named last before `position`."""
    text = discourse.text
    sides = [
        (start, country)
        for start, end, country in _states(discourse, sentence)
        if _SIDE.match(text, end) and _ON.search(text[max(sentence.start, start - 12) : start])
    ]
    before = [country for start, country in sides if start < position]
    if before:
        return before[-1]
    return sides[0][1] if len(sides) == 1 else None


def _states(discourse: Discourse, sentence: Sentence) -> list[tuple[int, int, str]]:
    """Return where a sentence names a state or its forces, and its country."""
    registry = discourse.registry
    found = []
    for mention in discourse.mentions_in(sentence.start, sentence.end):
        actor = registry.actor(mention.actor_id) if mention.actor_id else None
        if actor and actor.country and actor.kind in _OF_A_STATE:
            found.append((mention.start, mention.end, actor.country))
    return found


def _adversary(discourse: Discourse, country: str) -> str | None:
    """Return the one state at war with that of `country` that the article speaks of."""
    registry, on = discourse.registry, discourse.published_on
    forces = registry.armed_forces(country, on)
    against = {
        registry.actor(party).country
        for party in (registry.adversaries(forces, on) if forces else ())
        if registry.actor(party).kind in _OF_A_STATE
    } - {None, country}
    named = against & scene.of(discourse).countries
    return named.pop() if len(named) == 1 else None
