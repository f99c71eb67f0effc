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
    claims = read_documents([document], extractor)[0].claims
    return [claim for claim in claims if claim.has_figure and claim.measure != "equipment"]


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


def test_the_parser_adds_nothing_wrong_to_what_the_grammar_reads(with_parser: RulesExtractor) -> None:
    read_by_tree = {one["name"]: [as_row(claim) for claim in read(one["text"], with_parser)] for one in PHENOMENA}
    assert read_by_tree == {one["name"]: one["claims"] for one in PHENOMENA}


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


def test_each_half_of_an_exchange_was_held_by_the_other_side(grammar: RulesExtractor) -> None:
    claims = read("Norland and Sudmark exchanged 95 prisoners of war each on Wednesday.", grammar)
    custody = [(claim.subject.actor_id, claim.custody and claim.custody.custodian) for claim in claims]
    assert [(subject, holder and holder.actor_id) for subject, holder in custody] == [
        ("norland-army", "sudmark"),
        ("sudmark-army", "norland"),
    ]
    assert {claim.custody.kind for claim in claims if claim.custody} == {"prisoner_of_war"}


def test_who_is_freed_by_another_later_in_the_sentence_was_not_held_by_that_other(grammar: RulesExtractor) -> None:
    text = "Norland released 90 Sudmarkian soldiers hours after three hostages were freed by the River Front."
    holders = [claim.custody.custodian for claim in read(text, grammar) if claim.custody]
    assert [holder and holder.actor_id for holder in holders] == ["norland", "river-front"]


def test_one_person_told_by_rank_is_counted_and_marked_private(grammar: RulesExtractor) -> None:
    (claim,) = read("Sudmarkian forces killed River Front commander Odo Velk in a raid on Tuesday.", grammar)
    assert (claim.count.basis, claim.count.text) == ("counted", "commander")
    assert claim.private_person
    assert claim.extraction.confidence <= 0.5


def test_a_figure_that_is_said_again_without_a_number_is_implied(grammar: RulesExtractor) -> None:
    killed, wounded = read("Ten rebels were killed and as many wounded in the clash.", grammar)
    assert (killed.count.basis, wounded.count.basis) == ("stated", "implied")


def test_one_who_cites_another_relays_the_claim(grammar: RulesExtractor) -> None:
    text = (
        "The Harbour Monitoring Mission, citing the Norlandic army, reported that 30 Sudmarkian soldiers were killed."
    )
    (claim,) = read(text, grammar)
    assert claim.claimant is not None
    assert (claim.claimant.actor_id, claim.claimant.relayed_via) == ("norland-army", "Harbour Monitoring Mission")


def test_who_tells_of_a_strike_did_not_do_it(grammar: RulesExtractor) -> None:
    text = "Governor Ilo Senn wrote on Monday that a drone had killed two civilians during the shelling."
    (claim,) = read(text, grammar)
    assert claim.perpetrator is None


def test_the_country_that_is_attacked_is_not_the_one_that_attacks(grammar: RulesExtractor) -> None:
    (claim,) = read("Sudmarkian shelling across Norland killed five civilians overnight.", grammar)
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "sudmark-army"


def test_rebels_from_a_group_are_that_group_as_who_did_it(grammar: RulesExtractor) -> None:
    (claim,) = read("Rebels from the River Front killed 66 villagers in a raid, a local official said.", grammar)
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "river-front"
