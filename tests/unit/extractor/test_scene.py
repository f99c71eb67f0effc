"""Which country a sentence is set in, and whose soldiers, police and rebels are meant there."""

from __future__ import annotations

import pytest

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.actors import scene
from services.extractor.discourse import Discourse
from services.extractor.page.article_text import read_document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor
from services.registry import Registry


def _discourse(registry: Registry, text: str) -> Discourse:
    return Discourse(read_document(_document(text)), registry)


def _document(text: str, published: str = "2018-05-04") -> Document:
    return Document.model_validate({"id": "one", "text": text, "published": published})


def _claims(grammar: RulesExtractor, text: str, published: str = "2018-05-04") -> tuple[Claim, ...]:
    return read_documents([_document(text, published)], grammar)[0].claims


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Five people were killed in Kandahar.", "AF"),
        ("Five people were killed in a market, a doctor said.", None),
        ("The army of Mali said that five people had been killed near Gao.", "ML"),
    ],
)
def test_the_names_around_a_sentence_tell_its_country(invented: Registry, text: str, country: str | None) -> None:
    discourse = _discourse(invented, text)
    assert scene.of(discourse).country_at(discourse.sentences[0]) == country


def test_two_countries_of_equal_weight_are_none(invented: Registry) -> None:
    discourse = _discourse(invented, "People fled from Kandahar and Peshawar.")
    assert scene.of(discourse).country_at(discourse.sentences[0]) is None


@pytest.mark.parametrize(
    ("text", "published", "subject"),
    [
        ("A bomb in Kandahar killed four soldiers.", "2018-05-04", "af-ana"),
        ("A bomb in Kandahar killed four policemen.", "2018-05-04", "af-anp"),
        ("A bomb in Aleppo killed four soldiers.", "2016-05-04", "sy-former-armed-forces"),
        ("Gunmen opened fire on police in Kandahar, killing two officers.", "2018-05-04", "af-anp"),
        ("A mine near Gao killed two peacekeepers.", "2018-05-04", "minusma"),
        ("Twelve regime soldiers were killed near Aleppo.", "2016-05-04", "sy-former-armed-forces"),
        ("Three members of the security forces were killed in Kandahar.", "2018-05-04", "af-andsf"),
    ],
)
def test_forces_without_a_name_are_those_of_the_scene_at_that_time(
    grammar: RulesExtractor, text: str, published: str, subject: str
) -> None:
    assert [claim.subject.actor_id for claim in _claims(grammar, text, published)] == [subject]


def test_rebels_are_the_one_group_that_the_article_names_anywhere(grammar: RulesExtractor) -> None:
    text = (
        "Troops killed six rebels near Tell on Monday. The army had sent two battalions. Roads were closed. "
        "Schools stayed shut. Markets did too. The River Front has fought Norland for years."
    )
    assert [claim.subject.actor_id for claim in _claims(grammar, text)] == ["river-front"]


def test_a_figure_without_a_noun_counts_those_who_were_attacked(grammar: RulesExtractor) -> None:
    (claim,) = _claims(grammar, "River Front fighters ambushed Norlandic soldiers near Varn, killing two.")
    assert (claim.subject.actor_id, claim.subject.text) == ("norland-army", "Norlandic soldiers")
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "river-front"


def test_others_beside_civilians_are_of_them(grammar: RulesExtractor) -> None:
    civilians, others = _claims(grammar, "Four Norlandic civilians were killed and six others were wounded.")
    assert (civilians.subject.actor_id, others.subject.actor_id) == ("norland-civilians", "norland-civilians")
    assert others.subject.text == "others"


@pytest.mark.parametrize(
    "text",
    [
        "Five people were killed in a River Front attack on a market.",
        "Five people were killed when River Front fighters opened fire on a market.",
        "Five people were killed on Monday in an ambush by the River Front.",
        "Five Norlandic soldiers were killed in clashes with the River Front.",
        "River Front fighters attacked a market near Varn. Five people died.",
        "Five people were killed in a blast in Varn. The River Front claimed responsibility for it.",
    ],
)
def test_who_did_it_is_read_where_the_attack_is_told(grammar: RulesExtractor, text: str) -> None:
    (claim,) = _claims(grammar, text)
    assert claim.perpetrator is not None
    assert claim.perpetrator.actor_id == "river-front"
