"""Telling the languages apart, and sentences with their abbreviations."""

from __future__ import annotations

import pytest

from services.extractor.page import sentences
from services.extractor.page.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ворог обстріляв місто, поранено двох.", "uk"),
        ("Загинув водій", "uk"),
        ("Ранены трое", "ru"),
        ("Погиб мужчина, ещё двое пострадали", "ru"),
        ("Речник сказав: «Мы никого не видели», але це неправда, повідомили в штабі", "uk"),
        ("Three soldiers were killed near Київ on Friday, the army said", "en"),
    ],
)
def test_a_short_post_is_told_by_its_letters(text: str, language: str) -> None:
    assert identify(text) == language


def test_other_cyrillic_languages_are_neither() -> None:
    assert identify("Двама души са убити при нападение край границата, съобщи полицията вчера сутринта.") == "bg"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("У с. Вигадане загинули двоє. Ще один поранений.", ["У с. Вигадане загинули двоє.", "Ще один поранений."]),
        ("Втрати – 5 тис. Осіб більше немає.", ["Втрати – 5 тис. Осіб більше немає."]),
        ("Об этом сказал И. Выдуманный. Ранены двое.", ["Об этом сказал И. Выдуманный.", "Ранены двое."]),
        ("Це було 5 травня 2024 р. Загинули двоє.", ["Це було 5 травня 2024 р.", "Загинули двоє."]),
    ],
)
def test_abbreviations_do_not_end_a_sentence(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in sentences.split(text)] == expected
