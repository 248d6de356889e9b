"""The layout of the data file, as the steps that lead to it.

Step n makes version n (`PRAGMA user_version`) out of version n - 1. A step that was released is
never edited; a new layout is one more entry. Times are UTC milliseconds since 1970, money is
whole US cents, ids are text. A step may call `folded` and `sort_key` of `app.domain.text`.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import waits_for_merchant
from app.domain.history.search_words import shown_words
from app.domain.money import maybe_amount
from app.domain.text import folded, sort_key
from app.storage.timestamps import maybe_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FIRST = """
CREATE TABLE filings (
    reference TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('draft', 'sending', 'unknown', 'refused', 'filed', 'confirmed')),
    draft TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_number TEXT NOT NULL,
    ceiling_cents INTEGER,
    known_ids TEXT,
    dispute_id TEXT,
    nothing_found INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    discarded INTEGER
) STRICT;
CREATE INDEX filings_by_state ON filings (state, changed);
CREATE INDEX filings_by_order ON filings (order_id);
CREATE UNIQUE INDEX filings_by_dispute ON filings (dispute_id) WHERE dispute_id IS NOT NULL;

-- The key is the promise: a line item can be in one filing under way, whoever files it.
CREATE TABLE held_lines (
    line_item_id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL REFERENCES filings (reference)
) STRICT;
CREATE INDEX held_lines_by_reference ON held_lines (reference);

CREATE TABLE attempts (
    reference TEXT NOT NULL REFERENCES filings (reference) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    result TEXT NOT NULL DEFAULT '',
    code INTEGER,
    text TEXT NOT NULL DEFAULT '',
    request_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (reference, number)
) STRICT;

CREATE TABLE draft_versions (
    reference TEXT NOT NULL REFERENCES filings (reference) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    draft TEXT NOT NULL,
    begun INTEGER NOT NULL,
    saved INTEGER NOT NULL,
    PRIMARY KEY (reference, number)
) STRICT;

CREATE TABLE disputes (
    number INTEGER PRIMARY KEY,
    dispute_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome INTEGER,
    refund_cents INTEGER NOT NULL,
    reissue_cents INTEGER NOT NULL,
    reissue_order_id TEXT NOT NULL,
    created INTEGER,
    created_is_exact INTEGER NOT NULL,
    order_id TEXT,
    order_number TEXT,
    asked_cents INTEGER,
    is_own INTEGER NOT NULL DEFAULT 0,
    is_open INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_changed INTEGER,
    unseen INTEGER NOT NULL DEFAULT 0,
    sync_mark INTEGER NOT NULL,
    dispute_key TEXT,
    order_key TEXT,
    reason_key TEXT,
    status_key TEXT,
    reissue_key TEXT,
    product_key TEXT,
    supplier_key TEXT
) STRICT;
CREATE INDEX disputes_by_dispute ON disputes (dispute_key, dispute_id);
CREATE INDEX disputes_by_order ON disputes (order_key, dispute_id);
CREATE INDEX disputes_by_created ON disputes (created, dispute_id);
CREATE INDEX disputes_by_reason ON disputes (reason_key, dispute_id);
CREATE INDEX disputes_by_status ON disputes (status_key, dispute_id);
CREATE INDEX disputes_by_outcome ON disputes (outcome, dispute_id);
CREATE INDEX disputes_by_refund ON disputes (refund_cents, dispute_id);
CREATE INDEX disputes_by_asked ON disputes (asked_cents, dispute_id);
CREATE INDEX disputes_by_product ON disputes (product_key, dispute_id);
CREATE INDEX disputes_by_supplier ON disputes (supplier_key, dispute_id);
CREATE INDEX disputes_by_change ON disputes (last_changed, dispute_id);
CREATE INDEX disputes_by_reissue ON disputes (reissue_key, dispute_id);
CREATE INDEX disputes_of_order ON disputes (order_id);
CREATE INDEX open_disputes ON disputes (created, dispute_id) WHERE is_open = 1;
CREATE INDEX decided_disputes ON disputes (outcome, created, dispute_id)
    WHERE outcome IS NOT NULL;
CREATE INDEX unseen_disputes ON disputes (created, dispute_id) WHERE unseen = 1;

