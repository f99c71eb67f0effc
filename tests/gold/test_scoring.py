"""How a reading is compared with the gold."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from schemas.claim import Actor, Claim, Claimant, ClaimArticle, Count, Evidence, Extraction, Period, Subject
from tests.gold.corpus import GoldClaim, GoldDocument
from tests.gold.scoring import Score, compare, interval, of_field, same_actor, total

DAY = date(2026, 10, 15)


def gold(measure: str = "killed", value: int = 3, **fields: Any) -> GoldClaim:
    return GoldClaim.model_validate(
        {
            "measure": measure,
            "count": {"text": str(value), "value": value, "low": value, "high": value},
            "subject": {"actor_id": "ru-armed-forces", "text": "soldiers", "kind": "combatant"},
            "claimant": {"actor_id": "ua-armed-forces", "text": "the army"},
            "period": {"start": DAY, "end": DAY},
            **fields,
        }
    )


def read(measure: str = "killed", value: int = 3, **fields: Any) -> Claim:
    plain: dict[str, Any] = {
        "claim_id": uuid4(),
        "measure": measure,
        "count": Count(value=value, low=value, high=value, qualifier="exact", basis="stated", text=str(value)),
        "subject": Subject(actor_id="ru-armed-forces", text="soldiers", kind="combatant"),
        "claimant": Claimant(actor_id="ua-armed-forces", text="the army"),
        "period": Period(start=DAY, end=DAY),
        "evidence": Evidence(sentence="x", start=0, end=1, section="body"),
        "article": ClaimArticle(article_id=uuid4()),
        "extraction": Extraction(confidence=1, name="x", version="1", rule="x"),
    }
    return Claim(**{**plain, **fields})


def document(*claims: GoldClaim) -> GoldDocument:
    return GoldDocument(id="one", style="wire", language="en", published=DAY, text="x", claims=claims)


def test_a_claim_of_another_measure_or_count_is_missed_and_false() -> None:
    compared = compare(document(gold(value=3)), [read(value=4), read("wounded", 3)])
    assert (len(compared.pairs), len(compared.missed), len(compared.false)) == (0, 1, 2)


def test_each_claim_is_matched_once_and_with_the_one_that_agrees_most() -> None:
    conceded, asserted = gold(stance="concede"), gold()
    compared = compare(document(conceded, asserted), [read(), read(stance="concede"), read()])
    assert [ours.stance == theirs.stance for ours, theirs in compared.pairs] == [True, True]
    assert len(compared.false) == 1


def test_a_claim_is_right_with_its_claimant_only_where_the_claimant_is() -> None:
    other = Claimant(actor_id="ru-mod", text="the ministry")
    compared = [compare(document(gold(), gold(value=5)), [read(claimant=other), read(value=5)])]
    assert total(compared) == Score(2, 2, 2)
    assert total(compared, "claimant") == Score(1, 2, 2)


def test_measure_and_count_are_also_scored_each_alone() -> None:
    compared = [compare(document(gold(value=3), gold("wounded", 9)), [read(value=4), read("captured", 9)])]
    assert of_field(compared, "measure") == Score(1, 2, 2)
    assert of_field(compared, "count") == Score(1, 2, 2)


def test_a_place_that_nobody_names_is_neither_right_nor_wrong() -> None:
    compared = [compare(document(gold(), gold(value=5, place="Tell")), [read(), read(value=5)])]
    assert of_field(compared, "place") == Score(0, 0, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"actor_id": "ru-armed-forces", "text": "soldiers"}, Actor(actor_id="ru-armed-forces", text="they"), True),
        (
            {"actor_id": "ru-armed-forces", "text": "soldiers"},
            Actor(actor_id="ua-armed-forces", text="soldiers"),
            False,
        ),
        ({"text": "local officials"}, Actor(actor_id="unregistered:officials", text="the official"), True),
        ({"text": "local officials"}, Actor(actor_id="ru-government", text="local officials"), True),
        ({"actor_id": "al-qaeda", "text": "al-Qaeda"}, Actor(actor_id="aqap", text="they"), True),
        ({"actor_id": "aqap", "text": "AQAP"}, Actor(actor_id="al-qaeda", text="AQAP"), False),
        ({"actor_id": "ru-state", "text": "Russians"}, Actor(actor_id="ru-armed-forces", text="Russians"), False),
        ({"text": "residents"}, Actor(text="a doctor"), False),
        (None, None, True),
        (None, Actor(text="a doctor"), False),
    ],
)
def test_actors_are_the_same_by_id_and_by_name_where_nobody_is_registered(
    one: dict[str, str] | None, other: Actor | None, same: bool
) -> None:
    claim = gold(perpetrator=one)
    assert same_actor(claim.perpetrator, other) is same


def test_what_has_no_figure_and_what_is_equipment_is_scored_apart() -> None:
    unquantified = gold(count={"text": "losses"})
    equipment = gold("equipment", 7)
    assert compare(document(unquantified, equipment), []).missed == ()


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    compared = [compare(document(gold()), [read()] if number % 3 else []) for number in range(60)]
    low, high = interval(compared)
    assert low < total(compared).f1 < high
    assert interval(compared) == (low, high)
