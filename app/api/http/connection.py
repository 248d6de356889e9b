"""How a connection is made: to which addresses, and trusting whom.

CJ is talked to over https, a stand-in on this computer over http. Servers are verified with the
operating system's certificates, or certifi's where it has none.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
import sys
from pathlib import Path

import certifi
import httpx
import truststore

from app.domain.errors import AddressRefused, RequestInfo

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")

# Where truststore itself looks on Linux and the BSDs once OpenSSL's own paths are empty.
_BUNDLES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)


def base_url(text: str) -> httpx.URL:
    """The API's base address. Raises `AddressRefused` unless https, or http on loopback."""
    url = parsed(text)
    is_loopback_http = url.scheme == "http" and is_loopback_host(url.host)
    if not (url.scheme == "https" or is_loopback_http) or url.userinfo or url.query:
        raise AddressRefused(RequestInfo(endpoint=url.host))
    return url.copy_with(path=url.path.rstrip("/") or "/", fragment=None)


def parsed(text: str) -> httpx.URL:
    """The text as an address with a host. Raises `AddressRefused` where it is none."""
    try:
        url = httpx.URL(text)
        _ = url.host  # Read out here: a name that begins with xn-- and is none fails only then.
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise AddressRefused(RequestInfo(endpoint="address")) from error
    if not is_host(url.raw_host.decode("ascii")) or (url.port or 1) > 65535:
        raise AddressRefused(RequestInfo(endpoint="address"))
    return url


def is_host(host: str) -> bool:
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
    address = as_address(host)
    return host.casefold() == "localhost" or (address is not None and address.is_loopback)


def tls_context() -> ssl.SSLContext:
    """A context that verifies servers. Takes some 50 ms: made once, when first needed.

    Windows and macOS always have a store. Elsewhere it may be missing: a bare container, or a
    frozen program whose OpenSSL was built to look in another distribution's folders.
    """
    if has_system_store():
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.create_default_context(cafile=certifi.where())


def has_system_store() -> bool:
    """Whether the operating system offers any certificate that truststore would find."""
    if sys.platform in ("win32", "darwin"):
        return True
    paths = ssl.get_default_verify_paths()
    if (paths.cafile and _has_content(paths.cafile)) or _has_hashed_files(paths.capath):
        return True
    if paths.cafile:
        # An empty file where OpenSSL looks first: truststore would look no further.
        return False
    first = next((bundle for bundle in _BUNDLES if Path(bundle).is_file()), None)
    return first is not None and _has_content(first)


def _has_content(path: str) -> bool:
    try:
        return Path(path).stat().st_size > 0
    except OSError:
        return False


def _has_hashed_files(folder: str | None) -> bool:
    """Whether OpenSSL would find certificates there: files named like `5ed36f99.0`."""
    try:
        names = [each.name for each in Path(folder).iterdir()] if folder else []
    except OSError:
        return False
    return any(len(name) == 10 and name[8] == "." and name[9].isdigit() for name in names)
