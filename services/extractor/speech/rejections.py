"""Tell who rejects what was told before: "denied it", "called the claim baseless", '"Lies," the presidency said'.

A bare denial carries the figure that it rejects and points at its claim: the one of another speaker, close before,
that touches the denier (whose people suffered, or who is said to have done it). Who "neither confirmed nor denied"
rejects nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.claim import Claim, Claimant, Evidence, Measure
from services.extractor.discourse import Discourse, Sentence
from services.extractor.drafts import draft_id, span
from services.extractor.figures import numbers
from services.extractor.word_patterns import WordPattern

from . import attribution
from .attribution import Voice

TOLD = (
    r"(?:claims?|figures?|reports?|statements?|allegations?|accusations?|numbers?|assertions?|tolls?|accounts?|versions?"
    r"|news|stor(?:y|ies)|narratives?|tall(?:y|ies)|counts?|rumou?rs?|information|boasts?|photographs?|pictures|images"
    r"|videos?|footage|suggestions?|charges?|testimon(?:y|ies)|findings?|insinuations?|words|announcements?|posts?)"
)
"""What a claim is called by who does not share it."""
FALSE = (
    r"(?:fake|false\w*|untrue|not true|lies?\b|lying|baseless|un(?:founded|substantiated)|groundless|fabricat\w+"
    r"|invent(?:ed|ions?)|fiction\w*|fictiti\w+|nonsense|propaganda|absurd|rubbish|fantas(?:y|ies|tic)|exaggerat\w+"
    r"|inflated|misleading|(?:dis|mis)information|mischievous|malicious|hoax|fairy ?tales?|ridiculous|ludicrous"
    r"|laughable|bedtime stor\w+|recycled|wishful thinking|concocted|distort\w+|incorrect|inaccurate|slander\w*|smear"
    r"|myths?|cheap|delusion\w*|bluff)"
)
_REJECTS = (
    r"(?:den(?:y|ied|ies|ying)|reject(?:ed|s|ing)?|refut(?:e[sd]?|ing)|dismiss(?:ed|es|ing)?|disput(?:e[sd]?|ing)"
    r"|contest(?:ed|s|ing)?|rebuff(?:ed|s|ing)?|repudiat(?:e[sd]?|ing)|rubbish(?:ed|es|ing)|scoff(?:ed|s|ing)? at"
    r"|brush(?:ed|es|ing)? (?:aside|off)|shrug(?:ged|s|ging)? off|debunk(?:ed|s|ing)?|rebut(?:ted|s|ting)?"
    r"|ridicul(?:ed|es|ing)|mock(?:ed|s|ing)|disavow(?:ed|s|ing)?|took issue with|discount(?:ed|s|ing))"
)
_BACK = (
    r"(?:it|this|that|them|these|those|both)"
    r"(?=\s*(?:[.,;:–—”\"]|$|(?:as|and|but|on|in an?|saying|calling|adding)\b))"
)
_NAMED_AGAIN = rf"(?:(?:all|any|both|of)\s+)*(?:[\w’'-]+\s+){{0,5}}?{TOLD}\b"
_DEED = (
    r"(?:(?:any|all)(?:\s[\w-]+){0,3}\s(?:casualt\w+|deaths?|loss\w*|fatalit\w+|captives?|prisoners?)"
    r"|(?:that|having|ever|being|carrying out|taking|its|their|his)\b"
    r"(?!\s+(?:\w+\s)?(?:involvement|responsibility|role))"
    r"|(?!having)[a-z]+ing\b)"
)
DENIES = WordPattern(rf"\b(?:{_REJECTS}\s+(?:{_BACK}|{_NAMED_AGAIN})|den(?:y|ied|ies|ying)\s+{_DEED})", re.IGNORECASE)
CALLS_FALSE = WordPattern(
    r"\b(?:call(?:ed|s|ing)|describ(?:ed|es|ing)|label(?:l?ed|s|l?ing)|brand(?:ed|s|ing)|sa(?:id|ys|ying)|term(?:ed|s)"
    r"|consider(?:ed|s)|regard(?:ed|s)|denounc(?:ed|es|ing)|slam(?:med|s)|condemn(?:ed|s))\s+(?:that\s+)?"
    rf"(?:it|this|that|them|these|they|[\w’' -]{{2,40}}?\b{TOLD})\b[^.;,]{{0,50}}?[\s\"“‘']{FALSE}",
    re.IGNORECASE,
)
_FALSE_ALONE = re.compile(
    rf"[\"“‘']?(?:(?:this|that|it|these|they|all|the {TOLD})\s?(?:is|are|was|were|[’']s)\s(?:all\s|simply\s|just\s"
    rf"|only\s|another\s|an?\s)*)?(?:(?:an?|complete|pure|absolute|outright|blatant|total|sheer|more)\s){{0,2}}{FALSE}"
    r"(?=[\s,.!:;”\"’])",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"(?:\b(?:neither|nor|not|never|without|or|declin\w+ to|refus\w+ to|cannot|to)|n[’']t)\s+(?:[\w,-]+\s+){0,2}$",
    re.IGNORECASE,
)
_MEASURES: tuple[tuple[re.Pattern[str], tuple[Measure, ...]], ...] = (
    (re.compile(r"\b(?:kill|dea[dt]|die|dying|fatal|massacr|murder|execut)", re.IGNORECASE), ("killed", "casualties")),
    (re.compile(r"\b(?:captur|taken|took|taking|held|hold|abduct|kidnap|detain|prisoner)", re.I), ("captured", "held")),
    (re.compile(r"\b(?:wound|injur|hurt)", re.IGNORECASE), ("wounded", "casualties")),
)
_CONTENT = re.compile(rf"\b(?:{TOLD}|den(?:y|ied|ies|ying))\s+that\b", re.IGNORECASE)
_FIGURE = re.compile(r"\b(?:figures?|numbers?|tolls?|claims?|counts?|reports?|tall(?:y|ies))\b", re.IGNORECASE)
_REACH_OF_A_FIGURE = 20
_REACH = 4
_REACH_OF_THE_TOUCHED = 12


def find(discourse: Discourse, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield a denial of each of `claims` that a later sentence rejects without telling it again."""
    claims = sorted(claims, key=lambda claim: claim.evidence.start)
    told = {claim.evidence.start for claim in claims}
    for sentence in discourse.sentences if claims else ():
        if discourse.passage_of(sentence).section != "body":
            continue
        rejected = _rejection(sentence)
        voice = _denier(discourse, sentence, rejected) if rejected else None
        if rejected is None or voice is None:
            continue
        open_to = [claim for claim in claims if _may_be_meant(discourse, claim, sentence, voice)]
        claim = _named(open_to, sentence, rejected)
        if claim is None and sentence.start not in told:  # its own figure stands for what it rejects
            claim = _meant(discourse, open_to, sentence, rejected, voice)
        if claim:
            yield _denial(discourse, claim, sentence, voice)


