"""What became of those just told of: "They were released after a week", "the officer later died of his wounds"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from schemas.claim import Claim, Count, Subject
from services.extractor.actors import subjects
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding

from . import lexicon

_VICTIMS = (
    r"(?:victims?|hostages?|abductees?|captives?|detainees?|kidnapped \w+|abducted \w+|men|women|girls?|boys?|workers?)"
)
_SET_FREE = re.compile(
    rf"\b(?P<who>[Tt]hey|[Hh]e|[Ss]he|[Bb]oth(?: men| women| \w+s)?|[Aa]ll(?: of them| \w+)?"
    rf"|[Tt]he (?:\w+ )?{_VICTIMS}) "
    r"(?:(?:was|were|has been|have been|had been) (?:all |both |\w+ly |later |then |also |soon |eventually ){0,2}"
    r"(?:released|freed|rescued|set free|let go|liberated)|(?:regained|gained) (?:his|her|their) freedom)\b"
)
_LATER_DIED = re.compile(
    r"\b(?P<who>[Hh]e|[Ss]he|[Tt]he (?P<noun>\w+)|who|[Bb]oth(?: \w+)?|[Tt]hey) (?:\w+ly |later |then |also "
    r"|both ){0,2}"
    r"(?:died|succumbed|passed away|was pronounced dead|were pronounced dead)\b(?P<after>[^.;]{0,60})"
)
_OF_WOUNDS = re.compile(r"\b(?:later|subsequently|succumbed|hospitals?|injur(?:y|ies)|wounds?|way to)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"\b(?:they|he|she|both|all|who|the \w+(?: \w+)?) (?:was|were|ha[sd]|have|\w+ly|later)?\b[^.;]{0,30}"
    r"\b(?:released|freed|rescued|set free|let go|liberated|freedom|died|succumbed|passed away|pronounced)\b"
    r"|^(?:he|she) was \b[^.;]{0,30}\b(?:killed|dead|down|executed|beheaded|arrested|detained|captured|apprehended)\b",
    re.IGNORECASE,
)
_FATE = re.compile(
    r"(?P<who>He|She) was (?:later |then |subsequently |\w+ly ){0,2}(?:(?P<killed>shot dead|(?:shot and )?killed"
    r"|gunned down"
    r"|neutrali[sz]ed|beheaded|executed|murdered)|(?P<captured>arrested|detained|captured|apprehended))\b"
)
_OPENING = 70
"""So many characters into a sentence its subject stands."""
_NEAR = 3
_CONFIDENCE = 0.5


def is_told(sentence: str) -> bool:
    """Return whether a sentence may say, without a figure, what became of those told of before."""
    return bool(_TELLS.search(sentence))


def retold(findings: Sequence[Finding], sentence: Sentence, before: Sequence[Finding]) -> Finding | None:
    """Return the wounding, here or just before, that a sentence tells to have been a death in the end."""
    died = _LATER_DIED.search(sentence.text)
    if died is None or not _OF_WOUNDS.search(died[0]):
        return None
    start = sentence.start + died.start()
    if any(one.measure == "killed" and died.start() <= one.start - sentence.start < died.end() for one in findings):
        return None
    told = [one for one in (*before, *findings) if one.measure == "wounded" and one.start < start]
    told = [one for one in told if sentence.index - one.sentence.index < _NEAR and _agrees(one, died)]
    return replace(told[-1], measure="killed") if told else None


def corrected(claims: list[Claim], died: Finding | None) -> list[Claim]:
    """Return `claims` with the wounding that ended in death told as a death."""
    if died is None:
        return claims
    evidence, text = died.sentence.start, died.count.text
    return [
        claim.model_copy(update={"measure": "killed"})
        if (claim.evidence.start, claim.measure, claim.count.text) == (evidence, "wounded", text)
        else claim
        for claim in claims
    ]


def freed(sentence: Sentence, before: Sequence[Finding]) -> list[Finding]:
    """Return the release of those who were told to be taken right before: "They were released after a week"."""
    found = _SET_FREE.search(sentence.text)
    if found is None:
        return []
    several = found["who"].lower().startswith(("they", "both", "all")) or found["who"].endswith(("s", "men"))
    told = [
        one
        for one in before
        if one.measure == "captured"
        and one.total is None
        and sentence.index - one.sentence.index < _NEAR
        and (one.count.high == 1) is not several
    ]
    if not told:
        return []
    start = sentence.start + found.start("who")
    wording = found["who"]
    return [
        replace(
            told[-1],
            sentence=sentence,
            start=start,
            end=start + len(wording),
            measure="released",
            count=told[-1].count.model_copy(update={"text": wording, "basis": "implied"}),
            rule="aftermath",
            confidence=_CONFIDENCE,
            loss=sentence.start + found.end("who"),
            captives=True,
        )
    ]


def fate(discourse: Discourse, sentence: Sentence, before: Sequence[Finding]) -> list[Finding]:
    """Return what befell the one person told of right before: "A gunman opened fire. He was shot dead"."""
    found = _FATE.match(sentence.text)
    other = next(iter(discourse.before(sentence, 1)), None)
    if found is None or other is None or other.passage != sentence.passage:
        return []
    taken = [one for one in before if one.measure == "captured" and one.count.high == 1 and one.sentence is other]
    subject = taken[-1].subject if taken and found["killed"] else _opens(discourse, other)
    if subject is None:
        return []
    return [
        Finding(
            sentence=sentence,
            start=sentence.start,
            end=sentence.start + found.end("who"),
            measure="killed" if found["killed"] else "captured",
            count=Count(value=1, low=1, high=1, qualifier="exact", basis="implied", text=found["who"]),
            subject=subject,
            rule="aftermath",
            confidence=_CONFIDENCE,
            loss=sentence.start + found.end("who"),
        )
    ]


def _opens(discourse: Discourse, sentence: Sentence) -> Subject | None:
    """Return the one person who is the subject of a sentence: "A gunman opened fire on civilians"."""
    people = lexicon.people_words(sentence.text[:_OPENING])
    if not people or not lexicon.is_singular(sentence.text[people[0][0] : people[0][1]]):
        return None
    if not re.match(r"(?:On [^,]+, )?(?:An?|The|One)\s(?:[\w-]+\s){0,4}$", sentence.text[: people[0][0]]):
        return None
    return subjects.of_phrase(discourse, sentence, sentence.start + people[0][0], sentence.start + people[0][1], None)


def _agrees(wounded: Finding, died: re.Match[str]) -> bool:
    """Return whether those who died may be the wounded: one for "he", the same noun for "the officer"."""
    who = died["who"].lower()
    if who in {"they", "who"} or who.startswith("both"):
        return wounded.count.high == 2 if who.startswith("both") else (wounded.count.high or 0) > 1 or who == "who"
    if wounded.count.high != 1:
        return False
    return died["noun"] is None or died["noun"] in {"victim", "man", "woman"} or died["noun"] in wounded.subject.text
