//! What only the back office asks for: messages, figures, and how the shop runs.

use super::{
    Row, anyone,
    called::{ID, Named},
    inside, staff, system,
};
use contracts::{
    PageRequest,
    Permission::{
        EditNotifications, ManageSettings, ManageWebhooks, OperateSystem, ViewAnalytics, ViewNotifications,
    },
    analytics::EventQuery,
    notifications::NotificationQuery,
};
use serde_json::json;

pub fn notifications(_: &Named) -> Vec<Row> {
    let mut rows = mails();
    rows.extend(webhooks());
    rows
}

fn mails() -> Vec<Row> {
    let retention = json!({ "version": 7, "mail_days": 0, "webhook_days": 0 });
    vec![
        anyone("contact", "it mails whoever runs the shop and tells who asks nothing"),
        inside("send", "flows mail what they made, to the address it is about"),
        anyone("message_retention", "the shop tells it everybody"),
        staff("save_message_retention", ManageSettings, json!([retention])),
        inside("sends_mail", "the back office says where mails end"),
        staff("notifications", ViewNotifications, json!([NotificationQuery::default()])),
        staff("notification", ViewNotifications, json!([ID])),
        staff("messages_to", ViewNotifications, json!([ID, "ada@example.com"])),
        staff("retry", EditNotifications, json!([ID])),
        staff("templates", ViewNotifications, json!([])),
        staff("save_template", EditNotifications, json!([ID, "Subject", "Content"])),
        system("personal_data", json!([super::called::subject()])),
        system("erase_order", json!(["TW-ZZZZ-ZZZZ-ZZZZ"])),
    ]
}

fn webhooks() -> Vec<Row> {
    let draft = json!({
        "id": ID, "version": null, "url": "http://127.0.0.1/", "description": "", "events": [],
    });
    let query = json!({ "endpoint": ID, "status": null, "before": null });
    vec![
        staff("webhooks", ManageWebhooks, json!([])),
        staff("webhook", ManageWebhooks, json!([ID])),
        staff("save_webhook", ManageWebhooks, json!([draft])),
        staff("rotate_webhook_secret", ManageWebhooks, json!([ID, 1])),
        staff("pause_webhook", ManageWebhooks, json!([ID, true])),
        staff("delete_webhook", ManageWebhooks, json!([ID])),
        staff("test_webhook", ManageWebhooks, json!([ID])),
        staff("webhook_deliveries", ManageWebhooks, json!([query])),
        staff("redeliver_webhook", ManageWebhooks, json!([ID])),
        staff("redeliver_failed_webhooks", ManageWebhooks, json!([ID, "2026-01-01T00:00:00Z"])),
    ]
}

pub fn analytics(_: &Named) -> Vec<Row> {
    vec![
        staff("dashboard", ViewAnalytics, json!([{ "span": "week", "compare": "before" }])),
        staff("events", OperateSystem, json!([EventQuery::default()])),
        staff("make_report", ViewAnalytics, json!(["sales_by_day", "week"])),
        staff("reports", ViewAnalytics, json!([PageRequest::default()])),
        staff("report_csv", ViewAnalytics, json!([ID])),
        staff("log_retention", ManageSettings, json!([])),
        staff("save_log_retention", ManageSettings, json!([{ "version": 7, "days": 1 }])),
        system("personal_data", json!([super::called::subject()])),
    ]
}

pub fn operations(_: &Named) -> Vec<Row> {
    vec![
        staff("check_rules", OperateSystem, json!([])),
        staff("examination", OperateSystem, json!([])),
        staff("examinations", OperateSystem, json!([])),
        staff("open_items", OperateSystem, json!([])),
        staff("health", OperateSystem, json!([])),
        staff("outbox", OperateSystem, json!(["orders", "", PageRequest::default()])),
        staff("replay", OperateSystem, json!(["orders", ID])),
        staff("replay_all", OperateSystem, json!(["orders"])),
        staff("dead_jobs", OperateSystem, json!(["orders", PageRequest::default()])),
        staff("retry_jobs", OperateSystem, json!(["orders", null])),
    ]
}
