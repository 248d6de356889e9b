"""The filing dialog's keys, defined once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

GO_ON = ("Ctrl+Return", "Ctrl+Enter")
"""Next, or the commit button once its page was shown."""
DIGITS = 9


def add_shortcuts(
    window: QWidget, *, go_on: Callable[[], object], choose: Callable[[int], object]
) -> None:
    """Ctrl+Enter goes on from anywhere; Alt and a digit choose by place. Held keys do it once."""
    acts: list[tuple[str, Callable[[], object]]] = [(keys, go_on) for keys in GO_ON]
    acts += [(f"Alt+{number + 1}", partial(choose, number)) for number in range(DIGITS)]
    for keys, act in acts:
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)
