"""The details panel and what fills it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAccessible, QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner
from app.domain.disputes.disputes import CostKind, DisputeDetail, Outcome, RefundPart
from app.domain.errors import NotFound
from app.domain.filing.doubt import CANDIDATES_FOUND, NOT_FOUND, NOT_WHOLE
from app.domain.filing.filing import Attempt, AttemptKind, Evidence, EvidenceKind, FilingState
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.notes import Note
from app.domain.ids import DisputeId
from app.ui.deferred import call_in_turns
from app.ui.history.details.loader import DetailsLoader
from app.ui.history.details.panel import DetailsPanel
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import Column
from app.ui.messages.my_cj import HOME
from app.ui.theme import current_scheme
from app.ui.widgets.pictures import PictureLoader
from tests.builders import NOON
from tests.ui.history.fake_desk import FakeDesk, make_filing, make_row
from tests.ui.pages import details_panel, dressed

BREAK = "\u200b"
FIRST, SECOND = DisputeId("SH26112000000001"), DisputeId("SH26112000000002")


@pytest.fixture
def panel(qtbot: QtBot) -> DetailsPanel:
    panel = details_panel()
    qtbot.addWidget(panel)
    panel.resize(340, 700)
    panel.show()
    return panel


def _texts(panel: DetailsPanel) -> list[str]:
    QApplication.processEvents()  # layouts show what was added to them a turn later
    labels = panel.findChildren(QLabel)
    shown = [each.text() for each in labels if each.isVisible() and each.text()]
    return [each.replace(BREAK, "") for each in shown]


def test_the_first_details_come_in_turns_and_tell_of_what_is_selected_by_then(
    qtbot: QtBot, runner: BackgroundRunner, desk: FakeDesk, pictures: PictureLoader
) -> None:
    desk.history.notes[SECOND] = Note("About the second", NOON)
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.show()
    pane.open_desk(desk.as_desk, pictures)
    shown: list[DisputeId | None] = []
    pane._details.panel_made.connect(lambda panel: shown.append(panel.dispute_id))

    pane._table.choose(FIRST)
    assert shown == [], "in one go they hold up the window"
    pane._table.choose(SECOND)
    pane.refresh()  # what comes meanwhile does not hide them
    qtbot.waitUntil(lambda: pane._details.dispute_id is not None)

    assert (pane._details.dispute_id, shown) == (SECOND, [None])
    assert pane._details.panel.note.box.toPlainText() == "About the second"
    assert pane._details.panel.isVisible()


@pytest.fixture
def fresh(
    qtbot: QtBot, runner: BackgroundRunner, desk: FakeDesk, pictures: PictureLoader
) -> HistoryPane:
    """A pane in which nothing was selected yet, so that no details are made."""
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
    pane.open_desk(desk.as_desk, pictures)
    QApplication.processEvents()
    return pane


@pytest.mark.parametrize("chosen", [FIRST, None], ids=["one", "several"])
def test_enter_goes_to_the_first_details_before_their_turn_has_come(
    qtbot: QtBot, fresh: HistoryPane, chosen: DisputeId | None
) -> None:
    table = fresh._table
    table.setFocus()
    if chosen is None:
        table.selectAll()
    else:
        table.choose(chosen)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    panel = fresh._details.panel
    assert panel.isAncestorOf(fresh.focusWidget())
    assert panel.dispute_id == chosen


def test_a_reply_is_copied_before_the_first_details_had_their_turn(fresh: HistoryPane) -> None:
    fresh._table.choose(FIRST)
    QApplication.clipboard().clear()
    action = next(each for each in fresh._table.actions() if "buyer" in each.text())
    action.trigger()
    assert "your order 1001" in QApplication.clipboard().text()


def test_the_first_details_are_not_those_of_the_account_before(
    qtbot: QtBot, fresh: HistoryPane, desk: FakeDesk, pictures: PictureLoader
) -> None:
    fresh._table.choose(FIRST)
    fresh._model.blockSignals(True)  # the rows of the other account are still being read
    fresh.open_desk(desk.as_desk, pictures)
    told: list[DisputeId | None] = []
    fresh._details.panel_made.connect(lambda panel: told.append(panel.dispute_id))
    qtbot.waitUntil(lambda: bool(told))
    is_over: list[bool] = []
    # As many turns as it would take its row to be shown.
    call_in_turns(fresh, lambda: None, lambda: is_over.append(True))
    qtbot.waitUntil(lambda: bool(is_over))
    assert fresh._details.dispute_id is None


def test_nothing_selected_says_what_to_do(panel: DetailsPanel) -> None:
    assert _texts(panel) == ["Choose a dispute to see its details here."]


def test_row_is_shown_in_words(panel: DetailsPanel) -> None:
    panel.show_row(make_row(asked="42.48", is_exact=False))

    texts = _texts(panel)
    assert FIRST in texts
    assert "CJ has not decided. Its status: Processing" in texts
    assert {"Processing", "Undecided", "1001\nSD2611200001234567", "Product Damaged"} <= set(texts)
    assert any(text.startswith("about 20 Nov 2026 11:59") for text in texts)
    assert "Reissue order" not in texts


def test_detail_adds_the_cost_lines(panel: DetailsPanel) -> None:
    row = make_row(outcome=Outcome.REFUND, refund="42.48", asked="45.48")
    panel.show_row(row)

    panel.show_detail(
        DisputeDetail(
            row.dispute, (RefundPart(CostKind.PRODUCT, "Product Cost", Decimal("42.48")),)
        )
    )

    texts = _texts(panel)
    assert "CJ refunded USD 42.48 of up to USD 45.48." in texts
    assert "Shipping was not refunded" in texts
    assert "USD 3.00 less than asked" in texts


def test_the_picture_on_a_button_is_seen_on_its_ground(panel: DetailsPanel) -> None:
    def shade() -> str:
        picture = panel._my_cj.icon().pixmap(32, 32).toImage()
        inked = [
            QColor(picture.pixel(x, y))
            for x in range(32)
            for y in range(32)
            if picture.pixelColor(x, y).alpha() == 255
        ]
        return inked[0].name().upper()

    panel.show_row(make_row())
    assert shade() == current_scheme().text
    panel.show_row(make_row(2, status="Wait for the merchant to confirm"))
    assert shade() == current_scheme().on_accent


def test_long_words_do_not_make_the_panel_wider(panel: DetailsPanel) -> None:
    word = "AWAITING_CONFIRMATION_OF_THE_NEGOTIATED_PLAN_BY_THE_MERCHANT"
    row = make_row(
        status="Finished",
        outcome=Outcome.REFUND,
        refund="12.50",
        order_number="O" * 60,
        reason=word,
        product=word,
        supplier=word,
    )
    part = RefundPart(CostKind.OTHER, word, Decimal("12.50"))
    panel.show_row(row)
    panel.show_detail(DisputeDetail(row.dispute, (part,)))
    link = Evidence("https://example.com/" + "x" * 150)
    filing = make_filing(state=FilingState.CONFIRMED)
    panel.show_kept(None, replace(filing, draft=replace(filing.draft, evidence=(link,))))
    assert "\n".join(_texts(panel)).count(word) == 4
    assert panel._scroll.horizontalScrollBar().maximum() == 0
    for copied in (panel._facts[2], panel._number):
        assert BREAK not in copied.text()


def test_who_comes_to_the_details_hears_what_each_fact_is(panel: DetailsPanel) -> None:
    panel.show_row(make_row(outcome=Outcome.REFUND, refund="12.50", asked="20"))
    told = panel._scroll.accessibleDescription()
    assert told.startswith("CJ refunded USD 12.50 of up to USD 20.00; Status: Processing; Outcome")
    panel.show_row(make_row(2))
    undecided = panel._scroll.accessibleDescription()
    assert undecided.startswith("CJ has not decided. Its status: Processing; Outcome: Undecided; ")
    assert "; Order: 1001, SD2611200001234567; " in told
    assert "; Reason: Product Damaged; Created: " in told
    assert told.endswith(", Asked (up to): USD 20.00, Received: USD 12.50")
    reader = QAccessible.queryAccessibleInterface(panel._facts[0])
    assert reader.role() is QAccessible.Role.Paragraph  # or Orca told the fact again, nameless
    assert reader.text(QAccessible.Text.Name) == "Processing"


def test_answers_for_another_dispute_are_dropped(panel: DetailsPanel) -> None:
    panel.show_row(make_row(1))
    other = make_row(2, status="Other word").dispute

    panel.show_detail(DisputeDetail(other))
    panel.show_kept(DisputeDetail(other), make_filing())

    assert panel.dispute_id == FIRST
    assert "Other word" not in _texts(panel)
    assert "Record of this program" not in _texts(panel)


def test_record_of_a_filing(panel: DetailsPanel) -> None:
    filing = make_filing(state=FilingState.CONFIRMED)
    sent = Attempt(AttemptKind.CREATE, NOON, NOON, "filed", 200, "success", "req-1")
    looked = Attempt(AttemptKind.READ_BACK, NOON, NOON, "TimedOut")
    draft = replace(
        filing.draft,
        message="<b>broken</b>\nSee picture",
        evidence=(Evidence("https://i.example/a.jpg", EvidenceKind.IMAGE),),
    )
    panel.show_row(make_row())
    panel.show_kept(None, replace(filing, draft=draft, attempts=(sent, looked)))

    texts = _texts(panel)
    assert "<b>broken</b>\nSee picture" in texts
    assert "https://i.example/a.jpg" in texts
    assert "DD-1" in texts
    requests = next(text for text in texts if text.startswith("Sent to CJ: 22 Nov 2026"))
    assert "Result: accepted\nCode: 200\nCJ's text: success\nRequest id: req-1" in requests
    assert "Looked for in CJ's list" in requests
    assert "Result: no answer in time" in requests


def test_record_of_a_draft_that_was_not_sent_says_so(panel: DetailsPanel) -> None:
    panel.show_row(make_row())
    panel.show_kept(None, make_filing(state=FilingState.CONFIRMED))

    assert any("The draft below was not sent" in each for each in _texts(panel))


def test_looks_in_the_record_are_in_words(panel: DetailsPanel) -> None:
    filing = make_filing(state=FilingState.CONFIRMED)
    sent = Attempt(AttemptKind.CREATE, NOON, NOON, "TimedOut")
    looks = [
        Attempt(AttemptKind.READ_BACK, NOON, NOON, result)
        for result in (NOT_FOUND, NOT_WHOLE, CANDIDATES_FOUND)
    ]
    panel.show_row(make_row())
    panel.show_kept(None, replace(filing, attempts=(sent, *looks)))

    said = "\n".join(_texts(panel))
    assert "Result: not found\n" in said
    assert "Result: not found, for now" in said
    assert "Result: found what may be it" in said
    assert "was not sent" not in said


def test_every_label_is_plain_text(panel: DetailsPanel) -> None:
    hostile = "<a href='x'>link</a> <img src='file:///etc/passwd'>"
    row = make_row(product=hostile, supplier=hostile, reason=hostile, status=hostile)
    panel.show_row(row)
    panel.show_kept(None, make_filing())

    labels = panel.findChildren(QLabel)
    shown = [each for each in labels if each.text()]
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in shown)
    assert hostile in _texts(panel)


def test_reissue_names_the_order_and_its_worth(panel: DetailsPanel) -> None:
    row = make_row(outcome=Outcome.REISSUE, reissue_order="SD9")
    row = replace(row, dispute=replace(row.dispute, reissue_amount=Decimal("14.16")))

    panel.show_row(row)

    texts = _texts(panel)
    assert "SD9" in texts
    assert "Reissue, goods worth USD 14.16" in texts


def test_unseen_change_is_said(panel: DetailsPanel) -> None:
    panel.show_row(make_row(is_unseen=True))

    assert "● Changed since your last visit" in _texts(panel)


def test_product_pictures_come_in(panel: DetailsPanel, runner: BackgroundRunner) -> None:
    row = make_row()
    line = row.dispute.lines[0]._replace(image_url="https://img.example/1.png")
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    panel.pictures = PictureLoader(runner, lambda _url: _png(picture), panel)

    panel.show_row(replace(row, dispute=replace(row.dispute, lines=(line,))))

    pixmaps = [each.pixmap() for each in panel.findChildren(QLabel) if not each.pixmap().isNull()]
    colours = [each.toImage().pixelColor(4, 4).red() for each in pixmaps]
    assert 255 in colours


def test_cancelling_is_offered_while_undecided(panel: DetailsPanel, qtbot: QtBot) -> None:
    button = next(
        each for each in panel.findChildren(QPushButton) if each.text() == "Cancel dispute…"
    )
    panel.show_row(make_row())
    with qtbot.waitSignal(panel.cancel_requested, timeout=1000) as asked:
        button.click()
    assert asked.args == [FIRST]

    panel.show_row(make_row(outcome=Outcome.REJECT))
    assert not button.isEnabled()


class _Browser(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_my_cj_opens_in_the_browser(pane: HistoryPane) -> None:
    browser = _Browser()
    # The stub asks for bytes, PySide itself for text.
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]

    pane._details.panel._my_cj.click()

    QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == [HOME]


def test_cj_is_asked_once_the_selection_rests(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    pane._table.choose(FIRST)
    pane._table.choose(SECOND)
    assert desk.history.details == []

    qtbot.waitUntil(lambda: desk.history.details == [SECOND], timeout=3000)


def test_cj_is_asked_once_a_minute_unless_refreshed(
    pane: HistoryPane, desk: FakeDesk, qtbot: QtBot
) -> None:
    pane._loader._rest.setInterval(0)
    pane._table.choose(FIRST)
    qtbot.waitUntil(lambda: desk.history.details == [FIRST], timeout=3000)
    pane._table.choose(SECOND)
    qtbot.waitUntil(lambda: desk.history.details == [FIRST, SECOND], timeout=3000)

    pane._table.choose(FIRST)
    pane._loader._fetch()
    assert desk.history.details == [FIRST, SECOND]

    pane.refresh()
    qtbot.waitUntil(lambda: desk.history.details == [FIRST, SECOND, FIRST], timeout=3000)


def test_what_was_fetched_by_a_clock_that_was_ahead_is_fetched_again(
    pane: HistoryPane, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane._table.choose_first()
    pane._loader._fetch()
    pane._loader._fetch()
    assert len(desk.history.details) == 1
    monkeypatch.setattr(pane._loader, "_now", lambda: NOON - timedelta(days=300))
    pane._loader._fetch()
    assert len(desk.history.details) == 2


def test_what_the_detail_says_newer_comes_into_the_row(pane: HistoryPane, desk: FakeDesk) -> None:
    pane._table.choose(FIRST)
    desk.history.change(FIRST, status="Finished")

    pane._loader._fetch()

    assert pane._table.current_row is not None
    assert pane._table.current_row.dispute.status == "Finished"


def test_the_details_have_no_frame_but_their_cards(pane: HistoryPane) -> None:
    pane._table.choose(FIRST)
    panel = pane._details.panel
    assert panel._card.geometry() == panel.rect()
    assert pane._details.geometry().top() == pane._area.geometry().top()


def test_failed_detail_keeps_what_is_known(pane: HistoryPane, desk: FakeDesk, qtbot: QtBot) -> None:
    desk.history.detail_error = NotFound()
    pane._loader._rest.setInterval(0)

    pane._table.choose(FIRST)

    qtbot.waitUntil(lambda: pane._notice.text == "CJ would not show this dispute.", timeout=3000)
    assert pane._details.dispute_id == FIRST
    desk.history.detail_error = None
    pane._loader._fetch()
    assert pane._notice.text == ""


def test_record_is_found_for_own_disputes(
    open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk
) -> None:
    desk.filing.filed[FIRST] = make_filing(state=FilingState.CONFIRMED, dispute_id=FIRST)
    pane = open_pane(desk)

    pane._table.choose(FIRST)
    assert "Record of this program" in _texts(pane._details.panel)

    pane._table.choose(SECOND)
    assert "Record of this program" not in _texts(pane._details.panel)


def test_loader_without_an_account_asks_nothing(runner: BackgroundRunner, qtbot: QtBot) -> None:
    owner = QObject()
    loader = DetailsLoader(runner, lambda: NOON, owner)

    with qtbot.assertNotEmitted(loader.kept):
        loader.want(FIRST)
        loader.load_kept()
        loader._fetch()


def _png(image: QImage) -> bytes:
    from PySide6.QtCore import QBuffer

    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub has bytes, Qt text
    return bytes(buffer.data().data())


def _box(panel: DetailsPanel, name: str) -> QComboBox:
    boxes = panel.findChildren(QComboBox)
    return next(each for each in boxes if each.accessibleName() == name)


def test_a_ready_reply_is_read_and_copied_with_one_press(panel: DetailsPanel) -> None:
    panel.show_row(make_row(asked="42.48"))
    reply = panel.reply
    assert reply.text.isReadOnly()
    assert reply.text.toPlainText().startswith("Hello, I have reported the problem with your order")
    _box(panel, "Whom to reply to").setCurrentText("To CJ's chat")
    assert "Up to USD 42.48 was asked for." in reply.text.toPlainText()
    _box(panel, "Language of the reply").setCurrentText("中文")
    reply.copy_button.click()
    copied = QApplication.clipboard().text()
    assert copied == reply.text.toPlainText()
    assert copied.startswith("您好，想咨询纠纷 SH26112000000001（订单 SD2611200001234567）")
    assert "Copied" in _texts(panel)
    panel.show_row(make_row(2, outcome=Outcome.REJECT))
    assert "该纠纷已被拒绝" in reply.text.toPlainText()
    assert "Copied" not in _texts(panel)


def test_the_reply_to_the_buyer_knows_what_they_got_back(panel: DetailsPanel) -> None:
    row = replace(make_row(outcome=Outcome.REFUND, refund="12.50"), refunded_to_buyer=Decimal(24))
    panel.show_row(row)
    assert "I refunded you USD 24.00 for" in panel.reply.text.toPlainText()
    paid = BuyerRefund(Decimal(24), date(2026, 11, 20))
    panel.show_kept(None, None, Note(), paid)
    assert "USD 24.00 on 20 Nov 2026" in panel.reply.text.toPlainText()
    panel.buyer_refund.take_saved(FIRST, BuyerRefund(Decimal(20)))
    assert "I refunded you USD 20.00 for" in panel.reply.text.toPlainText()


def test_a_reply_is_copied_from_the_menu_of_a_row(pane: HistoryPane) -> None:
    pane._table.choose(FIRST)
    menu = pane._table.row_menu()
    assert menu is not None
    actions = {each.text(): each for each in menu.actions()}
    actions["Copy reply to CJ's chat"].trigger()
    assert QApplication.clipboard().text() == pane._details.panel.reply.text.toPlainText()
    assert "dispute SH26112000000001" in QApplication.clipboard().text()
    actions["Copy reply to the buyer"].trigger()
    assert "your order 1001" in QApplication.clipboard().text()
    menu.close()


def test_an_order_that_the_details_tell_of_is_told_in_the_row(
    qtbot: QtBot, open_pane: Callable[[FakeDesk], HistoryPane], desk: FakeDesk
) -> None:
    desk.history.kept = [make_row(1, order_number="", order_id="")]
    pane = open_pane(desk)
    cell = pane._model.index(0, Column.ORDER)
    assert cell.data() == "–"
    desk.history.kept = [make_row(1)]  # CJ's detail names the items, and they an order kept here
    pane._table.choose(FIRST)
    qtbot.waitUntil(lambda: desk.history.details == [FIRST])
    assert pane._model.index(0, Column.ORDER).data() == "1001"


@pytest.mark.usefixtures("painted")
def test_details_that_are_made_in_turns_are_a_card_like_the_table_beside_them(
    qapp: QApplication,
    qtbot: QtBot,
    runner: BackgroundRunner,
    pictures: PictureLoader,
    desk: FakeDesk,
) -> None:
    with dressed(qapp):
        pane = HistoryPane(runner, now=lambda: NOON)
        qtbot.addWidget(pane)
        pane.resize(1180, 560)
        pane.show()
        pane.open_desk(desk.as_desk, pictures)
        pane._table.choose_first()
        qtbot.waitUntil(lambda: pane._details._panel is not None and pane._details.isVisible())
        card = pane._details.panel._card
        qtbot.waitUntil(card.isVisible)
        shown = card.grab().toImage()
        assert shown.pixelColor(card.width() // 2, 3).name() == current_scheme().surface.lower()
