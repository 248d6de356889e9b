"""The page of the accounts: those of this computer, and what CJ allows the open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.domain.pace import FASTEST, Allowance, Points, Quota
from app.ui.messages.notices import Doing, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.labels import muted_label, plain_label, section_label
from app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.pace import AccountSettings
    from app.services.account_link import AccountLink
    from app.ui.account.accounts_list import AccountsList

_A_DAY = 4


class AccountPage(QWidget):
    """The list of accounts above, how fast and how much CJ lets the open one ask below."""

    def __init__(
        self, runner: BackgroundRunner, accounts: AccountsList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link: AccountLink | None = None
        self._latest = Latest(runner, self)
        self._notice = NoticeBar()
        self._pace = plain_label(wraps=True)
        self._quota = plain_label(wraps=True)
        self._points = plain_label(wraps=True)
        self._ask = QPushButton(self.tr("Ask CJ for the limits"))

        rows = QFormLayout()
        rows.setHorizontalSpacing(SPACE_XL)
        rows.setVerticalSpacing(SPACE_S)
        rows.addRow(plain_label(self.tr("Requests")), self._pace)
        rows.addRow(plain_label(self.tr("Daily quota")), self._quota)
        rows.addRow(plain_label(self.tr("API points")), self._points)
        ask = QHBoxLayout()
        ask.addWidget(self._ask)
        ask.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._notice)
        layout.addWidget(accounts)
        layout.addWidget(
            muted_label(self.tr("Disputes, drafts and the sign-in of each account are kept apart."))
        )
        layout.addSpacing(SPACE_M)
        layout.addWidget(section_label(self.tr("CJ's limits for the open account")))
        layout.addLayout(rows)
        layout.addLayout(ask)
        layout.addStretch(1)

        self._ask.clicked.connect(self._ask_limits)

    def use(self, link: AccountLink | None) -> None:
        """Show this account's limits."""
        self._latest.cancel()
        self._notice.clear()
        self._link = link
        self._ask.setEnabled(link is not None)
        self._show_limits()

    def _ask_limits(self) -> None:
        link = self._link
        if link is not None:
            self._ask.setEnabled(False)
            self._latest.run(link.ask_settings, on_success=self._take, on_error=self._tell)

    def _take(self, _settings: AccountSettings) -> None:
        self._ask.setEnabled(True)
        self._notice.clear()
        self._show_limits()

    def _tell(self, error: AppError) -> None:
        self._ask.setEnabled(True)
        self._notice.show_notice(notice_for(error, Doing.REFRESH))

    def _show_limits(self) -> None:
        link = self._link
        settings = link.settings if link else None
        self._pace.setText(self._pace_words(link.allowance if link else None))
        self._quota.setText(self._quota_words(settings.quotas if settings else None))
        self._points.setText(self._points_words(link.points if link else None))

    def _pace_words(self, allowance: Allowance | None) -> str:
        if allowance is None or allowance.told == 1:
            return self.tr("1 a second")
        if allowance.ceiling < min(allowance.told, FASTEST):
            text = self.tr(
                "{rate} a second now; CJ names {told}, but more than {ceiling} was refused"
            )
        else:
            text = self.tr("{rate} a second now; up to {ceiling} while CJ goes along")
        return text.format(rate=allowance.rate, told=allowance.told, ceiling=allowance.ceiling)

    def _quota_words(self, quotas: tuple[Quota, ...] | None) -> str:
        if quotas is None:
            return self.tr("Not asked for yet")
        daily = [each for each in quotas if each.period == _A_DAY]
        if not daily:
            return self.tr("CJ names none")
        return "\n".join(
            self.tr("{count} a day for {path}").format(
                count=f"{each.limit:,}",
                path=each.path if each.path.strip("*/ ") else self.tr("all requests"),
            )
            for each in daily
        )

    def _points_words(self, points: Points | None) -> str:
        if points is None:
            return self.tr("CJ has not named any; disputes cost none")
        return self.tr("{remaining} of {total} left today").format(
            remaining=f"{points.remaining:,}", total=f"{points.total:,}"
        )
