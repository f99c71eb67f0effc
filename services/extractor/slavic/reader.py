"""The claims of a Ukrainian or Russian article: bulletins, posts of authorities, short news.

sentences ─▶ figures and losses ─▶ links ─▶ who says so, who suffered, when, where ─▶ claims
"""

from __future__ import annotations

import re
from collections.abc import Callable

from schemas.claim import Actor, Claim, Claimant, Custody, Evidence, Extraction, Period, Subject
from services.extractor import privacy
from services.extractor.discourse import Discourse, Sentence
from services.extractor.drafts import draft_id, span
from services.extractor.findings import Finding
from services.extractor.speech import stance
from services.registry import Registry

from . import actors, lexicon, linking, periods, places, words
from .linking import Link
from .numerals import folded
from .settling import Settle, Speaker
from .speaking import Speaking, Voice
from .subjects import Subjects

_WORDS_OF_CONFLICT = 3
_SHARE_OF_CONFLICT = 25
_ARMED = ("armed_forces", "armed_group", "militia")
_IN_CUSTODY = ("captured", "released", "held")
_REJECTED_SENTENCES = 5
_NEAR_A_FIGURE = 110
_LONGEST_LIST = 40
_REJECTION = re.compile(
    r"\b(?:це (?:\w+ )?неправда|это (?:\w+ )?(?:неправда|ложь)|бред\b|маячня|фейк\w*|не відповідає дійсності"
    r"|не соответствует действительности)"
)
_CONTINUES = re.compile(
    r"^[^\w]*(?:ще|еще|також|также|серед|среди|з них|из них|один|двоє|двое|троє|трое|загалом|кроме того|крім того)\b"
)
_ANNIVERSARY = re.compile(r"\b(?:річниц\w+ (?:битв|бою)|років тому|лет назад|годовщин\w+ (?:битв|боя|сражен))")


class SlavicReader:
    """Reads articles in Ukrainian and Russian. `extraction` names the extractor in a claim, by confidence and rule."""

    languages = ("uk", "ru")

    def __init__(self, registry: Registry, extraction: Callable[[float, str], Extraction]) -> None:
        self._registry = registry
        self._extraction = extraction

    def claims(self, discourse: Discourse) -> list[Claim]:
        """Return the claims of an article in order, with the ids that they are drafted with; repeats are not merged."""
        low = folded(discourse.text)
        if not lexicon.LOSS.search(low) or not (_is_about_conflict(low) or self._names_a_party(discourse)):
            discourse.trace.dropped(0, len(low), "the article is not about armed conflict, or tells of no loss")
            return []
        return _Reading(discourse, self._registry, self._extraction).claims()

    def _names_a_party(self, discourse: Discourse) -> bool:
        """Return whether armed forces or an armed group are named, where the words of conflict are few."""
        index = actors.of(self._registry, discourse.article.about.language or "uk")
        named = index.find(words.read(discourse.text), discourse.text)
        return any(self._registry.actor(actor_id).kind in _ARMED for one in named for actor_id in one.candidates)


