"""The default extractor: claims by rules, with the dependency parse where the grammar alone does not reach.

    candidates ─▶ phrases ─▶ links ─▶ who says so, who suffered, when, where ─▶ one claim per thing said

Each step is a module of its own; here they are called in order, and their findings become claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from uuid import UUID

from schemas.claim import Actor, Claim, Custody, Evidence, Extraction, Measure, Subject
from services.registry import Registry

from . import merging, privacy
from .actors import circumstances, perpetrators, subjects
from .discourse import Discourse, Sentence
from .drafts import draft_id, span
from .equipment import losses as equipment
from .explaining.trace import Trace
from .figures import (
    aftermath,
    carried,
    exchanges,
    linking,
    named_persons,
    phrases,
    tallies,
    tokens,
    unquantified,
    usage,
)
from .figures.links import Link
from .figures.parser import Parser
from .figures.phrases import Group
from .figures.tokens import Token
from .findings import Finding
from .page.article_text import ArticleText
from .slavic.reader import SlavicReader
from .speech import attribution, rejections, stance
from .speech.stance import Saying
from .topic import candidates
from .when_and_where import periods, places

NAME = "rules"
_SHARES = {"share", "included"}
_RECENT = 8
_IN_CUSTODY: tuple[Measure, ...] = ("captured", "released", "held")
_BEHIND_A_LOSS = 16
"""So many characters behind a figure its noun may end, as in "took several others hostage"."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A candidate sentence, taken apart and linked."""

    sentence: Sentence
    tokens: Sequence[Token]
    groups: Sequence[Group]
    links: Sequence[Link]


