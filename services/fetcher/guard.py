"""The private-address guard: a feed must not make us knock at our own doors.

Names are checked where they are resolved for the connection itself, so a name that answers differently the second time
(DNS rebinding) gains nothing. Addresses written into a URL never reach a resolver; `check_literal` looks at those, on
every hop.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from services.fetcher.errors import Refused

_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_DOCUMENTATION = IPv6Network("3fff::/20")  # RFC 9637, younger than the tables of Python 3.11


class PrivateAddress(OSError):
    """A name resolves to an address that we do not contact. An OSError, because that is what resolvers raise."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether `address` is one of the public Internet.

    Private, loopback, link-local (cloud metadata), shared (CGNAT), multicast and reserved ranges are not; nor is an
    IPv6 address that only wraps such an IPv4 one: mapped, compatible, NAT64, 6to4. Ranges: the IANA special-purpose
    registries, and 2000::/3 as all that is given out for IPv6.
    """
    if isinstance(address, IPv6Address):
        inner = _wrapped(address)
        if inner:
            return is_public(inner)
        return address in _GLOBAL_UNICAST and address not in _DOCUMENTATION and address.is_global
    return address.is_global and not address.is_multicast


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address.sixtofour:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def check_literal(host: str, allowed: Collection[str]) -> None:
    """Check a host that is written as an address.

    Raises:
        Refused: it is a private address that is not among `allowed`, or an address in disguise (127.1, 0x7f000001).
    """
    if host in allowed:
        return
    try:
        address = ip_address(host.split("%", 1)[0])
    except ValueError:
        if _is_disguised(host):
            raise Refused(f"{host} is an address in disguise", kind="private_address") from None
        return
    if not is_public(address):
        raise Refused(_refusal(host, host), kind="private_address")


def _is_disguised(host: str) -> bool:
    # The C library reads "127.1", "2130706433", "0177.0.0.1" and "0x7f.1" as addresses; no domain ends in a number.
    last = host.rstrip(".").rsplit(".", 1)[-1].lower()
    return last.isdigit() or last.startswith("0x")


def _refusal(host: str, address: str) -> str:
    where = host if host == address else f"{host} is at {address}, which"
    return f"{where} is no public address; list the host under allow_private if it is yours"


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp's connections, and gives out public addresses only, except for `allowed` hosts."""

    def __init__(self, allowed: Collection[str], resolver: AbstractResolver | None = None) -> None:
        self._allowed = allowed
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return where `host` is.

        Raises:
            PrivateAddress: one of its addresses is not public. One is enough: which of several is tried is chance.
            OSError: the name does not resolve.
        """
        found = await self._resolver.resolve(host, port, family)
        if host.rstrip(".").lower() not in self._allowed:
            for result in found:
                if not is_public(ip_address(result["host"].split("%", 1)[0])):
                    raise PrivateAddress(_refusal(host, result["host"]))
        return found

    async def close(self) -> None:
        """Close the resolver underneath."""
        await self._resolver.close()
