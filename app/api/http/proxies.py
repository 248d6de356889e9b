"""By which proxy a request leaves: the user's own, the system's, or none.

Each setting of the system (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, or what Windows and macOS keep)
is judged by itself. One that is not understood is told once in the log and left out; only where a
proxy is set and none of them can be used does the request fail, for it must not go around them.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from functools import cache
from importlib.util import find_spec
from urllib.request import getproxies, proxy_bypass

import httpx

from app.api.http.connection import as_address, is_host, is_loopback_host, parsed
from app.domain.errors import AddressRefused

SYSTEM = ""
NONE = "none"

_SOCKS = {"socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}
"""What other programs write, and what httpx calls it."""

_log = logging.getLogger(__name__)


class ProxyKindUnknown(httpx.ProxyError):
    """The proxy is of a kind that cannot be used: SOCKS without its library, or an odd scheme."""


def proxy_for(choice: str, address: httpx.URL) -> str:
    """The proxy by which a request to this address leaves; "" where by none.

    Raises `httpx.ProxyError` where one is set and cannot be used. On this computer there is none.
    """
    if choice == NONE or is_loopback_host(address.host):
        return ""
    if choice != SYSTEM:
        return _usable(choice)
    settings = getproxies()
    named = [(name, settings[name]) for name in (address.scheme, "all") if settings.get(name)]
    if not named or _is_excepted(address, settings.get("no", "")):
        return ""
    first_error: httpx.ProxyError | None = None
    for name, value in named:
        try:
            return _usable(value)
        except httpx.ProxyError as error:
            # Not the value: it may hold a password.
            _tell_once(f"the system's proxy for {name} is left out: {error}")
            first_error = first_error or error
    raise first_error or httpx.ProxyError("no proxy")


def _usable(text: str) -> str:
    """The proxy's address as httpx takes it. Raises `httpx.ProxyError` without quoting it."""
    try:
        url = parsed(text if "://" in text else f"http://{text}")
    except AddressRefused as error:
        raise httpx.ProxyError("it is no address") from error
    if url.scheme in _SOCKS:
        if find_spec("socksio") is None:
            raise ProxyKindUnknown("SOCKS needs the package socksio, which is not installed")
        return str(url.copy_with(scheme=_SOCKS[url.scheme]))
    if url.scheme not in ("http", "https"):
        raise ProxyKindUnknown("it is neither http nor https")
    return str(url)


def _is_excepted(address: httpx.URL, no_proxy: str) -> bool:
    """Whether the system lets this address be reached without its proxy."""
    host = address.host.casefold()
    number = as_address(host)
    for written in re.split(r"[,\s]+", no_proxy.casefold()):
        entry = written.partition("://")[2] or written
        network = _network(entry)
        if entry == "*" or (network is not None and number is not None and number in network):
            return True
        if network is None and _is_below(address, entry):
            return True
    # What Windows and macOS keep besides; it takes a host with its port, but no IPv6 number.
    return bool(proxy_bypass(host if number else address.netloc.decode("ascii")))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """`fd07::/64`, `10.0.0.0/8`, `[::1]` or a number; None for a name."""
    try:
        return ipaddress.ip_network(entry.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None


def _is_below(address: httpx.URL, entry: str) -> bool:
    """Whether its host is of the name or below it: `cj.test`, `.cj.test`, `*.cj.test:443`."""
    name, _, wanted = entry.rpartition(":") if ":" in entry else (entry, "", "")
    name = name.removeprefix("*").removeprefix(".")
    if not name:
        return False
    if not is_host(name):
        _tell_once("an entry of the system's list of addresses without proxy is left out")
        return False
    port = address.port or (443 if address.scheme == "https" else 80)
    host = address.host.casefold()
    return wanted in ("", str(port)) and (host == name or host.endswith(f".{name}"))


@cache
def _tell_once(text: str) -> None:
    _log.warning("%s", text)
