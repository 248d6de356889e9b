"""Runs the Orca screen reader and writes its words to a pipe in place of a speech synthesizer.

Runs under the system's python3, which has Orca. What Orca says is a line; where it falls silent, so
that what was still to be said is never heard, there is an empty one.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from gi.repository import Atspi  # type: ignore[import-not-found]  # of Debian's python3
from orca import settings, speechserver  # type: ignore[import-not-found]  # likewise

SYNTHESIZER = "orca.speechdispatcherfactory"
"""The module that Orca speaks with."""


def main(pipe: str) -> int:
    """Be Orca until a signal ends it."""
    with Path(pipe).open("w", encoding="utf-8", buffering=1) as heard:

        class SpeechServer(speechserver.SpeechServer):  # type: ignore[misc]  # unknown to mypy
            @staticmethod
            def getSpeechServer(info: object = None) -> SpeechServer:  # noqa: N802 - Orca's name
                return SpeechServer()

            def speak(self, text: str | None = None, *_how: Any, **_more: Any) -> None:
                if text:
                    heard.write(" ".join(text.split()) + "\n")

            def speakCharacter(self, character: str, **_how: Any) -> None:  # noqa: N802 - likewise
                self.speak(character)

            def stop(self) -> None:
                heard.write("\n")

        module = ModuleType(SYNTHESIZER)
        module.SpeechServer = SpeechServer  # type: ignore[attr-defined]
        sys.modules[SYNTHESIZER] = module
        from orca import orca

        # Keys are no words of the program's, and a line of Braille asks for as much as is spoken.
        unused = {"enableKeyEcho": False, "enableBraille": False}
        orca.getSettingsManager().activate(None, unused)
        vars(settings).update(unused)
        # Orca words each event for a log that nobody keeps, and asks the program for each name.
        Atspi.Accessible.__str__ = object.__repr__
        return int(orca.main() or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
