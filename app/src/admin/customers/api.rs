use crate::{
    admin::{
        carts::api::PricedCart,
        patterns::{ListState, Listed},
    },
    error::AppError,
};
use contracts::{
    CustomerNoteId, Page, Permission, Timestamp,
    identity::{AuditEntry, Consent, Customer, CustomerFile, CustomerGroup, SavedAddress},
    notifications::Notification,
    orders::{CustomerRecord, OrderRow},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A part of the list of people, and what it can be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerList {
    /// The people.
    pub list: Listed<Customer>,
    /// Every tag that somebody has.
    pub tags: Vec<String>,
    /// All groups.
    pub groups: Vec<CustomerGroup>,
}

/// A person with everything that whoever asks may see of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPage {
    /// The person, and what staff keep about them.
    pub file: CustomerFile,
    /// Their address book.
    pub addresses: Vec<SavedAddress>,
    /// What they agreed to and took back, newest first.
    pub consents: Vec<Consent>,
    /// All groups that there are.
    pub groups: Vec<CustomerGroup>,
    /// A page of their orders; none to whom orders are not shown.
    pub orders: Option<Page<OrderRow>>,
    /// What they bought and got back; likewise.
    pub record: Option<CustomerRecord>,
    /// Their cart, if something is in it.
    pub cart: Option<PricedCart>,
    /// The latest mails; none to whom mails are not shown.
    pub mails: Option<Vec<Notification>>,
    /// The latest entries of the audit log about them; none to whom it is not shown.
    pub audit: Option<Vec<AuditEntry>>,
    /// What whoever asks may do.
    pub permissions: Vec<Permission>,
    /// Whether they have a second factor that whoever asks can take away.
    pub may_reset_factor: bool,
    /// Names the next note, so that a form sent twice writes one.
    pub key: CustomerNoteId,
    /// When this was read.
    pub now: Timestamp,
}

impl CustomerPage {
    /// Whether whoever asks may do this.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

/// The back office's list of people.
#[server]
pub async fn list_customers(state: ListState) -> Result<CustomerList, AppError> {
    let actor = crate::admin::guard::require(Permission::ViewCustomers).await?;
    let services = crate::context::services()?;
    let zone = crate::admin::queries::time_zone(&services, &state).await?;
    let (identity, query) = (services.identity, crate::admin::queries::customers(&state, zone));
    let (people, tags, groups) = futures::try_join!(
        identity.customers(actor.clone(), query),
        identity.customer_tags(actor.clone()),
        identity.customer_groups(actor),
    )?;
    Ok(CustomerList { list: Listed::now(people), tags, groups })
}

/// One person, with a page of their orders.
#[server]
pub async fn load_customer(id: String, page: u32) -> Result<CustomerPage, AppError> {
    crate::admin::guard::require(Permission::ViewCustomers).await?;
    let session = crate::admin::guard::session().await?;
    let id = id.parse().map_err(|_| AppError::not_found("customer"))?;
    super::read::page(&crate::context::services()?, &session, id, page).await
}
