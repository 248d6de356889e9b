"""All that is built once the window is painted: imported on a background thread beforehand.

The parts are built by `furnish` methods, whose imports then find everything loaded.
"""

from __future__ import annotations

import PySide6.QtNetwork  # noqa: F401 - second starts are heard with it, and it takes 20 ms

import app.ui.exporting.strip
import app.ui.history.cancelling
import app.ui.history.details_loader
import app.ui.history.details_panel
import app.ui.history.drafts_list
import app.ui.history.empty_state
import app.ui.history.history_notice
import app.ui.history.keeping
import app.ui.history.outcome_delegate
import app.ui.history.outlet
import app.ui.history.refreshing
import app.ui.history.saved_views
import app.ui.history.seeing
import app.ui.history.seeking
import app.ui.history.table_menus
import app.ui.orders.answer
import app.ui.workplace  # noqa: F401 - and all the above: to be loaded is what they are here for
