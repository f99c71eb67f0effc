"""What the extractor is told from outside."""

from __future__ import annotations

import os
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from services.settings import ServiceSettings, SettingsError

from .llm.endpoint import Endpoint


class ExtractorSettings(ServiceSettings):
    """Settings of the extractor; `CLAIMLEDGER_EXTRACTOR_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="CLAIMLEDGER_EXTRACTOR_")

    workers: int = Field(default_factory=lambda: max(1, os.cpu_count() or 1), ge=1)
    """Processes that read pages. The parent alone talks to Redis."""
    batch: int = Field(default=16, ge=1, le=500)
    """How many articles are taken from the stream at once."""
    deadline_s: float = Field(default=30, gt=0)
    """How long one article may take before its worker is killed."""
    deliveries: int = Field(default=5, ge=2)
    """How often an entry may have been delivered before it is given up unread: it has brought down its readers."""
    parser: bool = True
    """Whether the dependency parser is used; without it the grammar runs alone."""
    engine: Literal["rules", "llm"] = "rules"
    """What reads: rules, or a language model (experimental)."""
    llm_url: str | None = None
    """Where an OpenAI-compatible endpoint is, with its version: http://127.0.0.1:8080/v1."""
    llm_model: str | None = None
    """The model's name at the endpoint."""
    llm_key: SecretStr | None = None
    """The endpoint's key, where it wants one."""
    llm_tokens: int = Field(default=16_000, ge=1_000)
    """How many tokens question and answer of one article may have together; at most what the model's context holds."""
    llm_run_tokens: int | None = Field(default=None, ge=1_000)
    """How many tokens each worker may spend until it ends; without it, no bound."""
    llm_timeout_s: float = Field(default=60, gt=0)
    """How long one request to the endpoint may take; a failed one is sent twice more."""

    @property
    def consumer(self) -> str:
        """The name in the consumer group: the slot, so that a restart finds its own pending entries again."""
        return f"extractor-{self.instance}"

    @property
    def reclaim_idle_ms(self) -> int:
        """When an entry counts as left behind: longer than a whole batch of deadlines, each tried twice."""
        return int(self.article_s * 1000 * self.batch * 2 / self.workers)

    @property
    def article_s(self) -> float:
        """How long one article may take: the deadline, and what a language model may need with every retry."""
        return self.deadline_s + (self.endpoint.longest_s if self.engine == "llm" else 0)

    @property
    def endpoint(self) -> Endpoint:
        """Where the language model is and what it may cost.

        Raises:
            SettingsError: its address or its name is missing.
        """
        missing = [name for name in ("llm_url", "llm_model") if getattr(self, name) is None]
        if self.llm_url is None or self.llm_model is None:
            variables = " and ".join(f"CLAIMLEDGER_EXTRACTOR_{name.upper()}" for name in missing)
            raise SettingsError(f"the engine llm needs {variables}: the endpoint's address, and the model's name there")
        return Endpoint(
            url=self.llm_url,
            model=self.llm_model,
            key=self.llm_key.get_secret_value() if self.llm_key else None,
            article_tokens=self.llm_tokens,
            run_tokens=self.llm_run_tokens,
            timeout_s=self.llm_timeout_s,
        )
