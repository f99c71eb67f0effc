"""Places by country: the longest name that is known, and no person who is called like a town."""

from __future__ import annotations

import pytest

from services.extractor.actors import gazetteer


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Two people were killed in Kandahar on Monday.", ["AF"]),
        ("A convoy was hit between Antioquia and Ituango.", ["CO", "CO"]),
        ("Shells fell on Nagorno-Karabakh.", ["AZ"]),
        ("It rained in the capital.", []),
        ("The blast in al-Hasakah's market wounded three.", ["SY"]),
    ],
)
def test_a_known_place_tells_its_country(text: str, countries: list[str]) -> None:
    assert [place.country for place in gazetteer.places(text)] == countries


def test_a_title_before_it_makes_a_name_a_person_and_no_place() -> None:
    assert list(gazetteer.places("Governor Kandahar said so.")) == []


def test_a_place_carries_its_name_as_written() -> None:
    text = "Clashes near Lashkar Gah went on."
    (place,) = gazetteer.places(text)
    assert place.name == text[place.start : place.end] == "Lashkar Gah"
