-- A data file of version 0.1.0: a filing in each state, refunds told and not told, notes, templates.
PRAGMA user_version = 4;
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
    request_id TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (reference, number)
) STRICT;
INSERT INTO "attempts" VALUES('DD-sending',1,'create',1795348920000,NULL,'',NULL,'','');
INSERT INTO "attempts" VALUES('DD-unknown',1,'create',1795348920000,1795348980000,'TimedOut',200,'CJ''s words','r-1');
INSERT INTO "attempts" VALUES('DD-nothing-found',1,'create',1795348920000,1795348980000,'TimedOut',200,'CJ''s words','r-1');
INSERT INTO "attempts" VALUES('DD-nothing-found',2,'read back',1795348980000,1795349040000,'not found',NULL,'','');
INSERT INTO "attempts" VALUES('DD-refused',1,'create',1795348920000,1795348980000,'Refused',1607008,'CJ''s words','r-1');
INSERT INTO "attempts" VALUES('DD-filed',1,'create',1795348920000,1795348980000,'filed',200,'CJ''s words','r-1');
INSERT INTO "attempts" VALUES('DD-confirmed',1,'create',1795348920000,1795348980000,'filed',200,'CJ''s words','r-1');
INSERT INTO "attempts" VALUES('DD-confirmed',2,'read back',1795348980000,1795349040000,'confirmed',NULL,'','');
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
INSERT INTO "dispute_details" VALUES('SH2611010000000000001','[{"kind": "PRODUCT_COST", "name": "Product", "amount": "10.00"}, {"kind": "SHIPPING_COST", "name": "Shipping", "amount": "2.50"}]','[{"product_name": "Desk lamp, brass", "supplier": "", "unit_price": null, "image_url": "", "line_item_id": "F1", "product_id": "", "variant_id": "", "product_code": ""}]',1795348860000);
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
INSERT INTO "dispute_lines" VALUES('SH2611010000000000001',0,'F1','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611010000000000002',0,'F2','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611010000000000003',0,'F3','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611010000000000004',0,'F4','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611010000000000005',0,'X1','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611010000000000006',0,'F6','Desk lamp, brass','',NULL,'','','','');
INSERT INTO "dispute_lines" VALUES('SH2611221203000000001',0,'L7','Desk lamp, brass','',NULL,'','','','');
CREATE TABLE dispute_search (
    number INTEGER PRIMARY KEY REFERENCES disputes (number) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
INSERT INTO "dispute_search" VALUES(1,'sh2611221203000000001
sd2611200001234567
1001
processing
product damaged
0.00
desk lamp, brass
l7
cjsj0000001-a');
INSERT INTO "dispute_search" VALUES(2,'sh2611010000000000001
finished
product damaged
12.50
0.00
desk lamp, brass
f1
called them.');
INSERT INTO "dispute_search" VALUES(3,'sh2611010000000000002
processing
product damaged
0.00
desk lamp, brass
f2');
INSERT INTO "dispute_search" VALUES(4,'sh2611010000000000003
finished
product damaged
0.00
desk lamp, brass
f3');
INSERT INTO "dispute_search" VALUES(5,'sh2611010000000000004
finished
product damaged
sd2611300000000001
0.00
9.90
desk lamp, brass
f4');
INSERT INTO "dispute_search" VALUES(6,'sh2611010000000000005
sd2611200001234567
1001
processing
product damaged
0.00
desk lamp, brass
x1
cjsj0000001-a');
INSERT INTO "dispute_search" VALUES(7,'sh2611010000000000006
sd2611200001234567
1001
processing
product damaged
0.00
desk lamp, brass
f6');
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
, list_reading TEXT, detail_reading TEXT, is_unsettled INTEGER NOT NULL DEFAULT 1, gone INTEGER, asked INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "disputes" VALUES(1,'SH2611221203000000001','Processing','Product Damaged',NULL,0,0,'',1795348980000,0,'SD2611200001234567','1001',2832,1,1,1795349040000,NULL,0,1795349040000,'sh02611221203000000001','00000000000000001001','product damaged','processing',NULL,'desk lamp, brass',NULL,'["Processing", null, 0, 0, ""]',NULL,1,NULL,0);
INSERT INTO "disputes" VALUES(2,'SH2611010000000000001','Finished','Product Damaged',1,1250,0,'',1795348800000,0,NULL,NULL,NULL,0,0,1795348800000,NULL,0,1795348860000,'sh02611010000000000001',NULL,'product damaged','finished',NULL,'desk lamp, brass',NULL,'["Finished", 1, 1250, 0, ""]','["Finished", 1, 1250, 0, ""]',0,NULL,0);
INSERT INTO "disputes" VALUES(3,'SH2611010000000000002','Processing','Product Damaged',NULL,0,0,'',1795348800000,0,NULL,NULL,NULL,0,1,1795348800000,NULL,0,1795348800000,'sh02611010000000000002',NULL,'product damaged','processing',NULL,'desk lamp, brass',NULL,'["Processing", null, 0, 0, ""]',NULL,1,NULL,0);
INSERT INTO "disputes" VALUES(4,'SH2611010000000000003','Finished','Product Damaged',3,0,0,'',1795348800000,0,NULL,NULL,NULL,0,0,1795348800000,NULL,0,1795348800000,'sh02611010000000000003',NULL,'product damaged','finished',NULL,'desk lamp, brass',NULL,'["Finished", 3, 0, 0, ""]',NULL,0,NULL,0);
INSERT INTO "disputes" VALUES(5,'SH2611010000000000004','Finished','Product Damaged',2,0,990,'SD2611300000000001',1795348800000,0,NULL,NULL,NULL,0,0,1795348800000,NULL,0,1795348800000,'sh02611010000000000004',NULL,'product damaged','finished','sd00002611300000000001','desk lamp, brass',NULL,'["Finished", 2, 0, 990, "SD2611300000000001"]',NULL,0,NULL,0);
INSERT INTO "disputes" VALUES(6,'SH2611010000000000005','Processing','Product Damaged',NULL,0,0,'',1795348800000,0,'SD2611200001234567','1001',NULL,0,1,1795348800000,NULL,0,1795348800000,'sh02611010000000000005','00000000000000001001','product damaged','processing',NULL,'desk lamp, brass',NULL,'["Processing", null, 0, 0, ""]',NULL,1,NULL,0);
INSERT INTO "disputes" VALUES(7,'SH2611010000000000006','Processing','Product Damaged',NULL,0,0,'',1795348800000,0,'SD2611200001234567','1001',NULL,0,1,1795348800000,NULL,0,1795348800000,'sh02611010000000000006','00000000000000001001','product damaged','processing',NULL,'desk lamp, brass',NULL,'["Processing", null, 0, 0, ""]',NULL,1,NULL,0);
CREATE TABLE draft_versions (
    reference TEXT NOT NULL REFERENCES filings (reference) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    draft TEXT NOT NULL,
    begun INTEGER NOT NULL,
    saved INTEGER NOT NULL,
    PRIMARY KEY (reference, number)
) STRICT;
INSERT INTO "draft_versions" VALUES('DD-draft',1,'{"reference": "DD-draft", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-draft',2,'{"reference": "DD-draft", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-draft 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-sending',1,'{"reference": "DD-sending", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L2", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-sending',2,'{"reference": "DD-sending", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L2", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-sending 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-unknown',1,'{"reference": "DD-unknown", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L3", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-unknown',2,'{"reference": "DD-unknown", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L3", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-unknown 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-nothing-found',1,'{"reference": "DD-nothing-found", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L4", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-nothing-found',2,'{"reference": "DD-nothing-found", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L4", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-nothing-found 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-refused',1,'{"reference": "DD-refused", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L5", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-refused',2,'{"reference": "DD-refused", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L5", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-refused 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-filed',1,'{"reference": "DD-filed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L6", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-filed',2,'{"reference": "DD-filed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L6", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-filed 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-confirmed',1,'{"reference": "DD-confirmed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L7", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "first words", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
INSERT INTO "draft_versions" VALUES('DD-confirmed',2,'{"reference": "DD-confirmed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L7", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-confirmed 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348860000,1795348860000);
INSERT INTO "draft_versions" VALUES('DD-discarded',1,'{"reference": "DD-discarded", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L8", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-discarded 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}',1795348800000,1795348800000);
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
, ceiling_parts TEXT) STRICT;
INSERT INTO "filings" VALUES('DD-draft','draft','{"reference": "DD-draft", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L1", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-draft 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',NULL,NULL,NULL,0,NULL,1795348800000,1795348860000,NULL,NULL);
INSERT INTO "filings" VALUES('DD-sending','sending','{"reference": "DD-sending", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L2", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-sending 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]',NULL,0,'0123456789abcdef',1795348800000,1795348920000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-unknown','unknown','{"reference": "DD-unknown", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L3", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-unknown 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]',NULL,0,NULL,1795348800000,1795348980000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-nothing-found','unknown','{"reference": "DD-nothing-found", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L4", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-nothing-found 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]',NULL,1,NULL,1795348800000,1795349040000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-refused','refused','{"reference": "DD-refused", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L5", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-refused 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]',NULL,0,NULL,1795348800000,1795348980000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-filed','filed','{"reference": "DD-filed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L6", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-filed 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]',NULL,0,NULL,1795348800000,1795348980000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-confirmed','confirmed','{"reference": "DD-confirmed", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L7", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-confirmed 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',2832,'["SH-before"]','SH2611221203000000001',0,NULL,1795348800000,1795349040000,NULL,'{"product": "25.00", "postage": "3.00", "ioss_tax": "0.32", "ioss_fee": "0.00", "total": "28.32"}');
INSERT INTO "filings" VALUES('DD-discarded','draft','{"reference": "DD-discarded", "order_id": "SD2611200001234567", "order_number": "1001", "lines": [{"line_item_id": "L8", "quantity": 2, "unit_price": "12.50", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A"}], "reason": {"id": 8, "name": "Product Damaged"}, "expected": 1, "refund_target": 2, "message": "Words of DD-discarded 🙂", "message_is_own": true, "evidence": [{"url": "https://example.com/a.jpg", "kind": "image"}, {"url": "https://example.com/b.mp4", "kind": "video"}], "link_text": "https://exam", "step": 2, "template": "", "seen_total": "28.32", "place": [3, 5, "message"]}','SD2611200001234567','1001',NULL,NULL,NULL,0,NULL,1795348800000,1795348800000,1795348860000,NULL);
CREATE TABLE held_lines (
    line_item_id TEXT PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL REFERENCES filings (reference)
) STRICT;
INSERT INTO "held_lines" VALUES('L2','DD-sending');
INSERT INTO "held_lines" VALUES('L3','DD-unknown');
INSERT INTO "held_lines" VALUES('L4','DD-nothing-found');
INSERT INTO "held_lines" VALUES('L6','DD-filed');
CREATE TABLE notes (
    dispute_id TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
INSERT INTO "notes" VALUES('SH2611010000000000001','Called them.',1795348800000);
CREATE TABLE order_lines (
    line_item_id TEXT NOT NULL,
    order_id TEXT NOT NULL REFERENCES orders (order_id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    PRIMARY KEY (line_item_id, order_id)
) STRICT, WITHOUT ROWID;
INSERT INTO "order_lines" VALUES('L1','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L2','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L3','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L4','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L5','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L6','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L7','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L8','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('L9','SD2611200001234567','CJSJ0000001-A');
INSERT INTO "order_lines" VALUES('X1','SD2611200007654321','CJSJ0000001-A');
CREATE TABLE orders (
    order_id TEXT PRIMARY KEY NOT NULL,
    order_number TEXT NOT NULL,
    lines TEXT,
    fetched INTEGER,
    facts TEXT,
    facts_fetched INTEGER
) STRICT;
INSERT INTO "orders" VALUES('SD2611200001234567','1001','[{"line_item_id": "L1", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L2", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L3", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L4", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L5", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L6", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L7", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L8", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}, {"line_item_id": "L9", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "12.50", "quantity": 3, "can_dispute": true}]',1795348800000,'{"order_id": "SD2611200001234567", "other_ids": ["2611200001234567000"], "order_number": "1001", "status": "SHIPPED", "created": 1795348800000, "paid": 1795348800000, "dispatched": 1795348800000, "country": "US", "tracking_number": "TRK1", "carrier": "CJPacket", "amount": "42.48", "postage": "3.00", "shop_name": "My shop", "shop_order_id": "55", "dispute_id": null}',1795348800000);
INSERT INTO "orders" VALUES('SD2611200007654321','1001','[{"line_item_id": "X1", "product_id": "P1", "variant_id": "V1", "product_name": "Desk lamp, brass", "sku": "CJSJ0000001-A", "supplier": "Hengtai", "image_url": "", "unit_price": "14.16", "quantity": 3, "can_dispute": true}]',1795348800000,NULL,NULL);
CREATE TABLE saved_views (
    name TEXT PRIMARY KEY NOT NULL,
    view TEXT NOT NULL
) STRICT;
INSERT INTO "saved_views" VALUES('Open ones','{"show": "open"}');
CREATE TABLE sync_state (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "sync_state" VALUES('last complete','1795348800000');
INSERT INTO "sync_state" VALUES('last checked','1795348800000');
INSERT INTO "sync_state" VALUES('full sync: surplus','0');
INSERT INTO "sync_state" VALUES('full sync: next page','2');
INSERT INTO "sync_state" VALUES('full sync: started','1795348800000');
INSERT INTO "sync_state" VALUES('full sync: total','120');
CREATE TABLE templates (
    key TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    body TEXT NOT NULL,
    saved INTEGER NOT NULL,
    -- When it was deleted: it can be taken back for a while.
    deleted INTEGER
) STRICT;
INSERT INTO "templates" VALUES('own-1','Mine','damaged','Dear CJ, {products} broke.',1763812800000,NULL);
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
COMMIT;
