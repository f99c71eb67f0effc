"""Who stands where: the sides that actors and their parts take in conflicts, at a date.

Pure. A side is never guessed: where conflicts disagree, or nothing is registered, the answer is `unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from schemas import Conflict, Party

Relation = Literal["own", "adversary", "unknown"]


class Sides:
    """The conflicts of a registry, asked for how two actors stand to each other.

    `lineage` returns an actor and its parents, nearest first: a part is on the side of the nearest that has one.
    """

    def __init__(self, conflicts: Iterable[Conflict], lineage: Callable[[str], Sequence[str]]) -> None:
        self._lineage = lineage
        self._parties: dict[str, dict[str, list[Party]]] = {}
        for conflict in conflicts:
            by_actor = self._parties.setdefault(conflict.id, {})
            for party in conflict.parties:
                by_actor.setdefault(party.actor, []).append(_within(conflict, party))

    def conflicts_of(self, actor_id: str, on: date | None, conflict: str | None = None) -> frozenset[str]:
        """Return the conflicts in which the actor has a side at `on`, or at any time when `on` is null."""
        return frozenset(name for name in self._asked(conflict) if self._sides(name, actor_id, on))

    def relations(self, one: str, other: str, on: date | None, conflict: str | None = None) -> dict[str, Relation]:
        """Return how the two stand to each other in each conflict that both are in. Their order does not matter.

        A conflict in which one of them was on both sides, which only an undated question can meet, is `unknown`.
        """
        found: dict[str, Relation] = {}
        for name in self._asked(conflict):
            ours, theirs = self._sides(name, one, on), self._sides(name, other, on)
            if ours and theirs:
                found[name] = "adversary" if ours.isdisjoint(theirs) else "own" if ours == theirs else "unknown"
        return found

    def fellow_parties(self, actor_id: str, on: date | None) -> frozenset[str]:
        """Return the parties, on whichever side, to the conflicts that the actor is in at `on`."""
        return frozenset(
            party
            for conflict in self.conflicts_of(actor_id, on)
            for party in self._parties[conflict]
            if self._sides(conflict, party, on)
        )

    def _asked(self, conflict: str | None) -> Iterable[str]:
        return self._parties if conflict is None else [conflict]

    def _sides(self, conflict: str, actor_id: str, on: date | None) -> frozenset[str]:
        by_actor = self._parties.get(conflict, {})
        for ancestor in self._lineage(actor_id):
            if sides := frozenset(party.side for party in by_actor.get(ancestor, ()) if _covers(party, on)):
                return sides
        return frozenset()


def _within(conflict: Conflict, party: Party) -> Party:
    """Return `party` with its open ends closed by the conflict's."""
    return party.model_copy(update={"start": party.start or conflict.start, "end": party.end or conflict.end})


def _covers(party: Party, on: date | None) -> bool:
    if on is None:
        return True
    return (party.start is None or party.start <= on) and (party.end is None or on <= party.end)
