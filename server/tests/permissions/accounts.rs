//! Accounts, sessions, staff, keys and the audit log.

use super::{
    Row, any_staff, anyone,
    called::{ID, Named},
    inside, own, owned, staff, system,
};
use contracts::{
    Permission::{ManageApiKeys, ManageStaff, ViewAudit, ViewCustomers},
    identity::{AuditQuery, AuthorizationRequest, CustomerQuery},
};
use serde_json::json;

const EMAIL: &str = "carol@example.com";
const PASSWORD: &str = "seven-oxen-and-a-lantern";

pub fn identity(named: &Named) -> Vec<Row> {
    let mut rows = doors();
    rows.extend(oneself(named));
    rows.extend(office());
    rows
}

/// Ways in, for those who know a secret.
fn doors() -> Vec<Row> {
    vec![
        anyone("register", "it makes an account of one's own"),
        anyone("log_in", "it takes the password"),
        anyone("prove_log_in", "it takes the challenge's token and a code"),
        anyone("begin_passkey_log_in", "it asks for any passkey and tells nothing"),
        anyone("log_in_with_passkey", "it takes what a passkey signed"),
        anyone("begin_passkey_step", "it takes the challenge's token"),
        anyone("session", "it takes the session's token"),
        anyone("log_out", "it takes the session's token"),
        anyone("reset_password", "it takes the token of a mailed link"),
        anyone("verify_email", "it takes the token of a mailed link"),
        anyone("authenticate_api_key", "it takes the key"),
        anyone("begin_authorization", "it tells what an app is called that one was sent by"),
        anyone("issue_tokens", "it takes the client's secret, a code or a refresh token"),
        anyone("introspect_token", "it takes the client's secret and a token of its own"),
        anyone("revoke_token", "it takes the client's token"),
        anyone("authenticate_access_token", "it takes the token"),
        anyone("oauth_keys", "they are public"),
        inside("begin_password_reset", "after-sales mails the link to the address and tells nobody else"),
    ]
}

/// What people do with their own accounts.
fn oneself(named: &Named) -> Vec<Row> {
    let address = super::called::address();
    vec![
        own("sessions", json!([])),
        owned("revoke_session", json!([named.session])),
        own("change_password", json!(["not the password", PASSWORD, null])),
        own("second_factor", json!([])),
        own("begin_second_factor", json!(["not the password"])),
        owned("confirm_second_factor", json!(["000000", named.session])),
        own("remove_second_factor", json!(["not the password", "000000"])),
        own("renew_recovery_codes", json!(["not the password", "000000"])),
        owned("prove_again", json!([named.session, "000000"])),
        own("passkeys", json!([])),
        owned("begin_passkey", json!([named.session, "not the password"])),
        owned("add_passkey", json!([named.session, "Phone", { "ceremony": "none", "credential": "{}" }])),
        owned("remove_passkey", json!([ID, "not the password", "000000"])),
        own("begin_passkey_proof", json!([])),
        own("delete_account", json!(["not the password", ""])),
        own("begin_email_verification", json!([])),
        own("profile", json!([])),
        own("update_profile", json!(["Ada", "en"])),
        own("addresses", json!([])),
        owned("save_address", json!([named.address, address, true])),
        owned("delete_address", json!([named.address])),
        own("answer_authorization", json!([AuthorizationRequest::default(), true])),
        own("allowed_apps", json!([])),
        own("remove_allowed_app", json!([ID])),
    ]
}

/// The back office and the command line.
fn office() -> Vec<Row> {
    let invitation = json!({ "name": "Carol", "email": EMAIL, "role": "support" });
    let client = json!({
        "name": "A till", "is_confidential": true, "redirect_uris": [], "flows": ["client_credentials"],
        "scopes": ["read"],
    });
    let export = json!({ "list": "orders", "filter": "", "rows": null, "complete": false });
    vec![
        staff("role_policies", ManageStaff, json!([])),
        staff("set_second_factor_required", ManageStaff, json!(["support", true])),
        staff("customers", ViewCustomers, json!([CustomerQuery::default()])),
        staff("customer", ViewCustomers, json!([ID])),
        staff("customer_addresses", ViewCustomers, json!([ID])),
        staff("export_customers", ViewCustomers, json!([CustomerQuery::default(), null])),
        staff("audit_log", ViewAudit, json!([AuditQuery::default()])),
        staff("audit_actions", ViewAudit, json!([])),
        staff("export_audit_log", ViewAudit, json!([AuditQuery::default(), null])),
        any_staff("record_export", json!([export])),
        staff("assign_roles", ManageStaff, json!([ID, ["support"]])),
        staff("invite_staff", ManageStaff, json!([invitation])),
        staff("set_blocked", ManageStaff, json!([ID, true])),
        staff("create_api_key", ManageApiKeys, json!(["a till", ["read"]])),
        staff("api_keys", ManageApiKeys, json!([])),
        staff("revoke_api_key", ManageApiKeys, json!([ID])),
        staff("create_oauth_client", ManageApiKeys, json!([client])),
        staff("oauth_clients", ManageApiKeys, json!([])),
        staff("rotate_oauth_secret", ManageApiKeys, json!([ID])),
        staff("revoke_oauth_client", ManageApiKeys, json!([ID])),
        system("ensure_administrator", json!([EMAIL, PASSWORD])),
        system("reset_administrator", json!([EMAIL, PASSWORD])),
    ]
}
