"""Every gold document says what its text says, and nothing about actors that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.registry import Registry

from .corpus import DEVELOPMENT, HERE, SEALED, GoldActor, GoldClaim, GoldDocument, load

PARTS = {"development": load(DEVELOPMENT), "sealed": load(SEALED)}
DOCUMENTS = [document for part in PARTS.values() for document in part]
GUIDE = HERE.joinpath("README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.load()


def actors(claim: GoldClaim) -> Iterator[GoldActor]:
    yield from (actor for actor in (claim.subject, claim.claimant, claim.perpetrator) if actor)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_what_is_annotated_stands_in_the_text(document: GoldDocument, registry: Registry) -> None:
    text = " ".join(f"{document.title or ''} {document.text}".split())
    for number, claim in enumerate(document.claims):
        where = f"claim {number} of {document.id}"
        wordings = [claim.count.text, *(actor.text for actor in actors(claim) if actor.text)]
        assert [wording for wording in wordings if " ".join(wording.split()) not in text] == [], where
        assert [one.actor_id for one in actors(claim) if one.actor_id and one.actor_id not in registry.actors] == [], (
            where
        )
        for other in (claim.part_of, claim.about_claim):
            assert other is None or (0 <= other < len(document.claims) and other != number), where


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_phenomena_are_named_by_the_words_of_the_guide(document: GoldDocument) -> None:
    named = {*document.phenomena, *(word for claim in document.claims for word in claim.phenomena)}
    assert [word for word in sorted(named) if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", GUIDE)] == []
    assert bool(document.claims) != bool(document.phenomena)


def test_the_set_is_as_large_and_as_mixed_as_the_guide_promises() -> None:
    for part in PARTS.values():
        assert len(part) >= 75
        assert {document.language for document in part} == {"en", "uk", "ru"}
        assert 0.15 < sum(not document.claims for document in part) / len(part) < 0.25
    assert len({document.id for document in DOCUMENTS}) == len(DOCUMENTS)


def test_every_document_says_that_it_is_fiction() -> None:
    paths: list[Path] = [*DEVELOPMENT.glob("*.yaml"), *SEALED.glob("*.yaml")]
    assert [path.name for path in paths if not path.read_text(encoding="utf-8").startswith("# Fiction")] == []
