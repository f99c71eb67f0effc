"""Who speaks: people known again by surname, pronouns, common nouns, sources without a verb, abbreviations."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor


def claimants(text: str, extractor: RulesExtractor, title: str | None = None) -> list[str | None]:
    document = Document(id="1", title=title, text=text, published=date(2026, 10, 15))
    claims = read_documents([document], extractor)[0].claims
    return [claim.claimant.actor_id if claim.claimant else None for claim in claims if claim.has_figure]


@pytest.mark.parametrize(
    "again",
    [
        "Ten soldiers were killed, Brakken said.",
        "Ten soldiers were killed, Colonel Brakken added.",
        "Ten soldiers were killed, the spokesman said.",
        "He said that ten soldiers were killed.",
    ],
)
def test_who_was_introduced_with_a_body_speaks_for_it_later(again: str, grammar: RulesExtractor) -> None:
    text = f"Colonel Odo Brakken, a spokesman for the Norlandic army, said the road was cut near Tell. {again}"
    assert claimants(text, grammar) == ["norland-army"]


def test_he_is_never_the_group_that_was_only_named(grammar: RulesExtractor) -> None:
    text = (
        "Five civilians were killed by the River Front, said Odo Brakken, spokesman for the Norlandic police. "
        "He added that six others were wounded when the River Front hit a car."
    )
    assert claimants(text, grammar) == ["norland-police", "norland-police"]


@pytest.mark.parametrize(
    "text",
    [
        "Ten rebels were killed in a raid by the River Front, said the Norlandic army.",
        "Ten rebels were killed in a raid by the River Front, says the Norlandic army.",
        "Norlandic army: ten rebels killed in a raid near Tell.",
        "Ten rebels were killed in a raid near Tell, per the Norlandic army.",
        "Ten rebels were killed in a raid near Tell (Norlandic army).",
        "By the Norlandic army's count, ten rebels were killed in the raid near Tell.",
    ],
)
def test_a_source_is_found_behind_its_verb_and_without_any(text: str, grammar: RulesExtractor) -> None:
    assert claimants(text, grammar) == ["norland-army"]


def test_an_outlet_alone_in_brackets_is_no_source(grammar: RulesExtractor) -> None:
    assert claimants("TELL (AFP) - Ten soldiers were killed in a raid by rebels near the river.", grammar) == [None]


def test_who_only_denies_in_a_relative_clause_says_nothing_of_the_figure(grammar: RulesExtractor) -> None:
    text = "Norland, which denies targeting civilians, has launched missiles in attacks that killed 40 civilians."
    assert claimants(text, grammar) == [None]


def test_a_sentence_that_goes_on_is_told_by_who_spoke_before(grammar: RulesExtractor) -> None:
    text = "Ten rebels were killed near Tell, the Norlandic army said. Six others were wounded in the raid."
    assert claimants(text, grammar) == ["norland-army", "norland-army"]


def test_a_new_event_without_a_source_is_told_by_the_article(grammar: RulesExtractor) -> None:
    text = (
        "Ten rebels were killed near Tell, the Norlandic army said.\n\nIn April a bomb at the port killed 12 soldiers."
    )
    assert claimants(text, grammar) == ["norland-army", None]


def test_an_abbreviation_means_what_the_article_says_of_it(grammar: RulesExtractor) -> None:
    text = "The Hill Guard (HGX) holds the road to Tell. The HGX said that nine soldiers were killed in the battle."
    assert claimants(text, grammar) == ["hill-guard"]


def test_a_quotation_within_a_quotation_ends_neither(grammar: RulesExtractor) -> None:
    text = (
        '"Fake news is going round. Nine rebels were "neutralised" near the river and two soldiers were wounded. '
        'Their arms were seized," Colonel Odo Brakken of the Norlandic army said.'
    )
    assert set(claimants(text, grammar)) == {"norland-army"}
