from __future__ import annotations

from uuid import UUID

from services.fetcher.feed_list import Feed
from services.fetcher.memory import DuePage
from services.fetcher.turns import MOST_JOBS, plan_turns


def feed(name: str, host: str) -> Feed:
    return Feed(name=name, url=f"https://{host}/{name}.xml")


def page(number: int, host: str) -> DuePage:
    return DuePage(host, UUID(int=number), number)


def test_each_host_has_one_turn_with_its_feeds_before_its_pages() -> None:
    wire, paper = feed("wire", "a.example"), feed("paper", "b.example")
    turns = plan_turns([wire, paper], [page(1, "a.example"), page(2, "a.example")], (), 10)
    assert [(turn.host, list(turn.jobs)) for turn in turns] == [
        ("a.example", [wire, page(1, "a.example"), page(2, "a.example")]),
        ("b.example", [paper]),
    ]


def test_hosts_that_are_unavailable_get_no_turn() -> None:
    turns = plan_turns([feed("wire", "a.example")], [page(1, "b.example")], {"a.example"}, 10)
    assert [turn.host for turn in turns] == ["b.example"]


def test_there_are_no_more_turns_than_there_is_room() -> None:
    pages = [page(number, f"{number}.example") for number in range(5)]
    assert [turn.host for turn in plan_turns([], pages, {"0.example"}, 2)] == ["1.example", "2.example"]
    assert plan_turns([], pages, (), 0) == []


def test_one_host_does_not_keep_its_turn_for_ever() -> None:
    (turn,) = plan_turns([], [page(number, "a.example") for number in range(MOST_JOBS + 1)], (), 1)
    assert len(list(turn.jobs)) == MOST_JOBS
