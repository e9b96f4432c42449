//! Carts, checkouts, orders and what happens to them.

use super::{
    Row, anyone,
    called::{ID, Named},
    inside, member, own, owned, staff, system,
};
use contracts::{
    PageRequest,
    Permission::{
        CancelOrders, CapturePayments, EditCatalog, ManageSettings, ManageStaff, OperateSystem,
        RefundPayments, ShipOrders, ViewCatalog, ViewOrders,
    },
    orders::{CartQuery, CouponQuery, InvoiceQuery, OrderQuery},
};
use serde_json::json;

const KEY: &str = "it takes the key of a cart, which the edge makes of the session or of the cart's cookie";
const FLOW: &str = "the checkout records its own run";
const AFTER: &str = "after-sales records what it did, and has asked who may";
const PROVED: &str = "it takes the number of an order and the address it was placed with";

pub fn orders(named: &Named) -> Vec<Row> {
    let mut rows = carts_and_runs();
    rows.extend(read(named));
    rows.extend(changed());
    rows.extend(desk());
    rows.extend(people());
    rows
}

/// What staff keep beside orders, and do with many of them.
fn desk() -> Vec<Row> {
    let note = json!({ "id": ID, "order": ID, "author_name": "Carol", "text": "Called.", "mentioned": [] });
    let shop = json!({
        "version": 7, "name": "", "seller": { "name": "", "address": "", "vat_id": "" }, "sender_name": "",
        "support_email": "", "support_phone": "",
    });
    let rules = json!({ "version": 7, "hold_minutes": 0, "abandoned_minutes": 0, "guest_cart_days": 0 });
    vec![
        staff("whole_orders", ViewOrders, json!([[ID]])),
        staff("order_neighbours", ViewOrders, json!([OrderQuery::default(), ID])),
        staff("order_notes", ViewOrders, json!([ID])),
        member("add_order_note", ViewOrders, json!([note])),
        member("mentions", ViewOrders, json!([PageRequest::default()])),
        member("unread_mentions", ViewOrders, json!([])),
        member("read_mentions", ViewOrders, json!([null])),
        staff("order_tags", ViewOrders, json!([[ID]])),
        staff("known_order_tags", ViewOrders, json!([])),
        staff("set_order_tag", ViewOrders, json!([ID, "call back", true])),
        member("open_batch", ViewOrders, json!([ID, "tag", { "Orders": [] }])),
        staff("batch", ViewOrders, json!([ID])),
        member("confirm_batch", ViewOrders, json!([ID, "call back"])),
        member("settle_batch_row", ViewOrders, json!([ID, ID, null])),
        staff("save_shop", ManageSettings, json!([shop])),
        staff("time_zones", ManageSettings, json!([])),
        staff("save_checkout_rules", ManageSettings, json!([rules])),
        staff("tax_rates", ManageSettings, json!([])),
        staff("save_tax_rate", ManageSettings, json!([{ "country": "DE", "rate_bp": 10_001 }])),
        staff("remove_tax_rate", ManageSettings, json!(["AQ"])),
    ]
}

/// What is kept of people.
fn people() -> Vec<Row> {
    let subject = super::called::subject();
    vec![
        staff("customer_record", ViewOrders, json!([ID])),
        staff("carts", ViewOrders, json!([CartQuery::default()])),
        staff("any_cart", ViewOrders, json!([ID])),
        system("orders_of_person", json!([subject])),
        system("personal_data", json!([subject])),
        system("erase_person", json!([ID, null])),
        system("orders_to_erase", json!([null])),
        system("erase_order", json!([ID])),
    ]
}

fn carts_and_runs() -> Vec<Row> {
    let decision = json!({ "id": ID, "from": "stuck", "act": "settle", "reason": "by hand", "data": "{}" });
    vec![
        inside("cart", KEY),
        inside("add_to_cart", KEY),
        inside("set_cart_line", KEY),
        inside("merge_carts", "the edge merges when somebody has logged in"),
        inside("save_checkout_draft", KEY),
        inside("set_cart_coupon", KEY),
        inside("set_cart_gift_card", KEY),
        inside("coupon_offer", FLOW),
        inside("take_coupon", FLOW),
        anyone("tax_rate", "the shop tells it everybody"),
        anyone("shop", "the shop tells it everybody"),
        anyone("checkout_rules", "how long one may take to pay is no secret"),
        inside("start_checkout", FLOW),
        inside("checkout_by_key", FLOW),
        inside("open_checkouts", FLOW),
        inside("checkout", FLOW),
        inside("advance_checkout", FLOW),
        inside("note_checkout_attempt", FLOW),
        inside("count_decline", FLOW),
        inside("declines", FLOW),
        inside("idle_checkouts", FLOW),
        staff("stuck_checkouts", OperateSystem, json!([])),
        staff("checkout_steps", OperateSystem, json!([ID])),
        staff("decide_checkout", OperateSystem, json!([decision])),
    ]
}

