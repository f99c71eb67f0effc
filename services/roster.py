"""Join registry files into one roster, and refuse what does not fit together.

Files may refer to each other: a deployment's unit may be part of a shipped army. So what is checked here needs all of
them: ids, parents, parties, and names that two actors claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas import Conflict, RegisteredActor

from .mentions import Name, Role, phrase_key
from .registry_files import RegistryError, RegistryFile


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody and every conflict, by id. `lineages`: each actor and its parents, nearest first."""

    actors: dict[str, RegisteredActor]
    lineages: dict[str, tuple[str, ...]]
    conflicts: dict[str, Conflict]
    names: tuple[Name, ...]


def join(files: Sequence[RegistryFile]) -> Roster:
    """Return the roster of all `files`. An actor without a country is of its nearest parent's that has one.

    Raises:
        RegistryError: an id is used twice, a parent or party is not registered, parents go in a circle, a conflict has
            one side, or two actors of one time share a name that is not listed as ambiguous.
    """
    actors, origin = _joined_actors(files)
    _refuse_dangling_parents(actors, origin)
    lineages = {actor_id: _lineage(actor_id, actors, origin) for actor_id in actors}
    return Roster(
        actors={actor_id: _with_country(lineage, actors) for actor_id, lineage in lineages.items()},
        lineages=lineages,
        conflicts=_joined_conflicts(files, actors),
        names=tuple(_distinct_names(files, actors, origin)),
    )


def _joined_actors(files: Iterable[RegistryFile]) -> tuple[dict[str, RegisteredActor], dict[str, Path]]:
    actors: dict[str, RegisteredActor] = {}
    origin: dict[str, Path] = {}
    for file in files:
        for actor in file.actors:
            if actor.id in actors:
                raise RegistryError(
                    f"{file.path}: actor {actor.id}: the id is taken, by {origin[actor.id]}. Choose another id."
                )
            actors[actor.id], origin[actor.id] = actor, file.path
    return actors, origin


def _refuse_dangling_parents(actors: Mapping[str, RegisteredActor], origin: Mapping[str, Path]) -> None:
    for actor in actors.values():
        if actor.parent is not None and actor.parent not in actors:
            raise RegistryError(
                f"{origin[actor.id]}: actor {actor.id}: its parent {actor.parent} is not registered. "
                "Register the parent, or correct the id."
            )


def _lineage(actor_id: str, actors: Mapping[str, RegisteredActor], origin: Mapping[str, Path]) -> tuple[str, ...]:
    lineage = [actor_id]
    while (parent := actors[lineage[-1]].parent) is not None:
        if parent in lineage:
            circle = " → ".join([*lineage, parent])
            raise RegistryError(
                f"{origin[actor_id]}: actor {actor_id}: its parents go in a circle: {circle}. Take one `parent` out."
            )
        lineage.append(parent)
    return tuple(lineage)


def _with_country(lineage: Sequence[str], actors: Mapping[str, RegisteredActor]) -> RegisteredActor:
    """Return the first actor of `lineage`, of the country of its nearest parent that has one unless it says its own."""
    country = next((actors[ancestor].country for ancestor in lineage if actors[ancestor].country), None)
    return actors[lineage[0]].model_copy(update={"country": country})


def _joined_conflicts(files: Iterable[RegistryFile], actors: Mapping[str, RegisteredActor]) -> dict[str, Conflict]:
    conflicts: dict[str, Conflict] = {}
    for file in files:
        for conflict in file.conflicts:
            where = f"{file.path}: conflict {conflict.id}"
            if conflict.id in conflicts:
                raise RegistryError(f"{where}: the id is taken. Choose another id.")
            for party in conflict.parties:
                if party.actor not in actors:
                    raise RegistryError(
                        f"{where}: party {party.actor} is not registered. Register the actor, or correct the id."
                    )
            if len({party.side for party in conflict.parties}) < 2:
                raise RegistryError(f"{where}: a conflict needs two sides. Give its parties different `side`s.")
            conflicts[conflict.id] = conflict
    return conflicts


def _distinct_names(
    files: Sequence[RegistryFile], actors: Mapping[str, RegisteredActor], origin: Mapping[str, Path]
) -> Iterator[Name]:
    """Yield every name of every actor, refusing one that two coexisting actors share and no file lists as ambiguous."""
    shareable = {phrase_key(phrase) for file in files for phrase in file.ambiguous}
    owners: dict[str, dict[str, Name]] = defaultdict(dict)
    for actor in actors.values():
        for name in _names(actor):
            for owner_id, taken in owners[name.key].items():
                if name.key not in shareable and owner_id != actor.id and _coexist(actor, actors[owner_id]):
                    raise RegistryError(
                        f"{origin[actor.id]}: actor {actor.id}: the name {name.written!r} already belongs to "
                        f"{owner_id} ({taken.written!r}). Drop it from one of them, or list it under `ambiguous`."
                    )
            owners[name.key].setdefault(actor.id, name)
            yield name
    for file in files:
        yield from (Name(phrase, actor_id=None) for phrase in file.not_actors)


def _names(actor: RegisteredActor) -> Iterator[Name]:
    written: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("name", (actor.name, *actor.aliases)),
        ("spokesperson", actor.spokespeople),
        ("demonym", actor.demonyms),
    )
    for role, names in written:
        yield from (Name(name, actor.id, role) for name in names)


def _coexist(one: RegisteredActor, other: RegisteredActor) -> bool:
    starts = [actor.valid_from for actor in (one, other) if actor.valid_from]
    ends = [actor.valid_to for actor in (one, other) if actor.valid_to]
    return not starts or not ends or max(starts) <= min(ends)
