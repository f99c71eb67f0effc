"""What the status service is told from outside."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.settings import ServiceSettings

from .health import Thresholds


class StatusSettings(ServiceSettings):
    """Where the status service listens, when it worries, and whom it shows."""

    model_config = SettingsConfigDict(env_prefix="CLAIMLEDGER_STATUS_")

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    """0 takes any free port."""
    mask_names: bool = True
    """Whether private persons are shown as "[name]". Off only where every reader may see them."""
    answer_within_s: float = Field(default=3, gt=0)
    """How long Redis may take to answer before it counts as unreachable."""

    lag_degraded_s: float = Field(default=120, gt=0)
    """How old the oldest entry that nobody has handled may be before a service counts as behind."""
    lag_down_s: float = Field(default=1800, gt=0)
    """… and before it counts as not doing its work."""
    pending_degraded_s: float = Field(default=300, gt=0)
    """How long an entry may be in the hands of one extractor."""
    heartbeat_silent_s: float = Field(default=30, gt=0)
    """How old the newest heartbeat of a service may be. A heartbeat vanishes from Redis by itself after 15 s."""
    dead_letters_allowed: int = Field(default=0, ge=0)
    feeds_failing_share: float = Field(default=0.5, gt=0, le=1)
    """Which share of the feeds may fail before the whole counts as degraded."""
    feed_overdue_s: float = Field(default=600, gt=0)
    """How long after its due time a feed may stay unread."""

    @property
    def thresholds(self) -> Thresholds:
        """The figures that the judgement needs."""
        return Thresholds(
            lag_degraded_s=self.lag_degraded_s,
            lag_down_s=self.lag_down_s,
            pending_degraded_s=self.pending_degraded_s,
            heartbeat_silent_s=self.heartbeat_silent_s,
            dead_letters_allowed=self.dead_letters_allowed,
            feeds_failing_share=self.feeds_failing_share,
            feed_overdue_s=self.feed_overdue_s,
        )
