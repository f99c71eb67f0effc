"""Who issues a document that speaks for itself, and that a news article has no issuer."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.document import Document
from services.extractor.discourse import Discourse
from services.extractor.page.article_text import read_document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor
from services.extractor.speech import authorship
from services.registry import Registry

PUBLISHED = date(2026, 10, 15)


def issuer(text: str, registry: Registry, title: str | None = None) -> str | None:
    article = read_document(Document(id="1", text=text, title=title, published=PUBLISHED))
    found = authorship.of(Discourse(article, registry))
    return found.actor_id if found else None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Sudmarkian General Staff: situation as of 06:00, 15 October",
            "Over the past day the enemy lost 40 soldiers.",
        ),
        (
            None,
            "Sudmarkian General Staff, operational update\n\nOur units took six men near Tell; 40 soldiers fell.",
        ),
        (
            "Statement No. 12",
            "Our troops took Tell. The enemy lost 40 soldiers.\n\nPress office of the Sudmarkian General Staff",
        ),
        ("Daily bulletin of the Sudmarkian General Staff", "Six soldiers were killed and nine wounded near Tell."),
    ],
)
def test_a_statement_is_issued_by_whom_its_head_or_foot_names(title: str | None, text: str, invented: Registry) -> None:
    assert issuer(text, invented, title) == "sudmark-staff"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Norlandic army loses 40 soldiers",
            "The Norlandic army said in a statement that it lost 40 soldiers near Tell.",
        ),
        (
            "Norlandic army: 40 soldiers killed",
            "Forty soldiers were killed near Tell, the Norlandic army said on Friday.",
        ),
        (
            "Battle near Tell",
            '"Our troops fought well, and our losses are small," the Norlandic army said. It named no figure.',
        ),
    ],
)
def test_a_news_article_has_no_issuer(title: str | None, text: str, invented: Registry) -> None:
    assert issuer(text, invented, title) is None


def test_what_a_statement_says_without_a_source_is_said_by_its_issuer(grammar: RulesExtractor) -> None:
    document = Document(
        id="1",
        title="Sudmarkian General Staff: situation as of 06:00, 15 October",
        text="Over the past day 40 Norlandic soldiers were killed.\n\nThe River Front says five civilians were hurt.",
        published=PUBLISHED,
    )
    claims = read_documents([document], grammar)[0].claims
    assert [claim.claimant.actor_id for claim in claims if claim.claimant] == ["sudmark-staff", "river-front"]
