"""`extract --explain`: what it prints on a terminal, in a pipe, and of texts that are not friendly."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from schemas.document import Document
from services.command import explaining
from services.command.app import app
from services.extractor.explaining.explanation import Explanation, explain
from services.extractor.page.article_text import read_document
from services.extractor.reading import rules_extractor

ACTORS = Path(__file__).parent.parent / "unit" / "extractor" / "actors.yaml"
SENTENCE = "The Norlandic army said that 30 Sudmarkian soldiers were killed yesterday near Tell."
PAGE = f"""Norland tells of a raid near the town of Tell

By Ada Wren
15 October 2026

{SENTENCE} In the raid [bold]12[/bold] drones [x] were lost.

A burnt car near Tell, where 4 soldiers died. (Photo: Harbour Press)

The army will kill 100 more rebels, its commander warned on Thursday.
"""
AS_SHOWN = """\
page.txt
rules {version}, no model
published 15 Oct 2026 (basis: metadata), language en
1 claim, 3 drops
marks: figure, loss, claimant, perpetrator, place, date, subject

title | Norland tells of a raid near the town of Tell

heading | Norland tells of a raid near the town of Tell

byline | By Ada Wren

byline | 15 October 2026

body | The [1:claimant Norlandic army] said that [1:figure 30] [1:subject Sudmarkian soldiers] \
were [1:loss killed] [1:date yesterday] near [1:place Tell]. In the raid [bold]12[/bold] drones [x] were lost.
    #1 killed “30” = 30–30 (exact, stated) of Sudmarkian soldiers (sudmark-army), combatant
        said by Norlandic army (norland-army); 14 Oct 2026 (day, relative); at Tell
        rule subject, confidence 0.xx, read from figure “30”, loss “killed”, claimant “Norlandic army”, place “Tell”, \
date “yesterday”, subject “Sudmarkian soldiers”
    – “12[/bold] drones”: a figure of things, not of people

caption | A burnt car near Tell, where 4 soldiers died. (Photo: Harbour Press)
    – a figure beside a loss word, set aside as caption

body | The army will kill 100 more rebels, its commander warned on Thursday.
    – “100 more rebels”: unreal: planned, threatened, wished for or denied

"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def explained(*arguments: str, given: str = "", **environment: str) -> Result:
    command = ["extract", "--explain", "--no-parser", "--actors", str(ACTORS), *arguments]
    quiet = {"NO_COLOR": None, "FORCE_COLOR": None, "COLUMNS": "60"}
    return CliRunner().invoke(app, command, input=given, env=quiet | environment)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    return "page.txt"


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    text = PAGE.replace("Tell.", "Tell \x1b[31m\x07.").replace("were lost", "were\u009b2J lost")
    document = Document(id="1", text=text, published=date(2026, 10, 15))
    return explain(read_document(document), rules_extractor([ACTORS], parser=False))


def printed(explanation: Explanation, *, width: int = 200, no_color: bool = False) -> str:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", width=width, no_color=no_color)
    explaining.show(console, "[page]", explanation)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_in_a_pipe_the_text_has_its_marks_in_brackets_and_the_lines_do_not_depend_on_a_width(page: str) -> None:
    answer = explained(page)
    assert (answer.exit_code, answer.stderr) == (0, "")
    version = rules_extractor(parser=False).version
    shown = re.sub(r"confidence \d\.\d\d", "confidence 0.xx", answer.stdout)
    assert shown == AS_SHOWN.format(version=version)


def test_two_readings_are_printed_alike(page: str) -> None:
    assert explained(page).stdout == explained(page, COLUMNS="200").stdout


def test_on_a_terminal_with_colours_the_marks_are_colours_and_the_claim_is_numbered_at_its_figure(page: str) -> None:
    answer = explained(page, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="200")
    assert "1:figure" not in answer.stdout
    assert "that 30 #1 Sudmarkian soldiers were killed yesterday near Tell. In the raid [bold]12[/bold] drones [x]" in (
        COLOUR.sub("", answer.stdout)
    )
    assert re.search(r"\x1b\[[0-9;]*m30\x1b\[0m", answer.stdout)


def test_no_color_on_a_terminal_gives_brackets(page: str) -> None:
    answer = explained(page, FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1", COLUMNS="200")
    assert "[1:figure 30] [1:subject Sudmarkian soldiers]" in COLOUR.sub("", answer.stdout)


def test_a_narrow_terminal_gets_every_word_in_lines_that_fit(explanation: Explanation) -> None:
    narrow = COLOUR.sub("", printed(explanation, width=32))
    assert all(len(line) <= 32 for line in narrow.splitlines())
    assert narrow.split() == COLOUR.sub("", printed(explanation, width=2_000)).split()


def test_what_a_terminal_would_obey_is_shown_and_not_obeyed(explanation: Explanation) -> None:
    for shown in (printed(explanation), printed(explanation, no_color=True)):
        rest = COLOUR.sub("", shown)
        assert "\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}" in rest
        assert not set(rest) & {"\x1b", "\x07", "\u009b"}
        assert rest.startswith("[page]")


def lines() -> str:
    documents = [
        {"id": "a", "text": SENTENCE, "published": "2026-10-15"},
        {"id": "b", "text": "The harvest was good, and 400 guests came."},
        {"id": "c", "text": "Ten rebels were killed in a battle near Tell, the Norlandic army said."},
        {"id": "d", "text": " "},
    ]
    return "\n".join(json.dumps(document) for document in documents)


def test_documents_are_shown_one_after_the_other_and_one_without_text_says_so() -> None:
    answer = explained("--input-format", "jsonl", "-", given=lines())
    shown = answer.stdout.splitlines()
    assert answer.exit_code == 0
    assert [line for line in shown if line in {"a", "b", "c"}] == ["a", "b", "c"]
    assert shown[-1].startswith("d: no paragraph")
    assert "day of publication unknown (basis: none), language en" in shown
    assert any(line.startswith("not read: it is not about armed conflict") for line in shown)


def test_one_document_can_be_asked_for() -> None:
    answer = explained("--input-format", "jsonl", "--only", "c", "-", given=lines())
    assert answer.stdout.startswith("c\n")
    assert "[1:figure Ten]" in answer.stdout
    assert "Sudmarkian" not in answer.stdout


def test_a_page_from_standard_input_is_read() -> None:
    answer = explained("-", "--published", "2026-10-15", given=f"<html><body><p>{SENTENCE}</p></body></html>")
    assert answer.stdout.startswith("-\n")
    assert "published 15 Oct 2026 (basis: given)" in answer.stdout
    assert "[1:figure 30]" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--only", "z", "--input-format", "jsonl", "-"), "'z'"),
        (("--json", "-"), "--json"),
    ],
)
def test_a_mistake_is_named(arguments: tuple[str, ...], named: str) -> None:
    answer = explained(*arguments, given=lines(), COLUMNS="200")
    assert answer.exit_code == 2
    assert named in answer.stderr
