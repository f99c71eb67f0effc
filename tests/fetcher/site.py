"""A web site under the test's control: what it answers is data, and what it was asked is remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

from aiohttp import web


@dataclass
class Resource:
    """What the site answers at one path."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Item:
    """An entry of the site's feed."""

    path: str
    title: str = "A title"
    summary: str = "A summary"
    published: str = "Mon, 05 Oct 2026 10:00:00 +0000"


class Site:
    """Serves `resources` on loopback; answers 304 to a matching ETag. Use it as an asynchronous context."""

    def __init__(self) -> None:
        self.resources: dict[str, Resource] = {}
        self.handlers: dict[str, Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]] = {}
        self.asked: list[web.BaseRequest] = []

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def page(self, path: str, text: str) -> None:
        """Put an article at `path`."""
        self.resources[path] = Resource(f"<html><body><article><p>{text}</p></article></body></html>".encode())

    def feed(self, *items: Item, path: str = "/feed.xml") -> None:
        """Put an RSS feed of `items` at `path`, with an ETag of its content."""
        entries = "".join(
            f"<item><title>{escape(item.title)}</title><link>{self.url}{item.path}</link>"
            f"<description>{escape(item.summary)}</description><pubDate>{item.published}</pubDate></item>"
            for item in items
        )
        channel = f"<channel><title>A wire</title>{entries}</channel>"
        body = f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        self.resources[path] = Resource(body, "application/rss+xml", headers={"ETag": etag})

    def requests(self, path: str) -> list[web.BaseRequest]:
        """Return what was asked at `path`, oldest first."""
        return [request for request in self.asked if request.path == path]

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        if handler := self.handlers.get(request.path):
            return await handler(request)
        resource = self.resources.get(request.path)
        if resource is None:
            return web.Response(status=404, text="not here")
        etag = resource.headers.get("ETag")
        if etag and request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers=resource.headers)
        return web.Response(
            body=resource.body,
            status=resource.status,
            headers={"Content-Type": resource.content_type, **resource.headers},
        )
