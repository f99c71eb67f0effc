"""What we ask a web server for, within which limits, and what it can answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. `connect` and `read` bound single waits, `total` everything, redirects included."""

    connect: timedelta = timedelta(seconds=10)
    read: timedelta = timedelta(seconds=20)
    total: timedelta = timedelta(seconds=60)
    wire_bytes: int = 10_000_000
    decoded_bytes: int = 15_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask "is it still this?" with, kept to the letter."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the request headers that make a request conditional."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Downloaded:
    """What was there. `url` is where it was found in the end, `body` is unpacked."""

    url: str
    status: int
    body: bytes
    content_type: str
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True, slots=True)
class NotModified:
    """It is still what it was."""

    status: int = HTTPStatus.NOT_MODIFIED
