//! As whom each service enters its database; see [`platform::rights`].

use super::{create, migrator};
use anyhow::{Context, Result};
use platform::{
    Database,
    private_postgres::PrivatePostgres,
    rights::{self, Exceptions},
};

/// Where a service's database is.
pub(super) struct Place {
    /// As the owner of the tables, who migrates them.
    owner: String,
    /// As the service, where its role logs in by itself; elsewhere the owner acts as it.
    app: Option<String>,
}

impl Place {
    /// A database of which one address is configured.
    pub(super) fn shared(owner: String) -> Self {
        Self { owner, app: None }
    }

    /// A database of the private server.
    pub(super) fn private(server: &PrivatePostgres, service: &str) -> Self {
        Self { owner: server.url(service), app: Some(server.app_url(service)) }
    }
}

/// Brings the tables up to date as their owner, then opens the database as the service.
pub(super) async fn open(service: &'static str, place: &Place, pool_size: u32) -> Result<Database> {
    let owner = create::open_or_create(service, &place.owner, 1).await?;
    owner
        .migrate(migrator(service))
        .await
        .with_context(|| format!("the database of {service} cannot be migrated"))?;
    let opened = enter(&owner, place, pool_size).await;
    owner.pool().close().await;
    opened.with_context(|| format!("{service} does not get into its database"))
}

async fn enter(owner: &Database, place: &Place, pool_size: u32) -> Result<Database, sqlx::Error> {
    let service = owner.name();
    if place.app.is_none() && !rights::ensure_role(owner).await? {
        let remedy = rights::remedy(owner).await?.unwrap_or_default();
        tracing::warn!(service, remedy, "the service may change its tables: its role cannot be made");
        return Database::open(service, &place.owner, pool_size).await;
    }
    rights::give(owner, exceptions(service)).await?;
    match &place.app {
        Some(app) => Database::open(service, app, pool_size).await,
        None => Database::open_as(service, &place.owner, pool_size, &rights::role(service)).await,
    }
}

/// Tables of a service whose rows it does not change. What figures and proofs rest on has a trigger, too, that says
/// so.
pub fn exceptions(service: &str) -> Exceptions {
    let (append_only, read_only): (&[&str], &[&str]) = match service {
        "identity" => (&["audit_log"], &["audit_head"]),
        "inventory" => (&["inventory_transactions"], &[]),
        "orders" => (&["invoices", "order_notes"], &[]),
        "payments" => (&["gift_card_movements"], &[]),
        _ => (&[], &[]),
    };
    Exceptions { append_only, read_only }
}
