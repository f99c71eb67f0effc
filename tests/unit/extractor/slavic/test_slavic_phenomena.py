"""A list of invented sentences in Ukrainian and Russian, and what is read in them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.reading import read_documents, rules_extractor
from services.extractor.rules import RulesExtractor

PHENOMENA = yaml.safe_load(Path(__file__).with_name("phenomena.yaml").read_text(encoding="utf-8"))


@cache
def _rules() -> RulesExtractor:
    return rules_extractor(parser=False)


def _read(entry: dict[str, Any]) -> list[Claim]:
    document = Document(id="a", text=entry["text"], title=entry.get("title"), published=date(2025, 5, 12))
    return list(read_documents([document], _rules())[0].claims)


def _told(claim: Claim) -> list[object]:
    low, high = claim.count.low, claim.count.high
    count: object = low if low == high else f"{low}-{'' if high is None else high}"
    return [claim.measure, count, claim.subject.actor_id, claim.claimant.actor_id if claim.claimant else None]


@pytest.mark.parametrize("entry", PHENOMENA, ids=lambda entry: f"{entry['language']}: {entry['text'][:40]}")
def test_what_is_claimed_is_read_and_nothing_else(entry: dict[str, Any]) -> None:
    found = sorted((_told(claim) for claim in _read(entry)), key=str)
    assert found == sorted(entry["claims"], key=str)
