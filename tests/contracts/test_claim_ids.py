"""The id of a claim follows from what is claimed in which article, and from nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Claim, article_id
from schemas.claim import with_ids
from tests import examples


def a_draft(**changes: Any) -> Claim:
    """Return a claim with an id of its own, as an extractor drafts it."""
    return examples.a_claim(**{"claim_id": uuid4(), **changes})


def final_id(**changes: Any) -> UUID:
    (claim,) = with_ids([a_draft(**changes)])
    return claim.claim_id


UNCHANGED = final_id()

ANOTHER_READING: list[dict[str, Any]] = [
    {"evidence": {"sentence": "Said otherwise, in another place.", "start": 7, "end": 40}},
    {"evidence": {"section": "title"}},
    {"context": []},
    {"extraction": {"confidence": 0.1}},
    {"extraction": {"name": "model", "version": "9.9.9", "model": None, "rule": "other"}},
    {"article": {"title": "Corrected", "fetched_at": "2026-10-01T00:00:00Z", "text_sha256": None}},
    {"private_person": True},
    {"place": None},
]

ANOTHER_CLAIM: list[dict[str, Any]] = [
    {"measure": "killed"},
    {"count": {"value": 15, "low": 15}},
    {"count": {"qualifier": "exact", "high": 14}},
    {"subject": {"actor_id": "brevland-armed-forces"}},
    {"subject": {"kind": "civilian"}},
    {"claimant": None},
    {"claimant": {"relayed_via": None}},
    {"perpetrator": None},
    {"stance": "concede"},
    {"period": {"start": "2026-09-10"}},
    {"period": {"cumulative": True}},
    {"article": {"article_id": str(article_id("https://harbour-post.example/other"))}},
]


def test_a_claim_id_is_the_same_on_every_machine_and_for_ever() -> None:
    assert UUID("2b8baae0-459a-5fa2-91b3-9969e32334f5") == UNCHANGED


@pytest.mark.parametrize("changes", ANOTHER_READING, ids=str)
def test_reading_the_same_claim_otherwise_keeps_its_id(changes: dict[str, Any]) -> None:
    assert final_id(**changes) == UNCHANGED


@pytest.mark.parametrize("changes", ANOTHER_CLAIM, ids=str)
def test_claiming_something_else_changes_the_id(changes: dict[str, Any]) -> None:
    assert final_id(**changes) != UNCHANGED


def test_no_two_different_claims_share_an_id() -> None:
    ids = [UNCHANGED, *(final_id(**changes) for changes in ANOTHER_CLAIM)]
    assert len(set(ids)) == len(ids)


def test_equal_claims_are_told_apart_by_their_order() -> None:
    first, second, third = with_ids([a_draft(), a_draft(), a_draft()])
    assert first.claim_id == UNCHANGED
    assert len({first.claim_id, second.claim_id, third.claim_id}) == 3


def test_a_part_points_at_the_id_of_its_total_whichever_comes_first() -> None:
    total = a_draft()
    part = a_draft(part_of=total.claim_id, count={"value": 3, "low": 3, "high": 3})
    grandchild = a_draft(part_of=part.claim_id, count={"value": 1, "low": 1, "high": 1})
    for drafts in ([total, part, grandchild], [grandchild, part, total]):
        by_count = {claim.count.value: claim for claim in with_ids(drafts)}
        assert by_count[14].claim_id == UNCHANGED
        assert by_count[3].part_of == by_count[14].claim_id
        assert by_count[1].part_of == by_count[3].claim_id


def test_equal_parts_of_different_totals_are_different_claims() -> None:
    totals = [a_draft(), a_draft(measure="killed")]
    parts = [a_draft(part_of=total.claim_id, count={"value": 3}) for total in totals]
    *_, one, other = with_ids([*totals, *parts])
    assert one.claim_id != other.claim_id


def test_a_denial_points_at_the_id_of_what_it_denies() -> None:
    denied = a_draft()
    claim, denial = with_ids([denied, a_draft(stance="deny", about_claim=denied.claim_id)])
    assert denial.about_claim == claim.claim_id


def test_a_circle_of_parts_is_refused() -> None:
    one, other = uuid4(), uuid4()
    with pytest.raises(ValueError, match="circle"):
        with_ids([a_draft(claim_id=one, part_of=other), a_draft(claim_id=other, part_of=one)])


def test_a_part_of_a_claim_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the article"):
        with_ids([a_draft(part_of=uuid4())])


def test_two_drafts_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="one id"):
        with_ids([a_draft(claim_id=UNCHANGED), a_draft(claim_id=UNCHANGED, measure="killed")])


def test_no_drafts_are_no_claims() -> None:
    assert with_ids([]) == ()


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 5)), min_size=1, max_size=8))
def test_every_draft_comes_back_once_in_its_order_with_an_id_of_its_own(chain: list[tuple[int, int]]) -> None:
    drafts: list[Claim] = []
    for value, parent in chain:
        part_of = drafts[parent].claim_id if parent < len(drafts) else None
        drafts.append(a_draft(count={"value": value}, part_of=part_of))
    final = with_ids(drafts)
    assert [claim.count for claim in final] == [draft.count for draft in drafts]
    assert len({claim.claim_id for claim in final}) == len(drafts)
    assert with_ids(final) == final
