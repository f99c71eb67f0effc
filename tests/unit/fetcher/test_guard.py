from __future__ import annotations

import socket
from ipaddress import ip_address

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from services.fetcher.errors import Refused
from services.fetcher.guard import GuardedResolver, PrivateAddress, check_literal, is_public

PRIVATE = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254
    172.16.0.1 172.31.255.254 192.0.0.1 192.0.2.1 192.168.0.1 198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:c0a8:1:: 3fff::1 5f00::1 fc00::1 fd00::1
    fe80::1 fec0::1 ff02::1 4000::1
""".split()  # noqa: SIM905 - a table reads better as one
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_of_the_public_internet_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    with pytest.raises(Refused, match="allow_private"):
        check_literal(address, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes(address: str) -> None:
    assert is_public(ip_address(address))
    check_literal(address, ())


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0177.0.0.1", "0x7f000001", "127.0.0.0x1", "1"])
def test_an_address_in_disguise_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="in disguise"):
        check_literal(host, ())


def test_a_zone_does_not_hide_a_link_local_address() -> None:
    with pytest.raises(Refused):
        check_literal("fe80::1%eth0", ())


def test_an_operators_own_host_passes() -> None:
    check_literal("127.0.0.1", {"127.0.0.1"})


@pytest.mark.parametrize("host", ["news.example", "1.news.example", "x0x7f.example"])
def test_a_name_is_left_to_the_resolver(host: str) -> None:
    check_literal(host, ())


class Answers(AbstractResolver):
    """A resolver that gives one answer after the other."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self._answers.pop(0)
        ]

    async def close(self) -> None:
        pass


async def test_a_name_that_leads_home_is_refused() -> None:
    with pytest.raises(PrivateAddress, match=r"evil\.example is at 10\.0\.0\.1, which is no public address"):
        await GuardedResolver((), Answers(["10.0.0.1"])).resolve("evil.example")


async def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(PrivateAddress):
        await GuardedResolver((), Answers(["8.8.8.8", "127.0.0.1"])).resolve("evil.example")


async def test_a_name_is_checked_each_time_it_is_resolved() -> None:
    resolver = GuardedResolver((), Answers(["8.8.8.8"], ["127.0.0.1"]))
    assert [found["host"] for found in await resolver.resolve("rebinding.example")] == ["8.8.8.8"]
    with pytest.raises(PrivateAddress):
        await resolver.resolve("rebinding.example")


async def test_a_name_that_is_the_operators_own_may_be_anywhere() -> None:
    found = await GuardedResolver({"feeds.internal"}, Answers(["10.0.0.1"])).resolve("Feeds.internal.")
    assert found[0]["host"] == "10.0.0.1"
