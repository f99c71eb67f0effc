"""Waiting for progress instead of sleeping."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(condition: Callable[[], T | Awaitable[T]], *, within: float = 20, every: float = 0.02) -> T:
    """Return the first true answer of `condition`, asked again and again for at most `within` seconds.

    Raises:
        AssertionError: it never held; the last answer or error is named.
    """
    deadline = time.monotonic() + within
    while True:
        problem: BaseException | None = None
        answer: T | None = None
        try:
            found = condition()
            answer = await found if inspect.isawaitable(found) else found
            if answer:
                return answer
        except Exception as error:
            problem = error
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come true within {within} s; last: {problem or answer!r}") from problem
        await asyncio.sleep(every)
