//! What Tradewind's parts may say to one another: ids, money, data, events and one trait per service.
//!
//! A leaf that also compiles to WebAssembly: no I/O, no runtime, no service. The user interface, the
//! flows and the services depend on this crate and never on each other.
//!
//! Every contract trait is object-safe and everything that crosses it serialises, so the same call can
//! stay in one process or travel over HTTP (feature `rpc`).

mod actor;
mod address;
mod contract;
mod device;
mod error;
mod event;
mod ids;
mod money;
mod page;
#[cfg(feature = "rpc")]
pub mod rpc;
mod services;
mod values;

pub mod after_sales;
pub mod analytics;
pub mod catalog;
pub mod checkout;
pub mod identity;
pub mod inventory;
pub mod notifications;
pub mod operations;
pub mod orders;
pub mod payments;
pub mod privacy;
pub mod recommendations;
pub mod shipping;

pub use actor::{Actor, Permission};
pub use address::Address;
pub use error::{Checks, Error, ErrorKind, FieldError, Result};
pub use event::{AuditRecord, DomainEvent, Envelope};
pub use ids::*;
pub use money::{Currency, Money};
pub use page::{Page, PageRequest, Place};
pub use services::{SERVICES, Services};
pub use values::{CountryCode, Email, InvalidValue, Quantity, Sku, Slug};

/// A moment, always UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
