"""Tell why a figure counts no loss: what `--explain` says of the figures that linking leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.extractor.figures import unreal
from services.extractor.figures.links import Link
from services.extractor.figures.phrases import Group
from services.extractor.figures.tokens import Token

from .trace import NO_FIGURE

_UNREAL = "unreal: planned, threatened, wished for or denied"


def reasons(line: Sequence[Token], groups: Sequence[Group], links: Sequence[Link]) -> Iterator[tuple[int, int, str]]:
    """Yield where each figure without a link stands in its sentence, with its noun, and why it has none.

    A sentence without a figure is told as a whole.
    """
    linked = {link.group.first for link in links}
    losses = [index for index, token in enumerate(line) if token.loss]
    unhappened = bool(losses) and all(unreal.is_unreal(line, index) for index in losses)
    if line and not any(token.kind == "figure" for token in line):
        yield line[0].start, line[-1].end, _UNREAL if unhappened else NO_FIGURE
    for index, token in enumerate(line):
        if token.kind != "figure" or index in linked:
            continue
        group = next((group for group in groups if group.first <= index < group.last), None)
        end = line[group.last - 1].end if group else token.end
        yield token.start, end, _reason(line, group, index, losses, unhappened)


def _reason(line: Sequence[Token], group: Group | None, index: int, losses: Sequence[int], unhappened: bool) -> str:
    if group is None:
        return "it counts those who speak, or people of whom only a share is told"
    if group.first != index:
        return "the number that a share is taken of"
    if group.thing:
        return "a figure of things, not of people"
    if not losses:
        return "no loss word that counts people"
    if unhappened:
        return _UNREAL
    count = group.quantity.count
    if count.low == 0 == count.high or (index and line[index - 1].kind == "negation"):
        return "none are told"
    if group.people is None and group.noun:
        return f"no link between figure and loss: “{group.noun}” is no known word for people"
    return "no link between figure and loss"
