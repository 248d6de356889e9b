"""What the models of tables share: the roles of cells, and the headings above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Iterable

AnyIndex = QModelIndex | QPersistentModelIndex

ROOT = QModelIndex()
# Looked up and made numbers once: a view asks for them a thousand times a frame.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
DECORATION = int(Qt.ItemDataRole.DecorationRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
FONT = int(Qt.ItemDataRole.FontRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""Gives the value of the whole row behind a cell; None while it is not read yet."""
RAW_ROLE = ROW_ROLE + 1
"""Gives the cell's value for the clipboard."""
NEVER_GIVEN = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.SizeHintRole,
    )
)
"""Roles that a view asks for in every cell it paints, and that no cell has."""

_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


class HeadedModel(QAbstractTableModel):
    """Read-only, under headings. Numbers stand on the right, all else on the left."""

    headings: tuple[str, ...] = ()
    sides: tuple[int, ...] = ()
    """On which side each column stands, for `ALIGNMENT`."""

    def put_headings(self, headings: Iterable[tuple[str, bool]]) -> None:
        """Have these above the columns, each with whether there are numbers below it."""
        named = tuple(headings)
        self.headings = tuple(name for name, _ in named)
        self.sides = tuple(_RIGHT if is_number else _LEFT for _, is_number in named)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        if role == DISPLAY:
            return self.headings[section]
        return self.sides[section] if role == ALIGNMENT else None
