"""What the fetcher remembers of feeds and pages, and how it lies in Redis: a hash each, all values text.

    {claimledger}:feed:<name>    FeedMemory: validators, when it is due, how it went
    {claimledger}:page:<id>      PageMemory: what the feed said of it, and which versions were seen
    {claimledger}:due            pages to visit: "<host> <article id>", by the moment they are due, in milliseconds

The hashes are kept for good: a page that was forgotten would begin again at revision 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any, Literal, Self
from uuid import UUID

from schemas.article import Alignment, PublishedBasis
from schemas.event import rfc3339

Visit = Literal["discovered", "revisited", "changed_in_feed", "given"]

_FINGERPRINT = "fingerprint:"

_NOT_OURS = ("fingerprints", "erased")
"""Written otherwise: a field for each feed; and by an erasure, which no poll may undo."""


@dataclass(frozen=True, slots=True)
class FeedMemory:
    """What is known of a feed. `polls` counts steps taken; `failures` those that failed since the last good one."""

    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    polls: int = 0
    failures: int = 0
    polled_at: datetime | None = None
    next_due: datetime | None = None

    @classmethod
    def from_hash(cls, stored: Mapping[str, str]) -> Self:
        """Read what `to_hash` wrote; an empty hash is a feed that was never asked."""
        return cls(
            url=stored.get("url"),
            etag=stored.get("etag"),
            last_modified=stored.get("last_modified"),
            body_sha256=stored.get("body_sha256"),
            polls=int(stored.get("polls", 0)),
            failures=int(stored.get("failures", 0)),
            polled_at=_moment(stored.get("polled_at")),
            next_due=_moment(stored.get("next_due")),
        )

    def to_hash(self) -> dict[str, str]:
        """Return the fields that are set, as text."""
        return _texts({each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True)
class PageMemory:
    """What is known of a page.

    `feed` and what follows it came with the feed that named it first. `visit` is why it is due. `revision` counts the
    versions seen, `page_sha256` is the last of them; `planned_from` is the first visit, or the first after a feed said
    something new: revisits count from there.
    `fingerprints` says what each feed last said of it. `failures` counts visits that failed since the last good one.
    `content_sha256` is set when the feed carries the whole article: what to read instead of the page. `erased`: the
    article was removed at someone's request and is never fetched again (see services/erasure.py).
    """

    url: str
    feed: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    published_basis: PublishedBasis = "none"
    language: str | None = None
    publisher: str | None = None
    alignment: Alignment = "unknown"
    synthetic: bool = False
    content_sha256: str | None = None
    erased: bool = False
    visit: Visit = "discovered"
    revision: int = 0
    page_sha256: str | None = None
    planned_from: datetime | None = None
    failures: int = 0
    fingerprints: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_hash(cls, stored: Mapping[str, str]) -> Self:
        """Read what `to_hash` wrote."""
        read: dict[str, Any] = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        read |= {name: int(stored.get(name, 0)) for name in ("revision", "failures")}
        read |= {name: _moment(stored.get(name)) for name in ("published_at", "planned_from")}
        read |= {name: stored.get(name) == "true" for name in ("synthetic", "erased")}
        read["fingerprints"] = {
            name.removeprefix(_FINGERPRINT): value for name, value in stored.items() if name.startswith(_FINGERPRINT)
        }
        return cls(**read)

    def to_hash(self) -> dict[str, str]:
        """Return the fields that are set, as text.

        A counter that never counted is left out: another fetcher may have counted meanwhile.
        """
        plain = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _NOT_OURS}
        plain |= {name: plain[name] or None for name in ("revision", "failures")}
        return _texts(plain | {fingerprint_field(feed): value for feed, value in self.fingerprints.items()})


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page on the due list. `due_ms` is when it is due, in milliseconds since 1970: its score there."""

    host: str
    article_id: UUID
    due_ms: int

    @property
    def member(self) -> str:
        """How it is written on the list: the host first, so that a round is planned without reading pages."""
        return f"{self.host} {self.article_id}"

    @classmethod
    def from_member(cls, member: str, score: float) -> Self:
        """Read an item of the list."""
        host, article = member.rsplit(" ", 1)
        return cls(host, UUID(article), int(score))


def fingerprint_field(feed: str) -> str:
    """Return the field of a page's hash that holds what `feed` last said of it."""
    return _FINGERPRINT + feed


def milliseconds(moment: datetime) -> int:
    """Return `moment` in milliseconds since 1970, as the due list counts."""
    return int(moment.timestamp() * 1000)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).astimezone(UTC) if written else None


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: Any) -> str:
    match value:
        case datetime():
            return rfc3339(value)
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
