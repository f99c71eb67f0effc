"""The list of feeds, as an operator writes it in TOML.

    [settings]
    contact = "https://news.example/about-our-reader"
    allow_private = ["127.0.0.1"]

    [[feed]]
    name = "borderlands-wire"
    url = "https://wire.example/feed.xml"

See deploy/feeds.example.toml for every key. A misspelt key is an error and not ignored: an operator who wrote
`intervall` would wait for ever.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from schemas.article import Alignment
from services.fetcher.addresses import split_address
from services.fetcher.durations import Duration
from services.fetcher.errors import FeedListError

REVISIT = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
"""How long after the first visit a page is looked at again: corrections are the point of a ledger."""

_HEADER = re.compile(r"^\s*\[\[\s*feed\s*\]\]", re.MULTILINE)


def _checked_address(url: str) -> str:
    split_address(url)
    return url


Address = Annotated[str, AfterValidator(_checked_address)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Feed(_Table):
    """One feed. `interval` and `revisit` fall back on the list's; `synthetic` marks invented news."""

    name: str = Field(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$")
    url: Address
    language: str | None = None
    publisher: str | None = None
    alignment: Alignment = "unknown"
    interval: Annotated[Duration, Field(ge=timedelta(seconds=1))] = timedelta(minutes=15)
    revisit: tuple[Duration, ...] = REVISIT
    robots: bool = True
    full_content: bool = False
    synthetic: bool = False
    enabled: bool = True

    @property
    def outlet(self) -> str:
        """What people call it: the publisher, or the feed's name."""
        return self.publisher or self.name


class ListSettings(_Table):
    """What holds for the whole list. `allow_private` names the hosts that the private-address guard lets through."""

    contact: str | None = None
    allow_private: frozenset[str] = frozenset()
    interval: Annotated[Duration, Field(ge=timedelta(seconds=1))] | None = None
    revisit: tuple[Duration, ...] | None = None


class FeedList(_Table):
    """The feeds that are asked, and what holds for all of them."""

    settings: ListSettings = ListSettings()
    feeds: tuple[Feed, ...] = Field(default=(), alias="feed")

    @property
    def enabled(self) -> tuple[Feed, ...]:
        """The feeds that are switched on."""
        return tuple(feed for feed in self.feeds if feed.enabled)

    def named(self, name: str) -> Feed | None:
        """Return the feed of that name, if the list has it."""
        return next((feed for feed in self.feeds if feed.name == name), None)


def read_feed_list(path: Path, revisit: Sequence[timedelta] = REVISIT) -> FeedList:
    """Return the list of feeds in the file at `path`; for `revisit` see `parse_feed_list`.

    Raises:
        FeedListError: it is not there, cannot be read, or is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise FeedListError(
            f"The list of feeds {path} cannot be read: {reason}. "
            "Begin with a copy of deploy/feeds.example.toml, or name another list with CLAIMLEDGER_FETCHER_FEEDS."
        ) from error
    return parse_feed_list(text, str(path), revisit)


def parse_feed_list(text: str, name: str, revisit: Sequence[timedelta] = REVISIT) -> FeedList:
    """Return the list of feeds that `text` holds; `name` is what messages call it.

    `revisit` holds for feeds where neither they nor the list say when pages are looked at again.

    Raises:
        FeedListError: naming each mistake, where it is, and what would be right.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        advice = "Text stands in quotes, and each feed begins with [[feed]]."
        raise FeedListError(f"{name} is no TOML: {error}. {advice}") from error
    feeds = tables.get("feed", [])
    if not isinstance(feeds, list) or not all(isinstance(feed, dict) for feed in feeds):
        raise FeedListError(f"{name}: a feed begins with [[feed]], in double brackets.")
    general = tables.get("settings", {})
    stated = {key: general[key] for key in ("interval", "revisit") if isinstance(general, dict) and key in general}
    inherited = {"revisit": tuple(revisit)} | stated
    try:
        found = FeedList.model_validate(tables | {"feed": [inherited | feed for feed in feeds]})
    except ValidationError as error:
        lines = [text.count("\n", 0, header.end()) + 1 for header in _HEADER.finditer(text)]
        mistakes = [mistake for mistake in error.errors() if not _is_inherited(mistake["loc"], feeds, stated)]
        problems = "\n".join(f"  {_problem(mistake, feeds, lines)}" for mistake in mistakes)
        raise FeedListError(f"{name} cannot be used:\n{problems}") from error
    _refuse_twins(found.feeds, name)
    return found


def _refuse_twins(feeds: Sequence[Feed], name: str) -> None:
    seen: set[str] = set()
    for feed in feeds:
        if feed.name in seen:
            raise FeedListError(f'{name} has two feeds named "{feed.name}"; give each a name of its own.')
        seen.add(feed.name)


def _is_inherited(place: Sequence[Any], feeds: Sequence[dict[str, Any]], stated: dict[str, Any]) -> bool:
    """Return whether a mistake in a feed is only that of [settings], which is named there."""
    match place:
        case ["feed", number, key, *_]:
            return key in stated and key not in feeds[number]
        case _:
            return False


def _problem(problem: Any, feeds: Sequence[dict[str, Any]], lines: Sequence[int]) -> str:
    """Return one mistake in plain words: where it is, what it is, what would be right."""
    place, *path = problem["loc"]
    known: Sequence[str] = ("settings", "feed")
    where = "at the top"
    if place == "settings":
        known, where = list(ListSettings.model_fields), "in [settings]"
    elif place == "feed" and path:
        number = path.pop(0)
        known = list(Feed.model_fields)
        line = f" (line {lines[number]})" if number < len(lines) else ""
        title = feeds[number].get("name")
        where = f'in the feed "{title}"{line}' if title else f"in feed number {number + 1}{line}"
    elif problem["type"] == "extra_forbidden":
        path = [place]
    key = ".".join(str(part) for part in path) or str(place)
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1)
        advice = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}"
        return f'{where}: there is no "{key}"; {advice}'
    if problem["type"] == "missing":
        return f'{where}: "{key}" is missing'
    message = problem["msg"].removeprefix("Value error, ")
    return f'{where}: "{key}" is {problem["input"]!r}: {message[:1].lower()}{message[1:]}'
