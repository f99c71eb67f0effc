"""Tell what each speaker does with a figure: asserts it, denies it, or concedes it as a loss of the own side.

One figure may be said twice: "denied the army's claim that 70 were killed" is asserted by the army and denied by the
other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.actor import ActorKind
from schemas.claim import Measure, Stance, Subject
from services.extractor.discourse import Discourse, Sentence

from . import attribution, backreferences, disputed, rejections, speakers
from .attribution import Voice

_FAR_FROM = re.compile(
    r"\b(?:nowhere near|not|far (?:from|below|fewer than)|nothing like|fewer than|less than|instead of|rather than"
    r"|rejected|denied|disputed)\s+(?:the\s+|its\s+)?"
    r"(?:figure of\s+)?(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_CLAIMED_BY = re.compile(
    r"[^,.;:]{0,30}?\b(?:claimed|reported|announced|alleged|stated|cited|given|put forward|mentioned"
    r"|declared)\s+(?:\w+\s+)?by\b",
    re.IGNORECASE,
)
_LOSSES: tuple[Measure, ...] = ("killed", "wounded", "casualties", "captured", "missing")
_FIGHTS: frozenset[ActorKind] = frozenset(
    {
        "armed_forces",
        "general_staff",
        "ministry",
        "armed_group",
        "militia",
        "police",
        "border_guard",
        "intelligence",
        "state",
        "government",
    }
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One speaker's stance to one figure; a voice of null is the article's own."""

    voice: Voice | None
    stance: Stance


def sayings(discourse: Discourse, sentence: Sentence, start: int, end: int) -> list[Saying]:
    """Return who says what of the figure at `start:end`, the one who puts it forward first."""
    claimed = _CLAIMED_BY.match(discourse.text, end, sentence.end)
    if claimed:
        named = speakers.named_after(discourse, sentence, claimed.end())
        owner = backreferences.settled(discourse, sentence, named) if named else None
        if owner:
            found = [Saying(Voice(owner, "says", claimed.start()), "assert")]
            outer = attribution.voice_at(discourse, sentence, start)
            denied = _FAR_FROM.search(discourse.text, sentence.start, start)
            if outer and outer.speaker.actor_id != owner.actor_id and (denied or outer.attitude == "denies"):
                found.append(Saying(outer, "deny"))
            return found
    if dispute := disputed.dispute_of(discourse, sentence, start, end):
        found = [Saying(dispute.owner, "assert")] if dispute.owner else []
        found += [Saying(dispute.denier, "deny")] if dispute.denier else []
        if found:
            return found
    voice = attribution.voice_at(discourse, sentence, start)
    if voice is None:
        return [Saying(None, "assert")]
    if voice.attitude == "denies":
        return [Saying(voice, "deny")]
    found = [Saying(voice, "concede" if voice.attitude == "concedes" else "assert")]
    deniers = {
        other.speaker.text: other
        for other in attribution.voices(discourse, sentence)
        if other.speaker.text != voice.speaker.text and _rejects(discourse, other, voice, end)
    }
    return found + [Saying(other, "deny") for other in deniers.values()]


def _rejects(discourse: Discourse, other: Voice, voice: Voice, end: int) -> bool:
    """Return whether another speaker of the sentence rejects the figure before `end` that `voice` gives."""
    if other.verb > end and rejections.CALLS_FALSE.match(discourse.text, other.verb):
        return True
    if other.attitude != "denies":
        return False
    return other.verb < voice.verb or (other.verb > end and bool(rejections.DENIES.match(discourse.text, other.verb)))


def settled(stance: Stance, measure: Measure, subject: Subject, claimant: str | None, discourse: Discourse) -> Stance:
    """Return the stance once the sides are known: who tells the losses of the own fighters concedes them.

    Of civilians nobody concedes anything: their own authorities report them. Nor do those who count the dead for
    everybody (governors, hospitals, rescuers) concede.
    """
    if stance == "deny" or claimant is None:
        return stance
    registry = discourse.registry
    own = registry.perspective(subject.actor_id, claimant, discourse.published_on) == "own"
    if stance == "concede":
        return "concede" if own else "assert"
    of_fighters = measure == "equipment" or (measure in _LOSSES and subject.kind == "combatant")
    return "concede" if own and of_fighters and registry.actor(claimant).kind in _FIGHTS else "assert"
