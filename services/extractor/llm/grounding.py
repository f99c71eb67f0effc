"""Make claims of what a language model answered, as far as the article says it in these words.

The model only points: evidence, figure, subject and claimant must stand in the article as it copied them, or the claim
is dropped and the reason told. The integers come from the figure's wording by the number grammar, actors from the
registry, days from the text. So nothing that a model makes up, or that an article talks it into, comes through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from schemas.claim import (
    Actor,
    Claim,
    Claimant,
    Context,
    Custody,
    CustodyKind,
    Evidence,
    Extraction,
    Measure,
    Period,
    Place,
    Subject,
    SubjectKind,
)
from schemas.event import derive_id
from services.extractor import merging, privacy
from services.extractor.discourse import Discourse, Sentence
from services.extractor.figures import numbers
from services.extractor.findings import Finding
from services.extractor.page.sentences import Span
from services.extractor.speech import stance
from services.extractor.when_and_where import periods

from . import actors as llm_actors
from . import verbatim
from .dialogue import Answer, AnsweredClaim

RULE = "answer"
_SURE, _UNSURE = 0.7, 0.6
_ONE = {"a", "an", "another"}
_IN_CUSTODY: tuple[Measure, ...] = ("captured", "released", "held")
_KINDS_OF_CUSTODY: dict[SubjectKind, CustodyKind] = {"combatant": "prisoner_of_war", "civilian": "civilian_detainee"}


class NotInTheArticle(ValueError):
    """An answered claim that the article does not carry in these words. The message is the reason, of a small set."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """The claims that stand in the article, in the order of its text, and why the others were dropped."""

    claims: list[Claim]
    dropped: list[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read: what `extraction` says of every claim."""

    name: str
    version: str
    model: str | None


def grounded(answer: Answer, discourse: Discourse, read: frozenset[int], reader: Reader) -> Grounded:
    """Return the claims of `answer` that the passages `read` of an article carry, and why others were dropped."""
    found: dict[int, Claim] = {}
    dropped: list[str] = []
    for number, answered in enumerate(answer.claims):
        try:
            found[number] = _claim(answered, number, discourse, read, reader)
        except NotInTheArticle as error:
            dropped.append(str(error))
            reason = f"answered by the model, but {error}"
            if quote := next(verbatim.occurrences(answered.evidence, discourse.text, 0, len(discourse.text)), None):
                discourse.trace.dropped(quote.start, quote.end, reason)
            else:
                discourse.trace.unfounded(answered.evidence, reason)
    claims = [_placed(claim, answer, number, found) for number, claim in found.items()]
    claims.sort(key=lambda claim: claim.evidence.start)
    claims = [_pointed(claim, claims) for claim in claims]
    return Grounded(merging.merged(claims, discourse.registry, discourse.trace), dropped)


def _claim(answered: AnsweredClaim, number: int, discourse: Discourse, read: frozenset[int], reader: Reader) -> Claim:
    quote = _quotation(answered.evidence, discourse, read)
    figure, sentence = _figure(answered, discourse, quote)
    count = numbers.parse(figure.of(discourse.text))
    if count is None:
        raise NotInTheArticle("the figure is not a number of people")
    claimant = verbatim.nearest(answered.claimant, discourse, sentence)
    if answered.claimant and claimant is None:
        raise NotInTheArticle("the claimant's words do not occur in the article")
    suffered = verbatim.nearest(answered.subject.text, discourse, sentence)
    if suffered is None:
        raise NotInTheArticle("the subject's words do not occur in the article")
    said_by = llm_actors.speaker(discourse, claimant) if claimant else None
    subject = llm_actors.subject(discourse, sentence, suffered, answered.subject.kind, said_by)
    done_by = verbatim.nearest(answered.perpetrator, discourse, sentence)
    perpetrator = llm_actors.perpetrator(discourse, done_by, said_by) if done_by else None
    relayed = verbatim.nearest(answered.relayed_via, discourse, sentence)
    where = verbatim.in_sentence(answered.place, discourse, sentence)
    period, when = _period(answered, discourse, sentence, figure)
    spans = [("subject", suffered), ("claimant", claimant), ("date", when), ("place", where)]
    confidence = _SURE if subject.actor_id else _UNSURE
    claim = Claim(
        claim_id=derive_id("draft", str(discourse.article.about.article_id), RULE, str(number)),
        measure=answered.measure,
        count=count,
        subject=subject,
        claimant=_claimant(said_by, relayed.of(discourse.text) if relayed else None) if said_by else None,
        perpetrator=None if answered.measure == "released" else perpetrator,
        custody=_custody(subject, perpetrator) if answered.measure in _IN_CUSTODY else None,
        stance=stance.settled(answered.stance, answered.measure, subject, llm_actors.registered(said_by), discourse),
        period=period,
        place=Place(text=where.of(discourse.text), name=where.of(discourse.text)) if where else None,
        evidence=Evidence(
            sentence=sentence.text,
            start=sentence.start,
            end=sentence.end,
            section=discourse.passage_of(sentence).section,
        ),
        context=tuple(
            Context.model_validate({"role": role, "start": span.start, "end": span.end}) for role, span in spans if span
        ),
        private_person=privacy.names_private_person(sentence.text),
        article=discourse.article.about,
        extraction=Extraction(
            confidence=confidence, name=reader.name, version=reader.version, model=reader.model, rule=RULE
        ),
    )
    discourse.trace.read(
        claim,
        Finding(sentence, figure.start, figure.end, claim.measure, count, subject, RULE, confidence, loss=figure.start),
    )
    return claim


