"""What the projector is told from outside."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.settings import ServiceSettings


class ProjectorSettings(ServiceSettings):
    """Settings of the projector, from `CLAIMLEDGER_PROJECTOR_…` variables."""

    model_config = SettingsConfigDict(env_prefix="CLAIMLEDGER_PROJECTOR_")

    read_count: int = Field(default=500, ge=1, le=10_000)
    """How many entries of each stream are archived in one transaction."""
    batch: int = Field(default=1_000, ge=1, le=20_000)
    """How many archived events are applied in one transaction."""
    lease: timedelta = Field(default=timedelta(seconds=10), ge=timedelta(seconds=3))
    """How long a standby waits after the leader's last sign of life before it takes over."""
