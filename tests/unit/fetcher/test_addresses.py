from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.fetcher.addresses import canonical_address, host_of


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTP://News.Example:80/a#part", "http://news.example/a"),
        ("https://news.example:443", "https://news.example/"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?utm_source=x", "https://news.example/a"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://user:secret@news.example/a", "https://news.example/a"),
        ("https://приклад.example/новини", "https://xn--80aikifvh.example/новини"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("  https://news.example/Path/Case ", "https://news.example/Path/Case"),
    ],
)
def test_one_article_has_one_spelling(written: str, canonical: str) -> None:
    assert canonical_address(written) == canonical


def test_parameters_that_choose_the_article_stay_in_their_order() -> None:
    assert canonical_address("https://news.example/?b=2&a=1&a=3") == "https://news.example/?b=2&a=1&a=3"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "news.example/a",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "http:///a",
        "http://h:port/",
        "http://a b/",
        "http://h/\ud800",
    ],
)
def test_what_is_no_web_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical_address(written)


@given(
    st.sampled_from(["http", "HTTPS"]),
    st.from_regex(r"[A-Za-z0-9.\-]{1,20}|\[[0-9a-fA-F:]{2,12}\]", fullmatch=True),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=30),
)
def test_the_canonical_spelling_of_a_canonical_spelling_is_itself(scheme: str, host: str, port: str, rest: str) -> None:
    try:
        once = canonical_address(f"{scheme}://{host}{port}/{rest}")
    except ValueError:
        assume(False)
    assert canonical_address(once) == once
    assert host_of(once) == host_of(f"{scheme}://{host}{port}/{rest}")
