"""The topology is data, and the page for readers says the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import schemas
from schemas import PAYLOADS, STREAMS, Payload, Stream
from schemas.claim import Measure, Stance
from services import contract

README = (Path(schemas.__file__).parent / "README.md").read_text("utf-8")
CHANGELOG = (Path(schemas.__file__).parent / "CHANGELOG.md").read_text("utf-8")


def table(heading: str) -> Iterator[list[str]]:
    """Yield the rows of the first table below `heading` of the README, without its head."""
    section = README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    for row in rows[2:]:
        yield [cell.strip() for cell in row.strip("|").split("|")]


def payloads() -> Iterator[type[Payload]]:
    """Yield every payload that the contract defines, on a stream or not."""
    waiting = [Payload]
    while waiting:
        for payload in waiting.pop().__subclasses__():
            waiting.append(payload)
            if payload.__module__.startswith("schemas."):
                yield payload


def test_every_event_travels_on_exactly_one_stream() -> None:
    travelling = Counter(event for stream in STREAMS for event in stream.events)
    assert travelling == Counter(set(payloads()))


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_type_says_subject_verb_and_major_version(name: str) -> None:
    assert re.fullmatch(r"claimledger\.[a-z]+\.[a-z]+(_[a-z]+)*\.v[1-9][0-9]*", name)


def test_no_two_events_share_a_type() -> None:
    assert len(PAYLOADS) == sum(len(stream.events) for stream in STREAMS)


@pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)
def test_every_key_carries_the_hash_tag(stream: Stream) -> None:
    for key in (stream.key, stream.sequence_key):
        assert re.findall(r"\{(.*?)\}", key) == ["claimledger"]


def test_no_two_streams_share_a_key() -> None:
    keys = [key for stream in STREAMS for key in (stream.key, stream.sequence_key)]
    assert len(keys) == len(set(keys))


def test_the_table_of_streams_says_what_the_code_says() -> None:
    def code(text: str) -> str:
        return f"`{text}`"

    assert list(table("Streams")) == [
        [
            code(stream.name),
            code(stream.key),
            ", ".join(code(event.TYPE) for event in stream.events),
            ", ".join(stream.producers),
            ", ".join(stream.consumers),
            stream.meaning,
        ]
        for stream in STREAMS
    ]


def test_the_table_of_an_entry_names_every_field() -> None:
    assert [row[0].strip("`") for row in table("An entry")] == list(contract.ENVELOPE)


def test_the_table_of_the_claim_names_every_field() -> None:
    named = [name.strip("`") for row in table("The claim") for name in row[0].split(", ")]
    assert named == list(schemas.Claim.model_fields)


def test_the_readme_names_every_value_of_measure_and_stance() -> None:
    meaning = {row[0].strip("`"): row[1] for row in table("The claim")}
    for field, values in (("measure", get_args(Measure)), ("stance", get_args(Stance))):
        for value in values:
            assert f"`{value}`" in meaning[field]


def test_the_version_is_the_newest_of_the_changelog() -> None:
    headings = re.findall(r"^## (\S+)", CHANGELOG, re.MULTILINE)
    assert headings[0] == contract.VERSION
