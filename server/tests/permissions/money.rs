//! Payments, refunds and gift cards.

use super::{
    Row, anyone,
    called::{ID, Named},
    inside, staff, system,
};
use contracts::{
    PageRequest,
    Permission::{CapturePayments, ManageSettings, OperateSystem, RefundPayments, ViewOrders},
    payments::{DisputeQuery, GiftCardQuery, ReconciliationQuery},
};
use serde_json::json;

const FLOW: &str = "the checkout pays for its own run";

pub fn payments(_: &Named) -> Vec<Row> {
    let mut rows = unasked();
    rows.extend(asked());
    rows
}

fn unasked() -> Vec<Row> {
    vec![
        anyone("gateway", "the checkout's page shows it to everybody"),
        anyone("gift_card_of", "it takes the code of the card"),
        anyone("receive_webhook", "it takes the signature of the gateway"),
        inside("authorise", FLOW),
        inside("refresh", FLOW),
        inside("attach_order", FLOW),
        inside("void", FLOW),
        inside("gift_card_offer", "the cart knows a card whose code was entered before"),
        inside("paid_by_gift_card", "the pages of an order show it to whoever may see the order"),
        inside("loose", "a job looks for money without an order"),
        inside("give_back", "a job gives back what nothing was bought for"),
        inside("answer_test_challenge", "the checkout has found out whose run it is"),
    ]
}

fn asked() -> Vec<Row> {
    let cent = json!({ "minor": 1, "currency": "EUR" });
    let card = json!({ "id": ID, "amount": cent, "expires_on": null, "recipient": null, "note": "" });
    let adjustment = json!({ "id": ID, "card": ID, "amount": cent, "reason": "by hand" });
    let way = json!({
        "kind": "card", "version": 7, "is_on": true, "countries": [], "currency": "EUR", "minimum": null,
        "maximum": null,
    });
    vec![
        staff("save_payment_way", ManageSettings, json!([way])),
        staff("move_payment_way", ManageSettings, json!(["card", true])),
        staff("capture", CapturePayments, json!([ID])),
        staff("refund", RefundPayments, json!([ID, ID, cent, "broken", ""])),
        staff("issue_gift_card", RefundPayments, json!([card])),
        staff("adjust_gift_card", RefundPayments, json!([adjustment])),
        staff("block_gift_card", RefundPayments, json!([ID, true])),
        staff("gift_cards", ViewOrders, json!([GiftCardQuery::default()])),
        staff("gift_card", ViewOrders, json!([ID])),
        staff("payment", ViewOrders, json!([ID])),
        staff("payments_of", ViewOrders, json!([ID])),
        staff("payments", ViewOrders, json!(["", PageRequest::default()])),
        staff("disputes", ViewOrders, json!([DisputeQuery::default()])),
        staff("unresolved", OperateSystem, json!([])),
        staff("reconciliations", OperateSystem, json!([ReconciliationQuery::default()])),
        staff("close_reconciliation", OperateSystem, json!([ID, "settled"])),
        staff("at_gateway", OperateSystem, json!([ID])),
        system("personal_data", json!([super::called::subject()])),
        system("is_open", json!([ID])),
        system("erase_order", json!([ID])),
    ]
}
