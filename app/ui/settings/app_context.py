"""What every window needs and the composition root makes once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.support.paths import DataFolder
    from app.ui.settings.choices import Choices


class AppContext(NamedTuple):
    """The user's choices, and where the program keeps its files."""

    choices: Choices
    folder: DataFolder
