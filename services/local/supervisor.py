"""Children that are kept alive: started, started again with growing pauses, and stopped with grace."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from services.runner import SUPERVISOR_PID

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0
"""A child that lived this long starts over with a short pause."""
GRACE_S = 25.0
"""How long a child may take to finish the work in hand; longer than the services' own limits."""


@dataclass(frozen=True, slots=True)
class Child:
    """One service to run: `claimledger <name> …` with additions to the environment."""

    name: str
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] | None = None

    @property
    def command(self) -> list[str]:
        """The process to start."""
        return [sys.executable, "-m", "services.command", *(self.arguments or [self.name])]


def pause_after(failures: int) -> float:
    """Return the seconds to wait before a child that ended `failures` times in a row is started again."""
    return float(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(failures - 1, 16)))


async def supervise(children: Sequence[Child], stop: asyncio.Event) -> None:
    """Keep `children` running until `stop`; then end them all, each with time to finish the work in hand."""
    keeping = [asyncio.create_task(_keep(child, stop)) for child in children]
    try:
        await asyncio.gather(*keeping)
    finally:
        for task in keeping:
            task.cancel()


async def _keep(child: Child, stop: asyncio.Event) -> None:
    failures = 0
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        process = await asyncio.create_subprocess_exec(
            *child.command,
            env={**os.environ, **(child.environment or {}), SUPERVISOR_PID: str(os.getpid())},
            stdin=asyncio.subprocess.DEVNULL,
            # A session of its own, so that Ctrl-C reaches us alone and each child is stopped once.
            start_new_session=True,
        )
        ending = asyncio.create_task(process.wait())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({ending, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if stop.is_set():
            await _end(child, process, ending)
            return
        steady = asyncio.get_running_loop().time() - started >= STEADY_AFTER_S
        failures = 1 if steady else failures + 1
        pause = pause_after(failures)
        log.warning(f"{child.name} ended (exit status {ending.result()}); starting it again in {pause:.1f} s")
        try:
            await asyncio.wait_for(stop.wait(), pause)
        except TimeoutError:
            continue


async def _end(child: Child, process: asyncio.subprocess.Process, ending: asyncio.Task[int]) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(asyncio.shield(ending), GRACE_S)
    except TimeoutError:
        log.warning(f"{child.name} did not stop within {GRACE_S:.0f} s and was killed; its work is pending, not lost")
        process.kill()
        await ending
