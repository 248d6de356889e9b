"""Pictures of everything the program shows: `python -m tests.screenshots FOLDER [NAME ...]`.

Every stop of `tests/ui/pages.py`, and the filing dialog with much to say, at 100, 150 and 200 %
of the screen's scale, light and dark, in English and Chinese; besides with text twice as large,
and in small windows. Names narrow it down: `150-dark-en` takes that one. They are for people to
look at.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

SCREEN = (1366, 768)
"""A usual laptop's, in device-independent pixels."""
SCALES, SCHEMES, LANGUAGES = (100, 150, 200), ("light", "dark"), ("en", "zh_CN")
ROOT = Path(__file__).resolve().parents[2]


def variants() -> dict[str, dict[str, str]]:
    """What to take by name, as the settings that `take.py` reads."""
    found = {
        f"{scale}-{scheme}-{lang}": {"scale": str(scale), "scheme": scheme, "lang": lang}
        for scale, scheme, lang in product(SCALES, SCHEMES, LANGUAGES)
    }
    for lang in LANGUAGES:
        usual = {"scale": "100", "scheme": "light", "lang": lang}
        found[f"largetext-{lang}"] = {**usual, "text": "200"}
        found[f"small-{lang}"] = {**usual, "size": "least"}
    return found


def take(folder: Path, name: str, settings: dict[str, str]) -> int:
    """Take one variant in a process of its own: Qt reads its scale once. Returns its status."""
    factor = int(settings["scale"]) / 100
    width, height = (round(side * factor) for side in SCREEN)
    screen = {"name": "laptop", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    with tempfile.TemporaryDirectory() as scratch:
        config = Path(scratch) / "screen.json"
        config.write_text(json.dumps({"screens": [screen]}))
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
            "QT_SCALE_FACTOR": str(factor),
            "SCREENSHOTS": json.dumps({**settings, "folder": str(folder / name)}),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command.append(str(Path(__file__).with_name("take.py")))
        done = subprocess.call(command, cwd=ROOT, env=environment)  # noqa: S603 - our own command
    for picture in sorted((folder / name).glob("*.png")):
        sys.stdout.write(f"{picture}\n")
    return done


def main(arguments: list[str]) -> int:
    """Take what is asked for; the number of variants that failed."""
    known = variants()
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("name", nargs="*", metavar="NAME")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.name) - set(known)):
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    folder = asked.folder.resolve()
    return sum(take(folder, name, known[name]) != 0 for name in asked.name or known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