def is_other(claim: Claim, voice: Voice) -> bool:
    """Return whether a claim is not the speaker's own."""
    return claim.claimant is None or (claim.claimant.actor_id, claim.claimant.text) != (
        voice.speaker.actor_id,
        voice.speaker.text,
    )


def claimant(voice: Voice) -> Claimant:
    """Return the speaker as a claimant."""
    speaker = voice.speaker
    return Claimant(actor_id=speaker.actor_id, name=speaker.name, text=speaker.text, relayed_via=voice.relayed_via)


def _rejection(sentence: Sentence) -> re.Match[str] | None:
    """Return the words of a sentence that reject what was told before it."""
    text = sentence.text
    match = _FALSE_ALONE.match(text) or CALLS_FALSE.search(text)
    if match:
        return match
    match = DENIES.search(text)
    return match if match and not _UNTOLD.search(text[: match.start()]) else None


def _denier(discourse: Discourse, sentence: Sentence, rejected: re.Match[str]) -> Voice | None:
    start, end = sentence.start + rejected.start(), sentence.start + rejected.end()
    of_verb = (voice for voice in attribution.voices(discourse, sentence) if start <= voice.verb < end)
    return next(of_verb, None) or attribution.voice_at(discourse, sentence, end)


def _named(claims: Sequence[Claim], sentence: Sentence, rejected: re.Match[str]) -> Claim | None:
    """Return the claim whose figure a rejection names: "called the figure of 170 absurd"."""
    words = sentence.text[: rejected.end() + _REACH_OF_A_FIGURE]
    figures = {found.count.value for found in numbers.find(words) if found.start > rejected.start()} - {None}
    named = [claim for claim in claims if claim.count.value in figures]
    return named[-1] if named and _FIGURE.search(rejected[0]) else None


