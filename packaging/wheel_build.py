"""Builds the wheel: setuptools does, and the files that the program reads go in with it.

`resources/` stays at the top of the checkout; in a wheel it lies in `app/`, its translations
compiled. pyproject.toml names this file as the one that pip and uv are to call.
"""

import shutil
from pathlib import Path

from bundle.shipped_resources import gather
from setuptools.build_meta import *  # noqa: F403 - the hooks of a build, all of them setuptools' own
from setuptools.command.build_py import build_py


class BuildWithResources(build_py):  # type: ignore[misc] # setuptools comes without types
    """What setuptools calls to put the modules together."""

    def run(self) -> None:
        # What is left of an earlier build would go in again, with modules that are gone since.
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        # An editable installation reads the checkout's own.
        if not self.editable_mode:
            gather(Path(self.build_lib) / "app" / "resources", "windows")
