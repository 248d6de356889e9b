"""One copy of the program with one account, for the test of two at once. No window.

Arguments: the address of CJ's stand-in and the data folder; the key comes on standard input, and
after it a line that says go. Answers with one line of JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from app.composition import AccountComposer
from app.domain.ids import OrderId
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.support.paths import DataFolder
from tests.refreshing import refresh

REFRESHES = 3


def main() -> int:
    opener = AccountComposer(DataFolder(Path(sys.argv[2])), sys.argv[1])
    account = opener.accounts.sign_in(sys.stdin.readline().strip()).account
    desk = opener.open_account(account).desk
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    looked_up = desk.orders.look_up_id(OrderId(TUTORIAL_ORDER))
    order = looked_up.order
    if order is None:
        return 1
    draft = desk.drafts.begin(order).with_line(order.lines[0], 1)
    desk.drafts.save(replace(draft, message=f"typed in {account.label}"))
    for _ in range(REFRESHES):
        refresh(desk.history)
    desk.close()
    found = {
        "account": account.account_id,
        "label": account.label,
        "drafts": [each.draft.message for each in desk.drafts.listed()],
    }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
