"""The OpenAPI document as a page can show it: what can be asked, and with which parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter by name, with what it means and takes in one line."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked. `link` is its address, unless that needs to be filled in or would never end."""

    method: str
    path: str
    meaning: str
    parameters: tuple[Parameter, ...]
    link: str | None


def operations(openapi: dict[str, Any]) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI document in its order."""
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                meaning=operation["description"],
                parameters=tuple(_parameter(parameter) for parameter in operation.get("parameters", ())),
                link=None if "{" in path else path,
            )


def _parameter(parameter: dict[str, Any]) -> Parameter:
    schema = parameter["schema"]
    said = parameter.get("description", "")
    choices = [str(value) for option in schema.get("anyOf", [schema]) for value in option.get("enum", ())]
    parts = [
        said[:1].upper() + said[1:],
        f"One of {', '.join(choices)}" if choices else "",
        f"Without it: {json.dumps(schema['default'])}" if schema.get("default") is not None else "",
    ]
    return Parameter(parameter["name"], ". ".join(part for part in parts if part) + ("." if any(parts) else ""))
