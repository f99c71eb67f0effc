"""Find the actors that a Ukrainian or Russian text names: the registry's Cyrillic names, in any case form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.registry import Registry

from . import scenes, words
from .words import Word

_CYRILLIC = re.compile(r"[А-Яа-яІЇЄҐіїєґЁё]")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor at `start:end`. `candidates`: whom the words may mean; `demonym`: an adjective or a people's name."""

    start: int
    end: int
    text: str
    candidates: tuple[str, ...]
    demonym: bool


@dataclass(frozen=True, slots=True)
class _Name:
    actor_id: str
    demonym: bool
    capital: bool


class Actors:
    """The Cyrillic names of a registry by the stems of their words. Built once for each language."""

    def __init__(self, registry: Registry, language: str) -> None:
        self._language = language
        self._names: dict[tuple[str, ...], list[_Name]] = {}
        self._longest: dict[str, int] = {}
        for actor in registry.actors.values():
            for written, demonym in (
                *((name, False) for name in (actor.name, *actor.aliases, *actor.spokespeople)),
                *((name, True) for name in actor.demonyms),
            ):
                if _CYRILLIC.search(written):
                    self._add(written, _Name(actor.id, demonym, written[0].isupper() and " " not in written))

    def _add(self, written: str, name: _Name) -> None:
        keys = tuple(words.key(word.text, self._language) for word in words.read(written))
        if keys and name not in self._names.setdefault(keys, []):
            self._names[keys].append(name)
            self._longest[keys[0]] = max(len(keys), self._longest.get(keys[0], 0))

    def find(self, line: Sequence[Word], text: str) -> list[Named]:
        """Return who is named by the words of `line`, the longest name first and none overlapping another."""
        found = []
        keys = [words.key(word.text, self._language) for word in line]
        at = 0
        while at < len(line):
            for length in range(min(self._longest.get(keys[at], 0), len(line) - at), 0, -1):
                names = self._names.get(tuple(keys[at : at + length]), [])
                capital = line[at].is_name
                fitting = [name for name in names if name.demonym or capital or not name.capital]
                span = text[line[at].start : line[at + length - 1].end]
                behind = line[at + length : at + length + 1]
                if behind and behind[0].start == line[at + length - 1].end + 1 and scenes.is_abroad(behind[0].low):
                    continue  # "Минобороны Азербайджана" is not the ministry that the bare word means
                if fitting and not re.search(r"[.;:,!?\n]", span):
                    named = [name for name in fitting if not name.demonym] or fitting
                    ids = tuple(sorted({name.actor_id for name in named}))
                    found.append(Named(line[at].start, line[at + length - 1].end, span, ids, named[0].demonym))
                    at += length
                    break
            else:
                at += 1
        return found


@lru_cache(maxsize=8)
def of(registry: Registry, language: str) -> Actors:
    return Actors(registry, language)
