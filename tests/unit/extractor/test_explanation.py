"""How an article was read, to look at: whose words are marked, and that whatever gave no claim says why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.claim import Claim
from schemas.document import Document
from services.extractor.explaining.explanation import Explanation, explain
from services.extractor.explaining.trace import Trace
from services.extractor.page.article_text import ArticleText, read_document
from services.extractor.reading import read_documents
from services.extractor.rules import RulesExtractor

PUBLISHED = date(2026, 10, 15)
FIGHTING = "Norlandic soldiers and River Front fighters met in a battle of small arms near Tell on Wednesday."


def explained(text: str, extractor: RulesExtractor, title: str | None = None) -> Explanation:
    document = Document(id="1", title=title, text=text, published=PUBLISHED)
    return explain(read_document(document), extractor)


def marked(explanation: Explanation) -> list[tuple[str, list[str]]]:
    """The marked words of all paragraphs, each with its roles as "1 figure"."""
    return [
        (piece.text, [f"{number} {role}" for number, role in piece.roles])
        for block in explanation.blocks
        for piece in block.pieces
        if piece.roles
    ]


def dropped(explanation: Explanation) -> dict[str, str]:
    return {passed.text: passed.reason for block in explanation.blocks for passed in block.passed}


def test_the_words_of_a_claim_are_marked_with_what_they_are_in_it(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said that 30 Sudmarkian soldiers were killed yesterday near Tell."
    explanation = explained(text, grammar)
    assert marked(explanation) == [
        ("Norlandic army", ["1 claimant"]),
        ("30", ["1 figure"]),
        ("Sudmarkian soldiers", ["1 subject"]),
        ("killed", ["1 loss"]),
        ("yesterday", ["1 date"]),
        ("Tell", ["1 place"]),
    ]
    (block,) = explanation.blocks
    assert "".join(piece.text for piece in block.pieces) == text
    (told,) = block.told
    assert (told.number, told.claim.extraction.rule) == (1, "subject")
    assert dict(told.words)["subject"] == "Sudmarkian soldiers"


def test_words_that_two_claims_share_are_marked_for_both_and_a_part_names_its_total(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said that 12 people were killed near Tell, including three children."
    explanation = explained(text, grammar)
    assert ("killed", ["1 loss", "2 loss"]) in marked(explanation)
    assert [told.part_of for block in explanation.blocks for told in block.told] == [None, 1]


def test_a_denial_says_of_which_claim_it_is(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said it killed 70 River Front fighters. The River Front denied these claims."
    explanation = explained(text, grammar)
    assert [told.about for block in explanation.blocks for told in block.told] == [None, 1]


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("The army patrolled 12 villages.", None, "no loss word"),
        ("River Front fighters were killed there.", None, "no figure"),
        ("Two soldiers were killed when their lorry overturned.", None, "told of an accident"),
        ("The film tells how 40 soldiers were killed.", None, "told of fiction"),
        ("Some 40 people died in the earthquake.", None, "told of a disaster"),
        ("In the Second World War 4,000 soldiers were killed here.", None, "told of history"),
        ("The army seized 12 tanks.", "12 tanks", "a figure of things"),
        ("The army will kill 100 more rebels.", "100 more rebels", "unreal"),
        ("The army did not kill 100 rebels.", "100 rebels", "unreal"),
        ("No casualties were reported.", None, "unreal"),
        ("Two officers said that the town was captured.", "Two", "it counts those who speak"),
        ("The army holds the town, and 300 soldiers walk its streets.", "300 soldiers", "no link"),
        (f"{'The rebels held 3 towns and ' * 60}more.", None, "too long for a sentence"),
    ],
)
def test_a_sentence_that_gives_nothing_says_why(
    text: str, words: str | None, reason: str, grammar: RulesExtractor
) -> None:
    drops = dropped(explained(f"{FIGHTING} {text}", grammar))
    assert drops.get(words or text, f"nothing of it, but of {list(drops)}").startswith(reason)


def test_a_sentence_without_figure_and_loss_needs_no_reason(grammar: RulesExtractor) -> None:
    assert dropped(explained(f"{FIGHTING} The town lies on a river.", grammar)) == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The harvest was good, and 12 guests died of laughter in the great hall of the castle.", "not about armed"),
        (
            "Die Armee meldete am Mittwoch, dass bei den Kämpfen um die Stadt 30 Soldaten getötet wurden.",
            "not read: de",
        ),
    ],
)
def test_an_article_that_is_not_looked_at_says_why_once(text: str, reason: str, grammar: RulesExtractor) -> None:
    explanation = explained(text, grammar)
    assert explanation.unread is not None
    assert reason in explanation.unread
    assert dropped(explanation) == {}


def test_a_note_of_one_sentence_is_looked_at_and_its_sentence_says_why_it_gives_nothing(
    grammar: RulesExtractor,
) -> None:
    note = "Two Norlandic soldiers were killed when their lorry overturned."
    explanation = explained(note, grammar)
    assert explanation.unread is None
    assert list(dropped(explanation)) == [note]


@pytest.mark.parametrize(
    ("paragraph", "label"),
    [
        ("A burnt car near Tell, where 4 soldiers were killed. (Photo: Harbour Press)", "caption"),
        ("Subscribe to our newsletter: 4 soldiers killed in Tell, and what it means for you.", "newsletter"),
        ("The army said that four of its soldiers were killed when a mine went off under their car near …", "teaser"),
        ("Read more: Rebels kill four soldiers in the hills", "related"),
    ],
)
def test_what_segmentation_set_aside_is_shown_in_its_place_with_its_label(
    paragraph: str, label: str, grammar: RulesExtractor
) -> None:
    explanation = explained(f"{FIGHTING}\n\n{paragraph}\n\n{FIGHTING}\n\nThe town was quiet on Thursday.", grammar)
    assert [block.label for block in explanation.blocks] == ["body", label, "body", "body"]
    (passed,) = explanation.blocks[1].passed
    assert passed.reason.endswith(f"set aside as {label}")


def test_a_repeat_says_which_claim_stands_for_it(grammar: RulesExtractor) -> None:
    explanation = explained(
        "The Norlandic army said on Thursday that 30 Sudmarkian soldiers had been killed in a raid near Tell.",
        grammar,
        title="Norland says 30 Sudmarkian soldiers killed in raid",
    )
    assert dropped(explanation) == {"30": "merged into #1, which says the same"}
    title, _ = explanation.blocks
    assert (title.label, title.told) == ("title", ())


class Overstating:
    """An extractor that changes a figure on the way and does not tell what it drops."""

    name, version, model, languages = "overstating", "1", "some-model", ("en",)

    def __init__(self, extractor: RulesExtractor) -> None:
        self._extractor = extractor

    def extract_many(self, articles: Sequence[ArticleText]) -> list[list[Claim]]:
        return [[_doubled(claim) for claim in claims] for claims in self._extractor.extract_many(articles)]


def _doubled(claim: Claim) -> Claim:
    value = 2 * (claim.count.value or 0)
    changed = claim.count.model_copy(update={"value": value, "low": value, "high": value})
    return claim if claim.measure == "wounded" else claim.model_copy(update={"count": changed})


def test_what_the_gate_refuses_says_why_and_the_rest_is_numbered_without_it(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said that 30 soldiers were killed and 12 civilians wounded near Tell."
    explanation = explain(read_document(Document(id="1", text=text, published=PUBLISHED)), Overstating(grammar))
    reason = "refused by the gate: the figure's wording allows other integers than the claim carries"
    assert dropped(explanation) == {text: reason}
    assert (explanation.traced, explanation.model) == (False, "some-model")
    assert [told.number for block in explanation.blocks for told in block.told] == [1]
    assert ("12", ["1 figure"]) in marked(explanation)


class Inventing(Overstating):
    """An extractor that tells of a quotation that stands nowhere."""

    def extract_traced(self, article: ArticleText, trace: Trace) -> list[Claim]:
        trace.unfounded("Forty were killed.", "not in the article")
        return self._extractor.extract_traced(article, trace)


def test_what_an_extractor_took_from_nowhere_is_shown_apart(grammar: RulesExtractor) -> None:
    text = "The Norlandic army said that 30 soldiers were killed near Tell."
    explanation = explain(read_document(Document(id="1", text=text, published=PUBLISHED)), Inventing(grammar))
    assert [(passed.text, passed.reason) for passed in explanation.unfounded] == [
        ("Forty were killed.", "not in the article")
    ]
    assert explanation.traced
    assert len(explanation.claims) == 1


_VOCABULARY = """
the Norlandic army said that 12 more than 40 dozens two three soldiers fighters civilians were killed wounded and
captured , . “ ” near Tell including children died lost River Front denied these claims from to 7 hostages no will [x]
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


@given(st.lists(_WORDS, max_size=60).map(" ".join))
def test_the_explanation_shows_the_whole_text_and_the_very_claims_that_are_published(
    grammar: RulesExtractor, text: str
) -> None:
    document = Document(id="1", text=f"{text} soldiers attacked.", published=PUBLISHED)
    article = read_document(document)
    explanation = explain(article, grammar)
    shown = ["".join(piece.text for piece in block.pieces) for block in explanation.blocks if block.speaks]
    assert "\n\n".join(shown) == article.text
    (published,) = read_documents([document], grammar)
    assert {claim.claim_id for claim in explanation.claims} == {claim.claim_id for claim in published.claims}
