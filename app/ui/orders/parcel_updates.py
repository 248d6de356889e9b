"""Where the parcels of the order that is shown are: as others have asked, and by asking CJ."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.ui.deferred import DRAWN_AFTER_MS

if TYPE_CHECKING:
    from app.domain.ids import OrderId
    from app.services.orders.parcels import Parcel, ParcelService


class ParcelNews(Enum):
    """Whether more is to be expected than what is shown of an order's parcels."""

    NONE = "none"
    AWAITED = "awaited"
    FAILED = "failed"


class ParcelUpdates(QObject):
    """Follows the parcels of one order."""

    told = Signal(object)
    """The `Parcel` that is known by now."""
    news_changed = Signal()
    renewed = Signal()
    """CJ was asked, and told."""

    def __init__(self, runner: BackgroundRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._parcels: ParcelService | None = None
        self._order_id: OrderId | None = None
        self.news = ParcelNews.NONE
        self._reading = Latest(runner, self, Lane.STORAGE)
        self._renewing = Latest(runner, self)
        self._renew_soon = QTimer(self, singleShot=True, interval=DRAWN_AFTER_MS)
        self._renew_soon.timeout.connect(self._renew)

    def follow(
        self, parcels: ParcelService | None, order_id: OrderId | None, *, is_due: bool
    ) -> None:
        """Be about this order, or none; have CJ asked where that is due, behind all else.

        What its news is by that is told by nothing but `news`.
        """
        self._renew_soon.stop()
        self._reading.cancel()
        self._renewing.cancel()
        self._parcels, self._order_id = parcels, order_id
        self.news = ParcelNews.AWAITED if is_due else ParcelNews.NONE
        if is_due:
            self._renew_soon.start()

    @Slot()
    def read(self) -> None:
        """Tell what is known by now: others ask, too."""
        if self._parcels is not None and self._order_id is not None:
            known, order_id = self._parcels.known, self._order_id
            self._reading.run(
                lambda: known(order_id),
                on_success=self.told.emit,
                on_error=lambda _error: None,  # then what is shown stays
            )

    @Slot()
    def _renew(self) -> None:
        if self._parcels is not None and self._order_id is not None:
            renew, order_id = self._parcels.renew, self._order_id
            self._renewing.run(
                lambda: renew(order_id),
                on_success=self._take_renewed,
                on_error=lambda _error: self._set_news(ParcelNews.FAILED),
                on_end=self._end,
            )

    def _take_renewed(self, parcel: Parcel) -> None:
        self._set_news(ParcelNews.NONE)
        self.told.emit(parcel)
        self.renewed.emit()

    def _end(self) -> None:
        if self.news is ParcelNews.AWAITED:  # a bug, or it was stopped
            self._set_news(ParcelNews.NONE)

    def _set_news(self, news: ParcelNews) -> None:
        self.news = news
        self.news_changed.emit()
