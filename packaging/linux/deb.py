"""The Debian package: the bundle, the files around it, and few exact dependencies."""

from __future__ import annotations

import hashlib
import os
import shutil
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import owner
from bundle import checks, contents
from linux.files import HERE, ROOT, script, shared_files, squeezed
from tools import run

# Debian's script for a moment -> what dpkg calls that moment.
_SCRIPTS = {"preinst": "upgrade", "prerm": "remove"}
_MAINTAINER = f"{owner.NAME} <{owner.CONTACT}>"
_FONT = "fonts-dejavu-core | fonts-liberation | fonts-noto-core"


def architecture() -> str:
    """Debian's name of the machine this runs on."""
    return run(["dpkg", "--print-architecture"]).strip()


def file_name(version: str) -> str:
    """The package's name by Debian's rule."""
    return f"{contents.APP_ID}_{version}_{architecture()}.deb"


def build(bundle: Path, target: Path, work: Path, version: str, epoch: int, level: int) -> Path:
    """Make the package from a bundle. `level` is xz's: 6 to publish, 1 to test."""
    shutil.rmtree(work, ignore_errors=True)
    name = contents.APP_ID
    shutil.copytree(bundle, work / "usr" / "lib" / name, symlinks=True)
    _put(work / "usr" / "share", shared_files(version, epoch))
    documents = {
        f"doc/{name}/copyright": _copyright().encode(),
        f"doc/{name}/changelog.gz": squeezed(_changelog(version, epoch)),
        f"lintian/overrides/{name}": (HERE / "lintian-overrides").read_bytes(),
    }
    _put(work / "usr" / "share", documents)
    (work / "usr" / "bin").mkdir()
    (work / "usr" / "bin" / name).symlink_to(f"../lib/{name}/{name}")
    guard = script("debian_script.sh")
    scripts = {each: guard.replace("@WHEN@", when).encode() for each, when in _SCRIPTS.items()}
    control = {"md5sums": _sums(work), "control": _control(bundle, work, version)}
    _put(work / "DEBIAN", control | scripts)
    _settle(work, epoch)
    result = target / file_name(version)
    # xz: lintian and older systems refuse zstd.
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", work, result]
    run(command, env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)})
    return result


def _control(bundle: Path, work: Path, version: str) -> bytes:
    depends, recommends = checks.debian_packages(checks.check_demands(bundle))
    kilobytes = sum(-(-path.lstat().st_size // 1024) for path in (work / "usr").rglob("*"))
    fields = {
        "Package": contents.APP_ID,
        "Version": version,
        "Architecture": architecture(),
        "Maintainer": _MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(depends),
        # Any desktop has a font; a bare machine would show boxes.
        "Recommends": ", ".join([*recommends, _FONT]),
        "Suggests": "gnome-keyring | kwalletmanager",
        "Section": "misc",
        "Priority": "optional",
        "Homepage": owner.HOMEPAGE,
        "Description": contents.SUMMARY,
    }
    body = (
        "Paste an order number, choose what is wrong, and file the dispute with CJ Dropshipping. "
        "Nothing is sent twice by itself, whatever the network does, and each dispute is followed "
        "until it is decided. Practice mode tries everything out without sending anything. "
        "The package carries its own Python and Qt libraries."
    )
    lines = [f"{key}: {value}" for key, value in fields.items() if value]
    lines += textwrap.wrap(body, 76, initial_indent=" ", subsequent_indent=" ")
    return ("\n".join(lines) + "\n").encode()


def _copyright() -> str:
    licence = (ROOT / "LICENSE").read_text("utf-8").strip().splitlines()
    # The title and the copyright line are fields of their own in this format.
    terms = licence[next(i for i, line in enumerate(licence) if line.startswith("Permission")) :]
    quoted = "\n".join(f" {line}" if line.strip() else " ." for line in terms)
    text = (HERE / "copyright").read_text("utf-8")
    return text.replace("@OWNER@", owner.NAME).replace("@MIT@", quoted)


def _changelog(version: str, epoch: int) -> str:
    when = format_datetime(datetime.fromtimestamp(epoch, UTC))
    entry = f"  * Release {version}; see the project's own history for what changed."
    head = f"{contents.APP_ID} ({version}) unstable; urgency=medium"
    return f"{head}\n\n{entry}\n\n -- {_MAINTAINER}  {when}\n"


def _sums(work: Path) -> bytes:
    files = (path for path in sorted((work / "usr").rglob("*")) if not path.is_symlink())
    lines = [f"{_md5(path)}  {path.relative_to(work)}\n" for path in files if path.is_file()]
    return "".join(lines).encode()


def _md5(path: Path) -> str:
    # dpkg's format, against damaged disks; what protects the download is SHA256SUMS.
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def _put(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _settle(work: Path, epoch: int) -> None:
    """Give every file the mode and the time that it has at every build."""
    programs = {work / "DEBIAN" / name for name in _SCRIPTS}
    programs.add(work / "usr" / "lib" / contents.APP_ID / contents.APP_ID)
    for path in [work, *sorted(work.rglob("*"))]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
