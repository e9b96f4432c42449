//! Product types, and what is said of a product by its type.

mod model;
mod repo;
mod save;
mod typed;
mod value;

pub(crate) use repo::{all, typed};
pub(crate) use save::{delete, save};
pub(crate) use typed::{overlaid, write};
pub(crate) use value::number;

use sqlx::PgConnection;
use uuid::Uuid;

/// Writes what the types of these products say where search, lists and pages read it.
pub(crate) async fn write_facts(db: &mut PgConnection, products: &[Uuid]) -> sqlx::Result<()> {
    sqlx::query!("select write_facts($1)", products).fetch_all(db).await?;
    Ok(())
}
