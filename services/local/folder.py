"""The data folder: one claimledger at a time, no older program on newer data, and how to reach a running one."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from schemas.event import Record
from services.local.errors import FolderInUse, FolderTooNew, LocalError

FORMAT = 1
"""Of the folder's layout; raised when an older program could no longer read it."""


class Running(Record):
    """How to reach the claimledger that works in a folder."""

    pid: int
    redis_url: str
    status_url: str
    demo: bool


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process, made if it is missing.

    The lock is the kernel's, so that it goes with the process however that ends.

    Raises:
        FolderInUse, FolderTooNew, LocalError: with what to do.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        advice = "Choose another folder: --data."
        raise LocalError(f"The data folder {folder} cannot be used: {error.strerror}. {advice}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = f" (process {running.pid})" if (running := who_runs(folder)) else ""
            raise FolderInUse(
                f"Another claimledger{holder} works in {folder}. Stop it, or choose another folder: --data."
            ) from error
        _check_format(folder)
        yield
    finally:
        os.close(lock)


def _check_format(folder: Path) -> None:
    path = folder / "format"
    if not path.exists():
        path.write_text(f"{FORMAT}\n", encoding="utf-8")
        return
    written = path.read_text(encoding="utf-8").strip()
    if not written.isdigit():
        raise LocalError(f"{path} should hold a number and holds {written[:40]!r}. Is {folder} a data folder?")
    if int(written) > FORMAT:
        raise FolderTooNew(
            f"The data in {folder} are of format {written}, and this version of claimledger reads up to {FORMAT}. "
            "Install the newer version again, or choose another folder: --data."
        )


def announce(folder: Path, running: Running) -> None:
    """Leave word how to reach this process."""
    path = folder / "running.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(running.model_dump_json(), encoding="utf-8")
    fresh.replace(path)


def leave(folder: Path) -> None:
    """Take the word back."""
    (folder / "running.json").unlink(missing_ok=True)


def who_runs(folder: Path) -> Running | None:
    """Return how to reach the claimledger that works in `folder`, or None when none does."""
    try:
        running = Running.model_validate(json.loads((folder / "running.json").read_text(encoding="utf-8")))
        lock = os.open(folder / "lock", os.O_RDWR)
    except (OSError, ValueError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return running
    finally:
        os.close(lock)
    return None
