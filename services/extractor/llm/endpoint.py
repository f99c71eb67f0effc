"""Ask one question of an OpenAI-compatible endpoint; whatever comes back is a reply or a reason in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from services.settings import SettingsError

ANSWERS = 2
"""How often a model is asked whose answer is not usable."""
_RETRIES = 2
"""How often a request is sent again that met 429, 5xx, a timeout or a broken connection; the package backs off."""
_LONGEST_PAUSE_S = 8.0
"""Between two requests, where the endpoint does not ask for more."""
_LONGEST_WORDS = 300
_BYTES_OF_A_TOKEN = 3


class NoReply(Exception):
    """The endpoint gave no reply, however often it was asked. The message says what came instead."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is, and what it may cost: tokens of question and answer together.

    `run_tokens` bounds all articles that one process reads. `timeout_s` is for one request.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    article_tokens: int = 16_000
    run_tokens: int | None = None
    timeout_s: float = 60

    @property
    def longest_s(self) -> float:
        """How long one article may take, with every retry."""
        return ANSWERS * (_RETRIES + 1) * (self.timeout_s + _LONGEST_PAUSE_S)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, the words of its refusal, whether it was cut off, and how many tokens it all took."""

    content: str
    refusal: str | None
    cut_off: bool
    tokens: int


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    total_tokens: int = Field(ge=0)


class _Completion(BaseModel):
    """What is read of a chat completion; endpoints differ in the rest."""

    choices: tuple[_Choice, ...] = Field(min_length=1)
    usage: _Usage | None = None


class Model:
    """A model behind an endpoint. Holds connections; used by one thread."""

    def __init__(self, endpoint: Endpoint) -> None:
        """Prepare to ask; nothing is sent yet.

        Raises:
            SettingsError: the package that speaks to endpoints is not installed.
        """
        try:
            import openai
        except ImportError as error:
            raise SettingsError(
                "the llm extractor needs the package openai, which is not installed: pip install 'claimledger[llm]'"
            ) from error
        self._endpoint = endpoint
        self._client = openai.OpenAI(
            base_url=endpoint.url,
            api_key=endpoint.key or "none",  # given none, the package would look for a variable of its own
            timeout=endpoint.timeout_s,
            max_retries=_RETRIES,
        )

    def ask(self, messages: Sequence[dict[str, str]], form: dict[str, Any], *, expected: int, room: int) -> Reply:
        """Return the reply to `messages` in the given form; `room`: how many tokens it may have.

        `expected`: the tokens of the question, for an endpoint that does not count. What is no chat completion is an
        empty reply.

        Raises:
            NoReply: nothing came, or a refusal of HTTP.
        """
        import openai

        request: dict[str, Any] = {
            "model": self._endpoint.model,
            "messages": messages,
            "response_format": form,
            "temperature": 0,
            "max_tokens": room,
        }
        try:
            # The raw body, since what the package makes of a body of another shape fails far from here.
            response = self._client.chat.completions.with_raw_response.create(**request)
        except openai.APITimeoutError as error:
            raise NoReply(
                f"no answer within {self._endpoint.timeout_s:g} s, asked {_RETRIES + 1} times "
                "(CLAIMLEDGER_EXTRACTOR_LLM_TIMEOUT_S)"
            ) from error
        except openai.APIStatusError as error:
            raise NoReply(f"the endpoint answered {error.status_code}: {self._said(error.message)}") from error
        except openai.OpenAIError as error:
            raise NoReply(f"the endpoint cannot be used: {self._said(str(error.__cause__ or error))}") from error
        counted = expected + len(response.content) // _BYTES_OF_A_TOKEN
        try:
            completion = _Completion.model_validate_json(response.content)
        except ValidationError:
            return Reply("", None, cut_off=False, tokens=counted)
        choice = completion.choices[0]
        return Reply(
            choice.message.content or "",
            self._said(choice.message.refusal) if choice.message.refusal else None,
            cut_off=choice.finish_reason == "length",
            tokens=completion.usage.total_tokens if completion.usage else counted,
        )

    def _said(self, words: str) -> str:
        """Return words of the other side on one line, short enough for a log and without the key."""
        if self._endpoint.key:
            words = words.replace(self._endpoint.key, "[key]")
        return " ".join(words.split())[:_LONGEST_WORDS]