class _Reading:
    """One article on its way."""

    def __init__(
        self, discourse: Discourse, registry: Registry, extraction: Callable[[float, str], Extraction]
    ) -> None:
        language = discourse.article.about.language or "uk"
        self._discourse, self._registry, self._extraction = discourse, registry, extraction
        index = actors.of(registry, language)
        article = index.find(words.read(discourse.text), discourse.text)
        settle = Settle(registry, article, language, folded(discourse.text))
        self._speaking = Speaking(discourse, index, settle)
        self._subjects = Subjects(discourse, index, settle, article)
        self._prisoners = bool(lexicon.PRISONERS.search(folded(discourse.text)))
        self._made: list[Claim] = []
        self._last: tuple[Subject, Sentence] | None = None
        self._total: Finding | None = None

    def claims(self) -> list[Claim]:
        title = folded(self._discourse.article.about.title or "")
        if _ANNIVERSARY.search(title):
            self._discourse.trace.dropped(0, len(self._discourse.text), "an anniversary")
            return []
        for sentence in self._discourse.sentences:
            low = folded(sentence.text)
            if reason := _reason_to_skip(low):
                self._discourse.trace.dropped(sentence.start, sentence.end, reason)
                continue
            for link_findings in self._findings(sentence, low):
                self._made += self._claims_of(*link_findings)
        self._made += self._rejections()
        self._made.sort(key=lambda claim: claim.evidence.start)
        return self._made

    def _findings(self, sentence: Sentence, low: str) -> list[tuple[Finding, Link, Voice | None]]:
        links = linking.link(sentence.text, low, prisoners=self._prisoners)
        if not links and (lead_in := self._lead_in(sentence)):
            links = self._under(sentence, low, folded(lead_in.text))
        alone = linking.singles(sentence.text, low, links, prisoners=self._prisoners)
        found: list[tuple[Finding, Link, Voice | None]] = []
        lead_in = self._lead_in(sentence) if any(link.above for link in links) else None
        inherited = self._last[0] if self._last and self._is_carried(self._last[1], sentence, low) else None
        of_links: list[Subject] = []
        for link in (*links, *alone):
            start = sentence.start + link.people.start
            voice = self._speaking.voice_at(sentence, start)
            claimant = _id(voice)
            total = of_links[link.part_of] if link.part_of is not None and link.part_of < len(of_links) else None
            before = inherited or (self._spoken_of(sentence) if not link.people.noun else None)
            subject = self._subjects.subject_of(sentence, link, claimant, total or before, lead_in)
            of_links.append(subject)
            if link.part_of is None:
                inherited = subject if link.people.count.basis != "counted" else inherited
            whole = sentence.start + links[link.part_of].people.start if link.part_of is not None else None
            if link.outer and self._total and self._total.measure == link.measure:
                whole = self._total.start
            finding = Finding(
                sentence=sentence,
                start=start,
                end=sentence.start + link.people.end,
                measure=link.measure,
                count=link.people.count,
                subject=subject,
                rule=f"slavic {link.loss.kind}",
                confidence=0.7 if subject.actor_id else 0.6,
                loss=sentence.start + link.loss.start,
                total=whole,
            )
            found.append((finding, link, voice))
        own = [finding for finding, _, _ in found if finding.total is None and finding.count.basis == "stated"]
        if own:
            self._last, self._total = (own[-1].subject, sentence), own[-1]
        return found

    def _lead_in(self, sentence: Sentence) -> Sentence | None:
        """Return the line that a list stands under: marked as such, or ending with ":" above lines in small letters."""
        discourse, passage = self._discourse, sentence.passage
        if marked := discourse.lead_in(sentence):
            return marked
        highest = max(0, passage - _LONGEST_LIST)
        while passage > highest and (lines := discourse.sentences_of(passage)) and lines[0].text[0].islower():
            passage -= 1
            above = discourse.sentences_of(passage)
            if above and above[-1].text.endswith(":"):
                return above[-1]
        return None

    def _under(self, sentence: Sentence, low: str, lead_in: str) -> list[Link]:
        """Return the people of a bullet whose loss stands in the line above: "втрати: особового складу – 5"."""
        above = linking.losses(lead_in, prisoners=self._prisoners)
        if not above:
            return []
        return linking.under(sentence.text, low, above[0])

    def _spoken_of(self, sentence: Sentence) -> Subject | None:
        """Return whom the sentence before told of, for a figure that stands alone: "дістали поранень дев'ятеро"."""
        subject, last = self._last if self._last else (None, None)
        return subject if last and last.passage == sentence.passage and sentence.index - last.index == 1 else None

    def _is_carried(self, last: Sentence, sentence: Sentence, low: str) -> bool:
        return last.passage == sentence.passage and sentence.index - last.index <= 1 and bool(_CONTINUES.match(low))

    def _claims_of(self, finding: Finding, link: Link, voice: Voice | None) -> list[Claim]:
        claim = self._claim(finding, link, voice)
        denials = [one for one in self._speaking.voices(finding.sentence) if one.denies and one.verb < finding.start]
        if denials and not [one for one in self._speaking.voices(finding.sentence) if not one.denies]:
            claim = claim.model_copy(
                update={"stance": "deny", "claimant": _claimant(denials[0].speaker, self._registry)}
            )
            self._discourse.trace.read(claim, finding)
            return [claim]
        made = [claim]
        self._discourse.trace.read(claim, finding)
        for denial in self._speaking.voices(finding.sentence):
            if denial.denies and voice and denial.speaker != voice.speaker and finding.total is None:
                made.append(self._denied(claim, denial.speaker, finding.sentence))
        return made

    def _claim(self, finding: Finding, link: Link, voice: Voice | None) -> Claim:
        discourse, sentence = self._discourse, finding.sentence
        speaker = voice.speaker if voice else None
        low = folded(sentence.text)
        period = self._period(sentence, low, link)
        place = places.place_of(discourse, sentence, finding.start)
        context = [span("claimant", speaker.start, speaker.end)] if speaker else []
        context += [span("place", place[1], place[2])] if place else []
        perpetrator = self._perpetrator(finding, speaker)
        settled = stance.settled("assert", finding.measure, finding.subject, _id(voice), discourse)
        return Claim(
            claim_id=draft_id(discourse, finding.start, "assert"),
            measure=finding.measure,
            count=finding.count,
            subject=finding.subject,
            claimant=_claimant(speaker, self._registry) if speaker else None,
            perpetrator=perpetrator,
            custody=_custody(finding, perpetrator) if finding.measure in _IN_CUSTODY else None,
            stance=settled,
            period=period,
            place=place[0] if place else None,
            part_of=draft_id(discourse, finding.total, "assert") if finding.total is not None else None,
            evidence=Evidence(
                sentence=sentence.text,
                start=sentence.start,
                end=sentence.end,
                section=discourse.passage_of(sentence).section,
            ),
            context=tuple(context),
            private_person=privacy.names_private_person(sentence.text),
            article=discourse.article.about,
            extraction=self._extraction(finding.confidence, finding.rule),
        )

    def _period(self, sentence: Sentence, low: str, link: Link) -> Period:
        published = self._discourse.published_on
        found = periods.period_of(low, link.people.start, published, increase=link.increase)
        if found:
            return found
        lead_in = self._lead_in(sentence)
        above = [lead_in] if lead_in else list(self._discourse.before(sentence, 12))
        for other in above:
            carried = periods.period_of(folded(other.text), 0, published)
            if carried and (lead_in or not carried.cumulative):
                return carried.model_copy(update={"basis": "carried"})
        if published is None:
            return Period()
        return Period(start=published, end=published, precision="unknown", basis="published")

    def _perpetrator(self, finding: Finding, speaker: Speaker | None) -> Actor | None:
        if finding.measure == "released":
            return None
        destroyed = finding.rule in {"slavic destroyed", "slavic prison"}
        if (
            destroyed
            and speaker
            and speaker.actor_id
            and self._are_adversaries(finding.subject.actor_id, speaker.actor_id)
        ):
            return Actor(actor_id=speaker.actor_id, name=self._registry.name(speaker.actor_id), text=speaker.text)
        return None

    def _are_adversaries(self, one: str | None, other: str) -> bool:
        return bool(one) and self._registry.perspective(one, other, self._discourse.published_on) == "adversary"

    def _rejections(self) -> list[Claim]:
        """Return a denial of the last claim of somebody else, where a sentence right behind calls it false."""
        found: list[Claim] = []
        told = {claim.evidence.start for claim in self._made if claim.stance == "deny"}
        for sentence in self._discourse.sentences:
            if sentence.start in told or self._discourse.passage_of(sentence).section != "body":
                continue
            denials = [voice.speaker for voice in self._speaking.voices(sentence) if voice.denies]
            if not denials and _REJECTION.search(folded(sentence.text)):
                denials = [self._speaking.channel] if self._speaking.channel else []
            if not denials:
                continue
            near = {other.start for other in self._discourse.before(sentence, _REJECTED_SENTENCES)}
            claims = [
                claim
                for claim in self._made
                if claim.evidence.start in near
                and claim.part_of is None
                and claim.has_figure
                and claim.stance == "assert"
            ]
            claims = [claim for claim in claims if claim.claimant and self._is_other(claim.claimant, denials[0])]
            if claims:
                last = max(claim.evidence.start for claim in claims)
                rejected = [claim for claim in claims if claim.evidence.start == last]
                found.append(self._denied(_best(rejected, folded(sentence.text)), denials[0], sentence))
        return found

    def _is_other(self, claimant: Claimant, denier: Speaker) -> bool:
        """Return whether a claimant is of another side than who denies: nobody denies what the own side says."""
        if claimant.actor_id is None or denier.actor_id is None:
            return claimant.text != denier.text
        return self._registry.perspective(claimant.actor_id, denier.actor_id, self._discourse.published_on) != "own"

    def _denied(self, claim: Claim, speaker: Speaker, sentence: Sentence) -> Claim:
        return claim.model_copy(
            update={
                "claim_id": draft_id(self._discourse, sentence.start, f"deny {claim.claim_id}"),
                "count": claim.count.model_copy(update={"basis": "implied"}),
                "claimant": _claimant(speaker, self._registry),
                "stance": "deny",
                "about_claim": claim.claim_id,
                "part_of": None,
                "evidence": Evidence(sentence=sentence.text, start=sentence.start, end=sentence.end, section="body"),
                "context": (span("claimant", speaker.start, speaker.end),),
                "extraction": self._extraction(0.6, "slavic denial"),
            }
        )


