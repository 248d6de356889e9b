"""The list of what is inside, as CycloneDX: each part with its version, licence and hashes.

`licences.py` finds the parts while it collects their licences; hashes are those of the lock, by
which the packages were installed.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from bundle import contents

# It names what the bundle is made with, too: PyInstaller's boot loader is shipped.
LOCK = Path(__file__).resolve().parent.parent / "requirements" / "dev.txt"
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Part:
    """Something inside that others made."""

    kind: str
    """As in a package URL: "pypi", "deb/debian", or "generic" for what no registry has."""
    name: str
    version: str
    licence: str
    """An SPDX expression, or the place below `licences/` of a text that is none."""

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{quote(self.name)}@{quote(self.version)}"


def normal(name: str) -> str:
    """A Python package's name as package URLs and the lock write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def keep(parts: Iterable[Part], file: Path) -> None:
    """Write parts down for `write`, which runs in another process than a spec."""
    file.write_text(json.dumps([asdict(part) for part in parts]), "utf-8")


def write(system: str, version: str, epoch: int, parts_file: Path, target: Path) -> Path:
    """Write the list for one system's packages."""
    parts = [Part(**each) for each in json.loads(parts_file.read_text("utf-8"))]
    result = target / f"{contents.APP_ID}-{version}-{system}.cdx.json"
    content = document(parts, LOCK.read_text("utf-8"), system, version, epoch)
    result.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", "utf-8", newline="\n")
    return result


def document(
    parts: Sequence[Part], lock: str, system: str, version: str, epoch: int
) -> dict[str, object]:
    """The list as CycloneDX 1.5 has it."""
    own = Part("generic", contents.APP_ID, version, "MIT")
    # A name made from the content: the same build gives the same document.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{own.purl}?os={system}&time={epoch}")
    hashes = hashes_in(lock)
    ordered = sorted(set(parts), key=lambda part: part.purl)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
            "component": _component(own, "application", ()),
        },
        "components": [
            _component(part, "library", hashes.get((part.name, part.version), ()))
            for part in ordered
        ],
        "dependencies": [{"ref": own.purl, "dependsOn": [part.purl for part in ordered]}],
    }


def hashes_in(lock: str) -> dict[tuple[str, str], list[str]]:
    """Name and version of each locked package, with the hashes of its files."""
    found = {}
    for block in re.split(r"^(?=\S)", lock, flags=re.MULTILINE):
        package = _PACKAGE.match(block)
        if package:
            found[normal(package[1]), package[2]] = _HASH.findall(block)
    return found


def _component(part: Part, kind: str, hashes: Sequence[str]) -> dict[str, object]:
    is_place = part.licence.startswith("licences/")
    licence = {"license": {"name": part.licence}} if is_place else {"expression": part.licence}
    component: dict[str, object] = {
        "type": kind,
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "purl": part.purl,
        "licenses": [licence],
    }
    if hashes:
        # One for each wheel; which one was installed depends on the machine.
        listed = [{"alg": "SHA-256", "content": each} for each in hashes]
        reference = {"type": "distribution", "url": part.purl, "hashes": listed}
        component["externalReferences"] = [reference]
    return component
