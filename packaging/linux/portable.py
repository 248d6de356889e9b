"""The portable Linux installer: one shell script with the program behind it.

Our own few lines rather than makeself's many: the same bytes at every build, gzip that every
system has, and an installer that says what it does.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import platform
import tarfile
from pathlib import Path

from bundle import checks, contents
from linux.files import script, shared_files


def file_name(version: str) -> str:
    """The installer's name."""
    return f"{contents.APP_ID}-{version}-linux-{platform.machine()}.run"


def build(bundle: Path, target: Path, version: str, epoch: int) -> Path:
    """Make the installer from a bundle."""
    packed = gzip.compress(_tar(bundle, version, epoch), compresslevel=9, mtime=0)
    result = target / file_name(version)
    head = script("portable.sh")
    demands = checks.check_demands(bundle)
    _, *packages = checks.debian_packages(demands)[0]
    values = {
        "@MACHINE@": platform.machine(),
        "@GLIBC@": ".".join(map(str, demands.glibc)),
        "@PACKAGES@": " ".join(packages),
        "@NAME@": result.name,
        "@VERSION@": version,
        "@FIRST@": str(head.count("\n") + 1),
        "@SUM@": hashlib.sha256(packed).hexdigest(),
    }
    for place, value in values.items():
        head = head.replace(place, value)
    result.write_bytes(head.encode() + packed)
    result.chmod(0o755)
    return result


def _tar(bundle: Path, version: str, epoch: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in sorted(bundle.rglob("*")):
            name = f"lib/{path.relative_to(bundle).as_posix()}"
            entry = archive.gettarinfo(path, name)
            is_program = path.parent == bundle and path.name == contents.APP_ID
            _settle(entry, epoch, 0o755 if path.is_dir() or is_program else 0o644)
            if entry.isreg():
                with path.open("rb") as file:
                    archive.addfile(entry, file)
            else:
                archive.addfile(entry)
        files = {f"share/{name}": data for name, data in shared_files(version, epoch).items()}
        files["uninstall"] = script("uninstall.sh").encode()
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            _settle(entry, epoch, 0o644)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _settle(entry: tarfile.TarInfo, epoch: int, mode: int) -> None:
    entry.mode, entry.mtime = mode, epoch
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
