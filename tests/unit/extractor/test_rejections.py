"""Who rejects what was told before, which claim is meant, and what is no rejection."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

TOLD = "The Norlandic army said it killed 70 River Front fighters near Tell. "
OF_CIVILIANS = "Villagers said Norlandic soldiers killed 12 civilians and wounded 30 in the raid near Tell. "


def read(text: str, extractor: RulesExtractor) -> list[Claim]:
    document = Document(id="1", text=text, published=date(2026, 10, 15))
    return list(read_documents([document], extractor)[0].claims)


@pytest.mark.parametrize(
    "rejection",
    [
        "The River Front denied it.",
        "The River Front rejected that.",
        "The River Front has dismissed the claim as “a fantasy”.",
        "A River Front spokesman scoffed at the claim.",
        "The River Front brushed aside the report.",
        "The River Front called the figure of 70 absurd.",
        "The River Front said the claim was baseless.",
        "The River Front described the army's toll as grossly exaggerated.",
        "“This is pure fiction,” the River Front said.",
        "“Lies,” the River Front said.",
        "The River Front denied having lost any fighters.",
        "The River Front disputed the army's account.",
    ],
)
def test_a_rejection_denies_the_claim_that_was_told_before_it(rejection: str, grammar: RulesExtractor) -> None:
    asserted, denied = read(TOLD + rejection, grammar)
    assert (asserted.stance, denied.stance) == ("assert", "deny")
    assert denied.about_claim == asserted.claim_id
    assert denied.count.low == 70
    assert denied.claimant
    assert denied.claimant.actor_id == "river-front"


@pytest.mark.parametrize(
    "sentence",
    [
        "The River Front neither confirmed nor denied the report.",
        "The River Front has not denied the claim.",
        "The River Front declined to confirm or deny the figure.",
        "There was no comment from the River Front.",
        "The River Front denied responsibility for an attack on Varn.",
        "The River Front rejected the offer of talks.",
    ],
)
def test_who_does_not_reject_it_denies_nothing(sentence: str, grammar: RulesExtractor) -> None:
    assert [claim.stance for claim in read(TOLD + sentence, grammar)] == ["assert"]


def test_who_denies_the_deed_denies_the_dead_that_it_is_said_to_have_left(grammar: RulesExtractor) -> None:
    *asserted, denied = read(OF_CIVILIANS + "The Norlandic army denied attacking the village.", grammar)
    assert (denied.stance, denied.measure, denied.count.low) == ("deny", "killed", 12)
    assert denied.about_claim == asserted[0].claim_id


@pytest.mark.parametrize(
    "text",
    [
        "Reports that five Norlandic soldiers were killed near Tell are false, the Norlandic army said.",
        "Sudmark's claim that five Norlandic soldiers were killed near Tell was nonsense, the Norlandic army said.",
        "The Norlandic army rejected as lies a River Front claim that five of its soldiers were killed near Tell.",
        "Rumours on social media that five Norlandic soldiers had died were a fabrication, the Norlandic army said.",
    ],
)
def test_a_figure_that_its_own_sentence_calls_false_is_denied_and_has_its_teller(
    text: str, grammar: RulesExtractor
) -> None:
    asserted, denied = read(text, grammar)
    assert (asserted.stance, denied.stance) == ("assert", "deny")
    assert denied.about_claim == asserted.claim_id
    assert denied.claimant
    assert denied.claimant.actor_id == "norland-army"
    assert asserted.claimant
    assert asserted.claimant.actor_id != "norland-army"


def test_an_own_figure_is_conceded_and_that_of_the_enemy_denied(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said 12 of its soldiers were killed near Tell, contrary to Sudmark's claim of 300 dead."
    own, asserted, denied = read(text, grammar)
    assert [claim.stance for claim in (own, asserted, denied)] == ["concede", "assert", "deny"]
    assert denied.about_claim == asserted.claim_id
