from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from services.local.up import ELSEWHERE, Newsroom, Plan

FEEDS = Plan(Path("/data"), Path("/feeds.toml"), (Path("/actors.yaml"),), "127.0.0.1", 8080, None, None)
DEMO = replace(FEEDS, newsroom=Newsroom(8090, ""))


def test_the_services_come_in_the_order_of_the_flow() -> None:
    assert [child.name for child in FEEDS.children("unix:///x")] == ["fetcher", "extractor", "projector", "status"]
    assert next(child.name for child in DEMO.children("unix:///x")) == "demo"


def test_every_service_is_told_where_things_are() -> None:
    for child in FEEDS.children("unix:///x"):
        assert child.environment
        assert child.environment["CLAIMLEDGER_REDIS_URL"] == "unix:///x"
        assert child.environment["CLAIMLEDGER_DATA_DIR"] == "/data"
        assert child.environment["CLAIMLEDGER_ACTORS"] == '["/actors.yaml"]'


def test_the_demo_never_writes_where_real_news_are_kept() -> None:
    for child in DEMO.children("unix:///x"):
        if child.name != "demo":
            assert child.environment
            assert {name: child.environment[name] for name in ELSEWHERE} == dict.fromkeys(ELSEWHERE, "")
    for child in FEEDS.children("unix:///x"):
        assert child.environment
        assert not set(ELSEWHERE) & set(child.environment)
