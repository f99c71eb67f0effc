"""Read registry files: YAML lists of `actors` and `conflicts`, written by people.

The models of the contract ignore what they do not know; here a field with a typo is an error, because an alias that is
silently dropped is a claim that is silently misread. Every refusal names the file, the entry and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from schemas import Conflict, Party, RegisteredActor
from schemas.event import Record

_LISTS = ("actors", "conflicts", "ambiguous", "not_actors")
_NAME_FIELDS = ("aliases", "demonyms", "spokespeople")

# libyaml reads the shipped file ten times as fast as pure Python, with the same safe types.
_Loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_INNERMOST_BRACES = re.compile(r"\{([^{}]*)\}")

_Model = TypeVar("_Model", bound=Record)


class RegistryError(ValueError):
    """A registry file cannot be used. The message names the file, the entry and what to do."""


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """One registry file.

    `ambiguous`: names that several actors may share; `not_actors`: phrases that contain a name and mean no actor.
    """

    path: Path
    actors: tuple[RegisteredActor, ...]
    conflicts: tuple[Conflict, ...]
    ambiguous: tuple[str, ...]
    not_actors: tuple[str, ...]


def read_registry_file(path: Path) -> RegistryFile:
    """Return what `path` holds, its names expanded.

    Raises:
        RegistryError: the file is missing, is not YAML, or has an entry that is not an actor or a conflict.
    """
    document = _parse(path)
    if not isinstance(document, dict):
        raise RegistryError(f"{path}: the file must hold lists named {_listed(_LISTS)}; it holds none of them.")
    _refuse_unknown(f"{path}", document, _LISTS)
    return RegistryFile(
        path,
        actors=tuple(_actor(path, entry, number) for number, entry in _entries(path, document, "actors")),
        conflicts=tuple(_conflict(path, entry, number) for number, entry in _entries(path, document, "conflicts")),
        ambiguous=_phrases(path, document, "ambiguous"),
        not_actors=_phrases(path, document, "not_actors"),
    )


def expand(pattern: str) -> list[str]:
    """Return the names that `pattern` stands for: "{Russian,Russia's} army" is "Russian army", "Russia's army"."""
    if (braces := _INNERMOST_BRACES.search(pattern)) is None:
        return [" ".join(pattern.split())]
    before, after = pattern[: braces.start()], pattern[braces.end() :]
    return [name for choice in braces.group(1).split(",") for name in expand(before + choice + after)]


def _parse(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader, in C)
    except OSError as error:
        raise RegistryError(f"{path}: cannot be read ({error.strerror}). Check path and permissions.") from error
    except UnicodeDecodeError as error:
        raise RegistryError(f"{path}: is not UTF-8 (byte {error.start}). Save the file as UTF-8.") from error
    except yaml.YAMLError as error:
        raise RegistryError(f"{path}: is not valid YAML: {' '.join(str(error).split())}. Correct that line.") from error


def _entries(path: Path, document: Mapping[str, Any], kind: str) -> Iterator[tuple[int, dict[str, Any]]]:
    entries = document.get(kind) or []
    if not isinstance(entries, list):
        raise RegistryError(f"{path}: `{kind}` must be a list of entries that start with `- id:`.")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise RegistryError(f"{path}: entry {number} of `{kind}` must have fields, the first of them `id:`.")
        yield number, entry


def _phrases(path: Path, document: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    patterns = document.get(kind) or []
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        raise RegistryError(f"{path}: `{kind}` must be a list of phrases.")
    return tuple(_expand_all(f"{path}: `{kind}`", patterns))


def _actor(path: Path, entry: dict[str, Any], number: int) -> RegisteredActor:
    where = _where(path, "actor", entry, number)
    _refuse_unknown(where, entry, tuple(RegisteredActor.model_fields))
    fields = dict(entry)
    for field in _NAME_FIELDS:
        patterns = entry.get(field, [])
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            # YAML reads a bare NO, ON or 4.5 as something else than the word.
            raise RegistryError(f"{where}: `{field}` must be a list of names, each in quotes if YAML misreads it.")
        fields[field] = tuple(_expand_all(f"{where}: `{field}`", patterns))
    return _validate(where, RegisteredActor, fields)


def _conflict(path: Path, entry: dict[str, Any], number: int) -> Conflict:
    where = _where(path, "conflict", entry, number)
    _refuse_unknown(where, entry, tuple(Conflict.model_fields))
    parties = entry.get("parties")
    for party in parties if isinstance(parties, list) else []:
        if isinstance(party, dict):
            _refuse_unknown(f"{where}, party {party.get('actor', '?')}", party, tuple(Party.model_fields))
    return _validate(where, Conflict, entry)


def _validate(where: str, model: type[_Model], fields: Mapping[str, Any]) -> _Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        wrong = "; ".join(f"`{'.'.join(map(str, item['loc']))}`: {item['msg']}" for item in error.errors())
        raise RegistryError(f"{where}: {wrong}. Correct these fields.") from error


def _expand_all(where: str, patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        names = expand(pattern)
        if any("{" in name or "}" in name for name in names):
            raise RegistryError(f"{where}: {pattern!r} has a brace without its partner. Close it or drop it.")
        if not all(any(map(str.isalnum, name)) for name in names):
            raise RegistryError(f"{where}: {pattern!r} stands for a name without a letter. Write out what is meant.")
        yield from names


def _refuse_unknown(where: str, entry: Mapping[Any, Any], known: tuple[str, ...]) -> None:
    for field in entry:
        if field not in known:
            close = get_close_matches(str(field), known, n=1)
            advice = f"did you mean `{close[0]}`?" if close else f"known are {_listed(known)}."
            raise RegistryError(f"{where}: unknown field `{field}`; {advice}")


def _where(path: Path, kind: str, entry: Mapping[str, Any], number: int) -> str:
    return f"{path}: {kind} {entry.get('id') or f'number {number} (without an id)'}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
