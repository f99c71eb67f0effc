from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from services.fetcher.answers import Limits
from services.fetcher.feed_list import REVISIT
from services.fetcher.settings import FetcherSettings
from services.settings import SettingsError, load


def test_without_any_setting_the_fetcher_is_polite_and_wary() -> None:
    settings = load(FetcherSettings)
    assert settings.limits == Limits()
    assert settings.revisit == REVISIT
    assert settings.spacing == timedelta(seconds=1)
    assert settings.allow_private == frozenset()


def test_settings_come_from_the_environment_as_people_write_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_FETCHER_FEEDS", "my/feeds.toml")
    monkeypatch.setenv("CLAIMLEDGER_FETCHER_REVISIT", "10s, 1m")
    monkeypatch.setenv("CLAIMLEDGER_FETCHER_ALLOW_PRIVATE", "127.0.0.1,feeds.internal")
    monkeypatch.setenv("CLAIMLEDGER_FETCHER_READ_TIMEOUT", "5s")
    monkeypatch.setenv("CLAIMLEDGER_REDIS_URL", "redis://elsewhere:6379")
    settings = load(FetcherSettings)
    assert settings.feeds == Path("my/feeds.toml")
    assert settings.revisit == (timedelta(seconds=10), timedelta(minutes=1))
    assert settings.allow_private == {"127.0.0.1", "feeds.internal"}
    assert settings.limits.read == timedelta(seconds=5)
    assert settings.redis_url == "redis://elsewhere:6379"


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMLEDGER_FETCHER_SPACING", "soon")
    with pytest.raises(SettingsError, match=r"CLAIMLEDGER_FETCHER_SPACING: .*'soon' is no duration"):
        load(FetcherSettings)
