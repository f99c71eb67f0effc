"""Who is named in a text: case, possessives, longest names, dates, names that several actors share."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mentions import Mention, Name, NameIndex
from services.registry import Registry

NAMES = NameIndex(
    [
        Name("Orvania", "or-state"),
        Name("Orvanian", "or-state", "demonym"),
        Name("Orvanian army", "or-army"),
        Name("Defence Ministry", "or-mod"),
        Name("Orvanian Defence Ministry", "or-mod"),
        Name("Defence Ministry", "cal-mod"),
        Name("OLF", "olf"),
        Name("hill volunteers", "olf"),
        Name("Lantern", "olf", "spokesperson"),
        Name("Qar'at al-Nur", "qaraat"),
        Name("Ювілейна рота", "rota"),
        Name("Bay of Orvania", None),
        Name("U.O.", "union"),
        Name("Old Guard", "old-guard"),
        Name("Guard", "new-guard"),
    ]
)


def named(text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.actor_id) for mention in NAMES.find(text, lambda _: True)]


def test_a_mention_carries_its_offsets_and_its_role() -> None:
    (mention,) = NAMES.find("Then Lantern spoke.", lambda _: True)
    assert mention == Mention(5, 12, "Lantern", "olf", ("olf",), "spokesperson")


def test_the_longest_name_wins_and_none_overlaps() -> None:
    assert named("The Orvanian army and the Orvanian Defence Ministry") == [
        ("Orvanian army", "or-army"),
        ("Orvanian Defence Ministry", "or-mod"),
    ]


def test_only_whole_words_are_names() -> None:
    assert named("Orvaniana, XOLF and OLFs") == []


@pytest.mark.parametrize(
    "text", ["Orvanian army's", "Orvanian army’s", "Orvanian Army", "Orvanian-army", "ORVANIAN ARMY"]
)
def test_possessives_hyphens_and_case_make_no_difference(text: str) -> None:
    assert [actor for _, actor in named(f"the {text} losses")] == ["or-army"]


@pytest.mark.parametrize("gap", ["\u00a0", "\n", "  ", "\u2011", "\u202f"])
def test_a_name_may_be_broken_by_any_blank(gap: str) -> None:
    assert [actor for _, actor in named(f"the Orvanian{gap}army said")] == ["or-army"]


@pytest.mark.parametrize("text", ["Orvanian. Army units", "Orvanian, army", "Orvanian\n\narmy", "Orvanian (army)"])
def test_a_name_does_not_reach_over_punctuation_or_a_blank_line(text: str) -> None:
    assert [actor for _, actor in named(text)] == ["or-state"]


def test_a_possessive_is_outside_the_mention() -> None:
    assert named("Orvania’s losses") == [("Orvania", "or-state")]


def test_capitals_keep_their_case() -> None:
    assert named("OLF, Olf, olf") == [("OLF", "olf")]


def test_other_names_need_a_capital_unless_the_registry_has_none() -> None:
    assert named("a lantern") == []
    assert named("Hill volunteers and hill Volunteers") == [("Hill volunteers", "olf"), ("hill Volunteers", "olf")]


def test_accents_apostrophes_and_spelling_make_no_difference() -> None:
    assert named("Qar’āt Al-Nur; Qarat al Nur") == [("Qar’āt Al-Nur", "qaraat"), ("Qarat al Nur", "qaraat")]
    assert named("Orvanian Defense Ministry") == [("Orvanian Defense Ministry", "or-mod")]


def test_decomposed_letters_are_the_same_name() -> None:
    assert [actor for _, actor in named(unicodedata.normalize("NFD", "Ювілейна рота"))] == ["rota"]


def test_dotted_initials_keep_their_last_dot() -> None:
    assert named("the U.O. said, the U.O.'s troops") == [("U.O.", "union"), ("U.O.", "union")]


@pytest.mark.parametrize("text", ["anti-Orvanian", "Orvania-backed", "pro-Orvanian", "Orvania–Calvora war"])
def test_a_compound_is_about_the_actor_and_does_not_name_it(text: str) -> None:
    assert named(f"the {text} fighters") == []


def test_a_phrase_that_means_no_actor_is_passed_over() -> None:
    assert named("over the Bay of Orvania and Orvania") == [("Orvania", "or-state")]


def test_a_shared_name_comes_with_its_candidates() -> None:
    (mention,) = NAMES.find("The Defence Ministry said", lambda _: True)
    assert (mention.actor_id, mention.candidates) == (None, ("cal-mod", "or-mod"))


def test_an_actor_that_did_not_exist_then_is_not_a_candidate() -> None:
    (mention,) = NAMES.find("The Defence Ministry said", lambda actor: actor != "cal-mod")
    assert (mention.actor_id, mention.candidates) == ("or-mod", ("or-mod",))


def test_a_shorter_name_is_tried_when_the_longer_did_not_exist_then() -> None:
    mentions = NAMES.find("the Old Guard", lambda actor: actor != "old-guard")
    assert [(mention.text, mention.actor_id) for mention in mentions] == [("Guard", "new-guard")]


def test_the_date_of_a_text_settles_which_successor_is_meant(shipped: Registry) -> None:
    text = "The Syrian army lost 12 men."
    before, after = (shipped.mentions(text, on)[0].actor_id for on in (date(2020, 1, 1), date(2025, 6, 1)))
    assert (before, after) == ("sy-former-armed-forces", "sy-armed-forces")
    assert shipped.mentions(text)[0].actor_id is None


WORDS = st.sampled_from(
    ["Orvania", "Orvanian", "army", "Army's", "OLF", "the", "Defence", "Ministry", "Bay", "of", "U.O.", "hill", "Guard"]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", "’", ". ", "\n\n", "\u00a0", "'s "])), max_size=30).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    ),
)


@given(TEXTS)
def test_every_mention_stands_at_its_offsets_and_overlaps_no_other(text: str) -> None:
    mentions = list(NAMES.find(text, lambda _: True))
    assert all(text[mention.start : mention.end] == mention.text != "" for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(TEXTS)
def test_a_mention_names_one_candidate_or_leaves_the_choice(text: str) -> None:
    for mention in NAMES.find(text, lambda _: True):
        assert mention.candidates == tuple(sorted(set(mention.candidates)))
        assert mention.actor_id == (mention.candidates[0] if len(mention.candidates) == 1 else None)


@pytest.mark.parametrize("text", ["fighters of al-Shabaab", "Al-Shabaab fighters", "an al‑Qaeda cell"])
def test_the_arabic_article_may_be_small(shipped: Registry, text: str) -> None:
    assert [mention.actor_id for mention in shipped.mentions(text)] in (["al-shabaab"], ["al-qaeda"])
