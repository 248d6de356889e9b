"""The list of evidence links: each with its picture, what its test showed, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QListWidgetItem

from app.domain.filing.filing import Evidence, EvidenceKind
from app.ui.filing import messages
from app.ui.filing.evidence.link_tester import advice, status_line, tone_of
from app.ui.messages.notices import Severity
from app.ui.theme import SPACE_S, current_scheme, icon
from app.ui.widgets.labels import grown, plain_tooltip
from app.ui.widgets.spoken_rows import SpokenList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.ui.filing.evidence.link_tester import LinkTester
    from app.ui.widgets.pictures import PictureLoader

_KIND_ICONS = {EvidenceKind.IMAGE: "picture", EvidenceKind.VIDEO: "video"}
_TONE_ICONS = {Severity.GOOD: "success", Severity.WARN: "warning", Severity.INFO: "clock"}
_SIDE, _BADGE, _DRAWING = 36, 16, 24
_ROWS = 3
_LONGEST_PICTURE = 3_000_000
"""Pictures larger than this are not fetched for a thumbnail."""


class EvidenceList(SpokenList):
    """Two lines a link: the address, and what is known of it."""

    advice_changed = Signal()

    def __init__(self, tester: LinkTester, pictures: PictureLoader) -> None:
        super().__init__()
        self._tester = tester
        self._pictures = pictures
        self._shown: tuple[Evidence, ...] = ()
        self._thumbnails: dict[str, QPixmap] = {}
        self.setAccessibleName(self.tr("Evidence"))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.fit()

        self.currentRowChanged.connect(self.advice_changed)
        tester.changed.connect(self._show_test)

    @property
    def current(self) -> Evidence | None:
        """The link that has the focus."""
        row = self.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @property
    def advice(self) -> str:
        """What to do about the link that has the focus."""
        current = self.current
        return advice(current, self._tester.test_of(current.url)) if current else ""

    def show_links(self, evidence: Iterable[Evidence]) -> None:
        """List these, and have the new ones tested."""
        links = tuple(evidence)
        if links == self._shown:
            return
        row = self.currentRow()
        self._shown = links
        self.clear()
        for each in links:
            item = QListWidgetItem()
            item.setToolTip(plain_tooltip(each.url))
            self.addItem(item)
            self._render(item, each)
        self.setCurrentRow(min(max(row, 0), len(links) - 1))
        self.fit()
        for each in links:
            self._tester.test(each.url)
        self.advice_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(current_scheme().muted))
            room = self.viewport().rect().adjusted(SPACE_S, 0, -SPACE_S, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.tr("No links yet"))
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.fit()
            for row, each in enumerate(self._shown):
                self._render(self.item(row), each)

    def fit(self) -> None:
        """Be as high as a few links are."""
        side = grown(_SIDE, self.fontMetrics())
        self.setIconSize(QSize(side, side))
        row = max(self.fontMetrics().lineSpacing() * 2, side) + 8
        self.setFixedHeight(row * min(max(len(self._shown), 1), _ROWS) + 2 * self.frameWidth() + 4)

    def _show_test(self, url: str) -> None:
        for row, each in enumerate(self._shown):
            if each.url == url:
                self._render(self.item(row), each)
                self._want_thumbnail(each)
        self.advice_changed.emit()

    def _render(self, item: QListWidgetItem, evidence: Evidence) -> None:
        test = self._tester.test_of(evidence.url)
        status = status_line(evidence, test)
        item.setText(f"{evidence.url}\n{status}")
        item.setIcon(self._icon(evidence, tone_of(evidence, test)))
        name = f"{messages.kind_title(evidence.kind)}: {evidence.url}, {status}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, name)

    def _want_thumbnail(self, evidence: Evidence) -> None:
        test = self._tester.test_of(evidence.url)
        report = test.report if test else None
        if report and report.is_image and (report.bytes or 0) <= _LONGEST_PICTURE:
            url = evidence.url
            self._pictures.load(url, self, lambda picture: self._take_thumbnail(url, picture))

    def _take_thumbnail(self, url: str, picture: QPixmap) -> None:
        if url not in self._thumbnails:
            self._thumbnails[url] = picture
            for row, each in enumerate(self._shown):
                if each.url == url:
                    self._render(self.item(row), each)

    def _icon(self, evidence: Evidence, tone: Severity) -> QIcon:
        """The picture, or a drawing of its kind, with the test's mark in the corner."""
        ratio = self.devicePixelRatioF()
        metrics = self.fontMetrics()
        side, badge, room = (grown(each, metrics) for each in (_SIDE, _BADGE, _DRAWING))
        canvas = QPixmap(QSize(side, side) * ratio)
        canvas.setDevicePixelRatio(ratio)
        canvas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(canvas)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        thumbnail = self._thumbnails.get(evidence.url)
        if thumbnail is None:
            at = grown(4, metrics)
            icon(_KIND_ICONS[evidence.kind], "muted").paint(painter, at, at, room, room)
        else:
            size = thumbnail.deviceIndependentSize().toSize()
            size.scale(side, side, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(
                (side - size.width()) // 2,
                (side - size.height()) // 2,
                size.width(),
                size.height(),
                thumbnail,
            )
        corner = side - badge
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().base())
        painter.drawEllipse(corner - 1, corner - 1, badge + 2, badge + 2)
        colour = {Severity.GOOD: "good", Severity.WARN: "warn"}.get(tone, "muted")
        icon(_TONE_ICONS[tone], colour).paint(painter, corner, corner, badge, badge)
        painter.end()
        return QIcon(canvas)
