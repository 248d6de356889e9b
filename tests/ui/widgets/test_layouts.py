"""Tab goes through the parts of a window as they are given."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.ui.widgets.layouts import fill, next_in_tab_order, tab_through


def test_tab_goes_through_parts_with_what_is_in_them(qtbot: QtBot) -> None:
    body = QWidget()
    qtbot.addWidget(body)
    last, part = QLineEdit(), QWidget()
    inner = [QPushButton(), QPushButton()]
    first = QLineEdit()
    fill(QVBoxLayout(part), *inner)
    fill(QVBoxLayout(body), first, part, last)
    tab_through(first, part, last)
    came_by, widget = list[QWidget](), next_in_tab_order(first)
    while widget is not first:
        came_by.append(widget)
        widget = next_in_tab_order(widget)
    assert [each for each in came_by if each in (*inner, last)] == [*inner, last]


def test_a_menu_outlives_what_tab_came_by_before_it(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    body = QWidget()
    window.setCentralWidget(body)
    field, passing = QLineEdit(), QLineEdit()
    fill(QVBoxLayout(body), field, passing)
    menu = window.menuBar().addMenu("Account")
    tab_through(field, passing)
    Shiboken.delete(passing)
    assert Shiboken.isValid(menu)
    assert menu.title() == "Account"
