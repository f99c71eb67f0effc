"""The shipped registry, and small invented ones written as a person would write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from services.registry import Registry
from services.registry_files import read_registry_file


@pytest.fixture(scope="session")
def shipped() -> Registry:
    return Registry.load()


@pytest.fixture
def registry_of(tmp_path: Path) -> Callable[..., Registry]:
    """Builds a registry of invented actors alone from the text of one or more files."""

    def build(*texts: str) -> Registry:
        paths = [tmp_path / f"actors-{number}.yaml" for number in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return Registry([read_registry_file(path) for path in paths])

    return build
