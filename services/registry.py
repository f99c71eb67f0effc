"""The registry: who the actors are, whose part each is, what each is called, and who stands where in which conflict.

Built once from files and then immutable. No clock, no network: dates come in as arguments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import schemas
from schemas import ActorKind, Conflict, Perspective, RegisteredActor

from .actor_slugs import unregistered
from .mentions import Mention, NameIndex
from .registry_files import RegistryError, RegistryFile, read_registry_file
from .roster import join
from .sides import Sides

__all__ = ["Mention", "Registry", "RegistryError"]

_SHIPPED = tuple(Path(schemas.__file__).with_name(name) for name in ("actors.yaml", "conflicts.yaml"))
_ABOVE_THE_PARTIES: frozenset[ActorKind] = frozenset({"international", "ngo"})


class Registry:
    """Actors and conflicts of one deployment."""

    def __init__(self, files: Sequence[RegistryFile]) -> None:
        """Join `files`; any of them may refer to actors of another.

        Raises:
            RegistryError: they do not fit together; the message names the entry and what to do.
        """
        roster = join(files)
        self._actors, self._lineages, self._conflicts = roster.actors, roster.lineages, roster.conflicts
        self._children: dict[str, list[str]] = defaultdict(list)
        for actor in self._actors.values():
            if actor.parent:
                self._children[actor.parent].append(actor.id)
        self._of_kind: dict[tuple[str, ActorKind], list[RegisteredActor]] = defaultdict(list)
        for actor in self._actors.values():
            if actor.country:
                self._of_kind[actor.country, actor.kind].append(actor)
        self._sides = Sides(self._conflicts.values(), self._lineages.__getitem__)
        self._names = NameIndex(roster.names)
        # The same few pairs are asked for every claim; a registry never changes, so an answer stays right.
        self._perspectives = lru_cache(maxsize=1 << 16)(self._perspective)

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Registry:
        """Return the registry of the shipped files and of `extra` ones.

        Raises:
            RegistryError: a file cannot be used; the message says which entry and what to do.
        """
        return cls([read_registry_file(path) for path in (*_SHIPPED, *extra)])

    @property
    def actors(self) -> Mapping[str, RegisteredActor]:
        return MappingProxyType(self._actors)

    @property
    def conflicts(self) -> Mapping[str, Conflict]:
        return MappingProxyType(self._conflicts)

    def actor(self, actor_id: str) -> RegisteredActor:
        """Return the actor; `KeyError` when it is not registered."""
        return self._actors[actor_id]

    def name(self, actor_id: str) -> str:
        """Return the actor's name, or for one that is not registered its id without the prefix, as words."""
        if actor := self._actors.get(actor_id):
            return actor.name
        return actor_id.removeprefix("unregistered:").replace("-", " ")

    def parents(self, actor_id: str) -> tuple[str, ...]:
        """Return the actors that this one is a part of, nearest first; empty for one that is not registered."""
        return self._lineages.get(actor_id, (actor_id,))[1:]

    def children(self, actor_id: str) -> tuple[str, ...]:
        """Return the actors whose parent this one is, in the order of the files."""
        return tuple(self._children.get(actor_id, ()))

    def is_within(self, actor_id: str, ancestor: str) -> bool:
        """Return whether the actor is `ancestor` or a part of it, at any depth."""
        return actor_id == ancestor or ancestor in self.parents(actor_id)

    def armed_forces(self, country: str, on: date | None = None) -> str | None:
        """Return the id of the armed forces of a country (ISO 3166 code) at `on`, or of today's when `on` is null."""
        return self._of_country(country, "armed_forces", on)

    def civilians(self, country: str, on: date | None = None) -> str | None:
        """Return the id of the civilians of a country, like `armed_forces`."""
        return self._of_country(country, "civilians", on)

    def police(self, country: str, on: date | None = None) -> str | None:
        """Return the id of the police of a country, like `armed_forces`."""
        return self._of_country(country, "police", on)

    def mission(self, country: str, on: date | None = None) -> str | None:
        """Return the id of the international force that is deployed in a country, like `armed_forces`."""
        return self._of_country(country, "international", on)

    def demonym(self, country: str) -> str | None:
        """Return the first demonym of a country's state ("Norlandic"), to ask what "its soldiers" are called."""
        states = self._of_kind.get((country, "state"), ())
        return next((demonym for state in states for demonym in state.demonyms), None)

    def mentions(self, text: str, on: date | None = None) -> list[Mention]:
        """Return who is named in `text`, in order, the longest name first and none overlapping another.

        `on` is the date of the text: an actor that did not exist then is not meant. A name that several actors share
        and that the date does not settle comes with `actor_id` null and its candidates.
        """
        return list(self._names.find(text, lambda actor_id: self.existed(actor_id, on)))

    def perspective(
        self, subject_id: str | None, claimant_id: str | None, on: date | None, conflict: str | None = None
    ) -> Perspective:
        """Return how the claimant stands to the subject at `on`, in one conflict or over all of them.

        `adversary`: they are on different sides. `own`: one is part of the other, both are parts of a third, or they
        are on one side in every conflict of the subject. `third_party`: the subject is in a conflict and the claimant
        in none of the subject's, or the claimant is an international body or an NGO without a side. `outlet`: no
        claimant, or a news outlet. `unknown`: one of them is not registered, nothing is registered about the subject's
        sides, or the answer depends on the conflict and none is given. Without a date, all dates count.
        """
        return self._perspectives(subject_id, claimant_id, on, conflict)

    def _perspective(
        self, subject_id: str | None, claimant_id: str | None, on: date | None, conflict: str | None
    ) -> Perspective:
        if claimant_id is None:
            return "outlet"
        if subject_id not in self._actors or claimant_id not in self._actors:
            return "unknown"
        relations = self._sides.relations(subject_id, claimant_id, on, conflict)
        stances = set(relations.values())
        if "adversary" in stances:
            return "adversary" if stances == {"adversary"} else "unknown"
        if self._are_of_one(subject_id, claimant_id):
            return "own"
        contested = self._sides.conflicts_of(subject_id, on, conflict)
        if relations:
            return "own" if stances == {"own"} and relations.keys() == contested else "unknown"
        kind = self._actors[claimant_id].kind
        if kind == "outlet":
            return "outlet"
        return "third_party" if contested or kind in _ABOVE_THE_PARTIES else "unknown"

    def adversaries(self, actor_id: str, on: date | None) -> frozenset[str]:
        """Return the parties (not their parts) that stand against the actor in some conflict at `on`."""
        if actor_id not in self._actors:
            return frozenset()
        return frozenset(
            party
            for party in self._sides.fellow_parties(actor_id, on)
            if self.perspective(actor_id, party, on) == "adversary"
        )

    def unregistered(self, name: str) -> str:
        """Return the stable id of an actor that is not registered: `unregistered:<slug>`."""
        return unregistered(name)

    def _are_of_one(self, one: str, other: str) -> bool:
        return not set(self._lineages[one]).isdisjoint(self._lineages[other])

    def existed(self, actor_id: str, on: date | None) -> bool:
        """Return whether the actor was there at `on`; without a date, every actor was."""
        actor = self._actors[actor_id]
        if on is None:
            return True
        return (actor.valid_from is None or actor.valid_from <= on) and (actor.valid_to is None or on <= actor.valid_to)

    def _of_country(self, country: str, kind: ActorKind, on: date | None) -> str | None:
        """Return the first of its kind in the files; without a date, only one whose end is not known counts."""
        return next(
            (
                actor.id
                for actor in self._of_kind.get((country, kind), ())
                if (actor.valid_to is None if on is None else self.existed(actor.id, on))
            ),
            None,
        )
