from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.local import supervisor
from services.local.supervisor import Child, pause_after, supervise
from tests.waiting import eventually


@dataclass(frozen=True, slots=True)
class Script(Child):
    """A child that is a small Python program."""

    program: str = field(default="", kw_only=True)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-c", self.program]


NOTE_PID = """
import os, pathlib, time
notes = pathlib.Path({path!r})
notes.write_text(notes.read_text() + f"{{os.getpid()}} ")
{then}
"""


@given(st.integers(1, 1000))
def test_pauses_grow_and_stay_bounded(failures: int) -> None:
    assert pause_after(failures) <= pause_after(failures + 1) <= supervisor.LONGEST_PAUSE_S


async def test_a_killed_child_is_started_again_and_stops_with_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_S", 0.01)
    pids = tmp_path / "pids"
    pids.write_text("")
    child = Script("sleeper", program=NOTE_PID.format(path=str(pids), then="time.sleep(60)"))
    stop = asyncio.Event()
    running = asyncio.create_task(supervise([child], stop))

    def started() -> list[int]:
        return [int(pid) for pid in pids.read_text().split()]

    await eventually(lambda: len(started()) == 1)
    os.kill(started()[0], signal.SIGKILL)
    await eventually(lambda: len(started()) == 2)
    stop.set()
    await running
    with pytest.raises(ProcessLookupError):
        os.kill(started()[1], 0)


async def test_a_child_that_does_not_stop_in_time_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE_S", 0.2)
    pids = tmp_path / "pids"
    pids.write_text("")
    # Deaf before it leaves its note, so that the note means deaf.
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    child = Script("deaf", program=f"{deaf}\n{NOTE_PID.format(path=str(pids), then='time.sleep(60)')}")
    stop = asyncio.Event()
    running = asyncio.create_task(supervise([child], stop))
    await eventually(lambda: pids.read_text())
    stop.set()
    await asyncio.wait_for(running, 10)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pids.read_text()), 0)
