"""Ids of actors that no registry knows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Actor as NamedActor
from services.actor_slugs import unregistered


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Grey Column", "grey-column"),
        ("the Grey Column's", "grey-column"),
        ("  GREY   column ", "grey-column"),
        ("Hay'at al-Nūr", "hayat-al-nur"),
        ("Щит Міста", "shchit-mista"),
        ("Объединённая бригада", "obedinennaia-brigada"),
        ("47th Brigade", "47th-brigade"),
    ],
)
def test_one_name_has_one_readable_id(name: str, slug: str) -> None:
    assert unregistered(name) == f"unregistered:{slug}"


def test_names_in_other_scripts_are_told_apart() -> None:
    assert unregistered("الجيش") != unregistered("الشرطة")
    assert unregistered("军 1") != unregistered("空 1")


@given(st.text(max_size=300))
def test_every_name_has_a_valid_id(name: str) -> None:
    actor_id = unregistered(name)
    assert re.fullmatch(r"unregistered:[a-z0-9]+(-[a-z0-9]+)*", actor_id)
    assert len(actor_id) <= 110
    assert NamedActor(actor_id=actor_id, text=name).actor_id == actor_id == unregistered(name)