def _meant(
    discourse: Discourse, claims: Sequence[Claim], sentence: Sentence, rejected: re.Match[str], voice: Voice
) -> Claim | None:
    """Return the claim that a rejection without a figure means: what touches the denier, the dead first."""
    content = _CONTENT.search(sentence.text, rejected.start())
    measures = {one for pattern, named in _MEASURES if pattern.search(sentence.text, rejected.start()) for one in named}
    told_of = [claim for claim in claims if claim.measure in measures]
    if content and measures and not told_of:
        return None  # "rejected a report that …": of something else
    claims = told_of or claims
    whole = [claim for claim in claims if claim.part_of is None] or claims
    near = {other.start for other in discourse.before(sentence, _REACH)}
    touched = [claim for claim in whole if _touches(discourse, claim, voice)]
    close = [claim for claim in touched if claim.evidence.start in near] or touched
    close = close or [claim for claim in whole if claim.evidence.start in near]
    of_one = [claim for claim in close if _speaker(claim) == _speaker(close[-1])]
    of_dead = [claim for claim in of_one if claim.measure == "killed"]
    return next(reversed(of_dead or of_one), None)


def _may_be_meant(discourse: Discourse, claim: Claim, sentence: Sentence, voice: Voice) -> bool:
    if claim.stance != "assert" or not claim.has_figure or claim.evidence.start >= sentence.start:
        return False
    if claim.evidence.section != "body" or claim.measure == "equipment":
        return False
    index = discourse.sentence_at(claim.evidence.start).index
    if sentence.index - index > _REACH_OF_THE_TOUCHED or not is_other(claim, voice):
        return False
    return not _is_of(discourse, claim.claimant.actor_id if claim.claimant else None, voice)


def _touches(discourse: Discourse, claim: Claim, voice: Voice) -> bool:
    """Return whether the denier's own people suffered or are said to have done it."""
    did = claim.perpetrator.actor_id if claim.perpetrator else None
    return _is_of(discourse, claim.subject.actor_id, voice) or _is_of(discourse, did, voice)


def _is_of(discourse: Discourse, actor_id: str | None, voice: Voice) -> bool:
    denier = voice.speaker.actor_id
    if actor_id is None or denier is None:
        return False
    return actor_id == denier or discourse.registry.perspective(actor_id, denier, discourse.published_on) == "own"


def _speaker(claim: Claim) -> str | None:
    return (claim.claimant.actor_id or claim.claimant.text) if claim.claimant else None


def _denial(discourse: Discourse, claim: Claim, sentence: Sentence, voice: Voice) -> Claim:
    speaker = voice.speaker
    context = [span("subject", claim.evidence.start, claim.evidence.end)]
    context += [span("claimant", speaker.start, speaker.end)] if speaker.start < speaker.end else []
    return claim.model_copy(
        update={
            "claim_id": draft_id(discourse, sentence.start, f"deny {claim.claim_id}"),
            "count": claim.count.model_copy(update={"basis": "implied"}),
            "claimant": claimant(voice),
            "stance": "deny",
            "about_claim": claim.claim_id,
            "part_of": None,
            "evidence": Evidence(sentence=sentence.text, start=sentence.start, end=sentence.end, section="body"),
            "context": tuple(context),
            "extraction": claim.extraction.model_copy(update={"confidence": 0.7, "rule": "rejection"}),
        }
    )
