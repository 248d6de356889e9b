"""Asks once more before a dispute is withdrawn: what happens then, and that it cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import ORDER_ID_LIMIT, DisputeId, OrderId, find_order_ids, is_cj_order_id
from app.domain.text import one_line
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.announce import announce
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label, set_property, title_label


class CancelDialog(Dialog):
    """Takes the order where it is known, asks for it where not, and gives it back."""

    def __init__(
        self, dispute_id: DisputeId, order_id: OrderId | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known = order_id
        shown = one_line(dispute_id, 60)
        heading = title_label(self.tr("Cancel dispute {dispute}?").format(dispute=shown))
        effect = plain_label(
            self.tr(
                "CJ stops looking at it. Its items can be disputed again as long as their time "
                "is not over."
            ),
            wraps=True,
        )
        self._order_label = plain_label(self.tr("CJ order number"))
        self._order = QLineEdit()
        self._order_hint = muted_label(
            self.tr("CJ needs the order that the dispute is about, and its list does not name it.")
        )
        self._problem = plain_label(wraps=True)
        self._buttons = QDialogButtonBox()
        self._keep = QPushButton(self.tr("Keep it"))
        self._cancel = QPushButton(self.tr("Cancel dispute {dispute}").format(dispute=shown))
        self.setWindowTitle(self.tr("Cancel dispute"))
        self.setAccessibleName(self.tr("Cancel dispute"))
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._order.setAccessibleName(self.tr("CJ order number"))
        self._order.setPlaceholderText(self.tr("SD… or DP…"))
        self._order.setMaxLength(ORDER_ID_LIMIT)
        self._order_label.setBuddy(self._order)
        set_property(self._problem, "tone", "bad")
        if order_id is not None:
            for widget in (self._order_label, self._order, self._order_hint):
                widget.hide()
        self._problem.hide()

        self._buttons.addButton(self._keep, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(heading)
        layout.addWidget(effect)
        for widget in (self._order_label, self._order, self._order_hint, self._problem):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addSpacing(SPACE_M)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(420)
        # The act cannot be undone: Enter alone must not do it. A number typed first is intent.
        # (After the layout: a button outside a dialog can't be its default.)
        (self._keep if order_id else self._cancel).setDefault(True)

        self._cancel.clicked.connect(self._confirm)
        self._keep.clicked.connect(self.reject)
        self._order.textEdited.connect(self._clear_problem)
        (self._keep if order_id else self._order).setFocus()

    @property
    def order_id(self) -> OrderId | None:
        """The order to name to CJ; None while there is none in the field."""
        if self._known:
            return self._known
        # The likeliest alone: a piece of what was typed may be another order.
        likeliest = find_order_ids(self._order.text())[:1]
        spellings = [each for one in likeliest for each in one.ids if is_cj_order_id(each)]
        return spellings[-1] if spellings else None

    def _confirm(self) -> None:
        if self.order_id is not None:
            self._cancel.setEnabled(False)  # the second half of a double click
            self.accept()
            return
        self._problem.setText(
            self.tr("Type CJ's number of the order: it begins with SD or DP, or is a long number.")
        )
        self._problem.show()
        set_property(self._order, "invalid", True)
        self._order.setFocus()
        announce(self, self._problem.text(), is_urgent=True)

    def _clear_problem(self) -> None:
        self._problem.hide()
        set_property(self._order, "invalid", False)
