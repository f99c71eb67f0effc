"""Processes that read pages, each under a deadline that kills.

A page is hostile until proven otherwise: it may take for ever or bring its reader down. Neither may touch the process
that holds the connection to Redis.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as DeadlinePassed

from pebble import ProcessExpired, ProcessPool

from schemas.article import ArticleFetched

from .reading import Extractor, Reading, read_page

_extractor: Extractor | None = None


class TookTooLong(Exception):
    """Reading the page passed its deadline; the worker was killed."""


class ReaderDied(Exception):
    """The worker died while it read the page."""


class Readers:
    """A pool of spawned workers, each with an extractor of its own made by `prepare`.

    Spawned and not forked: a fork would copy the parent's connections and locks.
    """

    def __init__(self, prepare: Callable[[], Extractor], *, workers: int, deadline_s: float) -> None:
        self._deadline_s = deadline_s
        self._pool = ProcessPool(
            max_workers=workers,
            context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=[prepare],
        )

    async def read(self, page: bytes, fetched: ArticleFetched) -> Reading:
        """Read one page.

        Raises:
            NoText, Unreadable: what `read_page` says of the page.
            TookTooLong: the deadline passed.
            ReaderDied: the worker died.
        """
        future = self._pool.schedule(_read, args=[page, fetched], timeout=self._deadline_s)
        try:
            return await asyncio.wrap_future(future)
        except DeadlinePassed as error:
            raise TookTooLong(f"reading took longer than {self._deadline_s:.0f} s") from error
        except ProcessExpired as error:
            raise ReaderDied(f"the worker that read it died (exit status {error.exitcode})") from error

    async def close(self) -> None:
        """End the workers; what they have in hand is dropped."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types its functions but not this one
        await asyncio.to_thread(self._pool.join)


def _prepare(prepare: Callable[[], Extractor]) -> None:
    global _extractor
    _extractor = prepare()


def _read(page: bytes, fetched: ArticleFetched) -> Reading:
    if _extractor is None:
        raise RuntimeError("a worker was given a page before its extractor was prepared")
    return read_page(page, fetched, _extractor)
