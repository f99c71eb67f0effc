"""Tell which armed group "21 militants", "separatists" or "pro-Houthi elements" are, where one only can be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.claim import SubjectKind
from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures.people_nouns import PeopleWord
from services.mentions import Mention

from . import institutions, scene

GROUPS = ("armed_group", "militia")
REACH = 3
OF_A_GROUP = re.compile(
    r"\b(?:rebel|militant|insurgent|separatist|militia|resistance|guerrilla|jihadist)s?\b", re.IGNORECASE
)
_LABELS = ("terrorist", "attacker", "assailant", "suspect", "bomber")
_OF_ANY_SIDE = ("fighters", "fighter", "combatants", "mercenaries", "volunteers")
_DOES = re.compile(
    r"^(?:['’]s?)?\s+(?:[\w’'-]+\s+){0,4}?(?:and\s+)?(?:killed|kills|shot|wounded|injured|captured|abducted"
    r"|executed|beheaded"
    r"|ambushed|(?:claimed|said)\s+(?:to\s+have|it|its|they))\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"['’]?s?\s+(?:\w+\s+)?(?:said|says|told|denied|denies|claim\w*|added|reported)\b", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}$", re.IGNORECASE)
_PRO = re.compile(r"\bpro-(?P<who>[A-Z]\w+)")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people in a text, and what the lexicon knows of it; `people` null: it is in no table."""

    text: str
    people: PeopleWord | None

    @property
    def kind(self) -> SubjectKind:
        return self.people.kind if self.people else "unknown"


def only_one(
    discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, position: int, claimant: str | None
) -> str | None:
    """Return whom "21 militants" are where one armed group only is spoken of; who kills them is not who they are."""
    doers = {
        mention.actor_id
        for mention in discourse.mentions_in(sentence.start, sentence.end)
        if _DOES.search(discourse.text[mention.end : position])
        or (mention.start > position and _BY.search(discourse.text[position : mention.start]))
    }
    any_side = noun.text.lower() in _OF_ANY_SIDE and not OF_A_GROUP.search(phrase)
    reach = 0 if any_side else REACH
    found = near(discourse, sentence, reach) - {claimant}
    if not found and reach and not noun.text.lower().startswith(_LABELS):
        found = _groups_of_the_article(discourse, sentence, position) - {claimant}
    found = {one for one in found if one and not _is_for_the_state(discourse, sentence, one, position)}
    return found.pop() if len(found) == 1 and not found & doers else None


def named_with_pro(discourse: Discourse, phrase: str) -> str | None:
    """Return the armed group of "pro-Houthi elements"; those who are for a state are not its forces."""
    match = _PRO.search(phrase)
    for mention in discourse.registry.mentions(match["who"], discourse.published_on) if match else ():
        if mention.actor_id and discourse.registry.actor(mention.actor_id).kind in GROUPS:
            return mention.actor_id
    return None


def of_the_country(discourse: Discourse, sentence: Sentence, noun: Noun, position: int) -> str | None:
    """Return whom "separatists" or "bandits" are by what the registry calls them of the country, or of its region."""
    country = scene.of(discourse).country_at(sentence, position)
    if country is None:
        return None
    if found := institutions.named(discourse, noun.text, country):
        return found
    near = (sentence, *discourse.before(sentence, 1))
    names = {place.name for other in near for place in scene.of(discourse).places_in(other)}
    for name in sorted(names):
        phrase = f"{name} {noun.text}"
        for mention in discourse.registry.mentions(phrase, discourse.published_on):
            if mention.actor_id and (mention.start, mention.end) == (0, len(phrase)):
                return mention.actor_id
    return None


def _is_for_the_state(discourse: Discourse, sentence: Sentence, group: str, position: int) -> bool:
    """Return whether an armed group is on the side of the army of the scene: "volunteers" are not its "terrorists"."""
    registry, on = discourse.registry, discourse.published_on
    country = scene.of(discourse).country_at(sentence, position)
    army = registry.armed_forces(country, on) if country else None
    if army is None or registry.perspective(group, army, on) == "adversary":
        return False
    allied = bool(registry.adversaries(group, on) & registry.adversaries(army, on))
    return allied or registry.perspective(group, army, on) == "own"


def _groups_of_the_article(discourse: Discourse, sentence: Sentence, position: int) -> set[str | None]:
    """Return the armed groups that the article names anywhere, without parts of each other and those of elsewhere."""
    registry = discourse.registry
    country = scene.of(discourse).country_at(sentence, position)
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    groups = {
        one for one in named if registry.actor(one).kind in GROUPS and registry.actor(one).country in {None, country}
    }
    return {one for one in groups if not any(one != other and registry.is_within(one, other) for other in groups)}


def mentions_near(discourse: Discourse, sentence: Sentence, reach: int) -> list[Mention]:
    near = (sentence, *discourse.before(sentence, reach))
    return [mention for other in near for mention in discourse.mentions_in(other.start, other.end)]


def near(discourse: Discourse, sentence: Sentence, reach: int = REACH) -> set[str | None]:
    registry = discourse.registry
    return {
        mention.actor_id
        for mention in mentions_near(discourse, sentence, reach)
        if mention.actor_id
        and not _SPEAKS.match(discourse.text, mention.end)
        and mention.role != "spokesperson"
        and registry.actor(mention.actor_id).kind in GROUPS
    }
