"""Tell who is meant by a phrase that names nobody, where the claimant, the place or an earlier phrase settles it.

Where they do not, nobody is: unknown beats a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.claim import SubjectKind
from services.mentions import Mention

from . import allegiance, institutions, scene
from .attribution import Voice
from .discourse import Discourse, Sentence
from .lexicon import PeopleWord

_GROUPS = ("armed_group", "militia")
_OF_AN_ARMY = ("armed_forces", "ministry", "general_staff")
_OF_A_GOVERNMENT = re.compile(r"\b(?:government|regime|junta|federal|loyalist)\b", re.IGNORECASE)
_LABELS = ("terrorist", "attacker", "assailant", "suspect", "bomber")
_OF_A_STATE = ("state", "armed_forces", "ministry", "general_staff")
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
_OF_THE_STATE = re.compile(
    r"\b(?:(?:pro-)?(?:government|regime)|junta|army|military|federal|state|security|police|loyalist|republican|national)"
    r"(?:['’]s)?\s+(?:[a-z]+\s+)?(?:forces?|troops?|soldiers?|fighters?|members?|personnel|men|losses)\b"
    r"|\bloyal(?:ist)? to the (?:government|regime)\b|\b(?:of|in|from) the (?:security forces|army|military|police)\b",
    re.IGNORECASE,
)
_OF_A_GROUP = re.compile(
    r"\b(?:rebel|militant|insurgent|separatist|militia|resistance|guerrilla|jihadist)s?\b", re.IGNORECASE
)
_OCCUPIERS = re.compile(r"\b(?:occupiers?|invaders?|orcs|aggressors?)\b", re.IGNORECASE)
_PRO = re.compile(r"\bpro-(?P<who>[A-Z]\w+)")
_UN = re.compile(r"peacekeep|blue helmet", re.IGNORECASE)
_OWN_AUTHORITY = ("regional_authority", "emergency_service", "health_authority")
_OF_ARMED_PEOPLE = re.compile(
    r"['’]?s?\s+(?:(?!said\b|says\b|told\b|\w+ed\b|\d)[\w’'-]+\s+){0,2}?(?:militants?|fighters?|insurgents?"
    r"|rebels?|terrorists?|gunm[ae]n|soldiers?"
    r"|troops|forces|members|combatants|commanders?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun for people in a text, and what the lexicon knows of it; `people` null: it is in no table."""

    text: str
    people: PeopleWord | None

    @property
    def kind(self) -> SubjectKind:
        return self.people.kind if self.people else "unknown"


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
            return _force_called(discourse, phrase, country) or institutions.force(discourse, noun.text, country)
    if noun.kind == "civilian" and (country := scene.of(discourse).country_at(sentence, position)):
        return allegiance.civilians_of(discourse, country, claimant)
    if named := _named_with_pro(discourse, phrase):
        return named
    if _OCCUPIERS.search(phrase):
        return _enemy_of_the_scene(discourse, sentence, position)
    if noun.kind == "combatant" and (named := _named_before(discourse, sentence, noun)):
        return named
    named_by_foe = claimant if noun.kind == "combatant" and camp != "state" else None
    if named_by_foe and (called := allegiance.foe_named_by(discourse, sentence, named_by_foe)):
        return called
    if camp == "rebel" or (camp == "" and _OF_A_GROUP.search(phrase)):
        return _only_group(discourse, sentence, noun, phrase, position, claimant) or _umbrella(
            discourse, sentence, noun, position
        )
    if camp == "state":
        return (
            _army_against(discourse, sentence, noun, claimant)
            or _force_of_the_claimant(discourse, sentence, noun, phrase, claimant, position)
            or _force_of_the_scene(discourse, sentence, noun, phrase, position)
        )
    return None


def _named_with_pro(discourse: Discourse, phrase: str) -> str | None:
    """Return the armed group of "pro-Houthi elements"; those who are for a state are not its forces."""
    match = _PRO.search(phrase)
    for mention in discourse.registry.mentions(match["who"], discourse.published_on) if match else ():
        if mention.actor_id and discourse.registry.actor(mention.actor_id).kind in _GROUPS:
            return mention.actor_id
    return None


def _enemy_of_the_scene(discourse: Discourse, sentence: Sentence, position: int) -> str | None:
    """Return whose "invaders" are: the forces of the one state that is at war with that of the scene."""
    registry, on = discourse.registry, discourse.published_on
    country = scene.of(discourse).country_at(sentence, position)
    forces = registry.armed_forces(country, on) if country else None
    against = {registry.actor(party).country for party in registry.adversaries(forces, on)} if forces else set()
    states = {other for other in against if other} & scene.of(discourse).countries
    return registry.armed_forces(states.pop(), on) if len(states) == 1 else None


