"""Find the armed parties that a sentence speaks of, by name ("Norlandic troops") or by a noun ("the militants")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures import lexicon
from services.extractor.speech.attribution import Voice
from services.extractor.word_patterns import WordPattern
from services.mentions import Mention

from . import allegiance, circumstances, institutions, scene
from .armed_groups import Noun

ATTACK = (
    r"(?:attacks?|strikes?|airstrikes?|raids?|shelling|ambush(?:es)?|bombings?|bombardments?|fire|gunfire|offensives?"
    r"|assaults?|drones?|rockets?|missiles?|artillery|mortars?|mortar\ fire|operations?|incursions?|explosives?|shells?"
    r"|land\ ?mines?|mines?|IEDs?|bombs?|invasion|aggression|onslaught|massacres?|crackdown|raiding|jets?|warplanes?"
    r"|actions|siege|captivity|custody|blasts?|explosions?|snipers?|projectiles?)"
)
_FIGHTERS = (
    r"militants?|insurgents?|rebels?|terrorists?|gunm[ae]n|jihadists?|jihadis|guerrillas?|bandits?|extremists?|islamists?"
    r"|separatists?|secessionists?|kidnappers?|assailants?|attackers?|armed\ men|fighters?|(?:suicide\ )?bombers?"
    r"|mercenaries|raiders|paramilitar(?:y|ies)|militia(?:s|men)?|soldiers?|troops|security\ forces|police(?:m[ae]n)?"
    r"|(?:the|government|federal|regime|junta|rebel|state|armed|coalition|resistance|pro-government|occupation)\ forces"
    r"|army|military|junta|herdsmen|gangsters?|gangs?|hitmen|pirates|settlers|snipers?|commandos?"
    r"|navy|air\ force|border\ guards|guards|police\ officers|elements|cultists|vigilantes|invaders|occupiers|enemy"
)
_HEADED = (
    r"(?:units?|officials?|spokes\w+|sources?|commanders?|officers?|statements?|convoys?|base|posts?|outposts?|camps?"
    r"|vehicles?|headquarters|leaders?|chiefs?|stations?|checkpoints?|source|training|court|council|media|school)\b"
)
_GENERAL = WordPattern(
    rf"(?P<before>(?:the\s+|an?\s+|some\s+)?(?:(?:group|gang|squad)\s+of\s+)?(?:(?:unknown|unidentified|suspected|alleged"
    rf"|armed|heavily|two|three|four|five|six|several|islamist|jihadist|communist|muslim|maoist|local|masked|communal"
    rf"|government|federal|rebel|regime|junta|separatist|insurgent|militant|terrorist|islamic|angry|criminal|national"
    rf"|ethnic|minority|pro-military|undercover|special)\s+)*)(?P<noun>{_FIGHTERS}|forces)\b(?!-)(?!\s+{_HEADED})",
    re.IGNORECASE,
)
_ATTACK_BEHIND = re.compile(rf"['’]?s?\s+(?:[\w’'-]+\s+){{0,3}}?(?:{ATTACK}|losses|casualties)\b", re.IGNORECASE)
_LED = re.compile(
    r"\b(?P<who>[A-Z][\w’']+)-(?:led|claimed|inspired)\b(?=\s+(?:\w+\s+)?(?:attack|assault|strike|raid|massacre)s?)"
)
_PEOPLE_OF = re.compile(
    r"['’]?s?\s+(?:(?!said\b|has\b|had\b|have\b|took\b|freed\b|in\b|on\b|at\b|and\b|\w+ed\b|\d)[\w’'-]+\s+){0,3}?"
    r"(?:forces|troops|army|military|soldiers|militants?|fighters?|insurgents|rebels?|terrorists?|gunm[ae]n|jihadists"
    r"|separatists|members?|police|units?|bombers?|air\ force|navy|jets?|warplanes?|aircraft|helicopters?|drones?"
    r"|group)\b"
)
_OF_A_NAME = re.compile(
    r"\s+(?:of|loyal\s+to|from|belonging\s+to|linked\s+to|affiliated\s+with|allied\s+with)\s+(?:the\s+)?(?!\d)",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"gunm[ae]n|attackers?|assailants?|armed men|bombers?|suicide bombers?|raiders|kidnappers?|snipers?"
)
_OF_REBELS = re.compile(r"rebel|separatist|insurgent|militant|ethnic|minority", re.IGNORECASE)
_LONG_NAME, _TITLE = 80, 28
_UNARMED = ("outlet", "ngo", "civilians", "health_authority", "emergency_service", "person", "other")
_STATES = ("state", "government", "ministry", "general_staff")


@dataclass(frozen=True, slots=True)
class Party:
    """Those who may have done it, at `start:end` of the text; `actor_id` null: nobody that the registry knows."""

    start: int
    end: int
    text: str
    actor_id: str | None
    is_state: bool = False


@lru_cache(maxsize=1024)  # asked for every figure of a sentence and of its neighbours
def of(discourse: Discourse, sentence: Sentence, voice: Voice | None) -> tuple[Party, ...]:
    """Return the armed parties of a sentence in order; `voice` tells whose "the enemy" or "our troops" are."""
    found = [
        party
        for mention in discourse.mentions_in(sentence.start, sentence.end)
        if (party := _named(discourse, mention)) is not None
    ]
    for match in _LED.finditer(discourse.text, sentence.start, sentence.end):
        for mention in discourse.registry.mentions(match["who"], discourse.published_on):
            found.append(Party(match.start(), match.end(), match[0], mention.actor_id))
    for match in _GENERAL.finditer(discourse.text, sentence.start, sentence.end):
        if not any(party.start < match.end() and match.start() < party.end for party in found):
            found.append(_general(discourse, sentence, match, voice))
    return tuple(sorted(found, key=lambda party: party.start))


def _named(discourse: Discourse, mention: Mention) -> Party | None:
    registry = discourse.registry
    if mention.actor_id is None or mention.role == "spokesperson":
        return None
    actor = registry.actor(mention.actor_id)
    if actor.kind in _UNARMED or (actor.kind == "international" and actor.country is None and actor.id == "un"):
        return None
    behind = _PEOPLE_OF.match(discourse.text, mention.end)
    end = behind.end() if behind else mention.end
    text = discourse.text[mention.start : end]
    if actor.kind not in _STATES or actor.country is None:
        country = scene.of(discourse).country_at(discourse.sentence_at(mention.start), mention.start)
        part = institutions.in_the_field(discourse, actor.id, country) if actor.country is None else actor.id
        return Party(mention.start, end, text, part)
    if mention.role == "demonym" and not behind and not _ATTACK_BEHIND.match(discourse.text, mention.end):
        return None  # "92 Palestinians", "a Norlandic man"
    if behind or mention.role == "demonym":
        noun = behind[0].split()[-1] if behind else ""
        forces = institutions.force(discourse, noun, actor.country) if noun else None
        if behind and forces is None and lexicon.people_words(noun):
            return Party(mention.start, end, text, None)
        forces = forces or registry.armed_forces(actor.country, discourse.published_on)
        return Party(mention.start, end, text, forces or actor.id, is_state=not behind)
    return Party(mention.start, end, text, actor.id, is_state=True)


def _general(discourse: Discourse, sentence: Sentence, match: re.Match[str], voice: Voice | None) -> Party:
    noun, phrase = match["noun"], " ".join(match[0].split())
    of = _OF_A_NAME.match(discourse.text, match.end())
    named = discourse.mentions_in(of.end(), min(sentence.end, of.end() + _LONG_NAME)) if of else ()
    if of and named and named[0].start - of.end() < _TITLE:
        return Party(match.start(), named[0].end, discourse.text[match.start() : named[0].end], named[0].actor_id)
    return Party(match.start(), match.end(), phrase, _meant(discourse, sentence, match, voice, noun.lower(), phrase))


def _meant(
    discourse: Discourse, sentence: Sentence, match: re.Match[str], voice: Voice | None, noun: str, phrase: str
) -> str | None:
    """Return whom "the enemy", "insurgents", "rebel forces", "the junta" or "soldiers" are here."""
    at, claimant = match.start("noun"), circumstances.claimant_id(voice)
    if noun in {"enemy", "invaders", "occupiers"}:
        return allegiance.adversary(discourse, claimant) if claimant else None
    if _UNKNOWN.fullmatch(noun):
        return None
    words = lexicon.people_words("rebels" if _OF_REBELS.search(match["before"]) else noun)
    people = words[-1][2] if words else None
    if people is not None and people.kind != "civilian":
        meant = circumstances.by_circumstance(discourse, sentence, Noun(noun, people), phrase, voice, at)
        if meant or people.camp == "rebel":
            return meant
    country = scene.of(discourse).country_at(sentence, at)
    if country is None:
        return None
    if noun == "junta":
        return discourse.registry.armed_forces(country, discourse.published_on)
    if people is not None and people.kind == "civilian":
        return institutions.named(discourse, noun, country)
    return institutions.force(discourse, noun, country)
