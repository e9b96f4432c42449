//! The gateway's own book and ours say the same: no charge that we do not know, none with another amount: I-2.

use super::{SETTLED_SECONDS, finding};
use contracts::{Result, operations::Finding};
use payments::{
    Payments,
    gateway::{Entry, Standing},
    verify::Fact,
};
use std::collections::BTreeMap;

/// Compares every charge of the gateway with its payment, and every payment with its charge.
pub(super) async fn compare(ours: &[Fact], payments: &Payments) -> Result<Finding> {
    let theirs = book(payments).await?;
    let by_id: BTreeMap<_, &Fact> = ours.iter().map(|payment| (payment.payment, payment)).collect();
    let mut rows: Vec<String> = theirs
        .values()
        .filter_map(|entry| entry_breach(entry, entry.terms.payment.and_then(|id| by_id.get(&id).copied())))
        .collect();
    rows.extend(ours.iter().filter_map(|payment| payment_breach(payment, &theirs)));
    let what = "the gateway's charges are our payments, with the same amounts";
    Ok(finding("I-2", "payments and gateway", what, (ours.len() + theirs.len()) as u64, rows))
}

async fn book(payments: &Payments) -> Result<BTreeMap<String, Entry>> {
    let mut all = BTreeMap::new();
    let mut after: Option<String> = None;
    loop {
        let page = payments.gateway_book(after.as_deref()).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.reference.clone());
        all.extend(page.into_iter().map(|entry| (entry.reference.clone(), entry)));
    }
}

fn entry_breach(entry: &Entry, payment: Option<&Fact>) -> Option<String> {
    let Some(payment) = payment else {
        let has_money = matches!(entry.standing, Standing::Authorised | Standing::Captured);
        return (has_money && entry.terms.captured != entry.terms.refunded
            || entry.standing == Standing::Authorised)
            .then(|| {
                format!(
                    "charge {}: {:?}, captured {}, no payment of ours",
                    entry.reference, entry.standing, entry.terms.captured
                )
            });
    };
    // A charge whose answer was lost is known by its payment's id only, until it is asked again.
    let settled = payment.age_seconds >= SETTLED_SECONDS;
    // What was taken for a payment that was given up went back: the reconciliation tells of it.
    let went_back = payment.captured == 0
        && entry.terms.captured == entry.terms.refunded
        && entry.standing != Standing::Authorised;
    let (captured, refunded) = (payment.captured_at_gateway(), payment.refunded_at_gateway());
    let agrees = entry.terms.captured == captured
        && entry.terms.refunded == refunded
        && (entry.standing == Standing::Authorised) == (payment.status == "authorised");
    (settled && !agrees && !went_back).then(|| {
        format!(
            "charge {}: {:?}, captured {}, refunded {}; payment {}: {}, captured {captured}, refunded {refunded}",
            entry.reference,
            entry.standing,
            entry.terms.captured,
            entry.terms.refunded,
            payment.payment,
            payment.status
        )
    })
}

fn payment_breach(payment: &Fact, theirs: &BTreeMap<String, Entry>) -> Option<String> {
    // What a gift card pays alone no gateway is asked for.
    let has_money = payment.is_charged && matches!(payment.status.as_str(), "authorised" | "captured");
    let known = payment.reference.as_ref().is_some_and(|reference| theirs.contains_key(reference));
    (has_money && !known && payment.age_seconds >= SETTLED_SECONDS).then(|| {
        format!("payment {}: {}, the gateway knows no charge of it", payment.payment, payment.status)
    })
}
