"""What was read of one figure, before it is known who says it how."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.claim import Actor, Count, ItemState, Measure, Subject

from .discourse import Sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure (or the word for an unquantified loss) at `start:end` of the text, with what was read about it.

    `loss` is where the loss word stands, `total` where the figure that this one is a part of starts, both in the text.
    `custodian` is who held them where that is not simply who did it; `named`: the sentence names a private person.
    `item` and `item_state`: which equipment, and what became of it.
    """

    sentence: Sentence
    start: int
    end: int
    measure: Measure
    count: Count
    subject: Subject
    rule: str
    confidence: float
    loss: int
    captives: bool = False
    total: int | None = None
    custodian: Actor | None = None
    named: bool = False
    item: str | None = None
    item_state: ItemState | None = None