def _quotation(words: str, discourse: Discourse, read: frozenset[int]) -> Span:
    """Return where the evidence stands in a passage that was to be read."""
    for number in sorted(read, key=lambda number: (discourse.article.passages[number].section == "title", number)):
        passage = discourse.article.passages[number]
        if found := next(verbatim.occurrences(words, discourse.text, passage.start, passage.end), None):
            return found
    if next(verbatim.occurrences(words, discourse.text, 0, len(discourse.text)), None):
        raise NotInTheArticle("the evidence stands outside the paragraphs that were to be read")
    raise NotInTheArticle("the evidence does not occur in the article")


def _figure(answered: AnsweredClaim, discourse: Discourse, quote: Span) -> tuple[Span, Sentence]:
    """Return where the figure stands with all that qualifies it, and its sentence, which is the evidence.

    Of several the one nearest to the subject is meant.
    """
    stated = [
        Span(sentence.start + quantity.start, sentence.start + quantity.end)
        for sentence in discourse.sentences
        if sentence.start < quote.end and sentence.end > quote.start
        for quantity in numbers.find(sentence.text)
    ]
    wording = list(verbatim.occurrences(answered.figure, discourse.text, quote.start, quote.end))
    if not wording:
        raise NotInTheArticle("the figure does not occur in the evidence")
    if answered.figure.strip().lower() in _ONE:
        figures = wording
    else:
        # The whole of it: a model that copies "20" out of "at least 20" must not make it exact.
        figures = [one for one in stated for span in wording if one.start < span.end and span.start < one.end]
    if not figures:
        raise NotInTheArticle("the figure is not a number of people")
    near = next(verbatim.occurrences(answered.subject.text, discourse.text, quote.start, quote.end), quote)
    figure = min(figures, key=lambda span: (abs(span.start - near.start), span.start))
    return figure, discourse.sentence_at(figure.start)


def _period(
    answered: AnsweredClaim, discourse: Discourse, sentence: Sentence, figure: Span
) -> tuple[Period, Span | None]:
    """Return when it happened, by the rules for dates at the words that the model pointed at, else at the figure."""
    pointed = verbatim.in_sentence(answered.when, discourse, sentence)
    position = pointed.start if pointed else figure.start
    period, when = periods.period_at(discourse, sentence, position, discourse.lead_in(sentence))
    if answered.cumulative and not period.cumulative and period.basis not in {"stated", "relative"}:
        end = discourse.published_on
        known = {"precision": "open", "basis": "published"} if end else {}
        return Period.model_validate({"end": end, "cumulative": True, **known}), None
    return period, Span(when.start, when.end) if when else None


def _claimant(said_by: Actor, relayed_via: str | None) -> Claimant:
    return Claimant(actor_id=said_by.actor_id, name=said_by.name, text=said_by.text, relayed_via=relayed_via)


def _custody(subject: Subject, custodian: Actor | None) -> Custody:
    return Custody(custodian=custodian, kind=_KINDS_OF_CUSTODY.get(subject.kind, "unknown"))


def _placed(claim: Claim, answer: Answer, number: int, found: dict[int, Claim]) -> Claim:
    """Return `claim` as a part of the claim that the model says, followed up to the whole; in a circle, of none.

    "Three officers" of twelve soldiers of the army are of the army too.
    """
    whole, seen = number, {number}
    while (above := answer.claims[whole].part_of) is not None and above in found:
        if above in seen:
            return claim
        seen.add(whole := above)
    if whole == number:
        return claim
    subject, all_of_them = claim.subject, found[whole].subject
    if subject.actor_id is None and subject.kind == all_of_them.kind:
        subject = subject.model_copy(update={"actor_id": all_of_them.actor_id, "name": all_of_them.name})
    return claim.model_copy(update={"part_of": found[whole].claim_id, "subject": subject})


def _pointed(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """Return a denial with the claim that it denies: the same figure of somebody else."""
    if claim.stance != "deny":
        return claim
    denied: UUID | None = next(
        (
            other.claim_id
            for other in claims
            if other.stance == "assert"
            and (other.measure, other.count.low, other.count.high) == (claim.measure, claim.count.low, claim.count.high)
            and other.claimant != claim.claimant
        ),
        None,
    )
    return claim.model_copy(update={"about_claim": denied})
