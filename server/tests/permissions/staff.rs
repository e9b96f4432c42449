//! What only the back office asks for: messages, figures, and how the shop runs.

use super::{
    Row,
    called::{ID, Named},
    inside, staff,
};
use contracts::{
    PageRequest,
    Permission::{EditNotifications, OperateSystem, ViewAnalytics, ViewNotifications},
    analytics::EventQuery,
    notifications::NotificationQuery,
};
use serde_json::json;

pub fn notifications(_: &Named) -> Vec<Row> {
    vec![
        inside("send", "flows mail what they made, to the address it is about"),
        inside("sends_mail", "the back office says where mails end"),
        staff("notifications", ViewNotifications, json!([NotificationQuery::default()])),
        staff("notification", ViewNotifications, json!([ID])),
        staff("retry", EditNotifications, json!([ID])),
        staff("templates", ViewNotifications, json!([])),
        staff("save_template", EditNotifications, json!([ID, "Subject", "Content"])),
    ]
}

pub fn analytics(_: &Named) -> Vec<Row> {
    vec![
        staff("dashboard", ViewAnalytics, json!(["week"])),
        staff("events", OperateSystem, json!([EventQuery::default()])),
        staff("make_report", ViewAnalytics, json!(["sales_by_day", "week"])),
        staff("reports", ViewAnalytics, json!([PageRequest::default()])),
        staff("report_csv", ViewAnalytics, json!([ID])),
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
