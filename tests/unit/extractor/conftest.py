"""Extractors that the tests of this folder share; nothing imports from here."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.extractor.figures.parser import Parser
from services.extractor.rules import RulesExtractor
from services.registry import Registry


@pytest.fixture(scope="session")
def invented() -> Registry:
    """The registry with the invented actors of these tests."""
    return Registry.load([Path(__file__).with_name("actors.yaml")])


@pytest.fixture(scope="session")
def grammar(invented: Registry) -> RulesExtractor:
    """The rules without the parser."""
    return RulesExtractor(invented)


@pytest.fixture(scope="session")
def with_parser(invented: Registry) -> RulesExtractor:
    """The rules with the parser, as the service runs them."""
    return RulesExtractor(invented, Parser.load())
