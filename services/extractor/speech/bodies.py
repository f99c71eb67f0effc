"""Tell what body a common noun means where it speaks: "the ministry", "an army spokesman", "the group".

What the article has named before goes first where the noun points back at a kind of body; whose army or police it is
tells the scene.
"""

from __future__ import annotations

import re
from functools import lru_cache

from services.extractor.actors import institutions, scene
from services.extractor.discourse import Discourse, Sentence
from services.mentions import Mention

from . import reporting

_REACH = 14
"""So many sentences back "the ministry" may have been named in full."""
_PORTFOLIO = re.compile(r"\b(defen[cs]e|interior|health|foreign|information|justice|war)\s+minist", re.IGNORECASE)
_FORCE = re.compile(
    r"^(?:an?|the|one|two|several|some|its|local|senior|top|another)?\s*(?:[\w-]+\s+){0,2}?(?P<force>military"
    r"|army|armed forces|police|general (?:defen[cs]e )?staff"
    r"|air force|navy)(?:['’]s)?(?:\s+(?:[\w-]+\s+)?(?:officials?|officers?|spokes\w+|sources?|commanders?"
    r"|chiefs?|statement|command|high command"
    r"|leadership|headquarters|forces?|intelligence|media|general|colonel|captain|major))?$",
    re.IGNORECASE,
)
_LOCAL_FORCE = re.compile(
    r"\b(?:hospital|rebel|separatist|border|kurdish|local|regional|village|city"
    r"|town)\b",
    re.IGNORECASE,
)
_STATE_MEDIA = re.compile(r"\bstate(?:-run)?\s+(?:media|television|tv|radio|news agency)$", re.IGNORECASE)
_GROUP_OF = re.compile(
    r"\b(?:monitor\w*|medical|rights|aid|watchdog|charity|conflict|advocacy|human rights|war|relief"
    r"|research)\s+(?:\w+\s+)?(?:group|organi[sz]ation|agency|network|monitor)$"
    r"|\b(?:watchdog|charity|ngo|monitor|observatory|network)$",
    re.IGNORECASE,
)


_GENERIC = {
    "ministry",
    "health",
    "defence",
    "defense",
    "public",
    "interior",
    "foreign",
    "affairs",
    "national",
    "police",
    "army",
}


def meant(discourse: Discourse, sentence: Sentence, phrase: str, start: int) -> str | None:
    """Return the id of the body that a phrase at `start` means, or null where the text leaves it open."""
    body = reporting.BODY.search(phrase)
    if body is None:
        return None
    noun = body["noun"].lower()
    definite = re.match(r"(?:the|its|their|these|those)\b", phrase, re.IGNORECASE)
    if portfolio := _PORTFOLIO.search(phrase):
        return _ministry(discourse, sentence, portfolio[1].lower(), start)
    if (force := _FORCE.match(phrase)) and not _LOCAL_FORCE.search(phrase):
        return _force(discourse, sentence, force["force"].lower(), start)
    if noun == "ministry" and re.fullmatch(r"(?:the\s+|its\s+)?ministry", phrase, re.IGNORECASE):
        return last_of_kind(discourse, sentence, start, noun) or _only_named(discourse, noun)
    if re.search(r"\bgovernor['’]s office$|\bprovincial (?:source|government|officials?|governor)$", phrase):
        return institutions.of_the_scene(discourse, sentence, "government", start)
    if _STATE_MEDIA.search(phrase):
        return institutions.of_the_scene(discourse, sentence, "state media", start)
    if _GROUP_OF.search(phrase):
        return _watcher(discourse, sentence, start)
    if not definite or re.search(r"\b(?:local|hospital)\b", phrase):
        return None
    return last_of_kind(discourse, sentence, start, noun) or _of_the_scene(discourse, sentence, phrase, noun, start)


def last_of_kind(discourse: Discourse, sentence: Sentence, position: int, noun: str) -> str | None:
    """Return the actor that "the group" or "the militias" points back at: the last named of that kind."""
    kinds = reporting.KINDS_OF_BODY.get(noun, ())
    registry = discourse.registry
    for other in (sentence, *discourse.before(sentence, _REACH)) if kinds else ():
        found = [
            mention.actor_id
            for mention in discourse.mentions_in(other.start, min(other.end, position))
            if mention.actor_id and registry.actor(mention.actor_id).kind in kinds
        ]
        if found and noun.endswith("s") and len(set(found)) > 1:
            shared = [set(registry.parents(actor_id)) | {actor_id} for actor_id in found]
            common = set.intersection(*shared)
            return max(common, key=lambda actor_id: len(registry.parents(actor_id)), default=None)
        if found:
            return found[-1]
    return None


