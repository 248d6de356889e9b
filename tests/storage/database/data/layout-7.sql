-- Rows as they were written before pydantic read them: drafts, a ceiling, orders, details.
BEGIN TRANSACTION;
CREATE TABLE attempts (
    reference TEXT NOT NULL REFERENCES filings (reference) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    result TEXT NOT NULL DEFAULT '',
    code INTEGER,
    text TEXT NOT NULL DEFAULT '',
    request_id TEXT NOT NULL DEFAULT '', cj_started INTEGER, cj_ended INTEGER, not_processed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (reference, number)
) STRICT;
INSERT INTO "attempts" VALUES('DD-unknown',1,'create',1795348800000,1795348800000,'unknown',NULL,'','',NULL,NULL,0);
INSERT INTO "attempts" VALUES('DD-unknown',2,'read back',1795348800000,1795348800000,'not found',NULL,'','',NULL,NULL,0);
CREATE TABLE decisions_seen (
    dispute_id TEXT PRIMARY KEY NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    seen INTEGER NOT NULL
) STRICT;
CREATE TABLE dispute_details (
    dispute_id TEXT PRIMARY KEY NOT NULL REFERENCES disputes (dispute_id) ON DELETE CASCADE,
    refund_parts TEXT NOT NULL,
    lines TEXT NOT NULL,
    fetched INTEGER NOT NULL
) STRICT;
INSERT INTO "dispute_details" VALUES('SH3','[{"kind": "PRODUCT_COST", "name": "Product Cost", "amount": "14.16"}, {"kind": "other", "name": "Duty", "amount": null}]','[{"product_name": "Lamp 🙂", "supplier": "Workshop", "unit_price": "14.16", "image_url": "https://a/l.png", "line_item_id": null, "product_id": "P1", "variant_id": "V1", "product_code": "CJ-A"}, {"product_name": "Mug", "supplier": "", "unit_price": null, "image_url": "", "line_item_id": null, "product_id": "", "variant_id": "", "product_code": ""}]',1795348800000);
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
INSERT INTO "dispute_lines" VALUES('SH3',0,NULL,'Lamp 🙂','Workshop',1416,'https://a/l.png','P1','V1','CJ-A');
INSERT INTO "dispute_lines" VALUES('SH3',1,NULL,'Mug','',NULL,'','','','');
CREATE TABLE dispute_search (
    number INTEGER PRIMARY KEY REFERENCES disputes (number) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "dispute_search" VALUES(1,'sh3
processing
product damaged
lamp 🙂
workshop
cj-a
p1
v1
mug');
CREATE TABLE disputes (
    number INTEGER PRIMARY KEY,
    dispute_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome INTEGER,
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
, list_reading TEXT, detail_reading TEXT, is_unsettled INTEGER NOT NULL DEFAULT 1, gone INTEGER, asked INTEGER NOT NULL DEFAULT 0, refund_cents INTEGER, reissue_cents INTEGER) STRICT;
INSERT INTO "disputes" VALUES(1,'SH3','Processing','Product Damaged',NULL,'',1795348800000,0,NULL,NULL,NULL,0,1,1795348800000,NULL,0,1795348800000,'sh00000000000000000003',NULL,'product damaged','processing',NULL,'lamp 🙂','workshop',NULL,'["Processing", null, null, null, "", "Product Damaged"]',1,NULL,0,NULL,NULL);
CREATE TABLE draft_versions (
    reference TEXT NOT NULL REFERENCES filings (reference) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    draft TEXT NOT NULL,
    begun INTEGER NOT NULL,
    saved INTEGER NOT NULL,
    PRIMARY KEY (reference, number)
) STRICT;
INSERT INTO "draft_versions" VALUES('DD-draft',1,'{"reference": "DD-draft", "order_id": "SD1", "order_number": "#1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "1234567890123456.78", "product_name": "Lamp 🙂", "sku": "CJ-A"}], "reason": {"id": 8, "name": "Damaged"}, "expected": 2, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://a/b.jpg", "kind": "image"}, {"url": "https://a/b.mp4", "kind": "video"}], "link_text": "https://half", "step": "REVIEW", "template": "own-1", "seen_total": null, "place": null}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-draft',2,'{"reference": "DD-draft", "order_id": "SD1", "order_number": "#1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "1234567890123456.78", "product_name": "Lamp 🙂", "sku": "CJ-A"}], "reason": {"id": 8, "name": "Damaged"}, "expected": 2, "refund_target": 2, "message": "Words of DD-draft 🙂\nmore", "message_is_own": true, "evidence": [{"url": "https://a/b.jpg", "kind": "image"}, {"url": "https://a/b.mp4", "kind": "video"}], "link_text": "https://half", "step": "REVIEW", "template": "own-1", "seen_total": "14.16", "place": [3, 9, "message"]}',1795349100000,1795349100000);
INSERT INTO "draft_versions" VALUES('DD-bare',1,'{"reference": "DD-bare", "order_id": "SD2", "order_number": "", "lines": [], "reason": null, "expected": null, "refund_target": 1, "message": "", "message_is_own": false, "evidence": [], "link_text": "", "step": "ITEMS", "template": "", "seen_total": null, "place": null}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-unknown',1,'{"reference": "DD-unknown", "order_id": "SD1", "order_number": "#1001", "lines": [{"line_item_id": "L2", "quantity": 2, "unit_price": "1234567890123456.78", "product_name": "Lamp 🙂", "sku": "CJ-A"}], "reason": {"id": 8, "name": "Damaged"}, "expected": 2, "refund_target": 2, "message": "Words of DD-unknown 🙂\nmore", "message_is_own": true, "evidence": [{"url": "https://a/b.jpg", "kind": "image"}, {"url": "https://a/b.mp4", "kind": "video"}], "link_text": "https://half", "step": "REVIEW", "template": "own-1", "seen_total": "14.16", "place": [3, 9, "message"]}',1795348800000,1795348800000);
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
, ceiling_parts TEXT, candidates TEXT) STRICT;
INSERT INTO "filings" VALUES('DD-draft','draft','{"reference": "DD-draft", "order_id": "SD1", "order_number": "#1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "1234567890123456.78", "product_name": "Lamp 🙂", "sku": "CJ-A"}], "reason": {"id": 8, "name": "Damaged"}, "expected": 2, "refund_target": 2, "message": "Words of DD-draft 🙂\nmore", "message_is_own": true, "evidence": [{"url": "https://a/b.jpg", "kind": "image"}, {"url": "https://a/b.mp4", "kind": "video"}], "link_text": "https://half", "step": "REVIEW", "template": "own-1", "seen_total": "14.16", "place": [3, 9, "message"]}','SD1','#1001',NULL,NULL,NULL,0,NULL,1795348800000,1795349100000,NULL,NULL,NULL);
INSERT INTO "filings" VALUES('DD-bare','draft','{"reference": "DD-bare", "order_id": "SD2", "order_number": "", "lines": [], "reason": null, "expected": null, "refund_target": 1, "message": "", "message_is_own": false, "evidence": [], "link_text": "", "step": "ITEMS", "template": "", "seen_total": null, "place": null}','SD2','',NULL,NULL,NULL,0,NULL,1795348800000,1795348800000,NULL,NULL,NULL);
INSERT INTO "filings" VALUES('DD-unknown','unknown','{"reference": "DD-unknown", "order_id": "SD1", "order_number": "#1001", "lines": [{"line_item_id": "L2", "quantity": 2, "unit_price": "1234567890123456.78", "product_name": "Lamp 🙂", "sku": "CJ-A"}], "reason": {"id": 8, "name": "Damaged"}, "expected": 2, "refund_target": 2, "message": "Words of DD-unknown 🙂\nmore", "message_is_own": true, "evidence": [{"url": "https://a/b.jpg", "kind": "image"}, {"url": "https://a/b.mp4", "kind": "video"}], "link_text": "https://half", "step": "REVIEW", "template": "own-1", "seen_total": "14.16", "place": [3, 9, "message"]}','SD1','#1001',1616,'["SH1", "SH2"]',NULL,0,NULL,1795348800000,1795348800000,NULL,'{"product": "14.16", "postage": "2.00", "ioss_tax": null, "ioss_fee": null, "total": "16.16"}','["SH2611221202010000001"]');
CREATE TABLE held_lines (
    line_item_id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL REFERENCES filings (reference)
) STRICT;
INSERT INTO "held_lines" VALUES('L2','DD-unknown');
CREATE TABLE notes (
    dispute_id TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
CREATE TABLE order_lines (
    line_item_id TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (order_id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    PRIMARY KEY (line_item_id, order_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "order_lines" VALUES('L1','SD1','CJ-A');
INSERT INTO "order_lines" VALUES('L2','SD1','CJ-B');
CREATE TABLE orders (
    order_id TEXT PRIMARY KEY NOT NULL,
    order_number TEXT NOT NULL,
    lines TEXT,
    fetched INTEGER,
    facts TEXT,
    facts_fetched INTEGER
) STRICT;
INSERT INTO "orders" VALUES('SD1','#1001','[{"line_item_id": "L1", "product_id": "P1", "variant_id": "V1", "product_name": "Lamp 🙂", "sku": "CJ-A", "supplier": "Workshop", "image_url": "https://a/l.png", "unit_price": "1234567890123456.78", "quantity": 2, "can_dispute": true, "obstacle": null}, {"line_item_id": "L2", "product_id": "P2", "variant_id": "V2", "product_name": "Mug", "sku": "CJ-B", "supplier": "", "image_url": "", "unit_price": null, "quantity": 1, "can_dispute": false, "obstacle": "no price"}]',1795348800000,'{"order_id": "SD1", "other_ids": ["2106"], "order_number": "#1001", "status": "SHIPPED", "created": 1795089600000, "paid": 1795175999999, "dispatched": null, "country": "US", "tracking_number": "T1", "carrier": "Packet", "amount": "42.48", "postage": null, "shop_name": "Shop", "shop_order_id": "55", "dispute_id": "SH3"}',1795348800000);
CREATE TABLE saved_views (
    name TEXT PRIMARY KEY NOT NULL,
    view TEXT NOT NULL
) STRICT;
CREATE TABLE sync_state (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE templates (
    key TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    body TEXT NOT NULL,
    saved INTEGER NOT NULL,
    -- When it was deleted: it can be taken back for a while.
    deleted INTEGER
) STRICT;
CREATE INDEX filings_by_state ON filings (state, changed);
CREATE INDEX filings_by_order ON filings (order_id);
CREATE UNIQUE INDEX filings_by_dispute ON filings (dispute_id) WHERE dispute_id IS NOT NULL;
CREATE INDEX held_lines_by_reference ON held_lines (reference);
CREATE INDEX disputes_by_dispute ON disputes (dispute_key, dispute_id);
CREATE INDEX disputes_by_order ON disputes (order_key, dispute_id);
CREATE INDEX disputes_by_created ON disputes (created, dispute_id);
CREATE INDEX disputes_by_reason ON disputes (reason_key, dispute_id);
CREATE INDEX disputes_by_status ON disputes (status_key, dispute_id);
CREATE INDEX disputes_by_outcome ON disputes (outcome, dispute_id);
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
CREATE INDEX dispute_lines_by_item ON dispute_lines (line_item_id)
    WHERE line_item_id IS NOT NULL;
CREATE INDEX orders_by_number ON orders (order_number);
CREATE INDEX order_lines_by_order ON order_lines (order_id);
CREATE INDEX unsettled_disputes ON disputes (max(sync_mark, asked), dispute_id)
    WHERE is_unsettled = 1 AND gone IS NULL;
CREATE INDEX gone_disputes ON disputes (gone) WHERE gone IS NOT NULL;
CREATE TRIGGER note_decision AFTER UPDATE OF outcome ON disputes
WHEN old.outcome IS NULL AND new.outcome IS NOT NULL
BEGIN
    INSERT INTO decisions_seen (dispute_id, seen) VALUES (new.dispute_id, new.sync_mark)
    ON CONFLICT (dispute_id) DO UPDATE SET seen = excluded.seen;
END;
CREATE INDEX disputes_by_refund ON disputes (refund_cents, dispute_id);
PRAGMA user_version = 7;
COMMIT;
