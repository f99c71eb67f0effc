"""Tell who did it: the subject of "killed 20 soldiers", "by" behind "were killed", whose attack it was, who claimed it.

What the sentence does not say, its neighbours may: "Rebels attacked the post on Monday. Four soldiers died."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.claim import Actor
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding
from services.extractor.speech import reporting
from services.extractor.speech.attribution import Voice

from . import allegiance, circumstances, parties
from .parties import ATTACK, Party

_ACTIVE = {"object", "coordinated", "part", "tree", "attributive", "equipment"}
_NOT_WHO = re.compile(r"\b(?:lost|loses|losing|suffer\w*|sustain\w*|died|surrender\w*|toll|deaths?)\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|we|he|(?:its|their|our) (?P<forces>(?:\w+ )?(?:forces|troops|fighters|soldiers|units|members)))\s+"
    r"(?:had\s+|have\s+|has\s+|also\s+|fatally\s+)*$",
    re.IGNORECASE,
)
_CLAIMING = re.compile(r"\b(?:claim\w*|said|boast\w*) (?:to have|having)\s+[\"“]?$|\bclaim\w* $")
_IN_RETURN = re.compile(r"in (?:exchange|return) for", re.IGNORECASE)
_OWN_ATTACK = re.compile(
    rf"(?:['’]s?)?\s+(?:(?!(?:and|said|who|in|on|at|by|of|from|with|for|to|against|after|when|as|since|that|while|the|during"
    rf"|was|were|is|are|had|has|have|\w+ed)\b)[\w’'-]+\s+){{0,3}}?{ATTACK}\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?<!verified )(?<!confirmed )(?<!reported )(?<!announced )(?<!identified )(?<!recorded )(?<!backed )"
    r"(?<!documented )(?<!supported )"
    r"(?:\b(?:by|at the hands of|(?:blamed|pinned)\s+on|attributed\s+to|fired\s+from|fire\s+from|accus(?:ed|ing))"
    r"\s+(?:an?\s+|the\s+|alleged\s+|suspected\s+|members\s+of\s+(?:the\s+)?|fighters\s+from\s+(?:the\s+)?"
    r"|elements\s+of\s+(?:the\s+)?)*)$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:clash\w*|fight\w*|fought|battles?|battling|gun-?battles?|gunfights?|fire-?fights?|encounters?|shoot-?outs?"
    r"|exchange\w*\s+(?:of\s+)?(?:gun)?fire|gunfire|engag\w+|confrontations?|skirmish\w*|combat)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:with|against)\s+(?:an?\s+|the\s+|suspected\s+|alleged\s+|members\s+of\s+)*$"
    r"|\b(?:fighting|battling|engaged|confronting)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_ATTACKS = re.compile(
    r"(?:\s*\([^)]{1,40}\))?\s+(?:(?!said\b|says\b|told\b|were\b|was\b|by\b|who\s+were\b)[\w’'-]+\s+){0,4}?"
    r"(?:attack(?:ed|ing)?|ambush(?:ed|ing)|raid(?:ed|ing)|storm(?:ed|ing)|assault(?:ed|ing)?|target(?:ed|ing)|struck"
    r"|hit|shell(?:ed|ing)|bomb(?:ed|ing)|shot|open(?:ed|ing)\s+fire|opened|fir(?:ed|ing)|launch(?:ed|ing)"
    r"|detonat(?:ed|ing)|blew|overran|overrun|captur(?:ed|ing)|kidnap(?:ped|ping)|abduct(?:ed|ing)|invad(?:ed|ing)"
    r"|neutrali[sz]ed|killed|murdered|executed|beheaded|massacred|wounded|injured|stopped|foiled|eliminated|gunned"
    r"|conduct(?:ed|ing)|carried\s+out|carrying\s+out|set\s+off|plant(?:ed|ing)|ramm(?:ed|ing)|seiz(?:ed|ing)"
    r"|took|stabbed|ran\s+over|repell?(?:ed|ing)|thwart(?:ed|ing)|engaged|clashed|detained|arrested|freed|besieged"
    r"|claimed\s+(?:the\s+)?responsibility|claimed\s+the\s+attack)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"(?:\s*\([^)]{1,40}\))?\s+(?:\w+\s+){0,3}?claimed\s+(?:the\s+)?(?:responsibility|attack|it\b)",
    re.IGNORECASE,
)
_CLAIMED_WORD = re.compile(r"\bclaimed\b", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:in|across|on|against|at|near|inside|into|over|throughout|with|between|targeting|of|to|for|against"
    r"|attack(?:ed|ing)?|ambush(?:ed|ing)|target(?:ed|ing))\s+(?:the\s+|a\s+|an\s+)?(?:\w+ern\s+)?$",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"(?:On|Last|In|Earlier|Since|Over|During|This|So far|Meanwhile|Separately|Elsewhere|A total|Also|More than|Around"
    r"|In all|Overall|Previously|According)\b"
)
_NOT_OF_AN_EVENT = ("released", "missing", "casualties", "held")
_OF_A_WAR = re.compile(
    r"\bsince\b(?!\s+(?:\w+day|yesterday|dawn|morning|noon|then)\b)|\bthis year\b"
    r"|\b(?:the|that|its|decade\S*) (?:war|conflict|insurgency|uprising|rebellion|unrest)\b|\bso far\b"
    r"|\b(?:last|previous|past) (?:year|months?|decade)s?\b|\bin \d{4}\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
_REACH = 2


def perpetrator_of(discourse: Discourse, finding: Finding, voice: Voice | None) -> Actor | None:
    """Return who killed, wounded or captured them; null where neither the sentence nor its neighbours say."""
    if _IN_RETURN.match(discourse.text, finding.loss):
        return None  # who gave them for the others is not said
    found = _in_sentence(discourse, finding, voice) or _of_the_event(discourse, finding)
    if found is not None and found.actor_id is None and (claimed := _who_claimed(discourse, finding)):
        return claimed
    return found


def _in_sentence(discourse: Discourse, finding: Finding, voice: Voice | None) -> Actor | None:
    """Return who did it by the sentence of the figure."""
    sentence, loss = finding.sentence, finding.loss
    said = [one for one in parties.of(discourse, sentence, voice) if not _is_sufferer(discourse, one, finding)]
    for party in said:
        if party.start >= loss and _BY.search(discourse.text[loss : party.start]):
            return _actor(discourse, party)
    active = finding.rule in _ACTIVE and loss <= finding.start and not _NOT_WHO.match(discourse.text, loss)
    if active:
        before = discourse.text[sentence.start : loss]
        if voice and ((by_pronoun := _PRONOUN.search(before)) or _CLAIMING.search(before)):
            return _speaker(discourse, voice, bool(by_pronoun and by_pronoun["forces"]))
        if (subject := _subject(discourse, sentence, loss, said)) is not None:
            return _actor(discourse, subject)
    return next((_actor(discourse, party) for party in _doers(discourse, said, loss)), None)


def _who_claimed(discourse: Discourse, finding: Finding) -> Actor | None:
    """Return the one group that claims an attack in the article: the "militants" of the sentence."""
    found = {
        party.actor_id: party
        for sentence in discourse.sentences
        for match in _CLAIMED_WORD.finditer(sentence.text)
        for party in parties.of(discourse, sentence, None)
        if party.actor_id
        and party.end <= sentence.start + match.start() + 1
        and _CLAIMED.match(discourse.text, party.end)
        and not _is_sufferer(discourse, party, finding)
    }
    return _actor(discourse, next(iter(found.values()))) if len(found) == 1 else None


def _speaker(discourse: Discourse, voice: Voice, forces: bool) -> Actor:
    """Return the speaker as the one who did it, or "its forces"."""
    speaker, claimant = voice.speaker, circumstances.claimant_id(voice)
    if forces and claimant:
        return _as_actor(discourse, allegiance.own_forces(discourse, claimant), speaker.name or speaker.text)
    return _as_actor(discourse, speaker.actor_id, speaker.name or speaker.text)


def _subject(discourse: Discourse, sentence: Sentence, loss: int, said: list[Party]) -> Party | None:
    """Return the party that is the subject of the verb at `loss`: the last head before it in its clause."""
    heads = [
        party
        for party in said
        if party.end <= loss
        and not _WHERE.search(discourse.text[sentence.start : party.start])
        and not (party.is_state and discourse.text[party.end : party.end + 1] == ",")  # "in the city, Norland, killing"
    ]
    for party in reversed(heads):
        between = discourse.text[party.end : loss]
        if reporting.VERB.search(between) or re.search(r"[;:]|\bthat\b|\bafter\b|\bwhile\b", between):
            return None
        return party
    return None


def _doers(discourse: Discourse, said: list[Party], loss: int) -> Iterator[Party]:
    """Yield the parties of a sentence that attack, in order of how plainly they do."""
    text = discourse.text
    ranked = sorted(said, key=lambda party: abs(party.start - loss))
    for party in ranked:
        if _BY.search(text[max(0, party.start - 60) : party.start]):
            yield party
    for party in ranked:
        if _OWN_ATTACK.match(text, party.end):
            yield party
    for party in ranked:
        if _AGAINST.search(text[max(0, party.start - 90) : party.start]):
            yield party
    for party in ranked:
        found = _ATTACKS.match(text, party.end)
        lead = text[max(0, party.start - 30) : party.start]
        if found is None or _WHERE.search(lead) or _SINCE.search(lead):
            continue
        if "claim" not in found[0].lower() or _CLAIMED.match(text, party.end):
            yield party


def _of_the_event(discourse: Discourse, finding: Finding) -> Actor | None:
    """Return who attacks in the sentences around, where this one goes on about the same event."""
    sentence = finding.sentence
    if finding.rule == "toll" or finding.measure in _NOT_OF_AN_EVENT or _ANEW.match(sentence.text):
        return None
    if _OF_A_WAR.search(sentence.text):
        return None
    around = [
        other
        for other in discourse.before(sentence, _REACH)
        if sentence.passage - other.passage <= sentence.index - other.index
    ]
    following = discourse.after(sentence)
    for other in around:
        said = [one for one in parties.of(discourse, other, None) if not _is_sufferer(discourse, one, finding)]
        for party in _doers(discourse, said, other.end):
            return _actor(discourse, party)
    if following and discourse.passage_of(following).section == discourse.passage_of(sentence).section:
        for party in parties.of(discourse, following, None):
            if _CLAIMED.match(discourse.text, party.end) and not _is_sufferer(discourse, party, finding):
                return _actor(discourse, party)
    return None


def _is_sufferer(discourse: Discourse, party: Party, finding: Finding) -> bool:
    """Return whether a party is those who suffered it, or of their side."""
    suffered, registry = finding.subject.actor_id, discourse.registry
    if party.start < finding.end + 60 and finding.start <= party.start:
        between = discourse.text[finding.end : party.start]
        if not re.search(r"[,.;]|\b(?:by|in|with|when|after|as|from|during|while|against)\b", between):
            return True  # the noun of the figure itself
    if suffered is None or party.actor_id is None:
        return suffered is None and party.actor_id is None and party.text.lower().endswith(finding.subject.text.lower())
    if party.actor_id == suffered:
        return True
    if "civilians" in suffered:
        return False
    return (
        registry.is_within(party.actor_id, suffered)
        or registry.is_within(suffered, party.actor_id)
        or (registry.perspective(suffered, party.actor_id, discourse.published_on) == "own")
    )


def _actor(discourse: Discourse, party: Party) -> Actor:
    return _as_actor(discourse, party.actor_id, party.text)


def _as_actor(discourse: Discourse, actor_id: str | None, text: str) -> Actor:
    registered = actor_id is not None and not actor_id.startswith("unregistered:")
    return Actor(
        actor_id=actor_id, name=discourse.registry.name(actor_id) if actor_id and registered else None, text=text
    )
