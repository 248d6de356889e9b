"""By which way requests leave: the system's proxy, none, or one that the user named."""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

import httpx

from app.api.addresses import is_loopback_host, parsed
from app.domain.errors import AddressRefused, Exchange

SYSTEM = ""
NONE = "none"


def checked(choice: str) -> str:
    """The choice as it may be used: "", "none", or the address of an http or https proxy.

    Raises `AddressRefused` for anything else. A name and password in it are refused as well: the
    choice is kept in a plain file.
    """
    if choice in (SYSTEM, NONE):
        return choice
    url = parsed(choice if "://" in choice else f"http://{choice}")
    if url.scheme not in ("http", "https") or url.userinfo or url.path not in ("", "/"):
        raise AddressRefused(Exchange(endpoint="proxy"))
    return str(url.copy_with(path="/", query=None, fragment=None)).rstrip("/")


def own_proxy(choice: str, host: str) -> str | None:
    """The proxy that the user named, for a host that is not this computer."""
    return None if choice in (SYSTEM, NONE) or is_loopback_host(host) else choice


def asks_system(choice: str, host: str) -> bool:
    """Whether the system's proxy settings decide. On this computer there is no proxy."""
    return choice == SYSTEM and not is_loopback_host(host)


def is_proxied(choice: str, address: httpx.URL) -> bool:
    """Whether a request to this address leaves by a proxy."""
    if own_proxy(choice, address.host):
        return True
    schemes = {address.scheme, "all"}
    return (
        asks_system(choice, address.host)
        and bool(schemes & getproxies().keys())
        and not proxy_bypass(address.host)
    )


def open_client(choice: str, host: str, **options: object) -> httpx.Client:
    """A client that leaves by the way chosen. Raises `httpx.ProxyError` where that is unusable.

    The environment may name a proxy of a kind that httpx has no module for, or no address at all.
    """
    try:
        return httpx.Client(
            proxy=own_proxy(choice, host),
            trust_env=asks_system(choice, host),
            **options,  # type: ignore[arg-type]  # the caller's are httpx's own options, by name
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise httpx.ProxyError("the proxy cannot be used") from error
