//! The operator's view: health, rules, what is stuck, money in doubt, events, dead letters, audit log, API keys and clients.

mod api;
mod api_clients;
mod api_keys;
mod audit;
mod audit_api;
mod audit_details;
mod clients_api;
mod dead_jobs;
mod dead_letters;
mod disputes;
mod events;
mod health;
#[cfg(feature = "ssr")]
mod key_limits;
mod keys_api;
mod money;
mod money_api;
mod reconciliation;
mod rules;
mod rules_api;
mod rules_list;
mod stuck;
mod stuck_acts;
mod stuck_api;
mod stuck_known;
mod stuck_run;

pub(super) use api_clients::AdminApiClients;
pub(super) use api_keys::AdminApiKeys;
pub(super) use audit::AdminAudit;
pub(super) use dead_letters::AdminDeadLetters;
pub(super) use disputes::AdminDisputes;
pub(super) use events::AdminEvents;
pub(super) use health::AdminSystem;
pub(super) use reconciliation::AdminReconciliation;
pub(super) use rules::AdminRules;
pub(super) use stuck::AdminStuck;
pub(super) use stuck_run::AdminStuckRun;
