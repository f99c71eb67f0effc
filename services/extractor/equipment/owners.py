"""Tell whose a lost vehicle, aircraft or gun was, where the words settle it; unknown beats a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from schemas.claim import Subject
from services.extractor.actors import allegiance, circumstances, sufferers
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding
from services.extractor.speech.attribution import Voice
from services.mentions import Mention

_OWN = re.compile(r"\b(?:its|our)\b(?:\s+own)?", re.IGNORECASE)
_OF = re.compile(
    r"\s+(?:of|belonging\s+to|from|operated\s+by|launched\s+by|fired\s+by)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}?$",
    re.IGNORECASE,
)
_LOST = re.compile(r"los(?:t|es|ing)\b|(?:the\s+)?loss\s+of", re.IGNORECASE)
_LOSSES = re.compile(r"losses\b", re.IGNORECASE)
_LAUNCHED = re.compile(r"\b(?:launched|launching|fired|unleashed|sent)\b", re.IGNORECASE)
_APART = re.compile(r"[.;:]|\b(?:but|while|whereas|lost|losing|by)\b", re.IGNORECASE)
_ARMED = ("armed_forces", "armed_group", "militia", "border_guard", "police", "intelligence", "general_staff")
_REACH = 60


def owner_of(
    discourse: Discourse, sentence: Sentence, phrase: tuple[int, int], lost: int, voice: Voice | None
) -> Subject:
    """Return the owner of the item whose words stand at `phrase` and whose loss is told at `lost`."""
    start, end = phrase
    actor_id = _owner(discourse, sentence, start, end, lost, voice)
    return _subject(discourse, actor_id, discourse.text[start:end])


def shared(
    discourse: Discourse,
    owner: Subject,
    position: int,
    sentence: Sentence,
    before: Sequence[Finding],
    told: Mapping[int, Subject],
) -> Subject:
    """Return the owner of an item told with the item or the fighters before: "20 soldiers and 3 tanks"."""
    near = {one.end: one.subject.actor_id for one in before}
    near |= {start: one.actor_id for start, one in told.items() if sentence.start <= start and one.kind == "combatant"}
    last = max((start for start in near if start < position), default=None)
    if last is None or _APART.search(discourse.text, last, position):
        return owner
    return _subject(discourse, near[last], owner.text)


def _subject(discourse: Discourse, actor_id: str | None, text: str) -> Subject:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    name = discourse.registry.name(actor_id) if actor_id and registered else None
    return Subject(actor_id=actor_id, name=name, text=text, kind="unknown")


def _owner(
    discourse: Discourse, sentence: Sentence, start: int, end: int, lost: int, voice: Voice | None
) -> str | None:
    inside = discourse.mentions_in(_opening(discourse, sentence, start), end)
    if inside:
        return _forces(discourse, inside[-1])
    for mention in discourse.mentions_in(end, min(sentence.end, end + _REACH)):
        if _OF.fullmatch(discourse.text[end : mention.start]):
            return _forces(discourse, mention)
        break
    claimant = circumstances.claimant_id(voice)
    words = discourse.text[_opening(discourse, sentence, start) : start + 1] + discourse.text[start + 1 : end]
    if claimant and sufferers.ENEMY.search(words):
        return allegiance.adversary(discourse, claimant)
    if claimant and _OWN.search(words):
        return allegiance.own_forces(discourse, claimant)
    if lost < start and _LOST.match(discourse.text, lost):
        return sufferers.before(discourse, sentence, lost, voice)
    if lost == start or _LOSSES.match(discourse.text, lost):
        return sufferers.of_losses(discourse, sentence, start, voice)
    return _launcher(discourse, sentence)


def _opening(discourse: Discourse, sentence: Sentence, start: int) -> int:
    """Return where a noun phrase opens: before "the enemy's", "its", and the figure that stands behind them."""
    words = discourse.text[max(sentence.start, start - _REACH) : start]
    opened = re.search(
        r"(?:\b(?:of\s+)?(?:the\s+)?(?:[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*['’]s?\s+|enem(?:y|ies)(?:['’]s?)?\s+|its\s+|our\s+))"
        r"(?:[\w,.-]+\s+)?$",
        words,
    )
    return start - len(words) + opened.start() if opened else start


def _forces(discourse: Discourse, mention: Mention) -> str | None:
    """Return the forces that "Norlandic" or "the Norlandic army" means as an owner."""
    registry = discourse.registry
    if mention.actor_id is None or mention.actor_id.startswith("unregistered:"):
        return None
    actor = registry.actor(mention.actor_id)
    if actor.kind in {"state", "government", "ministry"} and actor.country:
        return registry.armed_forces(actor.country, discourse.published_on) or actor.id
    return actor.id if actor.kind in _ARMED else None


def _launcher(discourse: Discourse, sentence: Sentence) -> str | None:
    """Return who launched what was shot down, told in the sentence or the one before."""
    for near in (sentence, *discourse.before(sentence, 1)):
        verb = _LAUNCHED.search(near.text)
        named = discourse.mentions_in(near.start, near.start + verb.start()) if verb else ()
        if named:
            return _forces(discourse, named[-1])
    return None
