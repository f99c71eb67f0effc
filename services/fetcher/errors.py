"""What can go wrong when something is fetched, named by what the caller can do about it.

    FetchError
    ├── TryLater      it may work another time: no answer, a server's error, "too many requests"
    ├── Gone          the server says that it is not there (404) or will never be again (410)
    ├── Refused       we will not: a private address, another scheme than http(s), a forbidding robots.txt
    ├── TooLarge      more bytes than we take, on the wire or after unpacking
    └── NotAFeed      there was an answer, but no feed in it
    FeedListError     the list of feeds is wrong, and an operator has to mend it
    NoPipeline        there is nobody to give pages to: Redis does not answer

A message is one plain sentence without the address, which the caller knows.
"""

from __future__ import annotations

from datetime import timedelta

from services.fetcher.legible import legible

LONGEST_MESSAGE = 300
"""A message may quote a stranger, who may have much to say."""


class FetchError(Exception):
    """Something could not be fetched. `kind` is a short name for events and counters, `status` the HTTP status."""

    def __init__(self, message: str, *, kind: str, status: int | None = None) -> None:
        super().__init__(legible(message, LONGEST_MESSAGE))
        self.kind = kind
        self.status = status


class TryLater(FetchError):
    """It may work another time. `retry_after` is how long the server asks us to stay away, if it does."""

    def __init__(
        self, message: str, *, kind: str, status: int | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message, kind=kind, status=status)
        self.retry_after = retry_after


class Gone(FetchError):
    """The server says that there is nothing at this address. Status 410 means that there never will be."""


class Refused(FetchError):
    """We will not fetch it, now or later, as things are configured."""


class TooLarge(FetchError):
    """It is larger than we take."""


class NotAFeed(FetchError):
    """The answer is no feed that we can read."""


class FeedListError(ValueError):
    """The list of feeds cannot be used. The message names the file, the place in it and what would be right."""


class NoPipeline(Exception):
    """There is nobody to give pages to. The message says how to start a pipeline or where to point."""
