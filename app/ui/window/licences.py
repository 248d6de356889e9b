"""What is shipped along and under which licence. Texts are in the folder `licences`."""

from __future__ import annotations

LIBRARIES = {
    "LGPL-3.0": ("Qt", "PySide6-Essentials", "shiboken6"),
    "MIT": (
        "annotated-types",
        "anyio",
        "backports.tarfile",
        "h11",
        "jaraco.classes",
        "jaraco.context",
        "jaraco.functools",
        "jeepney",
        "keyring",
        "more-itertools",
        "pydantic",
        "pydantic-core",
        "truststore",
        "typing-inspection",
        "zipp",
    ),
    "MIT-0": ("cffi",),
    "BSD-3-Clause": (
        "cryptography",
        "httpcore",
        "httpx",
        "idna",
        "pycparser",
        "pywin32-ctypes",
        "SecretStorage",
    ),
    "BSD-2-Clause": ("XlsxWriter",),
    "Apache-2.0": ("importlib_metadata", "lazy-importer", "OpenSSL"),
    "MPL-2.0": ("certifi",),
    "PSF-2.0": ("Python", "typing_extensions"),
    "Unicode-3.0": ("ICU",),
    "blessing": ("SQLite",),
    "GPL-2.0-or-later WITH Bootloader-exception": ("PyInstaller",),
}
"""Libraries by the licence that they are used under; licences have their names of SPDX."""


def overview() -> str:
    """One line a licence."""
    return "\n".join(f"{licence}: {', '.join(names)}" for licence, names in LIBRARIES.items())
