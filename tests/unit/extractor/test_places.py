"""Where it happened: the smallest place named for it, or plainly carried on; not where somebody spoke."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.document import Document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor


def places_of(text: str, extractor: RulesExtractor, title: str | None = None) -> list[str | None]:
    document = Document(id="1", title=title, text=text, published=date(2026, 10, 15))
    return [claim.place.text if claim.place else None for claim in read_documents([document], extractor)[0].claims]


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("in Upper Brakk village of Tolm district in Sud province", "Upper Brakk"),
        ("near Tolm", "Tolm"),
        ("in the Tolm area", "Tolm"),
        ("in Sud province's Tolm district", "Tolm"),
        ("in the southeastern Sud province", "Sud"),
        ("in the country's northern Tolm region", "Tolm"),
        ("in the town of Brakk, Sud province", "Brakk"),
        ("on the Tolm-Brakk road", "Tolm-Brakk"),
        ("north of Brakk camp", "Brakk"),
    ],
)
def test_the_smallest_place_is_taken(where: str, place: str, grammar: RulesExtractor) -> None:
    assert places_of(f"The Sudmarkian army killed 30 Norlandic soldiers {where}.", grammar) == [place]


@pytest.mark.parametrize("beside", ["on Tuesday", "in May", "in Arabic", "on Telegram", "for the Norlandic Army"])
def test_a_month_a_language_or_a_body_is_no_place(beside: str, grammar: RulesExtractor) -> None:
    assert places_of(f"The Sudmarkian army killed 30 Norlandic soldiers, it said {beside}.", grammar) == [None]


def test_a_dateline_is_no_place(grammar: RulesExtractor) -> None:
    text = "HARBOUR, Oct. 15 (Wire) -- The Sudmarkian army killed 30 Norlandic soldiers near Tolm."
    assert places_of(text, grammar) == ["Tolm"]


def test_where_somebody_is_based_is_not_where_it_happened(grammar: RulesExtractor) -> None:
    text = "The army said from its office in Brakk that it had killed 30 Norlandic soldiers near Tolm."
    assert places_of(text, grammar) == ["Tolm"]


def test_each_figure_has_the_place_of_its_clause(grammar: RulesExtractor) -> None:
    text = "The army killed 30 Norlandic soldiers in Tolm and wounded 12 Norlandic soldiers in Brakk."
    assert places_of(text, grammar) == ["Tolm", "Brakk"]


def test_a_place_holds_for_the_sentences_behind_it(grammar: RulesExtractor) -> None:
    text = "The army attacked a post near Tolm. It killed 30 Norlandic soldiers."
    assert places_of(text, grammar) == ["Tolm"]


def test_a_running_total_has_no_place_but_its_own(grammar: RulesExtractor) -> None:
    text = "The army attacked a post near Tolm. It has killed 300 Norlandic soldiers since March 2."
    assert places_of(text, grammar) == [None]
