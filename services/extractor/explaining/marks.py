"""Mark the words of an article by what they are in the claims that were read from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args
from uuid import UUID

from schemas.claim import Claim
from services.extractor.findings import Finding
from services.extractor.page.sentences import Span

from .recording import Recording

Role = Literal["figure", "loss", "claimant", "perpetrator", "place", "date", "subject"]
ROLES: tuple[Role, ...] = get_args(Role)
"""The first that fits is what a word is shown as: "30" in the subject "30 soldiers" is a figure."""

Marks = Mapping[int, Mapping[Role, Span]]
"""For each claim, by its number, where its words stand."""

_WORD = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `roles`: for each claim read from it, by number, what it is there."""

    text: str
    roles: tuple[tuple[int, Role], ...] = ()


def spans_of(claim: Claim, draft: UUID, text: str, recording: Recording) -> dict[Role, Span]:
    """Return where the words stand that `claim` was read from; `draft` is the id that it was recorded under."""
    made = recording.made.get(draft)
    found = _figure_and_loss(made[1], text, recording) if made else _figure(claim)
    for context in claim.context:
        found.setdefault(context.role, Span(context.start, context.end))
    near = found["figure"].start if "figure" in found else claim.evidence.start
    actors: tuple[tuple[Role, str | None], ...] = (
        ("subject", claim.subject.text),
        ("perpetrator", claim.perpetrator.text if claim.perpetrator else None),
    )
    for role, wording in actors:
        told = role in found and found[role].of(text) == wording
        if not told and wording and (span := _nearest(wording, near, claim, text)):
            found[role] = span
    return found


def pieces(text: str, place: Span, marks: Marks) -> Iterator[Piece]:
    """Yield the text at `place`, cut where the set of its roles changes; the space around marked words is unmarked."""
    roles: list[dict[int, Role]] = [{} for _ in range(place.start, place.end)]
    for role in reversed(ROLES):
        for number, spans in marks.items():
            if span := spans.get(role):
                for position in range(max(span.start, place.start), min(span.end, place.end)):
                    roles[position - place.start][number] = role
    position = place.start
    for key, run in groupby(tuple(sorted(one.items())) for one in roles):
        words = text[position : position + len(list(run))]
        position += len(words)
        inner = words.strip() if key else ""
        before, _, after = words.partition(inner) if inner else (words, "", "")
        yield from (Piece(it, its) for it, its in ((before, ()), (inner, key), (after, ())) if it)


def _figure(claim: Claim) -> dict[Role, Span]:
    if claim.count.basis != "stated":
        return {}
    start = claim.evidence.start + claim.evidence.sentence.index(claim.count.text)
    return {"figure": Span(start, start + len(claim.count.text))}


def _figure_and_loss(finding: Finding, text: str, recording: Recording) -> dict[Role, Span]:
    found: dict[Role, Span] = {"figure": Span(finding.start, finding.end)}
    if finding.loss != finding.start:  # else the extractor does not say by which word it knew
        word = _WORD.match(text, finding.loss)
        end = recording.losses.get(finding.loss) or (word.end() if word else finding.loss)
        found["loss"] = Span(finding.loss, end)
    return found


def _nearest(wording: str, near: int, claim: Claim, text: str) -> Span | None:
    """Return where `wording` stands nearest to the figure, in the evidence before anywhere else."""
    evidence = claim.evidence
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(wording)}(?!\w)", text)]
    best = min(starts, key=lambda start: (not evidence.start <= start < evidence.end, abs(start - near)), default=None)
    return Span(best, best + len(wording)) if best is not None else None
