"""What an article tells of besides its war: accidents, disease, crime, sport, fiction, forecasts and old wars."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

WAR = "Sudmarkian rebels shelled the port of Tell on Tuesday, and Norlandic soldiers fought them in the streets."


def read(text: str, extractor: RulesExtractor) -> list[Claim]:
    document = Document(id="1", text=text, published=date(2026, 10, 15))
    return [claim for claim in read_documents([document], extractor)[0].claims if claim.has_figure]


@pytest.mark.parametrize(
    "text",
    [
        "A bus skidded into a gorge near Tell, killing 12 passengers.",
        "Six members of the security forces died in a helicopter crash near Tell.",
        "A gas explosion in Tell left five dead.",
        "A blaze in a hostel killed two boys.",
        "Nine people were killed by the flu last week.",
        "The clinic has counted 35 new cases of cholera and 3 deaths.",
        "Three villagers were shot dead over a plot of land.",
        "Armed men killed four people during a robbery in Tell.",
        "A boy was killed in what police call a gangland reprisal.",
        "The volleyball champions have released six players.",
        "The studio's war epic has 300 extras and about two hundred deaths.",
        "Immigration officers arrested 70 migrant workers in the capital.",
    ],
)
def test_losses_outside_the_fighting_give_nothing(text: str, grammar: RulesExtractor) -> None:
    assert read(f"{WAR}\n\n{text}", grammar) == []


@pytest.mark.parametrize(
    "text",
    [
        "In the battle of April 2004, more than a thousand soldiers were killed in three weeks.",
        "Between 1992 and 2002 a civil war killed an estimated 90,000 people.",
        "Twenty-one years ago the border war broke out, in which 4,000 soldiers were killed.",
        "It is 110 years next Monday since the battle of Oldbridge, where troops killed up to 700 men.",
        "The names of 24 riflemen killed in the colonial war were read out.",
    ],
)
def test_old_wars_and_their_anniversaries_give_nothing(text: str, grammar: RulesExtractor) -> None:
    assert read(f"{WAR}\n\n{text}", grammar) == []


@pytest.mark.parametrize(
    "text",
    [
        'One candidate promised to "kill 100,000 criminals" within a year.',
        'Aid groups expect "thousands of deaths" if the road is cut.',
        "In the worst case 30 deaths a day are to be expected, the officers told deputies.",
    ],
)
def test_promises_and_forecasts_give_nothing(text: str, grammar: RulesExtractor) -> None:
    assert read(f"{WAR}\n\n{text}", grammar) == []


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("The toll rose to 17, rescuers said.", 17),
        ("Twenty passengers were killed when the bus overturned after a bomb went off under it.", 20),
        ("Soldiers opened fire on a market, killing seven people after a dispute over a phone.", 7),
        ("Since the outbreak of hostilities 900 civilians have been killed.", 900),
        ("Before Monday's crash the alliance had counted 156 deaths this year.", 156),
        ("Bandits killed nine villagers during a robbery in Tell.", 9),
        ("Twelve villagers died when their boat capsized as they fled the militants.", 12),
        ("In 2021 the rebels killed 31 villagers here.", 31),
        ("Governors urged both sides to exercise restraint after nine villagers were killed.", 9),
        ("The country plunged into chaos when the guard killed 14 ministers.", 14),
        ("On Tuesday nine civilians were killed on the anniversary of independence.", 9),
        ("River Front men killed 12 health workers who treat cholera.", 12),
        ("A stabbing attack in Tell killed two priests.", 2),
    ],
)
def test_what_belongs_to_the_fighting_is_read(text: str, killed: int, grammar: RulesExtractor) -> None:
    assert [(claim.measure, claim.count.low) for claim in read(f"{WAR}\n\n{text}", grammar)] == [("killed", killed)]


def test_a_sentence_that_does_not_say_goes_with_the_accident_before_it(grammar: RulesExtractor) -> None:
    text = "A crowded bus skidded off a mountain road. Among the dead were six soldiers going home on leave."
    assert read(f"{WAR}\n\n{text}", grammar) == []


def test_a_new_paragraph_of_a_war_report_leaves_the_accident_behind(grammar: RulesExtractor) -> None:
    text = "A crowded bus skidded off a mountain road.\n\nThe toll in the port rose to 17, rescuers said."
    assert [claim.count.low for claim in read(f"{WAR}\n\n{text}", grammar)] == [17]


def test_an_article_that_opens_with_an_accident_goes_on_about_it(grammar: RulesExtractor) -> None:
    text = (
        "A ferry capsized off Tell on Tuesday.\n\nSix soldiers were among the dead.\n\n"
        "The army, the militia and the police have fought a long war here."
    )
    assert read(text, grammar) == []
