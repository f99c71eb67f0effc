"""Decide who is asked next: one turn for each host that has something due, feeds before pages.

Pure: everything it needs arrives as arguments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from services.fetcher.addresses import host_of
from services.fetcher.feed_list import Feed
from services.fetcher.memory import DuePage

MOST_JOBS = 100
"""After so many requests to one host its slot is free for another."""


@dataclass(slots=True)
class Turn:
    """What is to be asked of one host now, in this order."""

    host: str
    feeds: list[Feed] = field(default_factory=list)
    pages: list[DuePage] = field(default_factory=list)

    @property
    def jobs(self) -> Iterator[Feed | DuePage]:
        """The feeds, then the pages that have waited longest, as many as one turn may hold."""
        return islice(chain(self.feeds, self.pages), MOST_JOBS)


def plan_turns(feeds: Iterable[Feed], pages: Iterable[DuePage], unavailable: Collection[str], room: int) -> list[Turn]:
    """Return at most `room` turns for what is due, none for hosts that are `unavailable`.

    Hosts come in the order in which they first appear, in `feeds` and then in `pages`.
    """
    turns: dict[str, Turn] = {}
    for feed in feeds:
        host = host_of(feed.url)
        turns.setdefault(host, Turn(host)).feeds.append(feed)
    for page in pages:
        turns.setdefault(page.host, Turn(page.host)).pages.append(page)
    return [turn for host, turn in turns.items() if host not in unavailable][:room]
