"""What the README tells a newcomer to type."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis

from schemas.document import DocumentClaims
from schemas.event import Event
from schemas.streams import CLAIMS
from services import messaging
from services.command.app import app
from tests.examples import a_claim_recorded
from tests.projector.desk import NOON

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
LINES = [line.split("#")[0].strip() for snippet in SNIPPETS for line in snippet.splitlines()]


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_the_makefile_has_what_is_made(line: str) -> None:
    target = shlex.split(line)[1]
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith(".venv/bin/claimledger")])
def test_the_command_line_knows_what_is_typed(line: str) -> None:
    arguments = [*shlex.split(line)[1:], "--help"]
    asked = subprocess.run([sys.executable, "-m", "services.command", *arguments], capture_output=True, check=False)
    assert asked.returncode == 0, asked.stderr.decode()


def test_every_command_that_the_changelog_promises_is_there() -> None:
    promised = re.search(r"`(up demo [a-z ]+)`", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert promised
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert names | {group.name for group in app.registered_groups} == set(promised[1].split())


def test_the_example_of_reading_without_a_server_gives_a_claim() -> None:
    (snippet,) = [snippet for snippet in SNIPPETS if "--input-format jsonl" in snippet]
    document = shlex.split(snippet)[1]
    read = subprocess.run(
        [sys.executable, "-m", "services.command", "extract", "--input-format", "jsonl", "-"],
        input=document, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (claim,) = DocumentClaims.model_validate_json(read.stdout).claims
    assert (claim.measure, claim.count.value) == ("killed", 21)


async def test_the_example_of_subscribing_reads_a_claim(redis: Redis) -> None:
    (line,) = [line for line in LINES if line.startswith("redis-cli")]
    event = Event.of(a_claim_recorded(), source="test", time=NOON)
    await messaging.Log(redis).take(messaging.Step(appends=[(CLAIMS, event)]))
    answer = await redis.execute_command(*shlex.split(line)[3:])
    assert str(event.id) in str(answer)


def test_every_place_that_is_named_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
