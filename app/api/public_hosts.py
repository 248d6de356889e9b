"""Keeps links from reaching into the user's own network: resolve first, then look, then connect.

The connection is then made to the very address that was looked at, so that a name which resolves
differently a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

from app.api.addresses import Address, as_address
from app.domain.errors import AddressRefused, Exchange, Offline, OfflineCause

Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, in the system's order. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def checked_addresses(
    host: str, port: int, *, allow_loopback: bool, resolver: Resolver
) -> list[str]:
    """The host's addresses, all of them public (or loopback, if allowed).

    Raises `AddressRefused` where one is not, and `Offline` where the name is unknown.
    """
    try:
        found = [host] if as_address(host) else resolver(host, port)
    except (OSError, UnicodeError) as error:
        raise Offline(
            Exchange(endpoint=host), cause=OfflineCause.NAME_NOT_FOUND, request_left=False
        ) from error
    for each in found:
        check_address(each, allow_loopback=allow_loopback)
    return found


def check_address(text: str, *, allow_loopback: bool) -> None:
    """Raises `AddressRefused` for a number inside this computer or its network."""
    address = as_address(text.partition("%")[0])
    if address is None:
        raise AddressRefused(Exchange(endpoint=text))
    inner = _inner(address)
    is_allowed = inner.is_loopback if allow_loopback and inner.is_loopback else _is_public(inner)
    if not is_allowed:
        raise AddressRefused(Exchange(endpoint=text))


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or _behind_nat64(address) or address
    return address


def _behind_nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved
