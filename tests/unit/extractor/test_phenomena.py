"""What the rules read in invented sentences, one phenomenon at a time, and that neither side is read differently."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

PUBLISHED = date(2026, 10, 15)
PHENOMENA: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("phenomena.yaml").read_text(encoding="utf-8"))
SWAPPED = {"Norland": "Sudmark", "norland": "sudmark", "Sudmark": "Norland", "sudmark": "norland"}


def read(text: str, extractor: RulesExtractor) -> list[Claim]:
    document = Document(id="1", text=text, published=PUBLISHED)
    return [claim for claim in read_documents([document], extractor)[0].claims if claim.has_figure]


def as_row(claim: Claim) -> list[Any]:
    claimant = claim.claimant.actor_id if claim.claimant else None
    return [claim.measure, claim.count.low, claim.count.high, claim.subject.actor_id, claimant, claim.stance]


def swapped(text: str) -> str:
    return re.sub("|".join(SWAPPED), lambda match: SWAPPED[match[0]], text)


@pytest.mark.parametrize("phenomenon", PHENOMENA, ids=lambda phenomenon: phenomenon["name"])
def test_the_claims_of_a_sentence_are_those_that_a_careful_reader_takes_from_it(
    phenomenon: dict[str, Any], grammar: RulesExtractor
) -> None:
    claims = read(phenomenon["text"], grammar)
    assert [as_row(claim) for claim in claims] == phenomenon["claims"]
    assert [number for number, claim in enumerate(claims) if claim.part_of] == phenomenon.get("parts", [])


def test_exchanging_the_two_armies_exchanges_them_in_the_claims_and_changes_nothing_else(
    grammar: RulesExtractor,
) -> None:
    text = "The {} army said 30 {} soldiers were killed and 12 captured in the raid near Tell."
    one = [as_row(claim) for claim in read(text.format("Sudmarkian", "Norlandic"), grammar)]
    other = [as_row(claim) for claim in read(text.format("Norlandic", "Sudmarkian"), grammar)]
    assert one != other
    assert other == [[swapped(field) if isinstance(field, str) else field for field in row] for row in one]


@pytest.mark.parametrize("verb", ["said", "claimed", "reported", "stated", "announced", "boasted"])
def test_how_the_claim_is_framed_does_not_change_what_is_claimed(verb: str, grammar: RulesExtractor) -> None:
    claims = read(f"The Sudmarkian army {verb} that 30 Norlandic soldiers were killed in the raid.", grammar)
    assert [as_row(claim) for claim in claims] == [["killed", 30, 30, "norland-army", "sudmark-army", "assert"]]


def test_a_denial_points_at_the_claim_that_it_denies(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said it killed 70 River Front fighters. The River Front denied these claims."
    asserted, denied = read(text, grammar)
    assert (denied.stance, denied.about_claim) == ("deny", asserted.claim_id)
    assert denied.count.basis == "implied"


def test_a_headline_that_repeats_the_body_is_the_same_claim(grammar: RulesExtractor) -> None:
    document = Document(
        id="1",
        title="Norland says 30 Sudmarkian soldiers killed in raid",
        text="The Norlandic army said on Thursday that 30 Sudmarkian soldiers had been killed in a raid near Tell.",
        published=PUBLISHED,
    )
    (claim,) = read_documents([document], grammar)[0].claims
    assert claim.evidence.section == "body"


def test_a_loss_without_a_figure_is_a_claim_without_a_number(grammar: RulesExtractor) -> None:
    document = Document(id="1", text="The Sudmarkian army suffered heavy losses, the Norlandic army said.")
    (claim,) = read_documents([document], grammar)[0].claims
    assert (claim.measure, claim.count.value, claim.count.basis) == ("casualties", None, "none")
    assert claim.subject.actor_id == "sudmark-army"
    assert claim.extraction.confidence < 0.5
