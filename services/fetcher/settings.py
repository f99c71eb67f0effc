"""What the fetcher is told from outside, as CLAIMLEDGER_FETCHER_…"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode, SettingsConfigDict

from services.fetcher.answers import Limits
from services.fetcher.durations import Duration
from services.fetcher.feed_list import REVISIT
from services.settings import ServiceSettings

_LIMITS = Limits()


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class FetcherSettings(ServiceSettings):
    """Settings of the fetcher. Durations are written as 10s, 15m, 1h or 7d; several with commas between them."""

    model_config = SettingsConfigDict(env_prefix="CLAIMLEDGER_FETCHER_")

    feeds: Path = Path("feeds.toml")
    """The list of feeds."""
    contact: str | None = None
    """Where a site's owner reaches you; sent with every request. The list of feeds may say it too."""
    allow_private: Annotated[frozenset[str], NoDecode, BeforeValidator(_split)] = frozenset()
    """Hosts of your own that may have a private address. The list of feeds may name more."""
    revisit: Annotated[tuple[Duration, ...], NoDecode, BeforeValidator(_split)] = REVISIT
    """How long after the first visit a page is looked at again, where the list of feeds does not say."""
    spacing: Duration = timedelta(seconds=1)
    """The pause between two requests to one host. Hosts of `allow_private` get none: they are yours."""
    concurrency: int = Field(default=16, ge=1)
    """How many hosts are asked at the same time."""
    give_up_after: int = Field(default=8, ge=1)
    """After how many failed visits in a row a page is left alone."""
    connect_timeout: Duration = _LIMITS.connect
    read_timeout: Duration = _LIMITS.read
    total_timeout: Duration = _LIMITS.total
    wire_bytes: int = Field(default=_LIMITS.wire_bytes, gt=0)
    """The largest answer that is read."""
    decoded_bytes: int = Field(default=_LIMITS.decoded_bytes, gt=0)
    """The largest answer after unpacking."""
    redirects: int = Field(default=_LIMITS.redirects, ge=0)

    @property
    def limits(self) -> Limits:
        """What bounds one download."""
        return Limits(
            connect=self.connect_timeout,
            read=self.read_timeout,
            total=self.total_timeout,
            wire_bytes=self.wire_bytes,
            decoded_bytes=self.decoded_bytes,
            redirects=self.redirects,
        )
