"""Link a figure by the dependency tree, where the adjacency grammar has found nothing.

From the figure's noun upwards: the first loss word on the way is what it counts, if the noun is its object, its
passive subject, the subject of an intransitive, or described by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .lexicon import LossWord
from .parser import Word
from .phrases import Group
from .tokens import Token

_STEPS = 7
_INTO_THE_NOUN = {"nummod", "quantmod", "advmod", "amod", "det", "predet", "compound", "nmod", "poss"}
_OBJECT = {"dobj", "nsubjpass", "pobj", "attr", "oprd", "obj"}
_LEAVES = {"left", "leaving", "leave", "leaves", "including", "include", "includes", "included"}
_ON_THE_WAY = {"prep", "conj", "appos", "pobj", "pcomp", "acl", "relcl", "dep"}


def loss_above(line: Sequence[Token], group: Group, words: Sequence[Word]) -> int | None:
    """Return the index in `line` of the loss word that the tree gives to `group`, or null."""
    first = line[group.first]
    index = next((number for number, word in enumerate(words) if word.start <= first.end - 1 < word.end), None)
    if index is None:
        return None
    while words[index].relation in _INTO_THE_NOUN and words[index].head != index:
        index = words[index].head
    below = _loss_below(line, words, index)
    if below is not None:
        return below
    relation = words[index].relation
    for _ in range(_STEPS):
        above = words[index].head
        if above == index:
            return None
        if words[above].text.lower() == "by":
            return None
        loss = _loss_at(line, words[above])
        if loss is not None:
            return loss if _takes(line[loss].loss, relation) else None
        if words[above].tag.startswith("VB") and words[above].text.lower() not in _LEAVES:
            return None  # another verb's: "killed 40 and displaced 2,000 people"
        if words[index].relation in {"nsubj", "ccomp", "advcl", "csubj"}:
            return None
        if words[index].relation in _OBJECT | {"nsubjpass"}:
            relation = words[index].relation
        elif words[index].relation not in _ON_THE_WAY:
            return None
        index = above
        if words[index].relation in _OBJECT | {"nsubj", "nsubjpass"}:
            relation = words[index].relation
    return None


def _loss_below(line: Sequence[Token], words: Sequence[Word], noun: int) -> int | None:
    """Return the loss that a clause on the noun says of it: "12 soldiers whose convoy was hit, killed on the spot"."""
    for word in words:
        if word.relation in {"relcl", "acl"} and words[word.head] is words[noun]:
            loss = _loss_at(line, word)
            if loss is not None and word.tag == "VBN":
                return loss
    return None


def _loss_at(line: Sequence[Token], word: Word) -> int | None:
    return next(
        (
            number
            for number, token in enumerate(line)
            if token.loss and token.start < word.end and word.start < token.end
        ),
        None,
    )


def _takes(loss: LossWord | None, relation: str) -> bool:
    """Return whether who stands in `relation` to the loss word is who suffers it."""
    if loss is None:
        return False
    if loss.form in {"intransitive", "adjective"}:
        return relation in {"nsubj", "nsubjpass", "conj"}
    if loss.form in {"noun", "toll"}:
        return relation in {"pobj", "nummod", "attr", "conj"}
    return relation in _OBJECT | {"conj", "nsubjpass"}
