"""The TLS context: the operating system's certificates, or certifi's where it has none."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

import certifi
import truststore

# Where truststore itself looks on Linux and the BSDs once OpenSSL's own paths are empty.
_BUNDLES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)


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
