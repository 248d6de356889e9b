"""Which addresses may be talked to: CJ's over https, a stand-in on this computer over http."""

from __future__ import annotations

import ipaddress
import re

import httpx

from app.domain.errors import AddressRefused, Exchange

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")


def base_url(text: str) -> httpx.URL:
    """The API's base address. Raises `AddressRefused` unless https, or http on loopback."""
    url = parsed(text)
    is_loopback_http = url.scheme == "http" and is_loopback_host(url.host)
    if not (url.scheme == "https" or is_loopback_http) or url.userinfo or url.query:
        raise AddressRefused(Exchange(endpoint=url.host))
    return url.copy_with(path=url.path.rstrip("/") or "/", fragment=None)


def parsed(text: str) -> httpx.URL:
    """The text as an address with a host. Raises `AddressRefused` where it is none."""
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise AddressRefused(Exchange(endpoint="address")) from error
    if not _is_host(url.raw_host.decode("ascii")) or (url.port or 1) > 65535:
        raise AddressRefused(Exchange(endpoint="address"))
    return url


def _is_host(host: str) -> bool:
    """Whether a resolver takes the name; Python's fails on others with an error of its own."""
    labels = host.rstrip(".").split(".")
    is_name = len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    return is_name or as_address(host) is not None


def as_address(text: str) -> Address | None:
    """The text as a numeric address; None for a name."""
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_loopback_host(host: str) -> bool:
    """Whether the name or number is this computer: `localhost`, 127.0.0.0/8 or `::1`."""
    if host.casefold() == "localhost":
        return True
    address = as_address(host)
    return address is not None and address.is_loopback
