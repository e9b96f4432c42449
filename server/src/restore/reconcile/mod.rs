//! Bringing together what was cut at different moments: no service runs meanwhile.
//!
//! A database that is older than another has forgotten what the other still knows. What can be said again is
//! said again: events, by their ids; acts of a checkout, by the ids that its run has kept; charges, by the
//! gateway's own book, which is never older than anybody. What a newer database knows and orders has forgotten
//! is given back. What nobody can know any more is named for a person.
//!
//! Invoices and credit notes are orders' own: those that were issued after it was cut are forgotten. Payments and
//! refunds that are said again issue new ones, numbered from where the backup ended, so that the books have no gap; a
//! number that a buyer was given since may come twice, on paper, and is the shop's to correct.

mod events;
mod forgotten;
mod money;
mod runs;
mod stock;

use crate::{databases::Databases, services::Built};
use anyhow::Result;
use chrono::{DateTime, Utc};
use std::fmt::{self, Display, Formatter};

/// What was done, and what is left to a person.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events that were offered to their consumers again.
    pub events: u64,
    /// Payments that were taken over from the gateway's book, or agree with it again.
    pub payments: u64,
    /// Checkouts whose units were held or sold anew.
    pub taken: u64,
    /// Checkouts that were brought to their end.
    pub ended: u64,
    /// Refunds that payments had forgotten.
    pub refunds: u64,
    /// Parcels that shipping had forgotten.
    pub parcels: u64,
    /// Sales of no order whose units were put back.
    pub put_back: u64,
    /// Payments of no order that were given up or sent back.
    pub given_back: u64,
    /// What a person has to look at.
    pub open: Vec<String>,
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { events, payments, taken, ended, refunds, parcels, put_back, given_back, open } = self;
        write!(
            f,
            "brought together: {events} events told again, {payments} payments agreed with the gateway, {taken} \
             checkouts had their units taken anew, {ended} were brought to their end, {refunds} refunds and \
             {parcels} parcels were written down anew, {put_back} sales and {given_back} payments of no order \
             were given back; {} are left to a person",
            open.len()
        )?;
        open.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

/// Brings the services of a restored shop together; `cut_at` is the earliest moment at which one was cut.
///
/// # Errors
/// When a database or the gateway does not answer; it can be done again.
pub async fn reconcile(databases: &Databases, built: &Built, cut_at: DateTime<Utc>) -> Result<Report> {
    let mut report = Report::default();
    let lost = money::forget_lost_orders(databases).await?;
    let runs = runs::since(databases, cut_at).await?;
    money::agree_with_gateway(databases, built, &runs, &mut report).await?;
    stock::take(databases, built, &runs, &mut report).await?;
    report.events = events::offer_again(databases, cut_at).await?;
    events::deliver(databases, built).await?;
    report.ended = runs::drive(databases, built).await?;
    events::deliver(databases, built).await?;
    forgotten::refunds(databases, built, cut_at, &mut report).await?;
    forgotten::parcels(databases, built, cut_at, &mut report).await?;
    money::agree_on_refunds(databases, built, &mut report).await?;
    events::deliver(databases, built).await?;
    stock::put_back(databases, built, &lost, &mut report).await?;
    money::give_back(databases, built, &mut report).await?;
    built.inventory.expire_reservations().await?;
    built.inventory.announce_stock().await?;
    events::deliver(databases, built).await?;
    Ok(report)
}
