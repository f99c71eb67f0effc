"""Write the contract's documents, JSON Schemas and AsyncAPI, from the models and the topology.

`python -m services.contract` writes `schemas/json`; with `--check` it writes nothing and fails where they differ.
The bytes depend on the models alone, so a changed contract is a diff that a reviewer can read.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

import schemas
from schemas.actor import Conflict, RegisteredActor
from schemas.event import CONTENT_TYPE, SPEC_VERSION, Payload, Record
from schemas.streams import HASH_TAG, PAYLOADS, STREAMS, Stream

VERSION = "1.0.0"
"""The version of the contract as a whole: the newest heading of schemas/CHANGELOG.md."""

FOLDER = Path(schemas.__file__).parent / "json"

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Document = dict[str, Any]

_UUID = {"type": "string", "format": "uuid"}

ENVELOPE: dict[str, Document] = {
    "specversion": {"type": "string", "const": SPEC_VERSION, "description": "the version of CloudEvents"},
    "id": {**_UUID, "description": "the same event always has the same id: dedupe on it"},
    "source": {"type": "string", "minLength": 1, "description": "the service that wrote it"},
    "type": {
        "type": "string",
        "pattern": r"^claimledger\.[a-z_]+\.[a-z_]+\.v[1-9][0-9]*$",
        "description": "what happened, with the major version of its payload",
    },
    "subject": {"type": "string", "minLength": 1, "description": "an article id, a claim id, a feed's name"},
    "time": {"type": "string", "format": "date-time", "description": "when it was written, in UTC"},
    "datacontenttype": {"type": "string", "const": CONTENT_TYPE},
    "dataschema": {
        "type": "string",
        "pattern": r"^claimledger:schemas/json/.+\.json$",
        "description": "the $id of the payload's schema",
    },
    "correlationid": {"type": "string", "minLength": 1, "description": "shared by all that follows from one page"},
    "causationid": {"type": "string", "description": "the id of the event that led to this one; empty when none did"},
    "sequence": {
        "type": "string",
        "pattern": "^[1-9][0-9]*$",
        "description": "counts the entries of the stream from 1; a gap is a loss",
    },
    "payload": {"type": "string", "contentMediaType": CONTENT_TYPE, "description": "a JSON object, its keys sorted"},
}
"""The fields of a stream entry, all of them strings."""


class RegistryFile(Record):
    """A file of actors, of conflicts, or of both, such as schemas/actors.yaml and a deployment's own.

    `ambiguous` lists names that several actors may share, `not_actors` phrases that contain a name and mean no actor.
    People write it, so a field that is not known is a mistake here and not a later version.
    """

    actors: tuple[RegisteredActor, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    ambiguous: tuple[str, ...] = ()
    not_actors: tuple[str, ...] = ()


DOCUMENTS: dict[str, type[BaseModel]] = {
    "claim": schemas.Claim,
    "document": schemas.Document,
    "document-claims": schemas.DocumentClaims,
    "status": schemas.Status,
    "tallies": schemas.ActorTallies,
}
"""What is read and written outside the streams, by the name of its schema."""


def documents() -> dict[str, Document]:
    """Return every generated document by its file name."""
    return {
        **{f"{name}.json": _schema(name, model) for name, model in (PAYLOADS | DOCUMENTS).items()},
        "envelope.json": _envelope(),
        "registry.json": _registry(),
        "asyncapi.json": _asyncapi(),
    }


def text(document: Document) -> str:
    """Return `document` as it is committed: keys sorted, two spaces, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def differences(folder: Path) -> list[str]:
    """Return, a sentence each, how `folder` differs from what the models say; an empty list when it does not."""
    expected = {name: text(document) for name, document in documents().items()}
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*")}
    return [
        *(f"{name} is missing" for name in sorted(expected.keys() - found.keys())),
        *(f"{name} is generated from nothing" for name in sorted(found.keys() - expected.keys())),
        *(f"{name} is out of date" for name in sorted(expected.keys() & found.keys()) if expected[name] != found[name]),
    ]