class RulesExtractor:
    """Reads English, Ukrainian and Russian articles by rules. With `parser` null the grammar works alone."""

    def __init__(self, registry: Registry, parser: Parser | None = None) -> None:
        self._registry = registry
        self._parser = parser
        self._version = metadata.version("claimledger")
        self._slavic = SlavicReader(registry, self._extraction)

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        return self._version

    @property
    def model(self) -> str | None:
        return self._parser.name if self._parser else None

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en", *SlavicReader.languages)

    def extract_many(self, articles: Sequence[ArticleText]) -> list[list[Claim]]:
        """Return the claims of each article in the order of its text; articles in another language have none."""
        return self._read([Discourse(article, self._registry) for article in articles])

    def extract_traced(self, article: ArticleText, trace: Trace) -> list[Claim]:
        """Return the claims of one article, and tell `trace` what was dropped on the way."""
        return self._read([Discourse(article, self._registry, trace)])[0]

    def _read(self, discourses: Sequence[Discourse]) -> list[list[Claim]]:
        read = [self._linked(discourse) for discourse in discourses]
        if self._parser:
            read = self._linked_by_tree(self._parser, read)
        return [self._told(discourse, lines) for discourse, lines in zip(discourses, read, strict=True)]

    def _reads(self, discourse: Discourse) -> bool:
        return (discourse.article.about.language or "en") in self.languages

    def _linked(self, discourse: Discourse) -> list[_Line]:
        language = discourse.article.about.language
        if not self._reads(discourse):
            discourse.trace.skipped(f"it is in a language that is not read: {language}")
            return []
        if language in SlavicReader.languages:
            return []  # read as a whole, in `_told`
        found = []
        for sentence in candidates.select(discourse):
            line = tokens.read(sentence.text)
            groups = phrases.groups(line)
            found.append(_Line(sentence, line, groups, linking.link(line, groups)))
        return found

    def _linked_by_tree(self, parser: Parser, read: list[list[_Line]]) -> list[list[_Line]]:
        """Return `read` with the lines that the grammar has not settled linked again, parsed all in one go."""
        open_lines = [line for lines in read for line in lines if not linking.is_settled(line.groups, line.links)]
        parsed = parser.parse([line.sentence.text for line in open_lines])
        again = {
            id(line): replace(line, links=linking.link(line.tokens, line.groups, words))
            for line, words in zip(open_lines, parsed, strict=True)
        }
        return [[again.get(id(line), line) for line in lines] for lines in read]

    def _told(self, discourse: Discourse, lines: Sequence[_Line]) -> list[Claim]:
        if discourse.article.about.language in SlavicReader.languages:
            return merging.merged(self._slavic.claims(discourse), self._registry, discourse.trace)
        claims: list[Claim] = []
        last: Finding | None = None
        told: dict[int, Subject] = {}
        recent: list[Finding] = []
        for line in lines:
            more = self._carried(line, last, recent)
            line = replace(line, tokens=more.tokens, links=more.links) if more else line
            discourse.trace.linked(line.sentence, line.tokens, line.groups, line.links)
            findings = self._findings(discourse, line.sentence, line.tokens, line.links, last)
            if more and more.total is not None:
                findings = [replace(finding, total=more.total) for finding in findings]
            last = next((one for one in reversed(findings) if one.total is None and one.rule not in _SHARES), last)
            persons = named_persons.find(discourse, line.sentence, line.tokens, line.links)
            findings += sorted(persons, key=lambda finding: finding.start)
            findings += unquantified.find(discourse, line.sentence, line.tokens, line.links)
            told |= {finding.start: finding.subject for finding in findings}
            findings += aftermath.freed(line.sentence, recent)
            findings += aftermath.fate(discourse, line.sentence, recent)
            died = aftermath.retold(findings, line.sentence, recent)
            recent = [*recent, *findings][-_RECENT:]
            for finding in findings:
                for half in exchanges.halves(discourse, finding):
                    claims += self._claims(discourse, half, claims)
            claims = aftermath.corrected(claims, died)
        claims += rejections.find(discourse, claims)
        if self._reads(discourse):
            for finding in equipment.find(discourse, told):
                claims += self._claims(discourse, finding, claims)
        claims = sorted(tallies.without(claims), key=lambda claim: claim.evidence.start)
        return merging.merged(claims, self._registry, discourse.trace)

    def _carried(self, line: _Line, last: Finding | None, recent: Sequence[Finding]) -> carried.Carried | None:
        """Return `line` as it tells more of those counted last, if it does."""
        gap = line.sentence.index - last.sentence.index if last else 0
        told = [one for one in recent if last and one.sentence == last.sentence and one.total is None]
        return carried.read(line.sentence.text, line.tokens, line.groups, told, gap) if told and gap else None

    def _findings(
        self,
        discourse: Discourse,
        sentence: Sentence,
        line: Sequence[Token],
        links: Sequence[Link],
        last: Finding | None,
    ) -> list[Finding]:
        found: list[Finding] = []
        carried = last is not None and subjects.carried_on(discourse, last.subject, last.sentence, sentence)
        inherited: Subject | None = last.subject if last and carried else None
        of_groups: dict[int, Subject] = {}
        for link in links:
            group, loss = link.group, line[link.loss]
            start, end = sentence.start + group.quantity.start, sentence.start + group.quantity.end
            voice = attribution.voice_at(discourse, sentence, start)
            subject = subjects.subject_of(discourse, sentence, line, group, loss, voice, inherited, link.rule)
            total = of_groups.get(link.part_of.first) if link.part_of else None
            neutral = group.people is not None and not group.people.camp
            if (
                total
                and subjects.yields(discourse, subject, total)
                and (neutral or subject.kind == total.kind)
                and total.kind != "unknown"
            ):
                subject = subject.model_copy(
                    update={"actor_id": total.actor_id, "name": total.name, "kind": total.kind}
                )
            of_groups[group.first] = subject
            if link.part_of is None and link.rule not in _SHARES:
                inherited = subject if subjects.carried_on(discourse, subject, sentence, sentence) else None
            found.append(
                Finding(
                    sentence=sentence,
                    start=start,
                    end=end,
                    measure=usage.measure_of(discourse, link.measure, loss.text),
                    count=group.quantity.count,
                    subject=subject,
                    rule=link.rule,
                    confidence=link.confidence if subject.actor_id else link.confidence - 0.1,
                    loss=sentence.start + loss.start,
                    captives=group.people is not None and group.people.captive,
                    total=sentence.start + link.part_of.quantity.start if link.part_of else None,
                )
            )
        return found

    def _claims(self, discourse: Discourse, finding: Finding, before: Sequence[Claim]) -> list[Claim]:
        """Return one claim for each speaker of the figure; a denial points at what is asserted of it."""
        made: list[Claim] = []
        said = stance.sayings(discourse, finding.sentence, finding.start, finding.end)
        perpetrator = perpetrators.perpetrator_of(discourse, finding, said[0].voice)
        for saying in said:
            about = next((claim.claim_id for claim in made if saying.stance == "deny"), None)
            if saying.stance == "deny" and about is None:
                about = next((claim.claim_id for claim in before if _is_denied(claim, finding, saying)), None)
            made.append(self._claim(discourse, finding, saying, perpetrator, about))
            discourse.trace.read(made[-1], finding)
        return made

    def _claim(
        self, discourse: Discourse, finding: Finding, saying: Saying, perpetrator: Actor | None, about: UUID | None
    ) -> Claim:
        sentence, voice = finding.sentence, saying.voice
        lead_in = discourse.lead_in(sentence)
        period, when = periods.period_at(discourse, sentence, finding.start, lead_in, level=finding.measure == "held")
        place = places.place_at(
            discourse, sentence, finding.start, carry=not period.cumulative and finding.measure != "held"
        )
        speaker = voice.speaker if voice else None
        claimant = rejections.claimant(voice) if voice else None
        context = [span("claimant", speaker.start, speaker.end)] if speaker and speaker.start < speaker.end else []
        context += [span("date", when.start, when.end)] if when else []
        context += [span("place", place[1], place[2])] if place else []
        passage = discourse.passage_of(sentence)
        return Claim(
            claim_id=draft_id(discourse, finding.start, _manner(saying), finding.custodian),
            measure=finding.measure,
            count=finding.count,
            subject=finding.subject,
            claimant=claimant,
            perpetrator=None if finding.measure == "released" else perpetrator,
            custody=_custody(finding, finding.custodian or perpetrator) if finding.measure in _IN_CUSTODY else None,
            stance=stance.settled(
                saying.stance, finding.measure, finding.subject, circumstances.claimant_id(voice), discourse
            ),
            about_claim=about,
            period=period,
            place=place[0] if place else None,
            part_of=draft_id(discourse, finding.total, _manner(saying)) if finding.total is not None else None,
            item=finding.item,
            item_state=finding.item_state,
            evidence=Evidence(sentence=sentence.text, start=sentence.start, end=sentence.end, section=passage.section),
            context=tuple(context),
            private_person=finding.named or privacy.names_private_person(sentence.text),
            article=discourse.article.about,
            extraction=self._extraction(finding.confidence, finding.rule),
        )

    def _extraction(self, confidence: float, rule: str) -> Extraction:
        return Extraction(
            confidence=round(max(0.05, confidence), 2),
            name=self.name,
            version=self.version,
            model=self.model,
            rule=rule,
        )


def _custody(finding: Finding, perpetrator: Actor | None) -> Custody:
    text, first = finding.sentence.text.lower(), finding.sentence.start
    around = text[min(finding.loss, finding.start) - first : max(finding.loss, finding.end) - first + _BEHIND_A_LOSS]
    if "hostage" in around and finding.subject.kind != "combatant":
        return Custody(custodian=perpetrator, kind="hostage")
    match finding.subject.kind:
        case "combatant":
            return Custody(custodian=perpetrator, kind="prisoner_of_war")
        case "civilian":
            return Custody(custodian=perpetrator, kind="civilian_detainee")
    return Custody(custodian=perpetrator)


def _is_denied(claim: Claim, finding: Finding, saying: Saying) -> bool:
    """Return whether a denial that repeats a figure denies this claim of another speaker."""
    same = claim.measure == finding.measure and (claim.count.low, claim.count.high) == (
        finding.count.low,
        finding.count.high,
    )
    return same and claim.stance == "assert" and saying.voice is not None and rejections.is_other(claim, saying.voice)


def _manner(saying: Saying) -> str:
    """Return what tells the sayings of one figure apart: several may deny it."""
    return f"deny {saying.voice.speaker.text}" if saying.voice and saying.stance == "deny" else saying.stance
