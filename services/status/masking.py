"""Puts "[name]" in place of private persons.

Stream and archive keep every sentence verbatim for those who must audit it; what the status service answers does not
have to name the victim. The claim itself says whether it names a private person (`private_person`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas.claim import Claim

NAME = "[name]"
WITHHELD = "[The sentence is withheld: it names a private person.]"

_UNREGISTERED = "unregistered:"
_NO_NAMES = {"A", "An", "The"}


def mask(claim: Claim) -> Claim:
    """Return `claim` as anybody may read it: unchanged, unless it names a private person.

    The name goes from the subject, the evidence, the wording of the count and the article's title. When the name's
    place in the sentence is not known the whole sentence is withheld: half a mask is none.
    """
    if not claim.private_person:
        return claim
    subject, article = claim.subject, claim.article
    names = (subject.text, subject.name)
    return claim.model_copy(
        update={
            "subject": subject.model_copy(
                update={
                    "text": NAME,
                    "name": NAME if subject.name else None,
                    # The id of an actor that nobody registered is made of its name.
                    "actor_id": None if (subject.actor_id or "").startswith(_UNREGISTERED) else subject.actor_id,
                }
            ),
            "count": claim.count.model_copy(update={"text": _without(claim.count.text, names)}),
            "evidence": claim.evidence.model_copy(update={"sentence": _masked_sentence(claim)}),
            "article": article.model_copy(update={"title": _without(article.title, names) if article.title else None}),
        }
    )


def _masked_sentence(claim: Claim) -> str:
    sentence = claim.evidence.sentence
    for start, end in reversed(_subject_spans(claim)):
        sentence = sentence[:start] + NAME + sentence[end:]
    masked = _without(sentence, (claim.subject.text, claim.subject.name))
    # Of an erased claim there is no sentence left to withhold.
    return masked if NAME in masked or not sentence else WITHHELD


def _subject_spans(claim: Claim) -> list[tuple[int, int]]:
    """Return where the sentence names the subject, as offsets into the sentence, in order and overlaps joined."""
    evidence = claim.evidence
    if len(evidence.sentence) != evidence.end - evidence.start:
        return []
    inside = sorted(
        (span.start - evidence.start, span.end - evidence.start)
        for span in claim.context
        if span.role == "subject" and evidence.start <= span.start < span.end <= evidence.end
    )
    joined: list[tuple[int, int]] = []
    for start, end in inside:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(text: str, names: Iterable[str | None]) -> str:
    """Return `text` without any mention of `names`: whole ones in any case and spacing, and their parts as words."""
    whole = [name for name in names if name and name.strip() and name != NAME]
    for name in sorted(set(whole), key=len, reverse=True):
        text = re.sub(r"\s+".join(re.escape(word) for word in name.split()), NAME, text, flags=re.IGNORECASE)
    for part in {part for name in whole for part in re.findall(r"\w+", name)} - _NO_NAMES:
        if part[0].isupper():
            text = re.sub(rf"\b{part}\b", NAME, text)
    return text
