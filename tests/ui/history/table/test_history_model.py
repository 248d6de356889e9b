"""The table's model: paging, questions and answers, what screen readers hear."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import StorageCause, StorageFailed
from app.domain.history.history import Show, SortKey
from app.domain.ids import DisputeId
from app.ui.history.table.columns import Column
from app.ui.history.table.model import DisputeTableModel
from app.ui.history.table.row_pages import PAGE_SIZE
from app.ui.widgets.table_model import ROW_ROLE
from tests.builders import NOON
from tests.fakes.inline_executor import HeldExecutor, inline_runner
from tests.ui.history.fake_desk import FakeHistory, make_row

ROOT = QModelIndex()


@pytest.fixture
def history() -> FakeHistory:
    return FakeHistory(kept=[make_row(number) for number in range(1, 451)])


@pytest.fixture
def model(runner: BackgroundRunner, history: FakeHistory) -> DisputeTableModel:
    model = DisputeTableModel(runner, lambda: NOON)
    model.use(history.rows, history.place)
    return model


def test_model_keeps_qts_rules(
    qapp: object, history: FakeHistory, qtmodeltester: ModelTester
) -> None:
    # Answers come between Qt's own steps, as they do with threads: the tester asks for more
    # rows while it is being told of a reset.
    held = HeldExecutor()
    runner = BackgroundRunner(dict.fromkeys(Lane, held))
    model = DisputeTableModel(runner, lambda: NOON)

    def answer_all() -> None:
        while held.held:
            held.release()

    qtmodeltester.check(model)
    model.use(history.rows, history.place)
    answer_all()
    assert model.rowCount() == 450
    model.narrow("SH26112000000007", Show.ALL)
    answer_all()
    assert model.rowCount() == 1
    model.narrow("", Show.ALL)
    answer_all()
    history.kept.pop()
    model.reload()
    answer_all()
    assert model.total == 449
    runner.close()


def test_all_rows_are_there_and_those_looked_at_are_read(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    assert (model.rowCount(), model.total) == (450, 450)
    assert [query.limit for query in history.queries] == [PAGE_SIZE]

    with qtbot.waitSignal(model.filled, timeout=3000):
        assert model.index(420, Column.DISPUTE).data() is None

    assert model.index(420, Column.DISPUTE).data() == "SH26112000000421"
    assert model.row_at(200) is None


def test_of_pages_scrolled_past_only_the_last_are_read(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    history.kept += [make_row(number) for number in range(451, 2001)]
    model.reload()
    history.queries.clear()

    for row in range(PAGE_SIZE, 2000, PAGE_SIZE):
        model.index(row, 0).data()
    last = 2000 - PAGE_SIZE
    qtbot.waitUntil(lambda: model.row_at(last - 3 * PAGE_SIZE) is not None, timeout=3000)

    offsets = [query.offset for query in history.queries]
    assert offsets == [last - back * PAGE_SIZE for back in range(4)]


def test_rows_far_from_the_screen_are_let_go(model: DisputeTableModel, qtbot: QtBot) -> None:
    pages = model._pages
    for number in range(80):
        pages.put_many(number, [make_row(1)])

    model.look_at(79 * PAGE_SIZE, 79 * PAGE_SIZE + 20)

    assert pages.row(0) is None
    assert pages.row(79 * PAGE_SIZE) is not None


def test_reload_asks_for_what_is_on_the_screen(
    model: DisputeTableModel, history: FakeHistory
) -> None:
    model.look_at(205, 230)
    history.queries.clear()

    model.reload()

    assert [(query.offset, query.limit) for query in history.queries] == [(200, PAGE_SIZE)]
    assert model.rowCount() == 450


def test_rows_that_come_and_go_reset_nothing(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(model.modelReset):
        history.kept.insert(0, make_row(0))
        model.reload()
        assert model.rowCount() == 451
        assert model.index(0, Column.DISPUTE).data() == "SH26112000000000"
        del history.kept[3:]
        model.reload()
    assert model.rowCount() == 3


def test_a_page_read_after_something_was_stored_is_not_trusted(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    history.kept.insert(0, make_row(0))

    with qtbot.waitSignal(model.loaded, timeout=3000):
        model.index(420, 0).data()

    assert model.rowCount() == 451


def test_a_dispute_is_found_wherever_it_stands(model: DisputeTableModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.found, timeout=1000) as found:
        model.find(DisputeId("SH26112000000437"))
    assert found.args == ["SH26112000000437", 436]
    assert model.row_at(436) is not None

    model.narrow("SH26112000000001", Show.ALL)
    with qtbot.waitSignal(model.found, timeout=1000) as missed:
        model.find(DisputeId("SH26112000000437"))
    assert missed.args == ["SH26112000000437", None]


def test_rows_seen_at_a_glance_stay_when_the_account_is_open(
    runner: BackgroundRunner, history: FakeHistory, qtbot: QtBot
) -> None:
    model = DisputeTableModel(runner, lambda: NOON)
    model.take_first_page(model.query, history.rows(model.query))
    assert model.rowCount() == 450
    assert model.is_loaded
    with qtbot.assertNotEmitted(model.modelReset):
        model.use(history.rows, history.place, keeps_rows=True)
    assert model.rowCount() == 450
    with qtbot.waitSignal(model.modelReset):
        model.use(history.rows, history.place)


def test_reload_of_the_same_disputes_resets_nothing(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    history.change("SH26112000000001", status="Finished")

    with (
        qtbot.assertNotEmitted(model.modelReset),
        qtbot.waitSignal(model.dataChanged, timeout=1000),
    ):
        model.reload()

    assert model.index(0, Column.STATUS).data() == "Finished"


def test_only_what_looks_other_is_drawn_anew(
    runner: BackgroundRunner, history: FakeHistory, qtbot: QtBot
) -> None:
    times = [NOON]
    model = DisputeTableModel(runner, lambda: times[-1])
    model.use(history.rows, history.place)
    ages = [str(model.index(row, Column.AGE).data()) for row in range(20)]

    with qtbot.assertNotEmitted(model.dataChanged):
        model.reload()
        history.kept.append(make_row(451))  # far below
        model.reload()
    assert model.rowCount() == 451

    times.append(NOON + timedelta(days=1))
    with qtbot.waitSignal(model.dataChanged):
        model.reload()
    assert [str(int(age) + 1) for age in ages] == [
        model.index(row, Column.AGE).data() for row in range(20)
    ]
    history.kept[3] = make_row(4, status="moved on")
    with qtbot.waitSignal(model.dataChanged):
        model.reload()
    assert model.index(3, Column.STATUS).data() == "moved on"


def test_search_and_filter_are_the_data_files_work(
    model: DisputeTableModel, history: FakeHistory
) -> None:
    model.narrow("lamp 2000000007", Show.OPEN)

    asked = [query for query in history.queries if query.text]
    assert [(query.text, query.show) for query in asked] == [("lamp 2000000007", Show.OPEN)]
    assert model.is_filtered
    assert (model.total, model.overall) == (1, 450)


@pytest.mark.parametrize(
    ("column", "order", "key", "is_descending"),
    [
        (Column.REFUND, Qt.SortOrder.AscendingOrder, SortKey.REFUND, False),
        (Column.CREATED, Qt.SortOrder.DescendingOrder, SortKey.CREATED, True),
        # The highest age is the earliest date.
        (Column.AGE, Qt.SortOrder.DescendingOrder, SortKey.CREATED, False),
        (Column.AGE, Qt.SortOrder.AscendingOrder, SortKey.CREATED, True),
    ],
)
def test_sorting_is_the_data_files_work(
    model: DisputeTableModel,
    history: FakeHistory,
    column: Column,
    order: Qt.SortOrder,
    key: SortKey,
    is_descending: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    model.narrow("lamp", Show.ALL)

    model.sort(column, order)

    assert (model.query.sort, model.query.descending) == (key, is_descending)
    assert model.query.text == "lamp"


def test_only_the_latest_question_is_answered(qapp: object, history: FakeHistory) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.STORAGE: held})
    model = DisputeTableModel(runner, lambda: NOON)
    model.use(history.rows, history.place)
    model.narrow("SH26112000000001", Show.ALL)
    model.narrow("SH26112000000002", Show.ALL)

    for place in (2, 0, 0):
        held.release(place)

    assert model.total == 1
    row = model.row_at(0)
    assert row is not None
    assert row.dispute.dispute_id == "SH26112000000002"
    runner.close()


def test_failure_keeps_the_rows(
    model: DisputeTableModel, history: FakeHistory, qtbot: QtBot
) -> None:
    history.rows_error = StorageFailed(StorageCause.LOCKED)

    with qtbot.waitSignal(model.failed, timeout=1000):
        model.reload()

    assert model.rowCount() == 450


def test_unseen_change_is_said_and_marked(model: DisputeTableModel, history: FakeHistory) -> None:
    history.kept[0] = replace(history.kept[0], is_unseen_change=True)
    model.reload()
    index = model.index(0, Column.DISPUTE)

    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "SH26112000000001, changed since last visit"
    assert index.data(Qt.ItemDataRole.FontRole).bold()
    mark = index.data(Qt.ItemDataRole.DecorationRole).toImage()
    room = model.index(1, Column.DISPUTE).data(Qt.ItemDataRole.DecorationRole).toImage()
    assert mark != room
    assert mark.size() == room.size()


def test_text_from_cj_stays_plain(model: DisputeTableModel, history: FakeHistory) -> None:
    history.kept[0] = make_row(1, product="<b>x</b>\n<img src=file:///etc/passwd>", status="<i>")
    model.reload()
    cell = model.index(0, Column.PRODUCT)

    assert cell.data() == "<b>x</b> <img src=file:///etc/passwd>"
    tooltip = cell.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tooltip
    assert "&lt;b&gt;x&lt;/b&gt;" in tooltip
    assert "<i>" not in model.index(0, Column.STATUS).data(Qt.ItemDataRole.ToolTipRole)


def test_tooltips_say_more_than_the_cell(model: DisputeTableModel, history: FakeHistory) -> None:
    tooltips = {
        column: model.index(0, column).data(Qt.ItemDataRole.ToolTipRole) for column in Column
    }

    assert tooltips[Column.ORDER] == "1001, at CJ SD2611200001234567"
    assert tooltips[Column.CREATED].startswith("20 Nov 2026 11:59")
    history.kept[0] = make_row(1, is_exact=False)
    model.reload()
    created = model.index(0, Column.CREATED).data(Qt.ItemDataRole.ToolTipRole)
    assert created.startswith("About 20 Nov 2026")
    row = make_row(1)
    unnamed = replace(row.dispute, order_id=None, order_number=None)
    history.kept[0] = replace(row, dispute=unnamed)
    model.reload()
    order = model.index(0, Column.ORDER).data(Qt.ItemDataRole.ToolTipRole)
    assert "Look through your orders under Claims" in order


def test_cells_give_their_row_and_alignment(model: DisputeTableModel) -> None:
    refund = model.index(3, Column.REFUND)

    assert refund.data(ROW_ROLE) is model.row_at(3)
    assert refund.data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.data(QModelIndex()) is None
