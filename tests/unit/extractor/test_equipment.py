"""What is read of lost equipment, apart from the losses of people."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.equipment import items
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

PUBLISHED = date(2026, 10, 15)
AT_WAR = "The war goes on, and the fighting along the front is fierce; both armies attacked with artillery."


def lost(text: str, extractor: RulesExtractor) -> list[Claim]:
    document = Document(id="1", text=f"{text} {AT_WAR}", published=PUBLISHED)
    return [claim for claim in read_documents([document], extractor)[0].claims if claim.measure == "equipment"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sudmarkian troops destroyed three T-72 tanks near Tell.", [(3, "tank", "destroyed")]),
        ("The Norlandic army shot down 45 of 60 drones overnight.", [(45, "drone", "shot_down")]),
        ("Sudmark launched 60 drones, of which 45 were shot down.", [(45, "drone", "shot_down")]),
        ("The River Front seized five vehicles and a howitzer in the raid.",
         [(5, "vehicle", "captured"), (1, "artillery system", "captured")]),
        ("Two Sudmarkian helicopters were damaged at the airfield.", [(2, "helicopter", "damaged")]),
        ("1 tank and 3 motorcycles burned, 1 mortar damaged in the attack.",
         [(1, "tank", "destroyed"), (3, "motorcycle", "destroyed"), (1, "mortar", "damaged")]),
        ("Thirty soldiers were captured along with three armoured personnel carriers.",
         [(3, "armoured vehicle", "captured")]),
        ("Military vehicles destroyed: 13.", [(13, "vehicle", "destroyed")]),
        ("The army put the enemy's losses at 170 troops and 12 armoured vehicles.",
         [(12, "armoured vehicle", "destroyed")]),
        ("The River Front announced the downing of an attack drone of a new type.", [(1, "drone", "shot_down")]),
        ("The loss of two frigates ended the battle.", [(2, "ship", "destroyed")]),
    ],
)  # fmt: skip
def test_the_items_their_number_and_what_became_of_them_are_read(
    text: str, expected: list[tuple[int, str, str]], grammar: RulesExtractor
) -> None:
    read = [(claim.count.value, claim.item, claim.item_state) for claim in lost(text, grammar)]
    assert read == expected


@pytest.mark.parametrize(
    "text",
    [
        "The River Front captured 30 rifles, a grenade launcher and 2,000 rounds in the raid.",
        "The army destroyed two villages, a fuel depot and four camps.",
        "Norland will destroy 40 tanks if the attacks go on.",
        "The River Front threatened to sink two ships in the strait.",
        "Norland delivered 30 tanks to replace those that were destroyed.",
        "In the exercise 30 drones were shot down and two tanks destroyed.",
        "Three tank crew were wounded and two drone operators captured.",
        "Sudmark attacked with 60 drones and 12 missiles.",
        "No tanks were destroyed in the fighting.",
        "A helicopter crashed in bad weather and was destroyed.",
        "Of the drones 70 were lost from radar.",
    ],
)
def test_small_arms_buildings_threats_deliveries_exercises_and_accidents_give_nothing(
    text: str, grammar: RulesExtractor
) -> None:
    assert not lost(text, grammar)


def test_people_and_things_of_one_sentence_are_told_apart(grammar: RulesExtractor) -> None:
    text = f"The Sudmarkian army lost 300 men and 12 tanks in the battle, the Norlandic army said. {AT_WAR}"
    people, tanks = read_documents([Document(id="1", text=text, published=PUBLISHED)], grammar)[0].claims
    assert (people.measure, people.count.value, people.subject.actor_id) == ("casualties", 300, "sudmark-army")
    assert (tanks.measure, tanks.count.value, tanks.subject.actor_id) == ("equipment", 12, "sudmark-army")
    assert people.counts_people
    assert not tanks.counts_people


def test_whose_it_was_who_says_so_and_who_did_it(grammar: RulesExtractor) -> None:
    (claim,) = lost("The Norlandic army said it had shot down nine Sudmarkian drones near Tell on Monday.", grammar)
    assert (claim.subject.actor_id, claim.subject.text) == ("sudmark-army", "Sudmarkian drones")
    assert claim.claimant is not None
    assert claim.perpetrator is not None
    assert claim.claimant.actor_id == claim.perpetrator.actor_id == "norland-army"
    assert claim.period.start == date(2026, 10, 12)


def test_who_admits_the_loss_of_its_own_tanks_concedes_it_and_who_denies_it_denies(grammar: RulesExtractor) -> None:
    (conceded,) = lost("The Sudmarkian Defence Ministry admitted that it had lost seven tanks.", grammar)
    (denied,) = lost("The Sudmarkian army denied that three of its tanks had been destroyed.", grammar)
    assert (conceded.stance, conceded.subject.actor_id) == ("concede", "sudmark-army")
    assert (denied.stance, denied.subject.actor_id) == ("deny", "sudmark-army")


def test_a_list_of_losses_under_its_heading_gives_each_item(grammar: RulesExtractor) -> None:
    text = "Losses of the Sudmarkian army in the battle:\ntanks – 12\nartillery systems – 7 (+2)\n\n"
    read = [(claim.count.value, claim.item, claim.subject.actor_id) for claim in lost(text, grammar)]
    assert read == [
        (12, "tank", "sudmark-army"),
        (7, "artillery system", "sudmark-army"),
        (2, "artillery system", "sudmark-army"),
    ]


def test_an_item_told_in_the_headline_and_the_body_is_one_claim(grammar: RulesExtractor) -> None:
    document = Document(
        id="1",
        title="Norland says it destroyed three Sudmarkian tanks",
        text=f"The Norlandic army said on Thursday that it destroyed three Sudmarkian tanks near Tell. {AT_WAR}",
        published=PUBLISHED,
    )
    (claim,) = read_documents([document], grammar)[0].claims
    assert claim.evidence.section == "body"


@pytest.mark.parametrize("word", items.ITEM_WORDS, ids=lambda word: word.name)
def test_each_item_has_its_normal_name_and_no_item_is_a_weapon_of_one_person(word: items.ItemWord) -> None:
    assert word.name == word.name.strip()
    assert not items.items("rifles, machine guns, grenades, ammunition and a grenade launcher")
