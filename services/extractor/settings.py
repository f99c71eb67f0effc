"""What the extractor is told from outside."""

from __future__ import annotations

import os

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.settings import ServiceSettings


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

    @property
    def consumer(self) -> str:
        """The name in the consumer group: the slot, so that a restart finds its own pending entries again."""
        return f"extractor-{self.instance}"

    @property
    def reclaim_idle_ms(self) -> int:
        """When an entry counts as left behind: longer than a whole batch of deadlines, each tried twice."""
        return int(self.deadline_s * 1000 * self.batch * 2 / self.workers)