def write(folder: Path) -> int:
    """Write every document into `folder` and return how many there are. Files of other names are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    generated = documents()
    for name, document in generated.items():
        (folder / name).write_text(text(document), "utf-8")
    return len(generated)


def main(arguments: list[str] | None = None) -> int:
    """Write the documents or check them, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m services.contract", description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where schemas/json differs")
    if parser.parse_args(arguments).check:
        found = differences(FOLDER)
        if found:
            sys.stderr.write("schemas/json differs from the models; run `make contract` and look at the diff:\n")
            sys.stderr.writelines(f"  {difference}\n" for difference in found)
        return 1 if found else 0
    sys.stdout.write(f"{write(FOLDER)} documents written to {FOLDER}\n")
    return 0


class _Untitled(GenerateJsonSchema):
    """Models keep their titles; a field's would only repeat its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def _schema(name: str, model: type[BaseModel]) -> Document:
    # What validation asks for, not what we write today: a reader may rely on what every version of the event had.
    schema = model.model_json_schema(schema_generator=_Untitled, mode="validation")
    return {"$schema": DIALECT, "$id": f"claimledger:schemas/json/{name}.json", **schema}


def _registry() -> Document:
    schema = _schema("registry", RegistryFile)
    for part in (schema, *schema["$defs"].values()):
        part["additionalProperties"] = False
    return schema


def _envelope() -> Document:
    return {
        "$schema": DIALECT,
        "$id": "claimledger:schemas/json/envelope.json",
        "title": "Entry",
        "description": "The fields of a stream entry: the attributes of CloudEvents 1.0, and the payload as text.",
        "type": "object",
        "properties": ENVELOPE,
        "required": sorted(ENVELOPE),
    }


def _asyncapi() -> Document:
    """Describe the streams as AsyncAPI 3.0: payloads by reference, the CloudEvents attributes as headers."""
    attributes = {name: schema for name, schema in ENVELOPE.items() if name != "payload"}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "claimledger",
            "version": VERSION,
            "description": "Claims of casualties and prisoners, read from news feeds. A claim is not a fact.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {
            "redis": {
                "host": "{host}",
                "pathname": "/",
                "protocol": "redis",
                "description": "Redis 7.0 or newer, or Valkey",
                "variables": {"host": {"default": "127.0.0.1:6379"}},
            }
        },
        "channels": {stream.name: _channel(stream) for stream in STREAMS},
        "operations": {
            f"{service}-{verb}-{stream.name}".replace(" ", "-"): _operation(action, stream)
            for stream in STREAMS
            for action, verb, services in (
                ("send", "sends", stream.producers),
                ("receive", "receives", stream.consumers),
            )
            for service in services
        },
        "components": {
            "messages": {name: _message(name, payload) for name, payload in PAYLOADS.items()},
            "schemas": {"attributes": {"type": "object", "properties": attributes, "required": sorted(attributes)}},
        },
    }


def _channel(stream: Stream) -> Document:
    # AsyncAPI reads braces in an address as a parameter. Ours are the hash tag of Redis Cluster, so the parameter
    # stands for itself.
    return {
        "address": stream.key,
        "description": f"{stream.meaning}; one entry a message, the payload in its field `payload`",
        "parameters": {HASH_TAG.strip("{}"): {"enum": [HASH_TAG], "default": HASH_TAG}},
        "messages": {event.TYPE: {"$ref": f"#/components/messages/{event.TYPE}"} for event in stream.events},
    }


def _operation(action: str, stream: Stream) -> Document:
    channel = f"#/channels/{stream.name}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{event.TYPE}"} for event in stream.events],
    }


def _message(name: str, payload: type[Payload]) -> Document:
    return {
        "name": name,
        "title": payload.__name__,
        "summary": (payload.__doc__ or "").partition("\n")[0],
        "contentType": CONTENT_TYPE,
        "correlationId": {"location": "$message.header#/correlationid"},
        "headers": {"$ref": "#/components/schemas/attributes"},
        "payload": {"$ref": f"./{name}.json"},
    }


if __name__ == "__main__":
    sys.exit(main())
