//! Accounts, sessions, staff, keys and the audit log.

use super::{
    Row, any_staff, anyone, begun,
    called::{self, ID, Named},
    inside, member, own, owned, staff, system, working,
};
use contracts::{
    Permission::{
        EditCustomers, ImpersonateCustomers, ManageApiKeys, ManageStaff, MergeCustomers, ViewAudit,
        ViewCustomers, ViewOrders,
    },
    identity::{AuditQuery, AuthorizationRequest, ClientInfo, CustomerQuery, KeyLimits, ListLook},
};
use serde_json::json;

const EMAIL: &str = "carol@example.com";
const PASSWORD: &str = "seven-oxen-and-a-lantern";

pub fn identity(named: &Named) -> Vec<Row> {
    let mut rows = doors();
    rows.extend(oneself(named));
    rows.extend(ways_in(named));
    rows.extend(data(named));
    rows.extend(office());
    rows.extend(customers());
    rows.extend(lists());
    rows
}

pub fn privacy(named: &Named) -> Vec<Row> {
    vec![begun("export", json!([named.session])), inside("erase_closed", "a job calls it")]
}

/// Ways in, for those who know a secret.
fn doors() -> Vec<Row> {
    vec![
        anyone("register", "it asks for an account of one's own and tells nothing"),
        anyone("registration", "it takes the token of a mailed link"),
        anyone("finish_registration", "it takes the token of a mailed link and the password that was chosen"),
        anyone("log_in", "it takes the password"),
        anyone("prove_log_in", "it takes the challenge's token and a code"),
        anyone("begin_passkey_log_in", "it asks for any passkey and tells nothing"),
        anyone("log_in_with_passkey", "it takes what a passkey signed"),
        anyone("begin_passkey_step", "it takes the challenge's token"),
        anyone("session", "it takes the session's token"),
        anyone("peek_session", "it takes the session's token"),
        anyone("log_out", "it takes the session's token"),
        anyone("reset_password", "it takes the token of a mailed link"),
        anyone("verify_email", "it takes the token of a mailed link"),
        anyone("email_change", "it takes the token of a mailed link"),
        anyone("confirm_email_change", "it takes the token of a mailed link"),
        anyone("stop_email_change", "it takes the token of a mailed link"),
        anyone("sign_in_providers", "the page to log in shows them to everybody"),
        anyone("begin_federation", "it sends a browser to a provider and opens nothing"),
        anyone("finish_federation", "it takes what the provider answered and the browser's secret"),
        anyone("look", "it takes the look's token"),
        anyone("end_look", "it takes the look's token"),
        anyone("authenticate_api_key", "it takes the key"),
        anyone("begin_authorization", "it tells what an app is called that one was sent by"),
        anyone("issue_tokens", "it takes the client's secret, a code or a refresh token"),
        anyone("introspect_token", "it takes the client's secret and a token of its own"),
        anyone("revoke_token", "it takes the client's token"),
        anyone("authenticate_access_token", "it takes the token"),
        anyone("is_app_origin", "it tells what every preflight does"),
        anyone("oauth_keys", "they are public"),
        inside("begin_password_reset", "after-sales mails the link to the address and tells nobody else"),
    ]
}

/// What people do with their own accounts.
fn oneself(named: &Named) -> Vec<Row> {
    let address = called::address();
    vec![
        own("sessions", json!([])),
        owned("revoke_session", json!([named.session])),
        own("change_password", json!(["not the password", PASSWORD, null])),
        own("second_factor", json!([])),
        own("begin_second_factor", json!([named.session, "not the password", ""])),
        owned("confirm_second_factor", json!(["000000", named.session])),
        own("remove_second_factor", json!([named.session, "not the password", "000000"])),
        own("renew_recovery_codes", json!([named.session, "not the password", "000000"])),
        owned("prove_again", json!([named.session, "000000"])),
        own("delete_account", json!([named.session, "not the password", ""])),
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

/// Other ways into one's own account, and another address for it.
fn ways_in(named: &Named) -> Vec<Row> {
    let start = json!({ "realm": "shop", "provider": "nobody", "browser": "", "return_to": "" });
    let wanted = json!({ "email": EMAIL, "password": "not the password", "code": "" });
    vec![
        own("linked_identities", json!([])),
        owned("begin_linking", json!([named.session, start, called::PASSWORD])),
        owned("unlink_identity", json!([named.session, ID, called::PASSWORD])),
        own("passkeys", json!([])),
        owned("begin_passkey", json!([named.session, "not the password"])),
        owned("add_passkey", json!([named.session, "Phone", { "ceremony": "none", "credential": "{}" }])),
        owned("remove_passkey", json!([named.session, ID, "not the password", "000000"])),
        own("begin_passkey_proof", json!([])),
        own("begin_email_change", json!([wanted, named.session])),
        own("pending_email_change", json!([])),
        own("cancel_email_change", json!([])),
    ]
}

/// What is kept of people, and what they agree to.
fn data(named: &Named) -> Vec<Row> {
    vec![
        own("consents", json!([])),
        own("set_consent", json!(["newsletter", true])),
        own("looks", json!([])),
        own("begin_data_export", json!([named.session, "not the password", ""])),
        begun("data_subject", json!([named.session])),
        system("personal_data", json!([called::subject()])),
        system("door_key", json!([])),
        system("issue_registration", json!([ID])),
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
    let role =
        json!({ "name": "clerk", "description": "", "permissions": ["manage_staff"], "version": null });
    vec![
        staff("roles", ManageStaff, json!([])),
        staff("save_role", ManageStaff, json!([role])),
        staff("delete_role", ManageStaff, json!(["clerk"])),
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
        staff("reset_second_factor", ManageStaff, json!([ID])),
        staff("create_api_key", ManageApiKeys, json!(["a till", ["read"], KeyLimits::default()])),
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

/// What staff keep about customers, and do for them.
fn customers() -> Vec<Row> {
    vec![
        staff("customer_file", ViewCustomers, json!([ID])),
        staff("customer_consents", ViewCustomers, json!([ID])),
        staff("customer_tags", ViewCustomers, json!([])),
        staff("set_customer_tags", EditCustomers, json!([ID, ["loyal"]])),
        staff("add_customer_note", EditCustomers, json!([ID, ID, "Called."])),
        staff("customer_groups", ViewCustomers, json!([])),
        staff("save_customer_group", EditCustomers, json!([ID, "Wholesale"])),
        staff("set_group_member", EditCustomers, json!([ID, ID, true])),
        staff("delete_customer_group", EditCustomers, json!([ID])),
        staff("end_customer_session", EditCustomers, json!([ID, ID])),
        staff("merge_candidates", MergeCustomers, json!([ID])),
        staff("merge_preview", MergeCustomers, json!([ID, ID])),
        staff("merge_customers", MergeCustomers, json!([ID, ID])),
        member("begin_look", ImpersonateCustomers, json!([ID, ID, ClientInfo::default()])),
    ]
}

/// How each member of staff likes their lists.
fn lists() -> Vec<Row> {
    let look = ListLook::default();
    let view = json!({
        "id": null, "name": "", "query": "", "look": look, "is_shared": false, "is_default": false,
    });
    vec![
        working("list_preferences", json!([])),
        working("save_view", json!([view])),
        working("delete_view", json!([ID])),
        working("save_list_look", json!([look])),
        staff("colleagues", ViewOrders, json!([])),
    ]
}
