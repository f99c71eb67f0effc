"""The experimental extractor: claims by a language model behind any OpenAI-compatible endpoint.

    gated paragraphs ─▶ question ─▶ endpoint ─▶ answer ─▶ grounding in the article ─▶ claims

The model points at words, and `llm_grounding` believes only what stands in the article. Where no usable answer comes,
the article's reading fails and says why: silence would look like an article without claims.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import structlog
from pydantic import ValidationError

from schemas.claim import Claim
from services.extractor.discourse import Discourse
from services.extractor.explaining.trace import UNHEARD, Trace
from services.extractor.failures import NotAnswered
from services.extractor.page.article_text import ArticleText
from services.registry import Registry

from .dialogue import Answer, Question, answer_format, question
from .endpoint import ANSWERS, Endpoint, Model, NoReply
from .grounding import Reader, grounded

log = structlog.get_logger(__name__)

NAME = "llm"
_PAUSE_S = 1.0
_LEAST_ANSWER = 256
"""Tokens that an answer must at least have room for."""


class LlmExtractor:
    """Reads English articles with a language model.

    `dropped` counts the answered claims that their article does not carry, by reason; `tokens` what was spent so far.
    """

    def __init__(self, registry: Registry, endpoint: Endpoint, pause: Callable[[float], None] = time.sleep) -> None:
        """Prepare to ask `endpoint`; `pause` waits so many seconds before a question is asked again.

        Raises:
            SettingsError: the package that speaks to endpoints is not installed.
        """
        self._registry = registry
        self._endpoint = endpoint
        self._model = Model(endpoint)
        self._pause = pause
        self._version = metadata.version("claimledger")
        self.dropped: Counter[str] = Counter()
        self.tokens = 0

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        return self._version

    @property
    def model(self) -> str | None:
        return self._endpoint.model

    @property
    def languages(self) -> tuple[str, ...]:
        return ("en",)

    def extract_many(self, articles: Sequence[ArticleText]) -> list[list[Claim]]:
        """Return the claims of each article; the endpoint is asked only of those that may hold one.

        Raises:
            NotAnswered: the endpoint gave no usable answer, or the budget does not allow to ask.
        """
        return [self.extract_traced(article, UNHEARD) for article in articles]

    def extract_traced(self, article: ArticleText, trace: Trace) -> list[Claim]:
        """Return the claims of one article as `extract_many` does; `trace` is told what was read and dropped."""
        if (article.about.language or "en") not in self.languages:
            return []
        discourse = Discourse(article, self._registry, trace)
        asked = question(discourse)
        if asked is None:
            return []
        about = str(article.about.article_id)
        try:
            answer = self._answer(asked)
        except NoReply as error:
            model, url = self._endpoint.model, self._endpoint.url
            raise NotAnswered(f"article {about} was not read by {model} at {url}: {error}") from error
        found = grounded(answer, discourse, asked.read, Reader(self.name, self.version, self.model))
        self.dropped.update(found.dropped)
        log.debug("a model read an article", article=about, claims=len(found.claims), dropped=len(found.dropped))
        if found.dropped:
            reasons = ", ".join(f"{reason} ({times})" for reason, times in Counter(found.dropped).most_common())
            said = f"dropped {len(found.dropped)} of {len(answer.claims)} claims that a model answered: {reasons}"
            log.warning(said, article=about)
        return found.claims

    def _answer(self, asked: Question) -> Answer:
        """Return the model's answer, asking again for one that is not as it should be.

        Raises:
            NoReply: no usable answer; the message says why.
        """
        spent, problem = 0, ""
        for attempt in range(ANSWERS):
            if attempt:
                self._pause(_PAUSE_S * attempt)
            room = self._room(asked, spent)
            reply = self._model.ask(asked.messages, answer_format(), expected=asked.tokens, room=room)
            spent += reply.tokens
            self.tokens += reply.tokens
            if reply.refusal:
                raise NoReply(f"the model refused: {reply.refusal}")
            if reply.cut_off:
                raise NoReply(
                    f"the answer was cut off: {room} tokens were left for it (CLAIMLEDGER_EXTRACTOR_LLM_TOKENS)"
                )
            try:
                return Answer.model_validate_json(reply.content)
            except ValidationError as error:
                first = error.errors()[0]
                problem = f"{'.'.join(map(str, first['loc'])) or 'the whole'}: {first['msg']}"
        raise NoReply(f"the answer was not as asked, {ANSWERS} times; {problem[:200]}")

    def _room(self, asked: Question, spent: int) -> int:
        """Return how many tokens are left for an answer."""
        budget, run = self._endpoint.article_tokens, self._endpoint.run_tokens
        room = budget - spent - asked.tokens
        if room < _LEAST_ANSWER:
            raise NoReply(
                f"the question has about {asked.tokens} tokens, and {max(0, budget - spent)} of {budget} are left for "
                "question and answer (CLAIMLEDGER_EXTRACTOR_LLM_TOKENS)"
            )
        if run is not None and run - self.tokens - asked.tokens < _LEAST_ANSWER:
            raise NoReply(
                f"{self.tokens} of the {run} tokens of this run are spent (CLAIMLEDGER_EXTRACTOR_LLM_RUN_TOKENS)"
            )
        return room if run is None else min(room, run - self.tokens - asked.tokens)


def llm_extractor(actors: Sequence[Path], endpoint: Endpoint) -> LlmExtractor:
    """Return the extractor that asks `endpoint`, with the shipped registry and further files.

    Raises:
        SettingsError: the package that speaks to endpoints is not installed.
        RegistryError: a file cannot be used.
    """
    return LlmExtractor(Registry.load(actors), endpoint)
