from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.durations import parse_duration
from services.fetcher.errors import FeedListError
from services.fetcher.feed_list import REVISIT, FeedList, parse_feed_list, read_feed_list

WIRE = '[[feed]]\nname = "wire"\nurl = "https://wire.example/feed.xml"\n'
EXAMPLE = Path(__file__).parents[3] / "deploy" / "feeds.example.toml"


def parse(text: str) -> FeedList:
    return parse_feed_list(text, "feeds.toml")


def problem(text: str) -> str:
    with pytest.raises(FeedListError) as raised:
        parse(text)
    return str(raised.value)


def test_a_name_and_an_address_make_a_feed() -> None:
    (feed,) = parse(WIRE).enabled
    assert (feed.name, feed.interval, feed.revisit, feed.robots) == ("wire", timedelta(minutes=15), REVISIT, True)
    assert feed.outlet == "wire"


def test_what_the_list_says_holds_for_feeds_that_do_not_say_otherwise() -> None:
    feeds = parse(
        '[settings]\ninterval = "1h"\nrevisit = ["2h"]\nallow_private = ["127.0.0.1"]\ncontact = "https://us.example"\n'
        + WIRE
        + WIRE.replace("wire", "paper")
        + 'interval = "10m"\nrevisit = []\n'
    )
    assert [feed.interval for feed in feeds.feeds] == [timedelta(hours=1), timedelta(minutes=10)]
    assert [feed.revisit for feed in feeds.feeds] == [(timedelta(hours=2),), ()]
    assert feeds.settings.allow_private == {"127.0.0.1"}


def test_a_feed_that_is_switched_off_is_kept_and_not_asked() -> None:
    feeds = parse(WIRE + "enabled = false\n")
    assert feeds.enabled == ()
    assert feeds.named("wire")


def test_the_example_that_ships_can_be_used() -> None:
    feeds = read_feed_list(EXAMPLE)
    assert [feed.name for feed in feeds.enabled] == ["example-wire"]
    assert feeds.named("example-ministry")


def test_every_key_of_a_feed_is_in_the_example_that_ships() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    (feed,) = parse(WIRE).feeds
    assert [key for key in type(feed).model_fields if f"{key} = " not in text] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WIRE + 'intervall = "5m"', 'in the feed "wire" (line 1): there is no "intervall"; did you mean "interval"?'),
        ("\n\n" + WIRE + "colour = 1", 'in the feed "wire" (line 3): there is no "colour"; known are name, url, lang'),
        (WIRE + 'interval = "5 minutes"', "'5 minutes' is no duration; write a number and a unit: 10s, 15m, 1h or 7d"),
        (WIRE + "interval = 15", "15 has no unit"),
        (WIRE + 'interval = "0s"', '"interval" is'),
        (WIRE + 'revisit = ["1h", "x"]', "\"revisit.1\" is 'x'"),
        (WIRE + 'alignment = "neutral"', "'state', 'independent', 'party' or 'unknown'"),
        (WIRE.replace("https://", ""), "does not begin with http:// or https://"),
        ('[[feed]]\nname = "wire"', 'in the feed "wire" (line 1): "url" is missing'),
        ('[[feed]]\nurl = "https://wire.example"', 'in feed number 1 (line 1): "name" is missing'),
        (WIRE.replace('"wire"', '"The Wire!"'), "\"name\" is 'The Wire!'"),
        (WIRE + WIRE, 'two feeds named "wire"'),
        ("[setings]\n" + WIRE, 'at the top: there is no "setings"; did you mean "settings"?'),
        ("[settings]\nallow_privat = []\n" + WIRE, 'in [settings]: there is no "allow_privat"; did you mean "allow_pr'),
        ("[feed]\nname = 1", "a feed begins with [[feed]], in double brackets"),
        ("settings = 3\n" + WIRE, '"settings" is 3'),
        ("feed = [1]", "double brackets"),
        ("name = wire", "feeds.toml is no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_would_be_right(text: str, said: str) -> None:
    assert said in problem(text)


def test_all_mistakes_are_named_at_once() -> None:
    told = problem(WIRE + 'a = 1\nb = 2\n[settings]\nc = "x"\n')
    assert told.count("there is no") == 3


def test_a_mistake_in_the_settings_is_named_once_and_not_for_every_feed() -> None:
    told = problem('[settings]\ninterval = "soon"\n' + WIRE + WIRE.replace("wire", "paper"))
    assert told.count("is no duration") == 1
    assert "in [settings]" in told


def test_a_list_that_is_not_there_says_where_to_begin(tmp_path: Path) -> None:
    with pytest.raises(FeedListError, match=r"No such file or directory.*feeds\.example\.toml"):
        read_feed_list(tmp_path / "feeds.toml")


def test_a_list_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(FeedListError, match="not UTF-8"):
        read_feed_list(tmp_path / "feeds.toml")


@given(st.text(max_size=200))
def test_no_text_makes_the_list_fail_otherwise_than_in_words(text: str) -> None:
    with contextlib.suppress(FeedListError):
        assert parse(text).enabled == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10s", timedelta(seconds=10)),
        ("15m", timedelta(minutes=15)),
        ("7d", timedelta(days=7)),
        (" 1 h ", timedelta(hours=1)),
    ],
)
def test_durations_are_read_as_people_write_them(written: str, meant: timedelta) -> None:
    assert parse_duration(written) == meant


@pytest.mark.parametrize("written", ["", "10", "s", "-5m", "1.5h", "1h30m", "99999999999999d"])
def test_what_is_no_duration_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no duration|longer than time goes"):
        parse_duration(written)
