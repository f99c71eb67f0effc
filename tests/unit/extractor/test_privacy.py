"""Who is flagged as a private person."""

from __future__ import annotations

import pytest

from services.extractor.privacy import names_private_person


@pytest.mark.parametrize(
    "sentence",
    [
        "Invented Person, 45, was killed by shelling.",
        "Shelling killed 23-year-old Invented Person.",
        "A shell wounded 71-year-old farmer Invented Person.",
        "Among the dead was Invented Person (19).",
    ],
)
def test_a_name_with_an_age_is_a_private_person(sentence: str) -> None:
    assert names_private_person(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Governor Ilo Senn said 45 people were killed.",
        "A 23-year-old soldier was killed.",
        "The Norlandic army lost 1,500 soldiers on Tuesday, 13 October.",
    ],
)
def test_officials_and_people_without_a_name_are_not(sentence: str) -> None:
    assert not names_private_person(sentence)
