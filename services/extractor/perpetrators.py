"""Tell who did it, where the sentence names them: the subject of "killed 20 soldiers", or "by" behind "were killed"."""

from __future__ import annotations

import re

from schemas.claim import Actor
from services.mentions import Mention

from . import reporting
from .attribution import Voice
from .discourse import Discourse
from .findings import Finding

_ACTIVE = {"object", "coordinated", "part"}
_VERB_OF_SAYING = re.compile(
    r"\b(?:said|says|claim\w*|report\w*|announc\w*|stat(?:ed|es|ing)|according|told|add(?:ed|s)|den(?:ied|ies)"
    r"|confirm\w*)\b",
    re.I,
)
_BY = re.compile(r"[^,.;:]{0,60}?\b(?:by|at the hands of)\s+(?:an?\s+|the\s+)?(?:[\w’'-]+\s+){0,3}$", re.IGNORECASE)
_NOT_WHO = re.compile(r"\b(?:lost|loses|losing|suffer\w*|sustain\w*|died|surrender\w*|toll|deaths?)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|we|he|its (?:forces|troops|fighters|soldiers|units|members))\s+(?:had\s+|have\s+|has\s+|also\s+)*$",
    re.I,
)
_FORCES = re.compile(
    r"['’]?s?\s+(?:(?!said\b|has\b|had\b|have\b|took\b|freed\b|\w+ed\b|\d)[\w’'-]+\s+){0,3}?(?:forces|troops|army"
    r"|military|soldiers|strikes?|airstrikes?|attacks?|shelling"
    r"|drones?|missiles?|rockets?|artillery)\b"
)
_JOINED = re.compile(r"\s+and\s+(?:the\s+)?")
_WHERE = re.compile(
    r"\b(?:in|across|on|against|at|near|inside|into|over|throughout|from|with|between"
    r"|targeting)\s+(?:the\s+)?(?:\w+ern\s+)?$",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r"\b(?:was|were|been|after|when|while|before|as)\b", re.IGNORECASE)
_IN_RETURN = re.compile(r"in (?:exchange|return) for", re.IGNORECASE)
_UNARMED = ("outlet", "ngo", "civilians", "health_authority", "emergency_service")
_REACH = 110


def perpetrator_of(discourse: Discourse, finding: Finding, voice: Voice | None) -> Actor | None:
    """Return who killed, wounded or captured them; null where the sentence does not say, or "it" is unclear."""
    sentence, loss = finding.sentence, finding.loss
    for mention in discourse.mentions_in(loss, min(sentence.end, finding.end + 90)):
        between = discourse.text[loss : mention.start]
        if _BY.match(between) and not (_VERB_OF_SAYING.search(between) or _NEXT_CLAUSE.search(between)):
            return _named(discourse, mention)
    if _IN_RETURN.match(discourse.text, loss):
        return None  # who gave them for the others is not said
    if finding.rule not in _ACTIVE or loss > finding.start or _NOT_WHO.match(discourse.text, loss):
        return None
    before = discourse.text[max(sentence.start, loss - _REACH) : loss]
    if _PRONOUN.search(before) or re.search(
        r"\b(?:claim\w*|said|boast\w*) (?:to have|having)\s+[\"“]?$|\bclaim\w* $", before
    ):
        return _actor(discourse, voice.speaker.actor_id, voice.speaker.name or voice.speaker.text) if voice else None
    nearest = discourse.mentions_in(max(sentence.start, loss - _REACH), loss)
    if not nearest:
        return None
    heads = [one for one in nearest if not _is_place(discourse, sentence.start, one)]
    if not heads:
        return None  # "shelling across Norland killed": where, and not who
    mention = heads[-1]
    if (
        mention is nearest[-1]
        and len(nearest) > 1
        and _JOINED.fullmatch(discourse.text, nearest[-2].end, mention.start)
    ):
        return None  # two who did it together, or to each other
    between = discourse.text[mention.end : loss]
    if reporting.VERB.search(between) or re.search(r"[;:]|\bthat\b", between):
        return None
    if mention.actor_id == finding.subject.actor_id:
        return None
    return _named(discourse, mention)


def _is_place(discourse: Discourse, start: int, mention: Mention) -> bool:
    """Return whether a mention only says where or against whom; "rebels from the River Front" says who."""
    where = _WHERE.search(discourse.text[start : mention.start])
    registry = discourse.registry
    group = mention.actor_id is not None and registry.actor(mention.actor_id).kind in {"armed_group", "militia"}
    return where is not None and not (group and where[0].lower().startswith("from"))


def _named(discourse: Discourse, mention: Mention) -> Actor | None:
    """Return the forces that "Norlandic drones" means; a "Norlandic gunman" is of nobody that we know."""
    registry = discourse.registry
    actor = registry.actor(mention.actor_id) if mention.actor_id else None
    if actor is not None and actor.kind in _UNARMED:
        return None  # "told the agency that gunmen killed"
    if actor is None or actor.kind != "state":
        return _actor(discourse, mention.actor_id, mention.text)
    behind = discourse.text[mention.end :]
    if actor.country and (forces := _FORCES.match(behind)):
        return _actor(discourse, registry.armed_forces(actor.country, discourse.published_on) or actor.id, mention.text + forces[0])
    if mention.role == "demonym":
        noun = re.match(r"\s+[\w’'-]+", behind)
        return _actor(discourse, None, mention.text + (noun[0] if noun else ""))
    return _actor(discourse, actor.id, mention.text)


def _actor(discourse: Discourse, actor_id: str | None, text: str) -> Actor:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    return Actor(
        actor_id=actor_id, name=discourse.registry.name(actor_id) if actor_id and registered else None, text=text
    )