def nearest(discourse: Discourse, mention: Mention) -> str | None:
    """Return the candidate of an ambiguous name whose own word stands last before it: "Gaza … the Health Ministry"."""
    registry = discourse.registry
    countries = scene.of(discourse).countries
    text = discourse.text.casefold()
    found: list[tuple[int, str]] = []
    for candidate in mention.candidates:
        if registry.actor(candidate).country not in {None, *countries}:
            continue
        words = set(re.findall(r"\w{4,}", registry.name(candidate).casefold())) - _GENERIC
        last = max((text.rfind(word, 0, mention.start) for word in words), default=-1)
        if last >= 0:
            found.append((last, candidate))
    return max(found)[1] if found else None


def _ministry(discourse: Discourse, sentence: Sentence, portfolio: str, start: int) -> str | None:
    """Return the last ministry of a portfolio that the article names, else the one of the scene's country."""
    registry = discourse.registry
    kinds = reporting.KINDS_OF_BODY["ministry"]
    wanted = portfolio.replace("defense", "defence")
    named = [
        mention
        for mention in discourse.mentions
        if mention.actor_id
        and registry.actor(mention.actor_id).kind in kinds
        and wanted in registry.name(mention.actor_id).lower().replace("defense", "defence")
    ]
    before = [mention.actor_id for mention in named if mention.start < start]
    if before:
        return before[-1]
    if len({mention.actor_id for mention in named}) == 1:
        return named[0].actor_id
    return institutions.of_the_scene(discourse, sentence, f"{portfolio} ministry", start)


def _force(discourse: Discourse, sentence: Sentence, noun: str, start: int) -> str | None:
    """Return whose "the army" is: of the country of the scene, else the last one named before."""
    if noun == "police" and (regional := _regional_police(discourse)):
        return regional
    return institutions.of_the_scene(discourse, sentence, noun, start) or _only_named(discourse, noun)


@lru_cache(maxsize=64)  # asked for every "police said" of an article
def _regional_police(discourse: Discourse) -> str | None:
    """Return the one police of a region that the registry has and that the article is set in."""
    registry = discourse.registry
    regions = {place.name for sentence in discourse.sentences for place in scene.of(discourse).places_in(sentence)}
    found = set()
    for region in regions:
        phrase = f"{region} police"
        found |= {
            mention.actor_id
            for mention in registry.mentions(phrase, discourse.published_on)
            if (mention.start, mention.end) == (0, len(phrase)) and mention.role == "name"
        }
    return found.pop() if len(found) == 1 else None


def _only_named(discourse: Discourse, noun: str) -> str | None:
    """Return the one force of a kind that the article names."""
    kinds = reporting.KINDS_OF_BODY.get(noun, ())
    named = {one.actor_id for one in discourse.mentions if one.actor_id}
    found = [one for one in named if discourse.registry.actor(one).kind in kinds]
    return found[0] if len(found) == 1 else None


def _watcher(discourse: Discourse, sentence: Sentence, start: int) -> str | None:
    """Return the monitor that "a war monitor" means: the last named before, else the first named behind."""
    registry = discourse.registry
    named = [
        mention
        for mention in discourse.mentions
        if mention.actor_id and registry.actor(mention.actor_id).kind in {"ngo", "international"}
    ]
    own = [one for one in named if registry.actor(one.actor_id or "").kind == "ngo"] or named
    before = [one.actor_id for one in own if one.start < start]
    return before[-1] if before else next((one.actor_id for one in own), None)


def _of_the_scene(discourse: Discourse, sentence: Sentence, phrase: str, noun: str, start: int) -> str | None:
    if re.fullmatch(
        rf"(?:the\s+"
        rf"|local\s+)?{re.escape(noun)}",
        phrase,
        re.IGNORECASE,
    ) and noun not in {"officials", "official"}:
        return institutions.of_the_scene(discourse, sentence, noun, start)
    return None
