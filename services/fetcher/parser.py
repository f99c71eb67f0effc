"""Reads feeds in a process of its own, so that a bomb costs one feed and not the fetcher.

The process has a limit of memory and a deadline for each feed; one that overruns is killed and a new one started.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import resource
import signal
import threading
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from services.fetcher.errors import NotAFeed
from services.fetcher.feed_document import FeedDocument, read_feed

DEADLINE = timedelta(seconds=20)
MEMORY_BYTES = 1 << 30

_SPAWN = multiprocessing.get_context("spawn")  # a forked child would inherit the event loop and its connections


class FeedParser:
    """Reads one feed at a time in a worker process. Use it as an asynchronous context."""

    def __init__(self, deadline: timedelta = DEADLINE) -> None:
        self._deadline = deadline
        self._turn = asyncio.Lock()
        self._ending = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._end)

    async def read(self, body: bytes, content_type: str, address: str) -> FeedDocument:
        """Return the feed that `body` holds, as `read_feed` does.

        Raises:
            NotAFeed: also when reading it takes longer than the deadline or more memory than there is.
        """
        async with self._turn:
            answer = await asyncio.to_thread(self._ask, body, content_type, address)
        if isinstance(answer, NotAFeed):
            raise answer
        return answer

    def _ask(self, body: bytes, content_type: str, address: str) -> FeedDocument | NotAFeed:
        pipe = self._started()
        try:
            pipe.send((body, content_type, address))
            if not pipe.poll(self._deadline.total_seconds()):
                self._end()
                return NotAFeed(f"reading it took longer than {self._deadline.total_seconds():.0f} s", kind="deadline")
            answer = pipe.recv()
        except (EOFError, OSError):
            self._end()
            return NotAFeed("reading it brought down the process that read it", kind="crashed")
        if isinstance(answer, FeedDocument):
            return answer
        kind, message = answer
        return NotAFeed(message, kind=kind)

    def _started(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            self._pipe, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_serve, args=(theirs,), name="feed-parser", daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end(self) -> None:
        with self._ending:  # a request that was cancelled still runs in its thread, and may come here too
            if self._process is not None:
                self._process.kill()
                self._process.join()
                self._process.close()
            if self._pipe is not None:
                self._pipe.close()
            self._process = self._pipe = None


def _serve(pipe: Connection) -> None:
    """Answer each request with a FeedDocument, or with the kind and message of a NotAFeed, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it closes the pipe
    # macOS refuses this limit; the deadline remains.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            body, content_type, address = pipe.recv()
            try:
                pipe.send(read_feed(body, content_type, address))
            except NotAFeed as error:
                pipe.send((error.kind, str(error)))
            except MemoryError:
                pipe.send(("memory", f"reading it takes more than {MEMORY_BYTES >> 20} MB"))