-- Apart from the rows, so that reading all of it reads nothing else.
CREATE TABLE dispute_search (
    number INTEGER PRIMARY KEY REFERENCES disputes (number) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE dispute_lines (
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    line_item_id TEXT,
    product_name TEXT NOT NULL,
    supplier TEXT NOT NULL,
    unit_cents INTEGER,
    image_url TEXT NOT NULL,
    product_id TEXT NOT NULL,
    variant_id TEXT NOT NULL,
    product_code TEXT NOT NULL,
    PRIMARY KEY (dispute_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispute_lines_by_item ON dispute_lines (line_item_id)
    WHERE line_item_id IS NOT NULL;

CREATE TABLE dispute_details (
    dispute_id TEXT PRIMARY KEY NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    refund_parts TEXT NOT NULL,
    lines TEXT NOT NULL,
    fetched INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
    order_id TEXT PRIMARY KEY NOT NULL,
    order_number TEXT NOT NULL,
    lines TEXT,
    fetched INTEGER,
    facts TEXT,
    facts_fetched INTEGER
) STRICT;
CREATE INDEX orders_by_number ON orders (order_number);

CREATE TABLE order_lines (
    line_item_id TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (order_id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    PRIMARY KEY (line_item_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_lines_by_order ON order_lines (order_id);

CREATE TABLE sync_state (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
"""

_SECOND = """
-- What each endpoint said last: a change is what differs from its own word, not from the other's.
ALTER TABLE disputes ADD COLUMN list_reading TEXT;
ALTER TABLE disputes ADD COLUMN detail_reading TEXT;
-- 1 while CJ's status word does not say that nothing more comes, whatever was decided.
ALTER TABLE disputes ADD COLUMN is_unsettled INTEGER NOT NULL DEFAULT 1;
-- When a walk to the end of CJ's list first missed it.
ALTER TABLE disputes ADD COLUMN gone INTEGER;
-- When CJ was last asked about it alone and would not tell.
ALTER TABLE disputes ADD COLUMN asked INTEGER NOT NULL DEFAULT 0;
UPDATE disputes SET is_unsettled = is_open;
CREATE INDEX unsettled_disputes ON disputes (max(sync_mark, asked), dispute_id)
    WHERE is_unsettled = 1 AND gone IS NULL;
CREATE INDEX gone_disputes ON disputes (gone) WHERE gone IS NOT NULL;

-- The four parts of `ceiling_cents`, as JSON; NULL where only the total was kept.
ALTER TABLE filings ADD COLUMN ceiling_parts TEXT;

-- No reference to `disputes`: a note outlives whatever becomes of the copy of CJ's list.
CREATE TABLE notes (
    dispute_id TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;

CREATE TABLE saved_views (
    name TEXT PRIMARY KEY NOT NULL,
    view TEXT NOT NULL
) STRICT;
"""

_THIRD = """
-- When a dispute that was kept as undecided was first seen decided. CJ itself does not tell.
CREATE TABLE decisions_seen (
    dispute_id TEXT PRIMARY KEY NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    seen INTEGER NOT NULL
) STRICT;
CREATE TRIGGER note_decision AFTER UPDATE OF outcome ON disputes
WHEN old.outcome IS NULL AND new.outcome IS NOT NULL
BEGIN
    INSERT INTO decisions_seen (dispute_id, seen) VALUES (new.dispute_id, new.sync_mark)
    ON CONFLICT (dispute_id) DO UPDATE SET seen = excluded.seen;
END;
"""

_FOURTH = """
CREATE TABLE templates (
    key TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    body TEXT NOT NULL,
    saved INTEGER NOT NULL,
    -- When it was deleted: it can be taken back for a while.
    deleted INTEGER
) STRICT;
"""

_FIFTH = """
-- CJ's own clock, as its answers tell it: this computer's may be wrong, or be set meanwhile.
ALTER TABLE attempts ADD COLUMN cj_started INTEGER;
ALTER TABLE attempts ADD COLUMN cj_ended INTEGER;
-- 1 where CJ certainly did nothing of the request.
ALTER TABLE attempts ADD COLUMN not_processed INTEGER NOT NULL DEFAULT 0;
-- Disputes that may be what a filing became, as a JSON list: a person has to say.
ALTER TABLE filings ADD COLUMN candidates TEXT;
-- It took one look then; now it takes several, some time apart.
UPDATE filings SET nothing_found = 0;
"""

_FOLDED = """
-- Searched and sorted without accents, widths and kinds of quotes: made anew from what is kept.
UPDATE dispute_search SET text = folded(text) WHERE text <> folded(text);
UPDATE disputes SET
    dispute_key = sort_key(dispute_id),
    order_key = coalesce(sort_key(order_number), sort_key(order_id)),
    reason_key = sort_key(reason),
    status_key = sort_key(status),
    reissue_key = sort_key(reissue_order_id),
    product_key = (
        SELECT sort_key(product_name) FROM dispute_lines
        WHERE dispute_lines.dispute_id = disputes.dispute_id AND position = 0
    ),
    supplier_key = (
        SELECT sort_key(supplier) FROM dispute_lines
        WHERE dispute_lines.dispute_id = disputes.dispute_id AND position = 0
    );
"""

_NOT_TOLD = """
-- Disputes of others were written down for the order that CJ's list was asked for, which CJ may
-- ignore. Line items that are not the order's show it; a filing of ours knows better.
CREATE TEMP TABLE wrong_orders AS SELECT number, order_id, order_number FROM disputes
WHERE EXISTS (SELECT 1 FROM dispute_lines WHERE dispute_lines.dispute_id = disputes.dispute_id
        AND line_item_id IS NOT NULL)
    AND EXISTS (SELECT 1 FROM order_lines WHERE order_lines.order_id = disputes.order_id)
    AND NOT EXISTS (SELECT 1 FROM dispute_lines JOIN order_lines USING (line_item_id)
        WHERE dispute_lines.dispute_id = disputes.dispute_id
        AND order_lines.order_id = disputes.order_id)
    AND NOT EXISTS (SELECT 1 FROM filings WHERE filings.dispute_id = disputes.dispute_id
        AND filings.order_id = disputes.order_id);
UPDATE dispute_search SET text = trim(replace(replace(
        char(10) || text || char(10),
        char(10) || lower(wrong_orders.order_id) || char(10), char(10)),
        char(10) || lower(coalesce(nullif(wrong_orders.order_number, ''), char(0))) || char(10),
        char(10)), char(10))
FROM wrong_orders WHERE wrong_orders.number = dispute_search.number;
UPDATE disputes SET order_id = NULL, order_number = NULL, order_key = NULL
WHERE number IN (SELECT number FROM wrong_orders);
DROP TABLE wrong_orders;

-- An amount that CJ did not tell was kept as zero. Where nothing was decided it told none.
DROP INDEX disputes_by_refund;
ALTER TABLE disputes RENAME COLUMN refund_cents TO refund_kept;
ALTER TABLE disputes RENAME COLUMN reissue_cents TO reissue_kept;
ALTER TABLE disputes ADD COLUMN refund_cents INTEGER;
ALTER TABLE disputes ADD COLUMN reissue_cents INTEGER;
UPDATE disputes SET
    refund_cents = CASE WHEN outcome IS NULL THEN nullif(refund_kept, 0) ELSE refund_kept END,
    reissue_cents = CASE WHEN outcome IS NULL THEN nullif(reissue_kept, 0) ELSE reissue_kept END;
ALTER TABLE disputes DROP COLUMN refund_kept;
ALTER TABLE disputes DROP COLUMN reissue_kept;
CREATE INDEX disputes_by_refund ON disputes (refund_cents, dispute_id);
"""

_ANSWERED = """
-- HTTP status of the answer, whoever gave it: a request that got one is no longer on its way.
ALTER TABLE attempts ADD COLUMN http_status INTEGER;
"""

_LISTED = """
-- When CJ's list last had it: it may be asked for alone, which says nothing of the list.
ALTER TABLE disputes ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE disputes SET listed = sync_mark;
"""

_TRACKED = """
-- The merchant's own orders, in columns: all of them are read to be judged. Nothing of buyers.
CREATE TABLE tracked_orders (
    order_id TEXT PRIMARY KEY NOT NULL,
    other_ids TEXT NOT NULL,
    order_number TEXT NOT NULL,
    status TEXT NOT NULL,
    created INTEGER,
    paid INTEGER,
    dispatched INTEGER,
    country TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    carrier TEXT NOT NULL,
    amount_cents INTEGER,
    postage_cents INTEGER,
    shop_name TEXT NOT NULL,
    dispute_id TEXT,
    sub_status TEXT NOT NULL,
    is_marked_disputed INTEGER NOT NULL,
    products TEXT NOT NULL,
    tracking TEXT NOT NULL,
    looked INTEGER,
    tracking_looked INTEGER,
    is_open INTEGER NOT NULL,
    is_delivered INTEGER NOT NULL,
    -- 1 where it is new or has another status since it was read whole.
    is_due INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX tracked_orders_by_revision ON tracked_orders (revision);

-- CJ calls one order by several ids, each endpoint by its own.
CREATE TABLE tracked_order_ids (
    id TEXT PRIMARY KEY NOT NULL,
    order_id TEXT NOT NULL REFERENCES tracked_orders (order_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE tracked_numbers (
    number TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES tracked_orders (order_id) ON DELETE CASCADE,
    asked INTEGER,
    PRIMARY KEY (number, order_id)
) STRICT, WITHOUT ROWID;

-- No reference: it is a person's word, and outlives whatever becomes of the copy of CJ's list.
CREATE TABLE muted_orders (
    order_id TEXT PRIMARY KEY NOT NULL,
    until TEXT
) STRICT;

-- CJ's own word on whether anything of an order can be disputed (`canChoose`), when last asked.
ALTER TABLE orders ADD COLUMN can_dispute INTEGER;
"""

_NO_SHOP_NUMBERS = """
-- A shop's own number of an order is the buyer's, too. Facts that cannot be read are worth nothing.
UPDATE orders SET facts = CASE WHEN json_valid(facts) THEN json_remove(facts, '$.shop_order_id') END
    WHERE facts IS NOT NULL;
"""

_TOLD = """
-- Orders that a person was told of as ones to claim, so that none is told as news twice.
CREATE TABLE told_claims (order_id TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID;
"""

_WAITING = """
-- 1 while CJ's status word says that it waits for the merchant.
ALTER TABLE disputes ADD COLUMN is_waiting INTEGER NOT NULL DEFAULT 0;
UPDATE disputes SET is_waiting = 1 WHERE waits_for_merchant(status);
CREATE INDEX waiting_disputes ON disputes (created, dispute_id) WHERE is_waiting = 1;
"""

_HANDED_OVER = """
-- One more state; a condition on a column cannot be changed, so the table is made anew.
CREATE TABLE filings_anew (
    reference TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('draft', 'sending', 'unknown', 'refused', 'filed', 'confirmed',
            'handed over')),
    draft TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_number TEXT NOT NULL,
    ceiling_cents INTEGER,
    known_ids TEXT,
    dispute_id TEXT,
    nothing_found INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    discarded INTEGER,
    ceiling_parts TEXT,
    candidates TEXT
) STRICT;
INSERT INTO filings_anew SELECT * FROM filings;
DROP TABLE filings;
ALTER TABLE filings_anew RENAME TO filings;
CREATE INDEX filings_by_state ON filings (state, changed);
CREATE INDEX filings_by_order ON filings (order_id);
CREATE UNIQUE INDEX filings_by_dispute ON filings (dispute_id) WHERE dispute_id IS NOT NULL;
"""

_SEARCHED = """
-- Found by all that is shown of them: outcome, day and amounts, in both languages.
UPDATE dispute_search SET text = text || char(10) || (
    SELECT shown(status, outcome, created, refund_cents, asked_cents)
    FROM disputes WHERE disputes.number = dispute_search.number
)
WHERE instr(text, (
    SELECT shown(status, outcome, created, refund_cents, asked_cents)
    FROM disputes WHERE disputes.number = dispute_search.number
)) = 0;
"""

_BUYER_REFUNDS = """
-- What the merchant gave back to a buyer. No reference: it is a person's word, as a note is.
CREATE TABLE buyer_refunds (
    dispute_id TEXT PRIMARY KEY NOT NULL,
    cents INTEGER NOT NULL,
    day TEXT,
    original TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;

-- The same amount beside what CJ gave, to be sorted by and added up; `net_loss`
-- says what the loss is. 3 is a rejection, which brings nothing.
ALTER TABLE disputes ADD COLUMN buyer_refund_cents INTEGER;
ALTER TABLE disputes ADD COLUMN net_loss_cents INTEGER GENERATED ALWAYS AS (
    CASE WHEN outcome IS NOT NULL AND is_waiting = 0
        THEN buyer_refund_cents - coalesce(refund_cents, CASE outcome WHEN 3 THEN 0 END) END
) VIRTUAL;
CREATE INDEX disputes_by_buyer_refund ON disputes (buyer_refund_cents, dispute_id);
CREATE INDEX disputes_by_net_loss ON disputes (net_loss_cents, dispute_id);
CREATE INDEX pending_buyer_refunds ON disputes (created, dispute_id)
    WHERE buyer_refund_cents IS NOT NULL AND (is_open = 1 OR is_waiting = 1);
"""

_LISTED_FOR = """
-- For which order CJ was asked when its list showed a dispute. CJ may ignore that: a hint, no more.
-- Without a rowid, SQLite's check wants the columns in the order of the key.
CREATE TABLE listed_for (
    order_id TEXT NOT NULL,
    dispute_id TEXT NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    PRIMARY KEY (order_id, dispute_id)
) STRICT, WITHOUT ROWID;
"""

_DECIDED = """
-- What a status word says of the merchant's turn is read anew.
UPDATE disputes SET is_waiting = waits_for_merchant(status);
UPDATE disputes SET is_open = 1 WHERE is_waiting = 1;

-- What CJ only proposes to the merchant is neither decided nor received;
-- `app.domain.disputes.state` says the same.
ALTER TABLE disputes ADD COLUMN decision INTEGER GENERATED ALWAYS AS (
    CASE WHEN is_waiting = 0 THEN outcome END
) VIRTUAL;
ALTER TABLE disputes ADD COLUMN received_cents INTEGER GENERATED ALWAYS AS (
    CASE WHEN decision IS NOT NULL THEN refund_cents END
) VIRTUAL;
DROP INDEX disputes_by_outcome;
DROP INDEX disputes_by_refund;
DROP INDEX decided_disputes;
DROP INDEX pending_buyer_refunds;
CREATE INDEX disputes_by_outcome ON disputes (decision, dispute_id);
CREATE INDEX disputes_by_refund ON disputes (received_cents, dispute_id);
CREATE INDEX decided_disputes ON disputes (decision, created, dispute_id)
    WHERE decision IS NOT NULL;
CREATE INDEX pending_buyer_refunds ON disputes (created, dispute_id)
    WHERE buyer_refund_cents IS NOT NULL AND is_open = 1;
DROP TRIGGER note_decision;
CREATE TRIGGER note_decision AFTER UPDATE OF outcome, is_waiting ON disputes
WHEN old.decision IS NULL AND new.decision IS NOT NULL
BEGIN
    INSERT INTO decisions_seen (dispute_id, seen) VALUES (new.dispute_id, new.sync_mark)
    ON CONFLICT (dispute_id) DO UPDATE SET seen = excluded.seen;
END;
"""

_PARCELS = """
-- Where the parcels of an order were that was looked up, and when CJ told so.
ALTER TABLE orders ADD COLUMN tracking TEXT;
ALTER TABLE orders ADD COLUMN tracking_fetched INTEGER;
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _SECOND,
    _THIRD,
    _FOURTH,
    _FIFTH,
    _FOLDED,
    _NOT_TOLD,
    _ANSWERED,
    _LISTED,
    _TRACKED,
    _NO_SHOP_NUMBERS,
    _TOLD,
    _WAITING,
    _HANDED_OVER,
    _SEARCHED,
    _BUYER_REFUNDS,
    _LISTED_FOR,
    _DECIDED,
    _PARCELS,
)
"""The steps in order. Adding one at the end is all that a new version takes."""


def stored_version(connection: sqlite3.Connection) -> int:
    """The version of the layout that a file has; 0 for one without any."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring a file to the newest version, each step with its number in one transaction.

    The connection must be in autocommit mode. A step that fails leaves the version before it.
    """
    connection.execute("PRAGMA foreign_keys = OFF")  # a step may have to rebuild a table
    connection.execute("PRAGMA secure_delete = ON")  # what a step drops is not left in free space
    for function in (folded, sort_key, waits_for_merchant):
        connection.create_function(function.__name__, 1, function, deterministic=True)
    connection.create_function("shown", 5, _shown)
    for number, script in enumerate(migrations, start=1):
        with connection:  # commits, or rolls back
            connection.execute("BEGIN IMMEDIATE")
            if stored_version(connection) < number:
                for statement in _statements(script):
                    connection.execute(statement)
                _check_parents(connection, number)
                connection.execute(f"PRAGMA user_version = {number}")


def redo(connection: sqlite3.Connection) -> None:
    """Bring rows of a file of an earlier version to what this one keeps: search texts and sort keys
    folded its way and with all that is shown, and no shop's numbers.
    """
    for script in (_FOLDED, _NO_SHOP_NUMBERS, _SEARCHED):
        for statement in _statements(script):
            connection.execute(statement)


def _shown(
    status: str, outcome: int | None, created: int | None, refund: int | None, asked: int | None
) -> str:
    """`shown_words` of a row, as lines of its search text."""
    decided = None if outcome is None else Outcome(outcome)
    amounts = (maybe_amount(refund), maybe_amount(asked))
    return "\n".join(shown_words(status, decided, maybe_moment(created), amounts))


def _check_parents(connection: sqlite3.Connection, number: int) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError(f"step {number} leaves rows without their parent")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a semicolon within quotes, comments or triggers ends none."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
