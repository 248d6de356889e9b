from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.history.insights import Grain, Period, ResultKind, Totals, TotalsByResult
from app.ui.insights import chart
from app.ui.insights.chart import LOOKS, PeriodChart, axis_for, colour_of, mark_texts
from app.ui.insights.messages import Measure, period_sentence
from app.ui.theme import DARK, LIGHT, Scheme

pytestmark = pytest.mark.usefixtures("painted")

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
CENT, ONE = Decimal("0.01"), Decimal(1)


def period(month: int, refund: str = "0.00", *, refused: int = 0) -> Period:
    shares = {}
    if Decimal(refund):
        shares[ResultKind.REFUNDED] = Totals(1, refunded=Decimal(refund))
    if refused:
        shares[ResultKind.REFUSED] = Totals(refused, asked=Decimal(10), asked_known=1)
    return Period(date(2026, month, 1), Grain.MONTH, TotalsByResult(shares))


PERIODS = (period(1, "20.00", refused=1), period(2), period(3, "-10.00"))


@pytest.fixture
def scheme() -> Scheme:
    return LIGHT


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, scheme: Scheme) -> PeriodChart:
    monkeypatch.setattr(chart, "current_scheme", lambda: scheme)
    widget = PeriodChart()
    qtbot.addWidget(widget)
    widget.setStyleSheet(f"PeriodChart {{ background: {scheme.surface}; }}")
    widget.resize(700, 300)
    widget.show_periods(PERIODS, Measure.MONEY)
    widget.show()
    return widget


def picture(widget: PeriodChart) -> QImage:
    return widget.grab().toImage()


def count_of(image: QImage, colour: QColor) -> int:
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@SCHEMES
def test_bars_are_painted_in_their_colours(shown: PeriodChart, scheme: Scheme) -> None:
    image = picture(shown)
    assert count_of(image, colour_of(ResultKind.REFUNDED, scheme)) > 500
    assert count_of(image, colour_of(ResultKind.REFUSED, scheme)) > 50
    assert count_of(image, colour_of(ResultKind.OPEN, scheme)) == 0


@SCHEMES
@pytest.mark.parametrize("fate", ResultKind)
def test_every_colour_stands_out_from_the_card(fate: ResultKind, scheme: Scheme) -> None:
    one, other = sorted(
        _luminance(QColor(each)) for each in (colour_of(fate, scheme), scheme.surface)
    )
    assert (other + 0.05) / (one + 0.05) >= 3


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_no_fate_is_told_by_colour_alone() -> None:
    assert len({each.pattern for each in LOOKS.values()}) == len(ResultKind)


def test_negative_money_hangs_below_the_line(shown: PeriodChart) -> None:
    shown.clearFocus()  # its frame has the same colour
    image = picture(shown)
    column = [
        image.pixelColor(round(shown.bar_area(2).center().x()), y) for y in range(image.height())
    ]
    painted = [y for y, each in enumerate(column) if each == colour_of(ResultKind.REFUNDED, LIGHT)]
    assert painted
    assert min(painted) >= shown._y(Decimal(0), shown._plot()) - 1


def test_the_pointer_shows_a_months_figures(shown: PeriodChart) -> None:
    shown.clearFocus()
    before = picture(shown)
    QTest.mouseMove(shown, shown.bar_area(1).center().toPoint())
    assert shown.chosen == 1
    assert picture(shown) != before
    QTest.mouseMove(shown, QPoint(2, 2))
    assert shown.chosen == -1


def test_keys_go_from_month_to_month(shown: PeriodChart, qtbot: QtBot) -> None:
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    assert shown.chosen == 2  # the present month
    for key, place in (
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 2),
        (Qt.Key.Key_Right, 2),
        (Qt.Key.Key_Home, 0),
    ):
        QTest.keyClick(shown, key)
        assert shown.chosen == place
    assert "January 2026: Recovered: USD 20.00, Rejected: USD 10.00" in (
        shown.accessibleDescription()
    )


def test_other_keys_are_left_to_others(shown: PeriodChart) -> None:
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_A)
    assert shown.chosen in (-1, 2)


def test_a_month_without_anything_says_so() -> None:
    assert period_sentence(PERIODS[1], Measure.DISPUTES) == "February 2026: nothing"


@pytest.mark.parametrize("measure", Measure)
def test_nothing_to_show_is_painted_too(qtbot: QtBot, measure: Measure) -> None:
    widget = PeriodChart()
    qtbot.addWidget(widget)
    for periods in ((), (period(1),)):
        widget.show_periods(periods, measure)
        widget.setFocus()
        assert not picture(widget).isNull()
        QTest.keyClick(widget, Qt.Key.Key_Left)
    assert widget.fates == ()


def test_fewer_periods_than_before_leave_the_focus_within(shown: PeriodChart, qtbot: QtBot) -> None:
    shown.setFocus()
    qtbot.waitUntil(shown.hasFocus)
    shown.show_periods(PERIODS[:1], Measure.DISPUTES)
    assert shown.chosen == 0
    picture(shown)


@pytest.mark.parametrize(
    ("low", "high", "least", "texts"),
    [
        ("0", "0.01", CENT, ("0.00", "0.01")),
        ("0", "7", ONE, ("0", "2", "4", "6", "8")),
        ("0", "1", ONE, ("0", "1")),
        ("0", "3", ONE, ("0", "1", "2", "3")),
        ("0", "164.20", CENT, ("0", "50", "100", "150", "200")),
        ("0", "4.20", CENT, ("0", "2", "4", "6")),
        ("0", "1.20", CENT, ("0.00", "0.50", "1.00", "1.50")),
        ("-12", "30", CENT, ("-20", "0", "20", "40")),
        ("-5", "0", ONE, ("-6", "-4", "-2", "0")),
        ("0", "164000", CENT, ("0", "50k", "100k", "150k", "200k")),
        ("0", "1500000", CENT, ("0", "0.5M", "1M", "1.5M")),
        ("0", "9999999999999999.99", CENT, ("0", "5,000,000bn", "10,000,000bn")),
    ],
)
def test_axes_have_round_marks(low: str, high: str, least: Decimal, texts: tuple[str, ...]) -> None:
    axis = axis_for(Decimal(low), Decimal(high), least_step=least)
    assert mark_texts(axis) == texts
    assert axis.place(axis.marks[0]) == 0
    assert axis.place(axis.marks[-1]) == 1
    assert axis.marks[0] <= Decimal(low) <= Decimal(high) <= axis.marks[-1]
