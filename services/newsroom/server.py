"""Serve the newsroom over HTTP, and publish its corrections while it is being read."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from aiohttp import ETag, web

from .rendering import HTML, Answer, render, render_missing
from .site import load_site

log = structlog.get_logger(__name__)

CORRECT_AFTER = timedelta(seconds=20)
"""How long after a page was first read the newsroom corrects it."""

_SYNTHETIC = {"X-Claimledger-Synthetic": "true"}
_SHUTDOWN_S = 2.0


class CannotServe(RuntimeError):
    """The newsroom cannot listen where it was told to. The message says where and what to do."""


@dataclass(frozen=True, slots=True)
class _Resource:
    """An answer with its validators."""

    answer: Answer
    etag: ETag
    changed_at: datetime


class Newsroom:
    """The site at an address.

    `base_url` is where readers find it; where it listens, when absent. `on_read` is told the path of all that is read.
    What was corrected stays corrected over a restart: a reader who comes back with the validator of a corrected page
    has read it.
    """

    def __init__(
        self,
        base_url: str | None = None,
        corrected: bool = False,
        on_read: Callable[[str], None] | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/") if base_url else ""
        self._corrected = corrected
        self._resources: dict[str, _Resource] = {}
        self._corrected_etags: dict[str, str] = {}
        self._runner: web.AppRunner | None = None
        self._on_read = on_read

    def publish_corrections(self) -> None:
        """Correct the stories that have a correction; their pages, feeds and validators change. Again: nothing."""
        if not self._corrected:
            self._corrected = True
            self._issue()

    async def start(self, host: str, port: int) -> None:
        """Listen at `host` and `port`; port 0 takes a free one, and `base_url` then says which.

        Raises:
            CannotServe: the address is in use or not ours.
        """
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        app.on_response_prepare.append(_say_synthetic)
        # Readers may hold their connections open; the newsroom does not wait for them when it closes.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise CannotServe(
                f"The demo newsroom cannot listen on {host}, port {port}: {_reason(error)}. "
                "Choose another port, or end what uses this one."
            ) from error
        self._runner = runner
        self.base_url = self.base_url or f"http://{host}:{runner.addresses[0][1]}"
        self._issue()
        self._corrected_etags = {
            path: etag
            for path, answer in render(load_site(), True, self.base_url).items()
            if (etag := _etag(answer)) != self._resources[path].etag.value
        }

    async def stop(self) -> None:
        """Stop listening. Without a start, nothing."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def _issue(self) -> None:
        before, now = self._resources, datetime.now(UTC).replace(microsecond=0)
        self._resources = {
            path: _resource(answer, before.get(path), now)
            for path, answer in render(load_site(), self._corrected, self.base_url).items()
        }

    async def _answer(self, request: web.Request) -> web.Response:
        resource = self._resources.get(request.path)
        if resource is None:
            missing = render_missing(request.path, self.base_url)
            return web.Response(status=404, body=missing.body, headers={"Content-Type": HTML})
        if self._corrected_etags.get(request.path) in _known_etags(request):
            self.publish_corrections()
            resource = self._resources[request.path]
        if self._on_read:
            self._on_read(request.path)
        response = web.Response(body=resource.answer.body, headers={"Content-Type": resource.answer.content_type})
        if _is_current(request, resource):
            response = web.Response(status=304)
        response.etag = resource.etag
        response.last_modified = resource.changed_at
        return response


async def serve(host: str, port: int, correct_after: timedelta | None = CORRECT_AFTER) -> None:
    """Serve the newsroom until cancelled.

    The corrections are published `correct_after` the first reading of a page that has one; never when it is None.

    Raises:
        CannotServe: the address is in use or not ours.
    """
    correctable = load_site().correctable_paths
    correction: asyncio.TimerHandle | None = None

    def publish() -> None:
        newsroom.publish_corrections()
        log.info("the newsroom corrected a story", pages=sorted(correctable))

    def correct_later(path: str) -> None:
        nonlocal correction
        if correct_after is not None and correction is None and path in correctable:
            correction = asyncio.get_running_loop().call_later(correct_after.total_seconds(), publish)

    newsroom = Newsroom(on_read=correct_later)
    await newsroom.start(host, port)
    log.info("the demo newsroom is open: invented outlets, an invented conflict", url=newsroom.base_url)
    try:
        await asyncio.Event().wait()
    finally:
        if correction:
            correction.cancel()
        await newsroom.stop()


def _reason(error: OSError) -> str:
    """Return what the system says; asyncio puts the address before it, which our message names already."""
    return (error.strerror or str(error)).rpartition(": ")[2]


def _resource(answer: Answer, before: _Resource | None, now: datetime) -> _Resource:
    if before and before.answer == answer:
        return before
    # Last-Modified has whole seconds: a change within the second of the version before would go unseen.
    changed_at = max(now, before.changed_at + timedelta(seconds=1)) if before else now
    return _Resource(answer, ETag(_etag(answer)), changed_at)


def _etag(answer: Answer) -> str:
    return hashlib.sha256(answer.body).hexdigest()[:32]


def _known_etags(request: web.Request) -> set[str]:
    return {known.value for known in request.if_none_match or ()}


def _is_current(request: web.Request, resource: _Resource) -> bool:
    """Return whether the reader has this version already: its ETag decides, and without one its date."""
    if request.if_none_match is not None:
        return not _known_etags(request).isdisjoint({resource.etag.value, "*"})
    return request.if_modified_since is not None and resource.changed_at <= request.if_modified_since


async def _say_synthetic(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_SYNTHETIC)
