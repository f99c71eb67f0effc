"""The committed documents are what the models say, and an independent validator agrees with the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from jsonschema import Draft202012Validator, FormatChecker

import schemas
from schemas import PAYLOADS, STREAMS, Event
from services import contract
from tests import examples
from tests.contracts.test_examples import ENTRIES, FAIL, PASS, event_type

BEYOND_A_SCHEMA = {
    "claimledger.claim.recorded.v1.bounds-reversed.fail",
    "claimledger.claim.recorded.v1.period-reversed.fail",
}
"""Refused by the models for how two values compare, which JSON Schema cannot say."""

FORMATS = FormatChecker(["date", "uuid"])


@FORMATS.checks("date-time", raises=ValueError)
def is_a_moment(value: object) -> bool:
    """Tell whether `value` is a time with its offset; jsonschema itself needs a further package for that."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def committed(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((contract.FOLDER / name).read_text("utf-8"))
    return document


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(committed(f"{name}.json"), format_checker=FORMATS)


def references(node: Any) -> Iterator[str]:
    """Yield every `$ref` in a JSON document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(document: str, reference: str) -> Any:
    """Return what `reference` in the committed `document` points at; a KeyError if that is nothing."""
    file, _, pointer = reference.partition("#")
    node = committed(file.removeprefix("./") or document)
    for step in pointer.strip("/").split("/") if pointer else ():
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def test_the_committed_documents_equal_the_models() -> None:
    assert contract.differences(contract.FOLDER) == [], "run `make contract` and look at the diff"


def test_a_changed_a_missing_and_a_stray_document_are_named(tmp_path: Path) -> None:
    contract.write(tmp_path)
    assert contract.differences(tmp_path) == []
    (tmp_path / "claim.json").write_text("{}")
    (tmp_path / "status.json").unlink()
    (tmp_path / "old.json").write_text("{}")
    assert contract.differences(tmp_path) == [
        "status.json is missing",
        "old.json is generated from nothing",
        "claim.json is out of date",
    ]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    contract.write(tmp_path)
    once = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    contract.write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == once


def test_the_check_names_the_command_that_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(contract, "FOLDER", tmp_path)
    assert contract.main(["--check"]) == 1
    assert "make contract" in capsys.readouterr().err
    assert contract.main([]) == 0
    assert contract.main(["--check"]) == 0


@pytest.mark.parametrize("name", sorted(contract.documents().keys() - {"asyncapi.json"}))
def test_a_schema_is_a_valid_schema_under_its_own_id(name: str) -> None:
    schema = committed(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"claimledger:schemas/json/{name}"
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("name", sorted(contract.documents()))
def test_every_reference_points_at_something(name: str) -> None:
    for reference in references(committed(name)):
        assert resolve(name, reference), f"{name}: {reference}"


@pytest.mark.parametrize("example", PASS)
def test_an_independent_validator_accepts_what_the_models_accept(example: str) -> None:
    validator(event_type(example)).validate(examples.document(example))


@pytest.mark.parametrize("example", FAIL)
def test_an_independent_validator_refuses_what_the_models_refuse(example: str) -> None:
    accepted = validator(event_type(example)).is_valid(examples.document(example))
    assert accepted == (example in BEYOND_A_SCHEMA)


@pytest.mark.parametrize("example", ENTRIES)
def test_the_entries_are_entries(example: str) -> None:
    validator("envelope").validate(examples.document(example))


@pytest.mark.parametrize("field", contract.ENVELOPE)
def test_an_entry_without_one_of_its_fields_is_refused(field: str) -> None:
    entry = examples.document("entry.claim-recorded")
    del entry[field]
    assert not validator("envelope").is_valid(entry)


def test_the_envelope_has_the_fields_that_are_written() -> None:
    event = Event.from_fields(examples.document("entry.claim-recorded"))
    assert contract.ENVELOPE.keys() == event.fields().keys() | {"sequence"}


def test_the_data_schema_of_an_event_is_the_schema_of_its_payload() -> None:
    for name, payload in PAYLOADS.items():
        document = examples.document(f"{name}.full.pass")
        event = Event.of(payload.model_validate(document), source="tests", time=datetime(2026, 9, 12, tzinfo=UTC))
        assert event.fields()["dataschema"] == committed(f"{name}.json")["$id"]


@pytest.mark.parametrize("name", ["schemas/actors.yaml", "schemas/conflicts.yaml", "services/newsroom/actors.yaml"])
def test_a_shipped_registry_file_follows_its_schema(name: str) -> None:
    text = (Path(schemas.__file__).parent.parent / name).read_text("utf-8")
    # YAML knows dates, JSON knows strings.
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    validator("registry").validate(document)


def test_a_misspelt_field_in_a_registry_file_is_refused() -> None:
    actor = {"id": "ardonia", "name": "Ardonia", "kind": "state"}
    assert validator("registry").is_valid({"actors": [actor]})
    assert not validator("registry").is_valid({"actors": [{**actor, "alias": ["the Republic"]}]})
    assert not validator("registry").is_valid({"actor": [actor]})


def test_the_asyncapi_document_is_one_to_an_independent_reader() -> None:
    document = ApplicationSchema.model_validate(committed("asyncapi.json"))
    assert document.asyncapi == "3.0.0"
    assert document.channels.keys() == {stream.name for stream in STREAMS}


def test_the_asyncapi_document_says_who_writes_and_reads_each_stream() -> None:
    document = committed("asyncapi.json")
    for stream in STREAMS:
        channel = document["channels"][stream.name]
        assert channel["address"] == stream.key
        assert channel["messages"].keys() == {event.TYPE for event in stream.events}
        operations = [
            operation
            for operation in document["operations"].values()
            if operation["channel"] == {"$ref": f"#/channels/{stream.name}"}
        ]
        assert sum(operation["action"] == "send" for operation in operations) == len(stream.producers)
        assert sum(operation["action"] == "receive" for operation in operations) == len(stream.consumers)
        assert all(len(operation["messages"]) == len(stream.events) for operation in operations)


def test_a_parameter_in_an_address_stands_for_itself() -> None:
    for channel in committed("asyncapi.json")["channels"].values():
        for name, parameter in channel["parameters"].items():
            assert parameter["enum"] == [parameter["default"]] == ["{" + name + "}"]
            assert parameter["default"] in channel["address"]
