//! The life of a parcel, its number and its page at the carrier. No I/O.

use chrono::{Datelike, NaiveDate, Weekday};
use contracts::{
    Checks, Error, OrderId, Result, ShipmentId,
    shipping::{Event, NewShipment, ShipmentStatus as Status},
};
use std::collections::HashSet;

/// Each carrier's page for a parcel; the number goes to the end.
const CARRIER_PAGES: [(&str, &str); 6] = [
    ("dhl", "https://www.dhl.com/global-en/home/tracking.html?tracking-id="),
    ("dpd", "https://tracking.dpd.de/status/en_US/parcel/"),
    ("ups", "https://www.ups.com/track?tracknum="),
    ("fedex", "https://www.fedex.com/fedextrack/?trknbr="),
    ("gls", "https://gls-group.eu/track/"),
    ("post", "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode="),
];

/// A parcel of an order, as far as its fate goes.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Parcel {
    pub id: ShipmentId,
    pub order: OrderId,
    pub status: Status,
}

/// What a recorded event does to a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is known already.
    Nothing,
    /// It is noted; the parcel is still under way.
    Scan,
    /// The parcel's status changes.
    Move,
}

/// Whether a parcel may go from `from` to `next`; the diagram is at [`Status`].
pub fn can_become(from: Status, next: Status) -> bool {
    matches!(
        (from, next),
        (Status::Pending, Status::InTransit | Status::Cancelled)
            | (Status::InTransit, Status::Delivered | Status::Returned)
    )
}

/// What recording `next` means for a parcel in `from`.
///
/// # Errors
/// `Conflict` when the parcel cannot go there.
pub fn step(from: Status, next: Status) -> Result<Step> {
    match (from, next) {
        (Status::InTransit, Status::InTransit) => Ok(Step::Scan),
        _ if from == next => Ok(Step::Nothing),
        _ if can_become(from, next) => Ok(Step::Move),
        _ => Err(Error::conflict(format!("The parcel is {} already.", from.as_str().replace('_', " ")))),
    }
}

/// Whether no other parcel of the order is under way.
pub fn was_last(parcels: &[Parcel], id: ShipmentId) -> bool {
    let under_way = |parcel: &&Parcel| matches!(parcel.status, Status::Pending | Status::InTransit);
    !parcels.iter().filter(under_way).any(|parcel| parcel.id != id)
}

/// The status that an event of this type leads to.
///
/// # Errors
/// Field errors `event_type`, `details`.
pub fn recordable(event_type: &str, details: &str) -> Result<Status> {
    let mut checks = Checks::default();
    checks.require(details.chars().count() <= 500, "details", "At most 500 characters, please.");
    let known = [Status::InTransit, Status::Delivered, Status::Returned];
    let status = known.into_iter().find(|status| status.as_str() == event_type);
    checks.require(status.is_some(), "event_type", "Please choose in transit, delivered or returned.");
    checks.finish()?;
    status.ok_or_else(Error::internal)
}

/// The parcel with its texts mended and a number of our own if it has none.
///
/// # Errors
/// Field errors `carrier`, `tracking_number`, `lines`.
pub fn checked(mut new: NewShipment) -> Result<NewShipment> {
    new.carrier = new.carrier.trim().into();
    new.tracking_number.retain(|sign| !sign.is_whitespace());
    let number_ok = new.tracking_number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let items: HashSet<_> = new.lines.iter().map(|line| line.item.0).collect();
    let mut checks = Checks::default();
    checks.require(!new.carrier.is_empty(), "carrier", "Please say who carries it.");
    checks.require(new.carrier.chars().count() <= 100, "carrier", "At most 100 characters, please.");
    checks.require(number_ok, "tracking_number", "A tracking number has letters, digits and hyphens.");
    checks.require(new.tracking_number.len() <= 100, "tracking_number", "At most 100 characters, please.");
    checks.require(!new.lines.is_empty(), "lines", "Please choose what goes into the parcel.");
    checks.require(items.len() == new.lines.len(), "lines", "Each line can be in the parcel once.");
    checks.finish()?;
    if new.tracking_number.is_empty() {
        new.tracking_number = own_number();
    }
    Ok(new)
}

/// A number of our own: `TW` and ten random characters of Crockford's base 32.
fn own_number() -> String {
    let random = [platform::ids::group(), platform::ids::group(), platform::ids::group()].concat();
    format!("TW{}", &random[..10])
}

/// The carrier's page for a parcel; none for unknown carriers and for numbers of our own.
pub fn tracking_url(carrier: &str, number: &str) -> Option<String> {
    let own = number.starts_with("TW") && number.len() == 12;
    let carrier = carrier.to_lowercase();
    let page =
        CARRIER_PAGES.into_iter().find(|(name, _)| carrier.split([' ', '-']).any(|word| word == *name));
    page.filter(|_| !own).map(|(_, page)| format!("{page}{number}"))
}

/// That the parcel has left.
pub fn dispatched(new: &NewShipment) -> Event {
    Event::ShipmentDispatched {
        shipment: new.id,
        order: new.order,
        order_number: new.order_number.clone(),
        email: new.email.clone(),
        language: new.language.clone(),
        carrier: new.carrier.clone(),
        tracking_number: new.tracking_number.clone(),
        tracking_url: tracking_url(&new.carrier, &new.tracking_number),
        lines: new.lines.clone(),
    }
}

/// The day so many working days later, Monday to Friday. Holidays are not known.
pub fn add_working_days(from: NaiveDate, days: u32) -> NaiveDate {
    let working =
        from.iter_days().skip(1).filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun));
    working.take(days as usize).last().unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_that_ended_stays_where_it_is() {
        let matrix: Vec<String> = Status::ALL
            .into_iter()
            .map(|from| {
                let next = Status::ALL.into_iter().filter(|next| can_become(from, *next));
                format!("{} -> {}", from.as_str(), next.map(Status::as_str).collect::<Vec<_>>().join(", "))
            })
            .collect();
        insta::assert_snapshot!(matrix.join("\n"), @r"
        pending -> in_transit, cancelled
        in_transit -> delivered, returned
        delivered -> 
        returned -> 
        cancelled -> 
        ");
    }

    #[test]
    fn known_carriers_have_a_page_for_a_parcel() {
        let page = tracking_url("DHL Express", "00340434").unwrap();
        assert_eq!(page, "https://www.dhl.com/global-en/home/tracking.html?tracking-id=00340434");
        assert_eq!(tracking_url("Upset Couriers", "1Z999"), None);
        assert_eq!(tracking_url("DHL", &own_number()), None);
    }

    #[test]
    fn weekends_do_not_count() {
        let friday = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        assert_eq!(add_working_days(friday, 1), NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
        assert_eq!(add_working_days(friday, 6), NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        assert_eq!(add_working_days(friday, 0), friday);
    }
}
