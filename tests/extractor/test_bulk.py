"""Reading in bulk: any number of texts, any number of processes, one order and one result."""

from __future__ import annotations

import random
from functools import partial

from schemas.document import Document
from services.extractor.bulk import FEW, Page, read_in_bulk
from services.extractor.reading import rules_extractor

FIGURES = random.Random(7).sample(range(3, 900), FEW + 30)
DOCUMENTS = [
    Document(id=str(n), text=f"The army of Ukraine said on Monday that {n} of its soldiers were killed near the river.")
    for n in FIGURES
]


def test_the_answers_stand_in_the_order_of_the_documents_and_do_not_depend_on_the_processes() -> None:
    alone = list(read_in_bulk(DOCUMENTS, rules_extractor, workers=1))
    shared = list(read_in_bulk(iter(DOCUMENTS), rules_extractor, workers=2))
    assert [read.id for read in shared] == [document.id for document in DOCUMENTS]
    assert [read.model_dump_json() for read in shared] == [read.model_dump_json() for read in alone]
    assert [read.claims[0].count.value for read in alone] == FIGURES


def test_pages_and_documents_may_be_mixed() -> None:
    page = Page("page.txt", DOCUMENTS[1].text.encode() + b"\n\nMore was not known in the evening.\n")
    read = list(read_in_bulk([DOCUMENTS[0], page], partial(rules_extractor, parser=False)))
    assert [(each.id, each.claims[0].count.value) for each in read] == [
        (str(FIGURES[0]), FIGURES[0]),
        ("page.txt", FIGURES[1]),
    ]
