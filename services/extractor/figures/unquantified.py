"""Losses without a figure: "sustained losses", "took prisoners". Claims of low confidence, in no tally's sum.

Only where the claimant or the subject is known; a denied or missing loss ("no casualties") is not a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.claim import Count, Measure, Subject
from services.extractor.actors import naming, sufferers
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding
from services.extractor.speech import attribution

from .links import Link
from .tokens import Token

_PATTERNS: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    (
        "casualties",
        re.compile(
            r"\b(?:suffer(?:ed|s|ing)?|sustain(?:ed|s|ing)?|inflict(?:ed|s|ing)?|took|taken|taking|incurred"
            r"|there (?:are|were)|heavy|significant|serious|severe)\s+"
            r"(?:(?:heavy|significant|serious|severe|major|huge|new|some|substantial|considerable|personnel|enemy"
            r"|military|massive)\s+)*(?P<noun>losses|casualties)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "captured",
        re.compile(
            r"\b(?:(?:take|took|taken|taking|captur(?:e|ed|ing)|seized|new|group of|featuring|showing"
            r"|more)\s+)(?:[\w’'-]+\s+){0,2}?(?P<noun>prisoners|captives|POWs|hostages)\b",
            re.IGNORECASE,
        ),
    ),
)
_NEGATED = re.compile(
    r"\b(?:no|not|without|any|never|avoid\w*|neither|nor|could|would|may|might|if|reduc\w*|minimi[sz]\w*"
    r"|to)\s+(?:[\w’'-]+\s+){0,3}$",
    re.I,
)
_BEHIND = re.compile(r"\s+(?:from|of|among|for|to)\s+(?:the\s+)?$")
_CONFIDENCE = 0.35


def find(discourse: Discourse, sentence: Sentence, line: Sequence[Token], links: Sequence[Link]) -> Iterator[Finding]:
    """Yield the losses of a sentence that carry no figure, beside those that do."""
    counted = [(line[link.group.first].start, line[link.group.last - 1].end) for link in links]
    for measure, pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            start, end = match.span("noun")
            near = any(first < match.end() + 30 and match.start() - 30 < last for first, last in counted)
            if near or _NEGATED.search(sentence.text[: match.start()]) or _is_figure(line, match.start(), end):
                continue
            voice = attribution.voice_at(discourse, sentence, sentence.start + start)
            subject = _subject(discourse, sentence, match, voice, measure)
            if subject.actor_id is None and (voice is None or voice.speaker.actor_id is None):
                continue
            wording = match["noun"]
            yield Finding(
                sentence=sentence,
                start=sentence.start + start,
                end=sentence.start + end,
                measure=measure,
                count=Count(value=None, low=None, high=None, qualifier="unspecified", basis="none", text=wording),
                subject=subject,
                rule="unquantified",
                confidence=_CONFIDENCE,
                loss=sentence.start + match.start(),
            )


def _is_figure(line: Sequence[Token], start: int, end: int) -> bool:
    return any(token.quantity and token.quantity.count.low is not None and start <= token.start < end for token in line)


def _subject(
    discourse: Discourse, sentence: Sentence, match: re.Match[str], voice: attribution.Voice | None, measure: Measure
) -> Subject:
    start, end = sentence.start + match.start(), sentence.start + match.end("noun")
    actor_id: str | None = None
    registry = discourse.registry
    inside = discourse.mentions_in(start, end)
    behind = [
        mention
        for mention in discourse.mentions_in(end, min(sentence.end, end + 60))
        if _BEHIND.fullmatch(discourse.text[end : mention.start])
    ]
    if inside or behind:
        mention = (inside or behind)[0]
        actor_id = mention.actor_id
        if actor_id and registry.actor(actor_id).kind == "state" and (country := registry.actor(actor_id).country):
            actor_id = registry.armed_forces(country, discourse.published_on) or actor_id
    elif measure == "casualties" and re.match(r"suffer|sustain|incur|took|taken|taking", match[0], re.IGNORECASE):
        actor_id = sufferers.before(discourse, sentence, start, voice)
    return Subject(
        actor_id=actor_id,
        name=registry.name(actor_id) if actor_id and not actor_id.startswith("unregistered:") else None,
        text=discourse.text[start:end],
        kind=naming.kind_of(discourse, actor_id),
    )
