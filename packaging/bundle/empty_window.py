"""A window with nothing in it: what measure.py compares the program's size with."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
window.show()
sys.exit(0 if "--version" in sys.argv else app.exec())
