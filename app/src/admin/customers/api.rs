use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    identity::{Customer, SavedAddress},
    orders::OrderRow,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A person with their addresses and orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerPage {
    /// The person.
    pub customer: Customer,
    /// Their address book.
    pub addresses: Vec<SavedAddress>,
    /// Their latest orders.
    pub orders: Listed<OrderRow>,
    /// Whether they can be locked out by whoever asks.
    pub may_block: bool,
    /// Whether they have a second factor that whoever asks can take away.
    pub may_reset_factor: bool,
}

/// The back office's list of people.
#[server]
pub async fn list_customers(state: ListState) -> Result<Listed<Customer>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewCustomers).await?;
    let query = crate::admin::queries::customers(&state);
    Ok(Listed::now(crate::context::services()?.identity.customers(actor, query).await?))
}

/// One person.
#[server]
pub async fn load_customer(id: String) -> Result<CustomerPage, AppError> {
    use contracts::{Permission, orders::OrderQuery};
    let actor = crate::admin::guard::require(Permission::ViewCustomers).await?;
    let id = id.parse().map_err(|_| AppError::not_found("customer"))?;
    let may_block = actor.require(Permission::ManageStaff).is_ok();
    let is_oneself = actor.user() == Some(id);
    let services = crate::context::services()?;
    let query = OrderQuery { user: Some(id), ..OrderQuery::default() };
    let customer = services.identity.customer(actor.clone(), id);
    let addresses = services.identity.customer_addresses(actor.clone(), id);
    let (customer, addresses, orders) =
        futures::try_join!(customer, addresses, services.orders.orders(actor, query))?;
    let customer = customer.ok_or_else(|| AppError::not_found("customer"))?;
    let may_reset_factor = may_block && !is_oneself && customer.has_second_factor;
    Ok(CustomerPage { customer, addresses, orders: Listed::now(orders), may_block, may_reset_factor })
}
