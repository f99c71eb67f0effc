"""Whatever an article says, and whatever a model answers of it: every claim of every extractor passes the gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.claim import Stance, SubjectKind
from schemas.document import Document
from services.extractor.failures import NotAnswered
from services.extractor.gate import reason_to_refuse
from services.extractor.llm.endpoint import Endpoint
from services.extractor.llm.extractor import LlmExtractor
from services.extractor.page.article_text import read_document
from services.extractor.reading import Extractor, read_documents
from services.extractor.rules import RulesExtractor
from services.registry import Registry
from tests.extractor.endpoint import Answer, StubEndpoint, said, serving

WHO = (
    "The Norlandic army",
    "Sudmark’s General Staff",
    "Commander Osk",
    "the ministry",
    "Officials",
    "It",
    "the River Front",
)
SAYS = ("said that", "denied that", "admitted", "claimed on Friday that", "citing the RFN, said", "told reporters that")
FIGURES = (
    "12",
    "more than 1,500",
    "dozens of",
    "two",
    "between 20 and 30",
    "up to 7",
    "no fewer than\u00a040",
    "several",
    "a",
    "6K",
    "12-year-old",
    "the 3rd",
    "2026",
    "half a dozen",
    "hundreds of thousands of",
    "three hundred and four",
    "0",
)
WHOM = (
    "soldiers",
    "Sudmarkian troops",
    "civilians",
    "its fighters",
    "people",
    "prisoners",
    "enemy soldiers",
    "“militants”",
)
LOSSES = ("were killed", "had been wounded", "were captured near Tell", "went missing", "surrendered", "were released")
MORE = (
    "",
    ", including three children",
    " and 4 others injured",
    " since the start of the war",
    " overnight",
    " by shelling",
    ", 60% of them officers",
    " in exchange for 5 hostages",
    "; the toll rose from 9 to 11",
    " on March 12",
)
BREAKS = (". ", ".\n\n", ", ", "\n• ", " – ", "! ", ".” ")

SENTENCES = st.tuples(*map(st.sampled_from, (WHO, SAYS, FIGURES, WHOM, LOSSES, MORE)))
OTHER_WORDS = st.one_of(
    st.sampled_from((*WHO, *FIGURES, *WHOM, *LOSSES, "near Tell", "overnight", "12 soldiers")), st.text(max_size=20)
)


@dataclass(frozen=True)
class Told:
    """An article of generated sentences, and claims that a model might answer of it: most of them in its words."""

    text: str
    claims: list[dict[str, Any]]


@st.composite
def articles(draw: st.DrawFn) -> Told:
    sentences = draw(st.lists(SENTENCES, min_size=1, max_size=6))
    text = "".join(f"{told(*parts)}{draw(st.sampled_from(BREAKS))}" for parts in sentences)
    return Told(text, [draw(answered(*draw(st.sampled_from(sentences)))) for _ in range(draw(st.integers(0, 6)))])


def told(who: str, says: str, figure: str, whom: str, loss: str, more: str) -> str:
    return f"{who} {says} {figure} {whom} {loss}{more}"


@st.composite
def answered(draw: st.DrawFn, who: str, says: str, figure: str, whom: str, loss: str, more: str) -> dict[str, Any]:
    sentence = told(who, says, figure, whom, loss, more)

    def mostly(words: str) -> str:
        return draw(OTHER_WORDS) if draw(st.integers(0, 9)) == 0 else words

    return {
        "measure": draw(
            st.sampled_from(["killed", "wounded", "casualties", "captured", "released", "held", "missing"])
        ),
        "figure": mostly(figure),
        "evidence": mostly(sentence[draw(st.sampled_from((0, 0, len(who) + 1))) :]),
        "subject": {"text": mostly(whom), "kind": draw(st.sampled_from(get_args(SubjectKind)))},
        "claimant": draw(st.none() | st.just(mostly(who))),
        "relayed_via": draw(st.none() | st.just(mostly("the RFN"))),
        "perpetrator": draw(st.none() | st.sampled_from((*WHO, "its forces"))),
        "stance": draw(st.sampled_from(get_args(Stance))),
        "cumulative": draw(st.booleans()),
        "part_of": draw(st.none() | st.integers(-1, 6)),
        "place": draw(st.none() | st.just(mostly("Tell"))),
        "when": draw(st.none() | st.just(mostly("on March 12"))),
    }


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NONSENSE = st.one_of(JSON.map(said), JSON.map(lambda value: said({"claims": value})), st.binary().map(Answer))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[StubEndpoint]:
    with serving() as stub:
        yield stub


@pytest.fixture(scope="module")
def model(invented: Registry, endpoint: StubEndpoint) -> LlmExtractor:
    return LlmExtractor(invented, Endpoint(endpoint.url, "stub"), pause=lambda seconds: None)


@pytest.fixture(scope="module", params=["grammar", "with_parser", "model"])
def extractor(request: pytest.FixtureRequest) -> Extractor:
    found: Extractor = request.getfixturevalue(request.param)
    return found


def hold(text: str, extractor: Extractor) -> int:
    """Read a text, see that nothing is for the gate to refuse and that ids are whole; return how many claims it has."""
    document = Document(id="1", text=f"{text} Soldiers attacked.", published=date(2026, 10, 15))
    article = read_document(document)
    for claim in extractor.extract_many([article])[0]:
        assert reason_to_refuse(claim, article.text) is None
    claims = read_documents([document], extractor)[0].claims
    ids = [claim.claim_id for claim in claims]
    assert len(set(ids)) == len(ids)
    assert {claim.part_of for claim in claims} - {None} <= set(ids)
    return len(claims)


@settings(max_examples=60)
@given(articles())
def test_every_claim_passes_the_gate(extractor: Extractor, endpoint: StubEndpoint, article: Told) -> None:
    endpoint.will(said({"claims": article.claims}))
    hold(article.text, extractor)


@given(articles(), NONSENSE)
def test_nonsense_gives_claims_that_pass_or_says_that_it_is_none(
    model: LlmExtractor, endpoint: StubEndpoint, article: Told, answer: Answer
) -> None:
    endpoint.will(answer)
    with suppress(NotAnswered):
        hold(article.text, model)


def test_the_generated_answers_are_believed_where_they_should_be(model: LlmExtractor, endpoint: StubEndpoint) -> None:
    """The properties above would hold of an extractor that reads nothing."""
    text = "The Norlandic army said that 12 soldiers were killed near Tell."
    claim: dict[str, Any] = {
        "measure": "killed",
        "figure": "12",
        "evidence": text,
        "subject": {"text": "12 soldiers", "kind": "combatant"},
        "stance": "assert",
        "cumulative": False,
        **dict.fromkeys(("claimant", "relayed_via", "perpetrator", "part_of", "place", "when")),
    }
    endpoint.will(said({"claims": [claim]}))
    assert hold(text, model) == 1


def test_rules_find_claims_in_the_generated_texts(grammar: RulesExtractor) -> None:
    assert hold("The Norlandic army said that more than 1,500 Sudmarkian troops were killed.", grammar) == 1


def test_two_who_deny_one_figure_deny_it_each(grammar: RulesExtractor) -> None:
    deniers = "The Sudmarkian army denied and the River Front rejected"
    assert hold(f"{deniers} the Norlandic army's claim that 12 soldiers were killed, the ministry said.", grammar) == 3
