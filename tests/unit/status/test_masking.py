from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas import Claim
from services.status.masking import NAME, WITHHELD, mask
from tests import examples

SENTENCE = "Ilka Morvane, a teacher, was killed, the ministry said; Ilka   Morvane was 40."
START = 200


def a_victim(**changes: Any) -> Claim:
    return examples.a_claim(
        **{
            "measure": "killed",
            "count": {
                "value": 1,
                "low": 1,
                "high": 1,
                "text": "Ilka Morvane",
                "basis": "counted",
                "qualifier": "exact",
            },
            "subject": {"actor_id": None, "name": None, "text": "Ilka Morvane", "kind": "civilian"},
            "evidence": {"sentence": SENTENCE, "start": START, "end": START + len(SENTENCE), "section": "body"},
            "context": [{"role": "subject", "start": START, "end": START + 12}],
            "article": {"title": "Teacher ILKA MORVANE killed"},
            "private_person": True,
            **changes,
        }
    )


def test_a_claim_about_nobody_private_is_shown_as_it_is() -> None:
    claim = a_victim(private_person=False)
    assert mask(claim) is claim


def test_a_private_person_is_named_nowhere_in_the_answer() -> None:
    masked = mask(a_victim())
    assert masked.evidence.sentence == f"{NAME}, a teacher, was killed, the ministry said; {NAME} was 40."
    assert masked.subject.text == NAME
    assert masked.article.title == f"Teacher {NAME} killed"
    assert "morvane" not in masked.model_dump_json().casefold()


def test_a_surname_alone_is_a_name_too() -> None:
    sentence = "The teacher Ilka Morvane was killed; the pupils of Morvane wept."
    masked = mask(
        a_victim(
            subject={"actor_id": None, "name": None, "text": "The teacher Ilka Morvane", "kind": "civilian"},
            evidence={"sentence": sentence, "start": 0, "end": len(sentence), "section": "body"},
            context=[],
        )
    )
    assert masked.evidence.sentence == f"{NAME} was killed; the pupils of {NAME} wept."


def test_an_erased_sentence_stays_empty() -> None:
    erased = a_victim(evidence={"sentence": "", "start": 0, "end": 70, "section": "body"}, subject={"text": ""})
    assert mask(erased).evidence.sentence == ""


def test_what_the_claim_says_is_left() -> None:
    claim = a_victim()
    masked = mask(claim)
    assert masked.claim_id == claim.claim_id
    assert masked.count.low == 1
    assert masked.claimant == claim.claimant
    assert masked.period == claim.period


def test_the_id_of_an_unregistered_person_is_a_name_too() -> None:
    masked = mask(a_victim(subject={"actor_id": "unregistered:ilka-morvane", "name": "Ilka Morvane"}))
    assert masked.subject.actor_id is None
    assert masked.subject.name == NAME


def test_a_registered_actor_keeps_its_id() -> None:
    assert mask(a_victim(subject={"actor_id": "demo-civilians"})).subject.actor_id == "demo-civilians"


def test_a_sentence_in_which_the_name_cannot_be_found_is_withheld() -> None:
    claim = a_victim(
        subject={"actor_id": None, "name": None, "text": "a teacher of forty", "kind": "civilian"}, context=[]
    )
    assert mask(claim).evidence.sentence == WITHHELD


def test_a_span_that_reaches_out_of_the_sentence_is_not_trusted() -> None:
    context = [{"role": "subject", "start": START - 50, "end": START + 3}]
    masked = mask(
        a_victim(context=context, subject={"actor_id": None, "name": None, "text": "she", "kind": "civilian"})
    )
    assert masked.evidence.sentence == WITHHELD


def test_overlapping_spans_are_one_name() -> None:
    context = [
        {"role": "subject", "start": START, "end": START + 12},
        {"role": "subject", "start": START + 5, "end": START + 23},
    ]
    assert mask(a_victim(context=context)).evidence.sentence.startswith(f"{NAME}, was killed")


@given(
    st.text(st.characters(codec="utf-8"), max_size=60), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
)
def test_no_wording_of_a_sentence_lets_a_marked_name_through(before: str, name: str) -> None:
    sentence = f"{before}{name}."
    start = START + len(before)
    claim = a_victim(
        subject={"actor_id": None, "name": None, "text": name, "kind": "civilian"},
        count={"text": "one"},
        evidence={"sentence": sentence, "start": START, "end": START + len(sentence), "section": "body"},
        context=[{"role": "subject", "start": start, "end": start + len(name)}],
    )
    shown = mask(claim).evidence.sentence
    assert NAME in shown or shown == WITHHELD
    if name.strip():
        assert name not in shown.replace(NAME, "").replace(WITHHELD, "")


def test_masking_twice_is_masking_once() -> None:
    once = mask(a_victim())
    assert mask(once) == once
