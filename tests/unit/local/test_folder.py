from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from services.local import folder
from services.local.errors import FolderInUse, FolderTooNew, LocalError

RUNNING = folder.Running(pid=4711, redis_url="unix:///x", status_url="http://127.0.0.1:8080", demo=True)

HOLD = """
import sys, pathlib
from services.local import folder
with folder.locked(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "held\n"
        folder.announce(tmp_path, RUNNING)
        assert folder.who_runs(tmp_path) == RUNNING
        with pytest.raises(FolderInUse, match="process 4711"), folder.locked(tmp_path):
            pass
        holder.stdin.close()
        holder.wait(10)
    with folder.locked(tmp_path):
        pass


def test_a_lock_goes_with_a_killed_process(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        folder.announce(tmp_path, RUNNING)
        holder.kill()
        holder.wait(10)
    assert folder.who_runs(tmp_path) is None
    with folder.locked(tmp_path):
        pass


def test_data_of_a_newer_version_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "format").write_text("99\n")
    with pytest.raises(FolderTooNew, match="format 99"), folder.locked(tmp_path):
        pass
    assert (tmp_path / "format").read_text() == "99\n"


def test_a_folder_that_holds_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "format").write_text("a poem\n")
    with pytest.raises(LocalError, match=r"Is .* a data folder"), folder.locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalError, match="--data"), folder.locked(tmp_path / "file" / "data"):
        pass
