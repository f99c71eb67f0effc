"""Asks a web server for one thing, politely and warily.

Conditional when we have been there before; redirects followed by hand, so that each hop is checked; sizes counted while
the bytes come in; an answer within the deadlines or none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib import metadata
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from services.clock import now
from services.fetcher import guard
from services.fetcher.answers import Downloaded, Limits, NotModified, Validators
from services.fetcher.content_coding import ACCEPTED, unpack
from services.fetcher.errors import Gone, Refused, TooLarge, TryLater
from services.fetcher.legible import legible

SCHEMES = frozenset({"http", "https"})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_PATIENCE = timedelta(days=1)
_CHUNK = 64 * 1024


def user_agent(contact: str | None) -> str:
    """Return who we say we are: name, version, and where a site's owner reaches the operator."""
    product = f"claimledger/{metadata.version('claimledger')}"
    return f"{product} (+{contact})" if contact else product


class Downloader:
    """Downloads within `limits` as `user_agent`, from public addresses and the `allowed` hosts only."""

    def __init__(self, user_agent: str, allowed: Collection[str], limits: Limits) -> None:
        self._allowed = allowed
        self._limits = limits
        self._user_agent = user_agent
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=guard.GuardedResolver(self._allowed), limit=0),
            timeout=aiohttp.ClientTimeout(
                total=None,
                sock_connect=self._limits.connect.total_seconds(),
                sock_read=self._limits.read.total_seconds(),
            ),
            headers={"User-Agent": self._user_agent, "Accept-Encoding": ACCEPTED},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def download(self, url: str, validators: Validators | None = None) -> Downloaded | NotModified:
        """Return what is at `url`, or that it is still what `validators` stand for.

        Raises:
            TryLater, Gone, Refused, TooLarge: see `errors`.
        """
        try:
            async with asyncio.timeout(self._limits.total.total_seconds()):
                return await self._follow(URL(url), validators or Validators())
        except (aiohttp.ServerTimeoutError, TimeoutError) as error:
            raise TryLater("it did not answer in time", kind="timeout") from error
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, guard.PrivateAddress):
                raise Refused(str(error.os_error), kind="private_address") from error
            raise TryLater(f"no connection ({error.os_error.strerror or error.os_error})", kind="connection") from error
        except (aiohttp.ClientError, OSError) as error:
            raise TryLater(f"the connection broke ({error or type(error).__name__})", kind="connection") from error
        except ValueError as error:  # from yarl, and now and then from aiohttp over a header that makes no sense
            raise Refused(f"it leads to an address that cannot be asked ({error})", kind="bad_address") from error

    async def _follow(self, url: URL, validators: Validators) -> Downloaded | NotModified:
        for _ in range(self._limits.redirects + 1):
            answer = await self._ask(url, validators)
            if not isinstance(answer, URL):
                return answer
            url = url.join(answer)
        raise Refused(f"it redirects more than {self._limits.redirects} times", kind="redirects")

    async def _ask(self, url: URL, validators: Validators) -> Downloaded | NotModified | URL:
        """Return what one hop answers; an address, which may be relative, if it redirects."""
        if self._session is None:
            raise RuntimeError("a Downloader is used as `async with Downloader(...)`")
        if url.scheme not in SCHEMES or not url.raw_host:
            raise Refused(f"{url} is no http(s) address", kind="scheme")
        # The same parse of the address that the connection is made from, or the two could differ about the host.
        guard.check_literal(url.raw_host, self._allowed)
        async with self._session.get(url, headers=validators.headers(), allow_redirects=False) as response:
            if response.status in REDIRECTS and (target := response.headers.get("Location")):
                return URL(target)
            _check_status(response.status, response.headers, conditional=bool(validators.headers()))
            if response.status == HTTPStatus.NOT_MODIFIED:
                return NotModified()
            return Downloaded(
                url=str(url),
                status=response.status,
                body=unpack(
                    await self._body(response),
                    response.headers.get("Content-Encoding", ""),
                    self._limits.decoded_bytes,
                ),
                content_type=legible(response.headers.get("Content-Type", "")),
                validators=Validators(*(_verbatim(response.headers.get(name)) for name in ("ETag", "Last-Modified"))),
            )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._limits.wire_bytes
        received = bytearray()
        if (response.content_length or 0) <= most:
            async for chunk in response.content.iter_chunked(_CHUNK):
                received += chunk
                if len(received) > most:
                    break
            else:
                return bytes(received)
        response.close()  # or aiohttp would read on, to keep the connection
        raise TooLarge(f"the answer is larger than {most:,} bytes", kind="too_large")


def _check_status(status: int, headers: Mapping[str, str], *, conditional: bool) -> None:
    """Check that the answer is one with a body, or a 304 that we asked for.

    Raises:
        FetchError: it is not.
    """
    if status == HTTPStatus.OK or (status == HTTPStatus.NOT_MODIFIED and conditional):
        return
    words = f"the server answers {status} {_phrase(status)}".rstrip()
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(words, kind=f"http_{status}", status=status)
    raise TryLater(words, kind=f"http_{status}", status=status, retry_after=retry_after(headers, now()))


def _verbatim(header: str | None) -> str | None:
    # Changed by one character a validator is worthless; aiohttp hands on bytes that are no UTF-8 as lone surrogates.
    return header if header and header.isprintable() else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def retry_after(headers: Mapping[str, str], asked_at: datetime) -> timedelta | None:
    """Return how long the server asks us to stay away: seconds or a date (RFC 9110 10.2.3), at most a day.

    A header that is neither counts as none.
    """
    written = headers.get("Retry-After", "").strip()
    if not written:
        return None
    try:
        if written.isdigit():
            wait = timedelta(seconds=int(written))
        else:
            wait = _aware(parsedate_to_datetime(written)) - asked_at
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _MOST_PATIENCE)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
