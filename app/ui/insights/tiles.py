"""The four figures at the top of the insights."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.history.insights import DecisionTimes, Overview, ResultKind, TotalsByResult
from app.ui.insights.messages import duration, percent
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XS
from app.ui.widgets.labels import copyable_label, muted_label, scale
from app.ui.widgets.layouts import STRETCH, fill

translate = QCoreApplication.translate

_FIGURE_SCALE = 1.7
_NOTHING = "–"


class Tile(QFrame):
    """A figure with its name above and a sentence below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = muted_label()
        self._figure = copyable_label(wraps=False)
        self._sentence = muted_label()
        scale(self._figure, _FIGURE_SCALE, bold=True)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

        fill(
            QVBoxLayout(self),
            self._name,
            self._figure,
            self._sentence,
            STRETCH,
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_M),
            spacing=SPACE_XS,
        )

    def say(self, name: str, figure: str, sentence: str) -> None:
        """Show these words."""
        self._name.setText(name)
        self._figure.setText(figure)
        self._figure.setAccessibleName(f"{name}: {figure}")
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{name}: {figure}. {sentence}")

    @property
    def figure(self) -> str:
        """What it says in large."""
        return self._figure.text()

    @property
    def sentence(self) -> str:
        """What it says below."""
        return self._sentence.text()


class Tiles(QWidget):
    """Recovered, open, won, and how long it took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recovered, self.open, self.won, self.time = (Tile() for _ in range(4))

        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        for column, tile in enumerate((self.recovered, self.open, self.won, self.time)):
            layout.addWidget(tile, 0, column)
            layout.setColumnStretch(column, 1)

    def show_overview(self, overview: Overview) -> None:
        """Show the figures of a span."""
        total, times = overview.total, overview.times
        refunds = total[ResultKind.REFUNDED]
        is_untold = refunds.count > 0 and refunds.refund_known == 0
        self.recovered.say(
            self.tr("Recovered"),
            _NOTHING if is_untold else formatting.money(total.recovered),
            _recovered_sentence(total),
        )
        self.open.say(self.tr("Open"), f"{total[ResultKind.OPEN].count:,}", _open_sentence(total))
        rate = total.win_rate
        self.won.say(
            self.tr("Won"), _NOTHING if rate is None else percent(rate), _won_sentence(total)
        )
        self.time.say(
            self.tr("Time to decision (median)"),
            _NOTHING if times.median is None else duration(times.median),
            _time_sentence(times),
        )


def _recovered_sentence(total: TotalsByResult) -> str:
    text = translate("Insights", "Refunds: {count}.").format(
        count=f"{total[ResultKind.REFUNDED].count:,}"
    )
    if total[ResultKind.REISSUED].count:
        worth = total.money(ResultKind.REISSUED)
        again = translate("Insights", "Sent again: {count}.")
        if worth:  # as far as CJ told it
            again = translate("Insights", "Sent again: {count}, worth {amount}.")
        again = again.format(
            count=f"{total[ResultKind.REISSUED].count:,}", amount=formatting.money(worth)
        )
        text = formatting.sentences(text, again)
    if total.return_rate is not None:
        share = translate("Insights", "{rate} of what was asked for, where known.").format(
            rate=percent(total.return_rate)
        )
        text = formatting.sentences(text, share)
    return text


def _open_sentence(total: TotalsByResult) -> str:
    share = total[ResultKind.OPEN]
    if not share.count:
        return translate("Insights", "CJ has nothing left to decide.")
    if not share.asked_known:
        return translate("Insights", "What was asked for is not known here.")
    return translate("Insights", "Up to {amount} asked for in {known} of them.").format(
        amount=formatting.money(share.asked), known=f"{share.asked_known:,}"
    )


def _won_sentence(total: TotalsByResult) -> str:
    if not total.decided:
        return translate("Insights", "CJ has decided none.")
    text = translate("Insights", "{won} of {decided} decided; {refused} refused.").format(
        won=f"{total.won:,}",
        decided=f"{total.decided:,}",
        refused=f"{total[ResultKind.REFUSED].count:,}",
    )
    closed = total[ResultKind.CLOSED].count
    if closed:
        left_out = translate("Insights", "Closed undecided, not counted: {count}.").format(
            count=f"{closed:,}"
        )
        text = formatting.sentences(text, left_out)
    return text


def _time_sentence(times: DecisionTimes) -> str:
    if not times.decided:
        return translate("Insights", "CJ has decided none.")
    return translate(
        "Insights",
        "Known for {known} of {decided}: those seen to be decided while this program ran.",
    ).format(known=f"{times.known:,}", decided=f"{times.decided:,}")
