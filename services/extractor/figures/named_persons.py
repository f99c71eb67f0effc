"""Losses of one person told by rank or name: "Commander X was killed". Counted as one, of lower confidence.

The figure stands nowhere in the text, so its basis is `counted`; its wording is the rank and never the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.claim import Count, Measure, Subject
from services.extractor.actors import naming, subjects
from services.extractor.discourse import Discourse, Sentence
from services.extractor.findings import Finding

from .links import Link
from .tokens import Token

_RANK = (
    r"(?:commander|warlord|general|colonel|major|captain|lieutenant|sergeant|corporal|private|brigadier|soldier"
    r"|fighter|pilot|journalist|reporter|correspondent|photographer|ringleader|leader|chief|mayor|governor|commissioner"
    r"|minister|ambassador|councill?or|lawmaker|official|deputy|priest|pastor|cleric|imam|teacher|ruler|doctor|activist"
    r"|attacker|gunman|perpetrator|assailant|assassin|bomber|militant|terrorist|rebel|shooter|driver|guard|officer"
    r"|militia\w+|policeman|aid\sworker|victim|hostage|woman|man|boy|girl|child|civilian|tourist)"
)
_NAME = r"[A-ZÀ-Ž][\w’'-]+(?:[\s-](?:[A-ZÀ-Ž][\w’'-]+|al|el|bin|ibn|abu|de|van|von))*"
_LOSS = (
    r"(?P<killed>killed|slain|shot\sdead|gunned\sdown|assassinated|executed|beheaded|eliminated|neutrali[sz]ed"
    r"|liquidated|martyred|murdered)|(?P<wounded>wounded|injured)|(?P<captured>captured|taken\sprisoner|abducted"
    r"|kidnapped|arrested|detained|seized)|(?P<released>released|freed)"
)
_PASSIVE = re.compile(
    rf"\b(?:(?:[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]op|[Ss]enior|{_NAME}['’]s)\s(?:[\w’'-]+\s){{0,3}}?)?(?P<rank>(?i:{_RANK}))"
    rf"(?:\s(?:in|of|for|from)\s(?:the\s)?{_NAME})?(?P<name>,?\s{_NAME})?(?:\s\([^)]*\))?(?:,\s[^,;:.]{{2,80}},)?(?:,?\sand\s(?:his|her|their|\w+\sof\s(?:his|her))\s[^,;:.]{{2,40}}?)?"
    rf"\s(?:was|has\sbeen|had\sbeen|were)\s(?:also\s|\w+ly\s|shot\sand\s(?:\w+ly\s)?|later\s)?(?:{_LOSS})\b"
)
_ACTIVE = re.compile(
    rf"\b(?P<verb>(?:{_LOSS})|killing(?:\sof)?|murder\sof|assassination\sof|wounding|injuring|abducting|kidnapping"
    rf"|death\sof|capturing|capture\sof)\s"
    rf"(?:[Tt]he\s|[Ii]ts\s|[Tt]heir\s|[Aa]\s|[Aa]n\s)?(?:[\w’'-]+\s){{0,5}}?(?P<rank>(?i:{_RANK}))(?P<name>,?\s{_NAME})"
)
_ALONE = re.compile(
    r"\b(?P<verb>(?P<killed>killed|killing|murdered|assassinated|executed|shot\sdead)|(?P<wounded>wounded|injured"
    r"|wounding|injuring)|(?P<captured>captured|abducted|kidnapped|arrested|detained|abducting|kidnapping|arresting)"
    r"|(?P<released>released|freed))\s"
    r"(?:(?:[Tt]he|[Tt]heir|[Hh]is|[Hh]er|[Ii]ts)\s)?(?:(?!by|in|and|of|at|as|on|who|was|when|after|during)[\w’'-]+\s){0,3}?"
    rf"(?P<rank>(?i:{_RANK}))(?P<name>\s{_NAME})?(?=[.,;:)]|\s(?:in|at|on|of|near|and|for|during|along|from|while|as|before|after|when|with|outside|inside)\b|$)"
)
_APPOSED = re.compile(rf",\s{_NAME},")
_UNREAL = re.compile(
    r"\b(?:not|never|no|nor|without|if|could|would|may|might|will|should|must|to|accused of|plot\w*|suspected of"
    r"|charged with|denied|anniversary|since|after the|for the)\s+(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
_CONFIDENCE = 0.5
_MEASURES: tuple[Measure, ...] = ("killed", "wounded", "captured", "released")
_REACH_OF_THE_GROUP = 45


def find(discourse: Discourse, sentence: Sentence, line: Sequence[Token], links: Sequence[Link]) -> Iterator[Finding]:
    """Yield the losses of single persons of a sentence, beside those that carry a figure."""
    counted = [(line[link.group.first].start, line[link.group.last - 1].end) for link in links]
    found: list[tuple[int, int]] = []
    for pattern in (_PASSIVE, _ACTIVE, _ALONE):
        for match in pattern.finditer(sentence.text):
            start, end = match.span("rank")
            if any(first < end and start < last for first, last in (*counted, *found)):
                continue
            if _UNREAL.search(sentence.text[: match.start("rank")]) or re.search(r"\d", match[0]):
                continue
            if pattern is not _PASSIVE and re.search(r"\b(?:was|were|been|being)\s+$", sentence.text[: match.start()]):
                continue  # passive: the rank behind it is who did it
            found.append((start, end))
            yield _finding(discourse, sentence, match, "passive" if pattern is _PASSIVE else "active")


def _finding(discourse: Discourse, sentence: Sentence, match: re.Match[str], voice_of_verb: str) -> Finding:
    start, end = sentence.start + match.start("rank"), sentence.start + match.end("rank")
    measure = _measure(match)
    loss = sentence.start + match.start(measure if measure in match.re.groupindex and match[measure] else "verb")
    actor_id = _group_of(discourse, sentence, start, end)
    kind = naming.kind_of(discourse, actor_id)
    civilian = re.match(r"journalist|reporter|correspondent|photographer|aid", match["rank"], re.IGNORECASE)
    count = Count(value=1, low=1, high=1, qualifier="exact", basis="counted", text=match["rank"])
    subject = subjects.of_phrase(discourse, sentence, start, end, None) if actor_id is None else None
    if subject is None or (subject.actor_id is None and subject.kind != "civilian"):
        subject = Subject(
            actor_id=None if civilian else actor_id,
            name=discourse.registry.name(actor_id) if actor_id and not civilian else None,
            text=match["rank"],
            kind="civilian" if civilian else "combatant" if kind == "unknown" else kind,
        )
    return Finding(
        sentence=sentence,
        start=start,
        end=end,
        measure=measure,
        count=count,
        subject=subject,
        rule="object" if voice_of_verb == "active" else "named-person",
        confidence=_CONFIDENCE if match["name"] else _CONFIDENCE - 0.1,
        loss=loss,
        named=bool(match["name"] or _APPOSED.search(match[0])) and not _is_registered(discourse, sentence, match),
    )


def _measure(match: re.Match[str]) -> Measure:
    for measure in _MEASURES:
        if match[measure]:
            return measure
    return "captured" if match["verb"].startswith("captur") else "killed"


def _group_of(discourse: Discourse, sentence: Sentence, start: int, end: int) -> str | None:
    """Return whose commander it is: "River Front commander X", "a commander of the River Front"."""
    registry = discourse.registry
    before = discourse.mentions_in(max(sentence.start, start - _REACH_OF_THE_GROUP), start)
    behind = discourse.mentions_in(end, min(sentence.end, end + _REACH_OF_THE_GROUP))
    found = [
        mention
        for mention in before
        if re.fullmatch(r"(?:['’]s?)?\s+(?:[\w’'-]+\s+){0,2}", discourse.text[mention.end : start])
        and not re.search(r"\b(?:kill|captur|wound|said|by)\w*", discourse.text[mention.end : start])
    ] + [
        mention
        for mention in behind
        if re.fullmatch(r"\s+(?:of|in|for|from|with)\s+(?:the\s+)?", discourse.text[end : mention.start])
    ]
    if not found or found[-1].actor_id is None:
        return None
    actor = registry.actor(found[-1].actor_id)
    if actor.kind == "state":
        return registry.armed_forces(actor.country, discourse.published_on) if actor.country else None
    return actor.id if actor.kind in {"armed_group", "militia", "armed_forces", "police"} else None


def _is_registered(discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether the name is that of a spokesperson in the registry: a public figure."""
    start, end = sentence.start + match.start("rank"), sentence.start + match.end()
    return any(mention.role == "spokesperson" for mention in discourse.mentions_in(start, end))
