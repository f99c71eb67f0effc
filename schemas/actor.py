"""Actors and conflicts: who may suffer, claim and act, and on which side of what."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .event import Record

ActorKind = Literal[
    "state",
    "armed_forces",
    "ministry",
    "general_staff",
    "intelligence",
    "police",
    "border_guard",
    "government",
    "regional_authority",
    "person",
    "armed_group",
    "militia",
    "civilians",
    "international",
    "ngo",
    "outlet",
    "emergency_service",
    "health_authority",
    "other",
]

Perspective = Literal["own", "adversary", "third_party", "outlet", "unknown"]
"""How a claimant stands to the subject in a conflict at a date. `outlet`: the article's own voice."""


class RegisteredActor(Record):
    """One actor of the registry. It has no side: sides belong to conflicts.

    `aliases` are matched as whole words, without regard to case unless all capitals; `demonyms` are adjectives
    ("Russian") that, before a noun for people, point at this actor; `spokespeople` are persons who speak for it.
    `parent` is the actor that this one is a part of. `wikidata` is a Q-id where one is known for certain.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    kind: ActorKind
    parent: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    spokespeople: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    wikidata: str | None = Field(default=None, pattern=r"^Q[1-9][0-9]*$")
    synthetic: bool = False


class Party(Record):
    """An actor's side in a conflict; what is part of the actor is on its side too. `start`/`end` null: throughout."""

    actor: str
    side: str
    start: date | None = None
    end: date | None = None


class Phase(Record):
    """A stretch of a conflict that has a name of its own, and which "since the start of the war" may mean."""

    name: str
    start: date


class Conflict(Record):
    """A conflict and its parties. Actors on one side are `own` to each other, on different sides `adversary`."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    start: date | None = None
    end: date | None = None
    parties: tuple[Party, ...]
    phases: tuple[Phase, ...] = ()
    synthetic: bool = False
