"""The README's ways to subscribe, run as they stand there against a real server."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import Any

import pytest
from redis import Redis

from schemas.streams import CLAIMS
from services import contract
from tests import examples
from tests.contracts.test_streams import README

WITHIN = 30
"""Seconds in which a subscriber has to have started and read: several times what a busy machine needs."""

LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
"""How a line of FastStream's log begins."""

RECORDED = examples.document("entry.claim-recorded")


def snippets(language: str) -> list[str]:
    """Return the fenced blocks of the README in `language`."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


PYTHON = dict(zip(("redis-py", "faststream-batch", "faststream-single"), snippets("python"), strict=True))
COMMANDS = [line for block in snippets("sh") for line in block.splitlines()]


@pytest.fixture
def redis(valkey: str) -> Iterator[Redis]:
    """A client that waits, of an empty server."""
    with Redis.from_url(valkey, decode_responses=True) as client:
        client.flushall()
        yield client


def append(redis: Redis, sequence: int) -> dict[str, str]:
    """Append the example of a recorded claim under another sequence number, and return the entry's fields."""
    entry = {**RECORDED, "sequence": str(sequence)}
    redis.xadd(CLAIMS.key, entry)
    return entry


class Subscriber:
    """A snippet that runs in a process of its own, the lines that it prints, and beside it what it logs."""

    def __init__(self, script: Path, address: str) -> None:
        self.log = script.with_suffix(".log")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", str(script)],
                env={**os.environ, "REDIS_URL": address},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.printed: Queue[str] = Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            # FastStream's broker logs to standard output as well.
            if not LOGGED.match(line):
                self.printed.put(line.rstrip("\n"))

    def lines(self, count: int) -> list[str]:
        """Return the next `count` lines, or fail with those that came."""
        end, lines = monotonic() + WITHIN, list[str]()
        while len(lines) < count:
            try:
                lines.append(self.printed.get(timeout=max(0, end - monotonic())))
            except Empty:
                pytest.fail(f"{len(lines)} of {count} lines within {WITHIN} s: {lines}\n{self.log.read_text()}")
        return lines

    def stop(self) -> None:
        """End the process and take its pipe down."""
        self.process.kill()
        self.process.wait()
        self.reader.join()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def subscribe(tmp_path: Path, valkey: str) -> Iterator[Any]:
    """Start a snippet; every subscriber is stopped at the end."""
    running: list[Subscriber] = []

    def start(snippet: str) -> Subscriber:
        script = tmp_path / "subscriber.py"
        script.write_text(snippet, "utf-8")
        running.append(Subscriber(script, valkey))
        return running[-1]

    yield start
    for subscriber in running:
        subscriber.stop()


@pytest.mark.parametrize("way", PYTHON)
def test_a_subscriber_sees_what_was_there_and_what_comes(way: str, redis: Redis, subscribe: Any) -> None:
    append(redis, 1)
    append(redis, 2)
    subscriber = subscribe(PYTHON[way])
    before = subscriber.lines(2)
    append(redis, 3)
    (after,) = subscriber.lines(1)
    for line in (*before, after):
        assert line.startswith(RECORDED["id"])
        assert line.endswith("captured three")


@pytest.mark.parametrize("way", PYTHON)
def test_a_subscriber_gets_every_field_as_text(way: str, redis: Redis, subscribe: Any) -> None:
    # In place of what it prints of a claim, the snippet prints the whole entry as it was handed over.
    telling, changes = re.subn(r'print\(event\["id"\].*', "print(json.dumps(event), flush=True)", PYTHON[way])
    assert changes == 1
    entry = append(redis, 1)
    (line,) = subscribe(telling).lines(1)
    assert json.loads(line) == entry
    assert entry.keys() == contract.ENVELOPE.keys()


def test_the_redis_py_reader_notices_a_gap(redis: Redis, subscribe: Any) -> None:
    append(redis, 1)
    append(redis, 4)
    assert "lost entries between 1 and 4" in subscribe(PYTHON["redis-py"]).lines(3)


def test_the_group_of_the_batch_reader_goes_on_where_it_was(redis: Redis, subscribe: Any) -> None:
    append(redis, 1)
    first = subscribe(PYTHON["faststream-batch"])
    first.lines(1)
    first.stop()
    append(redis, 2)
    (line,) = subscribe(PYTHON["faststream-batch"]).lines(1)
    assert " 2 captured" in line


def answer(command: str, address: str) -> str:
    """Return what the README's `redis-cli` command prints.

    Through the real binary where there is one (with the socket in place of the address), otherwise the same words
    sent by redis-py: what is tested then is the command and not the client.
    """
    client, _, _, *words = shlex.split(command)
    binary = shutil.which(client) or shutil.which("valkey-cli")
    if binary is None:
        with Redis.from_url(address, decode_responses=True) as redis:
            return repr(redis.execute_command(*words))
    words = [binary, "-s", address.removeprefix("unix://"), *words]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=WITHIN).stdout


def test_redis_cli_shows_every_field(valkey: str, redis: Redis) -> None:
    entry = append(redis, 1)
    shown = answer(COMMANDS[0], valkey)
    for field in entry:
        assert field in shown
    assert entry["id"] in shown


def test_redis_cli_waits_for_the_next_entry(valkey: str, redis: Redis) -> None:
    append(redis, 1)
    with ThreadPoolExecutor(1) as elsewhere:
        waiting = elsewhere.submit(answer, COMMANDS[1], valkey)
        end = monotonic() + WITHIN
        while redis.info("clients")["blocked_clients"] == 0:
            assert monotonic() < end, "nobody waits at the stream"
        append(redis, 22)
        assert re.search(r"sequence\W+22\b", waiting.result(WITHIN))