def _is_about_conflict(low: str) -> bool:
    """Return whether an article's words are those of armed conflict, by number or by share."""
    found = len(lexicon.CONFLICT.findall(low))
    return found >= _WORDS_OF_CONFLICT or found * _SHARE_OF_CONFLICT >= len(low.split())


def _reason_to_skip(low: str) -> str | None:
    if len(low) > lexicon.LONGEST:
        return "too long for a sentence: a table, or a list"
    if lexicon.HANDED_OVER.search(low):
        return "told of bodies handed over"
    if lexicon.PAST.search(low):
        return "told of history: another war, or a year past"
    if lexicon.UNREAL.search(low):
        return "a threat, a plan or a condition"
    if (found := lexicon.NOT_FIGHTING.search(low)) and len(lexicon.CONFLICT.findall(low)) < 2:
        return f"told of something else than fighting: “{found[0]}”"
    return None


def _best(claims: list[Claim], low: str) -> Claim:
    """Return the claim that shares most words with its rejection; the first of several."""
    said = {word.low[:5] for word in words.read(low) if len(word.low) > 4}

    def shared(claim: Claim) -> int:
        at = claim.evidence.sentence.find(claim.count.text)
        return sum(word.low[:5] in said for word in words.read(claim.evidence.sentence, at, at + _NEAR_A_FIGURE))

    return max(claims, key=shared)


def _id(voice: Voice | None) -> str | None:
    return voice.speaker.actor_id if voice else None


def _claimant(speaker: Speaker, registry: Registry) -> Claimant:
    name = registry.name(speaker.actor_id) if speaker.actor_id else speaker.text
    return Claimant(actor_id=speaker.actor_id, name=name, text=speaker.text)


def _custody(finding: Finding, perpetrator: Actor | None) -> Custody:
    match finding.subject.kind:
        case "combatant":
            return Custody(custodian=perpetrator, kind="prisoner_of_war")
        case "civilian":
            return Custody(custodian=perpetrator, kind="civilian_detainee")
    return Custody(custodian=perpetrator)
