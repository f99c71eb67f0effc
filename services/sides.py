"""Who stands where: the sides that actors and their parts take in conflicts, at a date.

Pure. A side is never guessed: where conflicts disagree, or nothing is registered, the answer is `unknown`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from schemas import Conflict, Party

Relation = Literal["own", "adversary", "unknown"]


class Sides:
    """The conflicts of a registry, asked for how two actors stand to each other.

    `lineage` returns an actor and its parents, nearest first: a part is on the side of the nearest that has one.
    """

    def __init__(self, conflicts: Iterable[Conflict], lineage: Callable[[str], Sequence[str]]) -> None:
        self._lineage = lineage
        self._parties: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, dict[str, list[Party]]] = defaultdict(dict)
        for conflict in conflicts:
            for party in conflict.parties:
                self._parties[conflict.id].add(party.actor)
                self._parts[party.actor].setdefault(conflict.id, []).append(_within(conflict, party))

        # The same few pairs are asked for every claim; conflicts never change, so an answer stays right.
        self._sides = lru_cache(maxsize=1 << 14)(self._taken)

    def conflicts_of(self, actor_id: str, on: date | None, conflict: str | None = None) -> frozenset[str]:
        """Return the conflicts in which the actor has a side at `on`, or at any time when `on` is null."""
        return frozenset(name for name in self._sides(actor_id, on) if conflict in {None, name})

    def relations(self, one: str, other: str, on: date | None, conflict: str | None = None) -> dict[str, Relation]:
        """Return how the two stand to each other in each conflict that both are in. Their order does not matter.

        A conflict in which one of them was on both sides, which only an undated question can meet, is `unknown`.
        """
        found: dict[str, Relation] = {}
        all_ours, all_theirs = self._sides(one, on), self._sides(other, on)
        for name, ours in all_ours.items():
            theirs = all_theirs.get(name)
            if theirs and conflict in {None, name}:
                found[name] = "adversary" if ours.isdisjoint(theirs) else "own" if ours == theirs else "unknown"
        return found

    def fellow_parties(self, actor_id: str, on: date | None) -> frozenset[str]:
        """Return the parties, on whichever side, to the conflicts that the actor is in at `on`."""
        return frozenset(
            party
            for conflict in self.conflicts_of(actor_id, on)
            for party in self._parties[conflict]
            if conflict in self._sides(party, on)
        )

    def _taken(self, actor_id: str, on: date | None) -> Mapping[str, frozenset[str]]:
        """Return the conflicts in which the actor, or the nearest it is a part of, has a side, and those sides."""
        taken: dict[str, frozenset[str]] = {}
        for ancestor in self._lineage(actor_id):
            for conflict, parts in self._parts.get(ancestor, {}).items():
                sides = frozenset(party.side for party in parts if _covers(party, on))
                if sides and conflict not in taken:
                    taken[conflict] = sides
        return taken


def _within(conflict: Conflict, party: Party) -> Party:
    """Return `party` with its open ends closed by the conflict's."""
    return party.model_copy(update={"start": party.start or conflict.start, "end": party.end or conflict.end})


def _covers(party: Party, on: date | None) -> bool:
    if on is None:
        return True
    return (party.start is None or party.start <= on) and (party.end is None or on <= party.end)
