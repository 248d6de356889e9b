"""The list of what is inside, as CycloneDX: each package with its version and its hashes.

Read from the lock, because that is what was installed, hash by hash; the parts that no lock names
(Python, the distribution's libraries) are in the licences folder of the bundle.
"""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path

import contents

LOCK = Path(__file__).resolve().parent / "requirements" / "runtime.txt"
_PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: *; *([^\\]+?))? *\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_PLATFORM = {"linux": "linux", "windows": "win32", "macos": "darwin"}


def write(system: str, version: str, epoch: int, target: Path) -> Path:
    """Write the list for one system's packages."""
    result = target / f"{contents.APP_ID}-{version}-{system}.cdx.json"
    content = document(LOCK.read_text("utf-8"), system, version, epoch)
    result.write_text(json.dumps(content, indent=2, sort_keys=True) + "\n", "utf-8", newline="\n")
    return result


def document(lock: str, system: str, version: str, epoch: int) -> dict[str, object]:
    """The list as CycloneDX 1.5 has it."""
    purl = f"pkg:generic/{contents.APP_ID}@{version}"
    # A name made from the content: the same build gives the same document.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{purl}?os={system}&time={epoch}")
    parts = components(lock, system)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": purl,
                "name": contents.APP_ID,
                "version": version,
                "purl": purl,
                "licenses": [{"license": {"id": "MIT"}}],
            },
        },
        "components": parts,
        "dependencies": [{"ref": purl, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def components(lock: str, system: str) -> list[dict[str, object]]:
    """The locked packages that are installed on a system."""
    found: list[dict[str, object]] = []
    for block in re.split(r"^(?=\S)", lock, flags=re.MULTILINE):
        line = block.partition("\n")[0].strip()
        package = _PACKAGE.match(line)
        if package and applies(package[3] or "", system):
            purl = f"pkg:pypi/{package[1].lower()}@{package[2]}"
            # One hash for each wheel; which one was installed depends on the machine.
            hashes = [{"alg": "SHA-256", "content": each} for each in _HASH.findall(block)]
            found.append(
                {
                    "type": "library",
                    "bom-ref": purl,
                    "name": package[1],
                    "version": package[2],
                    "purl": purl,
                    "externalReferences": [
                        {"type": "distribution", "url": purl, "hashes": hashes},
                    ],
                }
            )
    return found


def applies(marker: str, system: str) -> bool:
    """Whether a package with this marker is installed on a system. Only its system is judged."""
    named = re.findall(r"sys_platform == '(\w+)'", marker)
    return not named or _PLATFORM[system] in named
