"""Tell the two halves of an exchange: "Norland and Sudmark swapped 95 prisoners each" is a release by each side."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from schemas.claim import Actor, Subject
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding

_JOINED = re.compile(r"(?:['’]s?)?\s+and\s+(?:the\s+)?(?:\w+\s+)?")
_EACH_BEHIND = re.compile(r"[^.,;:]{0,40}?\b(?:each|apiece)\b", re.IGNORECASE)
_EACH_BEFORE = re.compile(
    r"\b(?:each|both)\s+(?:sides?\s+|of them\s+)?(?:has\s+|have\s+|had\s+)?\w+(?:\s+over|\s+back)?\s+$", re.I
)
_SIDES = ("state", "government", "armed_forces", "ministry", "armed_group", "militia")


def halves(discourse: Discourse, finding: Finding) -> tuple[Finding, ...]:
    """Return the two releases that a figure said of "each" of two named sides tells, or `finding` alone.

    The people of one side were held by the other.
    """
    sentence = finding.sentence
    each = _EACH_BEHIND.match(discourse.text, finding.end, sentence.end) or _EACH_BEFORE.search(
        discourse.text[sentence.start : finding.start]
    )
    parties = _parties(discourse, sentence) if each and finding.measure == "released" else None
    if parties is None:
        return (finding,)
    one, other = parties
    return tuple(
        replace(finding, subject=_of_side(discourse, finding, own), custodian=holder, rule="exchange")
        for own, holder in ((one, other), (other, one))
    )


def _parties(discourse: Discourse, sentence: Sentence) -> tuple[Actor, Actor] | None:
    """Return the two sides that are named side by side in the sentence or, for "each side", in the one before."""
    registry = discourse.registry
    for place in (sentence, *discourse.before(sentence, 1)):
        named = discourse.mentions_in(place.start, place.end)
        for one, other in pairwise(named):
            if one.actor_id is None or other.actor_id is None or one.actor_id == other.actor_id:
                continue
            if not _JOINED.fullmatch(discourse.text, one.end, other.start):
                continue
            if all(registry.actor(actor_id).kind in _SIDES for actor_id in (one.actor_id, other.actor_id)):
                first, second = (
                    Actor(actor_id=side.actor_id, name=registry.name(side.actor_id or ""), text=side.text)
                    for side in (one, other)
                )
                return first, second
    return None


def _of_side(discourse: Discourse, finding: Finding, side: Actor) -> Subject:
    """Return the prisoners of one side: its armed forces unless they are said to be civilians."""
    registry, subject = discourse.registry, finding.subject
    actor = registry.actor(side.actor_id or "")
    of_country = registry.civilians if subject.kind == "civilian" else registry.armed_forces
    grouped = actor.kind in {"armed_group", "militia"}
    actor_id = actor.id if grouped or actor.country is None else of_country(actor.country) or actor.id
    kind = "civilian" if subject.kind == "civilian" else "combatant"
    return Subject(actor_id=actor_id, name=registry.name(actor_id), text=subject.text, kind=kind)