fn read(named: &Named) -> Vec<Row> {
    vec![
        own("my_orders", json!([PageRequest::default()])),
        owned("my_order", json!([named.order])),
        anyone("find_order", PROVED),
        anyone("find_invoices", PROVED),
        staff("orders", ViewOrders, json!([OrderQuery::default()])),
        staff("export_orders", ViewOrders, json!([OrderQuery::default(), null])),
        staff("order", ViewOrders, json!([ID])),
        staff("order_invoices", ViewOrders, json!([ID])),
        staff("invoice", ViewOrders, json!(["2020-000001"])),
        staff("invoices", ViewOrders, json!([InvoiceQuery::default()])),
        staff("export_invoices", ViewOrders, json!([InvoiceQuery::default(), null])),
        staff("coupons", ViewCatalog, json!([CouponQuery::default()])),
        staff("coupon", ViewCatalog, json!([ID])),
    ]
}

fn changed() -> Vec<Row> {
    let coupon = json!({
        "id": ID, "version": null, "code": "FREE", "value": { "Percent": 1000 }, "currency": "EUR", "minimum": 0,
        "starts_at": null, "ends_at": null, "most_uses": null, "most_per_customer": null, "is_active": true,
    });
    vec![
        staff("save_coupon", EditCatalog, json!([coupon])),
        inside("place_order", FLOW),
        inside("confirm_order", FLOW),
        staff("cancel_order", CancelOrders, json!([ID, "by wish"])),
        inside("set_payment_state", AFTER),
        inside("hold_lines", AFTER),
        inside("release_lines", AFTER),
        inside("held_lines", AFTER),
        inside("note_hold_attempt", AFTER),
        staff("decide_hold", OperateSystem, json!(["refund", ID, "settle", "by hand"])),
        inside("record_shipment", AFTER),
        inside("record_delivery", AFTER),
        inside("record_refund", AFTER),
    ]
}

pub fn checkout(_: &Named) -> Vec<Row> {
    vec![
        inside("quote", KEY),
        inside("save_draft", KEY),
        inside("apply_coupon", KEY),
        inside("remove_coupon", KEY),
        inside("apply_gift_card", KEY),
        inside("remove_gift_card", KEY),
        inside("submit", KEY),
        inside("resume", "a gateway's webhook named the run, which only looks at what became of its payment"),
        inside("outcome", KEY),
        inside("resume_own", KEY),
        inside("answer_challenge", KEY),
        inside("recover", "a job calls it"),
        inside("settle_limbo", "a job calls it"),
        staff("stuck", OperateSystem, json!([])),
        staff("inspect", OperateSystem, json!([ID])),
        staff("retry_stuck", OperateSystem, json!([ID])),
        staff("undo_stuck", OperateSystem, json!([ID, "by wish"])),
        staff("settle_stuck", OperateSystem, json!([ID, "by hand"])),
    ]
}

pub fn after_sales(named: &Named) -> Vec<Row> {
    let wanted = json!({ "email": "dan@example.com", "password": "not the password", "code": "" });
    let parcel =
        json!({ "idempotency_key": ID, "order": ID, "lines": [], "carrier": "DHL", "tracking_number": "" });
    let refund = json!({
        "idempotency_key": ID, "order": ID, "lines": [], "extra": { "minor": 1, "currency": "EUR" },
        "restock": false, "reason": "broken",
    });
    let invitation = json!({ "name": "Dan", "email": "dan@example.com", "role": "support" });
    vec![
        staff("capture", CapturePayments, json!([ID])),
        staff("ship", ShipOrders, json!([parcel])),
        staff("record_delivery", ShipOrders, json!([ID, ID])),
        staff("cancel", CancelOrders, json!([ID, "by wish"])),
        staff("refund", RefundPayments, json!([refund])),
        staff("refund_rest", RefundPayments, json!([ID, ID])),
        inside("recover", "a job calls it"),
        staff("stuck", OperateSystem, json!([])),
        staff("decide_stuck", OperateSystem, json!(["refund", ID, "settle", "by hand"])),
        anyone("request_password_reset", "it mails the owner of the address and tells who asks nothing"),
        own("request_email_verification", json!([])),
        own("request_email_change", json!([wanted, named.session])),
        staff("invite_staff", ManageStaff, json!([invitation])),
    ]
}
