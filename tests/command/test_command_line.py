"""The command line: what it reads and prints, and that a user's mistake is answered with a sentence."""

from __future__ import annotations

import io
import json
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import structlog

from schemas.document import DocumentClaims
from services.command import main
from services.command.app import app
from services.local import folder
from tests.extractor.endpoint import said, serving

COMMANDS = (
    "up demo fetcher extractor projector status migrate ingest extract feeds claims tally dead rebuild doctor erase"
)


class Answer(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Take back what the command line does to the process's logging: its stream ends with the test."""
    before = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    logging.getLogger().handlers, level = before
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("CLAIMLEDGER_TRACEBACKS", "CLAIMLEDGER_REDIS_URL", "CLAIMLEDGER_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, given: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["claimledger", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        status = main()
        return Answer(status, *capsys.readouterr())

    return run


def is_a_sentence(answer: Answer) -> bool:
    """Whether a failure was put into words, without a traceback."""
    return answer.status != 0 and bool(answer.err.strip()) and "Traceback" not in answer.err + answer.out


def test_every_command_that_is_promised_is_there() -> None:
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    assert names == set(COMMANDS.split())


def test_documents_come_back_in_their_order_as_claims_of_the_contract(run: Run) -> None:
    lines = [
        {
            "id": "b",
            "text": "The Ukrainian army said 12 of its soldiers were killed on Friday.",
            "published": "2026-09-20",
        },
        {
            "id": "a",
            "text": "The harvest was good, and 400 guests came.",
            "title": None,
            "published": None,
            "url": None,
        },
    ]
    answer = run("extract", "--input-format", "jsonl", "-", given="\n".join(json.dumps(line) for line in lines))
    assert answer.status == 0, answer.err
    first, second = (DocumentClaims.model_validate_json(line) for line in answer.out.splitlines())
    assert (first.id, second.id, second.claims) == ("b", "a", ())
    (claim,) = first.claims
    assert (claim.measure, claim.count.value, claim.period.start and str(claim.period.start)) == (
        "killed",
        12,
        "2026-09-18",
    )


def test_a_page_and_a_text_are_read_from_files(run: Run, tmp_path: Path) -> None:
    sentence = "The Russian Defence Ministry said on Monday that 70 fighters were killed near the border."
    (tmp_path / "page.html").write_text(
        f"<html><body><article><h1>At the border</h1><p>{sentence}</p><p>More is not known.</p></article></body></html>"
    )
    (tmp_path / "page.txt").write_text(f"At the border\n\n{sentence}\n\nMore was not known.\n")
    answer = run("extract", "page.html", "page.txt", "--published", "2026-09-22")
    assert answer.status == 0, answer.err
    read = [DocumentClaims.model_validate_json(line) for line in answer.out.splitlines()]
    assert [each.id for each in read] == ["page.html", "page.txt"]
    assert [[claim.count.value for claim in each.claims] for each in read] == [[70], [70]]


def test_a_language_model_reads_where_it_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "The Russian Defence Ministry said on Monday that 70 fighters were killed near the border."
    monkeypatch.setenv("CLAIMLEDGER_EXTRACTOR_LLM_MODEL", "stub")
    with serving() as endpoint:
        endpoint.will(said({"claims": []}), said("nonsense"))
        monkeypatch.setenv("CLAIMLEDGER_EXTRACTOR_LLM_URL", endpoint.url)
        read = run("extract", "--engine", "llm", "-", given=sentence)
        unread = run("extract", "--engine", "llm", "-", given=sentence)
    assert [claim["text"] for claim in endpoint.article()["paragraphs"]] == [sentence]
    assert DocumentClaims.model_validate_json(read.out).claims == ()
    assert is_a_sentence(unread)
    assert "the answer was not as asked" in unread.err


@pytest.mark.parametrize(
    ("line", "named"),
    [('{"id": "a"}', "text"), ("not json", "line 1"), ('{"id": "a", "text": "b", "published": "soon"}', "published")],
)
def test_a_line_that_is_no_document_is_named(run: Run, line: str, named: str) -> None:
    answer = run("extract", "--input-format", "jsonl", "-", given=line)
    assert is_a_sentence(answer)
    assert named in answer.err
    assert "line 1" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "no-such-file.html"),
        ("extract", "--published", "21.3.2024", "-"),
        ("extract", "--engine", "llm", "-"),
        ("ingest", "a.html", "b.html", "--url", "https://outlet.example/a"),
        ("up", "--feeds", "no-such-feeds.toml"),
        ("up", "--actors", "no-such-actors.yaml"),
        ("tally", "--data", "nowhere"),
        ("feeds", "list", "--data", "nowhere"),
        ("erase", "not-an-id", "--why", "asked"),
        ("erase", "5d0f3f3e-0d5c-5b8e-9b69-0a3a3f1f7f10"),
        ("unheard-of",),
    ],
)
def test_a_mistake_is_answered_with_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    assert is_a_sentence(run(*arguments))


def test_a_typo_in_the_feed_list_is_named_before_anything_starts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\nname = "a"\nurl = "https://a.example/rss"\nintervall = "5m"\n')
    answer = run("up", "--feeds", "feeds.toml")
    assert is_a_sentence(answer)
    assert "intervall" in answer.err
    assert "interval" in answer.err.replace("intervall", "")


def test_a_port_in_use_is_named_with_the_way_out(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = run("up", "--port", str(taken.getsockname()[1]))
    assert is_a_sentence(answer)
    assert "Choose another port" in answer.err


def test_data_of_a_newer_version_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "format").write_text("99")
    answer = run("up", "--data", "data")
    assert is_a_sentence(answer)
    assert "newer version" in answer.err


def test_without_a_running_claimledger_the_missing_server_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr("services.messaging.PATIENCE_OF_COMMANDS_S", 0.1)
    answer = run("dead", "list")
    assert is_a_sentence(answer)
    assert "127.0.0.1:1" in answer.err


def test_the_doctor_says_what_is_missing_and_goes_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setattr("services.messaging.PATIENCE_OF_COMMANDS_S", 0.1)
    answer = run("doctor")
    assert answer.status == 1
    for what in ("program", "actors", "redis", "database", "pages", "disk", "model"):
        assert what in answer.out
    assert "127.0.0.1:1" in answer.out


@pytest.mark.usefixtures("redis")  # an empty server, whatever other tests left
def test_a_command_finds_the_demo_that_runs_here_whatever_the_environment_says(
    run: Run, tmp_path: Path, valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL", "redis://127.0.0.1:1/0")
    data = tmp_path / "data" / "demo"
    with folder.locked(data):
        folder.announce(data, folder.Running(pid=1, redis_url=valkey, status_url="http://127.0.0.1:1", demo=True))
        answer = run("dead", "list")
    assert (answer.status, answer.out.strip()) == (0, "There are no dead letters.")


def test_a_password_is_never_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL", "redis://keeper:geheim@127.0.0.1:1/0")
    monkeypatch.setattr("services.messaging.PATIENCE_OF_COMMANDS_S", 0.1)
    for arguments in (("dead", "list"), ("doctor",), ("ingest", __file__)):
        answer = run(*arguments)
        assert answer.status != 0
        assert "127.0.0.1:1" in answer.out + answer.err
        assert "geheim" not in answer.out + answer.err


def test_a_setting_that_does_not_fit_is_named_as_it_was_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_STATUS_PORT", "eighty")
    answer = run("status")
    assert is_a_sentence(answer)
    assert "CLAIMLEDGER_STATUS_PORT" in answer.err


def test_a_page_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    answer = run("extract", "picture.html")
    assert is_a_sentence(answer)
    assert "picture.html" in answer.err