def _umbrella(discourse: Discourse, sentence: Sentence, noun: Noun, position: int) -> str | None:
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


def _force_of_the_scene(discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, position: int) -> str | None:
    """Return whose "soldiers" or "police officers" are by where they fell, if no other state fights there."""
    country = scene.of(discourse).country_at(sentence, position)
    if country is None or _FOREIGN.search(phrase):
        return institutions.mission(discourse, country) if _UN.search(phrase) else None
    found = institutions.force(discourse, phrase, country) or institutions.force(discourse, noun.text, country)
    if found is None and institutions.are_officers(noun.text):
        found = institutions.officers(discourse, sentence, position, country)
    if found is None or _is_of_guests(discourse, sentence, country):
        return None
    return None if _is_fought_by_a_state(discourse, sentence, found) else found


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


def _is_fought_by_a_state(discourse: Discourse, sentence: Sentence, force: str) -> bool:
    """Return whether the forces of a state that is at war with this one are named near: either may be meant."""
    registry, on = discourse.registry, discourse.published_on
    return any(
        mention.actor_id
        and registry.actor(mention.actor_id).kind in _OF_A_STATE
        and registry.perspective(mention.actor_id, force, on) == "adversary"
        for mention in _mentions_near(discourse, sentence, _REACH_OF_A_GROUP)
    )


def _force_of_the_claimant(
    discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, claimant: str | None, position: int
) -> str | None:
    """Return whose "soldiers" a claimant means that fights: a group those of its enemy, a state abroad its own."""
    registry, on = discourse.registry, discourse.published_on
    if claimant is None or _FOREIGN.search(phrase):
        return None
    actor, country = registry.actor(claimant), scene.of(discourse).country_at(sentence, position)
    if actor.kind in _GROUPS:
        fought = {registry.actor(party).country for party in registry.adversaries(claimant, on)} - {None}
        of = country if country in fought else next(iter(fought)) if len(fought) == 1 else None
        return institutions.force(discourse, noun.text, of) if of else None
    if actor.kind not in _OF_AN_ARMY or actor.country in {None, country} or _OF_A_GOVERNMENT.search(phrase):
        return None
    there = registry.armed_forces(country, on) if country else None
    if there and registry.perspective(there, claimant, on) == "adversary":
        return None
    return institutions.force(discourse, noun.text, actor.country or "")


def _only_group(
    discourse: Discourse, sentence: Sentence, noun: Noun, phrase: str, position: int, claimant: str | None
) -> str | None:
    """Return whom "21 militants" are where one armed group only is spoken of; who kills them is not who they are."""
    doers = {
        mention.actor_id
        for mention in discourse.mentions_in(sentence.start, sentence.end)
        if _DOES.search(discourse.text[mention.end : position])
        or (mention.start > position and _BY.search(discourse.text[position : mention.start]))
    }
    any_side = noun.text.lower() in _OF_ANY_SIDE and not _OF_A_GROUP.search(phrase)
    reach = 0 if any_side else _REACH_OF_A_GROUP
    found = _groups_near(discourse, sentence, reach) - {claimant}
    if not found and reach and not noun.text.lower().startswith(_LABELS):
        found = _groups_of_the_article(discourse, sentence, position) - {claimant}
    found = {one for one in found if one and not _is_for_the_state(discourse, sentence, one, position)}
    return found.pop() if len(found) == 1 and not found & doers else None


def _is_for_the_state(discourse: Discourse, sentence: Sentence, group: str, position: int) -> bool:
    """Return whether an armed group is on the side of the army of the scene: "volunteers" are not its "terrorists"."""
    registry, on = discourse.registry, discourse.published_on
    country = scene.of(discourse).country_at(sentence, position)
    army = registry.armed_forces(country, on) if country else None
    return army is not None and registry.perspective(group, army, on) == "own"


def _groups_of_the_article(discourse: Discourse, sentence: Sentence, position: int) -> set[str | None]:
    """Return the armed groups that the article names anywhere, without parts of each other and those of elsewhere."""
    registry = discourse.registry
    country = scene.of(discourse).country_at(sentence, position)
    named = {mention.actor_id for mention in discourse.mentions if mention.actor_id}
    groups = {
        one for one in named if registry.actor(one).kind in _GROUPS and registry.actor(one).country in {None, country}
    }
    return {one for one in groups if not any(one != other and registry.is_within(one, other) for other in groups)}


def _army_against(discourse: Discourse, sentence: Sentence, noun: Noun, claimant: str | None) -> str | None:
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
    return institutions.force(discourse, noun.text, country)


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
