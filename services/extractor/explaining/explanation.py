"""How an article was read, to look at: its words marked by the claims that were read from them, and what gave none.

    article ─▶ extractor, with a recording ─▶ gate ─▶ blocks of marked words, claims, and drops with their reasons

Pure; how it looks on a terminal is the command line's concern.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from schemas.claim import Claim, ClaimArticle
from services.extractor.figures import lexicon, numbers
from services.extractor.page.article_text import ArticleText, Aside
from services.extractor.page.sentences import Span
from services.extractor.reading import Extractor, Traceable, checked

from .marks import ROLES, Marks, Piece, Role, pieces, spans_of
from .recording import Drop, Recording
from .trace import NO_FIGURE, NO_LOSS


@dataclass(frozen=True, slots=True)
class Told:
    """A claim with its number in the article, those of the claims it points at, and the words it was read from."""

    number: int
    claim: Claim
    part_of: int | None
    about: int | None
    words: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """Words that gave no claim, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `label`: title, body, or what segmentation set it aside as."""

    label: str
    pieces: tuple[Piece, ...]
    told: tuple[Told, ...] = ()
    passed: tuple[Passed, ...] = ()

    @property
    def speaks(self) -> bool:
        return self.label in {"title", "body"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article as it was read, from top to bottom.

    `unread`: why no sentence was looked at. `traced`: whether the extractor tells what it drops. `unfounded`: what it
    took for evidence, and the article does not say.
    """

    about: ClaimArticle
    extractor: str
    version: str
    model: str | None
    traced: bool
    unread: str | None
    blocks: tuple[Block, ...]
    unfounded: tuple[Passed, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(told.claim for block in self.blocks for told in block.told)


def explain(article: ArticleText, extractor: Extractor) -> Explanation:
    """Return how `extractor` reads `article`.

    One that is not `Traceable` gives its claims alone: what it drops before them is not known.
    """
    recording = Recording()
    traced = isinstance(extractor, Traceable)
    drafts = (
        extractor.extract_traced(article, recording)
        if isinstance(extractor, Traceable)
        else extractor.extract_many([article])[0]
    )
    reading = checked(article, drafts, recording)
    passed = [draft.claim_id for draft in drafts if draft.claim_id not in recording.refusals]
    drafted = dict(zip((claim.claim_id for claim in reading.claims), passed, strict=True))
    marks = {
        number: spans_of(claim, drafted[claim.claim_id], article.text, recording)
        for number, claim in enumerate(reading.claims, start=1)
    }
    told = _told(reading.claims, marks, article.text)
    drops = [
        *_missed(article.text, recording, reading.claims),
        *_stopped(drafts, recording),
        *_repeated(recording, passed),
    ]
    return Explanation(
        about=article.about,
        extractor=extractor.name,
        version=extractor.version,
        model=extractor.model,
        traced=traced,
        unread=recording.unread,
        blocks=tuple(_blocks(article, told, marks, drops)),
        unfounded=tuple(Passed(words, reason) for words, reason in recording.unfounded_words),
    )


def _told(claims: Sequence[Claim], marks: Marks, text: str) -> list[Told]:
    number_of = {claim.claim_id: number for number, claim in enumerate(claims, start=1)}
    return [
        Told(
            number=number,
            claim=claim,
            part_of=number_of.get(claim.part_of) if claim.part_of else None,
            about=number_of.get(claim.about_claim) if claim.about_claim else None,
            words=tuple((role, marks[number][role].of(text)) for role in ROLES if role in marks[number]),
        )
        for number, claim in enumerate(claims, start=1)
    ]


def _missed(text: str, recording: Recording, claims: Sequence[Claim]) -> Iterator[Drop]:
    """Yield what gave nothing where somebody would look for a claim: a figure, or a loss, or people counted."""
    read = {(claim.evidence.start, claim.evidence.end) for claim in claims}
    for drop in recording.drops:
        words = text[drop.start : drop.end]
        figure, loss = bool(numbers.find(words)), bool(lexicon.loss_words(words))
        if drop.reason == NO_FIGURE:
            tempting = loss and (drop.start, drop.end) not in read
        elif drop.reason == NO_LOSS:
            tempting = figure
        else:
            tempting = figure or loss or bool(lexicon.people_words(words))
        if tempting:
            yield drop


def _stopped(drafts: Sequence[Claim], recording: Recording) -> Iterator[Drop]:
    for draft in drafts:
        if reason := recording.refusals.get(draft.claim_id):
            place = _place(draft, recording)
            yield Drop(place.start, place.end, f"refused by the gate: {reason}")


def _repeated(recording: Recording, passed: Sequence[UUID]) -> Iterator[Drop]:
    numbers_of = {draft: number for number, draft in enumerate(passed, start=1)}
    for repeat in recording.merges:
        if repeat in recording.made:
            place = _place(recording.made[repeat][0], recording)
            number = numbers_of.get(recording.stands_for(repeat))
            whom = f"#{number}" if number else "a claim that the gate refused"
            yield Drop(place.start, place.end, f"merged into {whom}, which says the same")


def _place(draft: Claim, recording: Recording) -> Span:
    if draft.claim_id in recording.made:
        finding = recording.made[draft.claim_id][1]
        return Span(finding.start, finding.end)
    return Span(draft.evidence.start, draft.evidence.end)


def _blocks(article: ArticleText, told: Sequence[Told], marks: Marks, drops: Sequence[Drop]) -> Iterator[Block]:
    for number in range(len(article.passages) + 1):
        yield from (_aside(aside, article.about.title) for aside in article.asides if aside.under == number)
        if number == len(article.passages):
            return
        passage = article.passages[number]
        here = sorted((drop for drop in drops if passage.start <= drop.start < passage.end), key=lambda it: it.start)
        yield Block(
            label=passage.section,
            pieces=tuple(pieces(article.text, Span(passage.start, passage.end), marks)),
            told=tuple(one for one in told if passage.start <= one.claim.evidence.start < passage.end),
            passed=tuple(Passed(article.text[drop.start : drop.end], drop.reason) for drop in here),
        )


def _aside(aside: Aside, title: str | None) -> Block:
    tempting = aside.text != title and bool(numbers.find(aside.text) and lexicon.loss_words(aside.text))
    passed = (Passed(aside.text, f"a figure beside a loss word, set aside as {aside.label}"),) if tempting else ()
    return Block(label=aside.label, pieces=(Piece(aside.text),), passed=passed)
