//! Stripe's disputes and early-fraud warnings.

use super::{Case, Failure, Sum};
use chrono::{DateTime, Utc};
use contracts::payments::DisputeKind;
use stripe_client_core::{RequestBuilder, StripeMethod, StripeRequest};

/// Reads one object, by its path.
pub struct Get(String);

impl Get {
    /// <https://docs.stripe.com/api/disputes/retrieve>
    pub fn dispute(id: &str) -> Self {
        Self(format!("/disputes/{id}"))
    }

    /// <https://docs.stripe.com/api/radar/early_fraud_warnings/retrieve>, with its charge: it says how much.
    pub fn fraud_warning(id: &str) -> Self {
        Self(format!("/radar/early_fraud_warnings/{id}"))
    }
}

impl StripeRequest for Get {
    type Output = ();

    fn build(&self) -> RequestBuilder {
        RequestBuilder::new(StripeMethod::Get, self.0.as_str()).query(&[("expand[]", "charge")])
    }
}

/// <https://docs.stripe.com/api/disputes/object>
#[derive(miniserde::Deserialize)]
pub struct Disputed {
    id: String,
    amount: i64,
    currency: String,
    payment_intent: Option<String>,
    charge: Charged,
    reason: String,
    status: String,
    created: i64,
    evidence_details: Option<Evidence>,
}

#[derive(miniserde::Deserialize)]
struct Evidence {
    due_by: Option<i64>,
}

/// <https://docs.stripe.com/api/radar/early_fraud_warnings/object>
#[derive(miniserde::Deserialize)]
pub struct Warned {
    id: String,
    fraud_type: String,
    actionable: bool,
    payment_intent: Option<String>,
    charge: Charged,
    created: i64,
}

#[derive(miniserde::Deserialize)]
struct Charged {
    id: String,
    amount: Option<i64>,
    currency: Option<String>,
}

/// What can still change: <https://docs.stripe.com/disputes/how-disputes-work>.
const CLOSED: [&str; 4] = ["won", "lost", "warning_closed", "prevented"];

impl Disputed {
    /// The case.
    pub fn read(self) -> Result<Case, Failure> {
        Ok(Case {
            kind: DisputeKind::Dispute,
            reference: self.id,
            charge: self.payment_intent.unwrap_or(self.charge.id),
            sum: Sum::new(self.amount, &self.currency),
            reason: self.reason,
            is_closed: CLOSED.contains(&self.status.as_str()),
            status: self.status,
            evidence_due_at: self
                .evidence_details
                .and_then(|evidence| evidence.due_by)
                .map(time)
                .transpose()?,
            opened_at: time(self.created)?,
        })
    }
}

impl Warned {
    /// The case. A warning has no deadline: a refund in time prevents the dispute.
    pub fn read(self) -> Result<Case, Failure> {
        let status = if self.actionable { "actionable" } else { "past" };
        let currency = self.charge.currency.unwrap_or_else(|| Sum::NO_CURRENCY.to_owned());
        Ok(Case {
            kind: DisputeKind::FraudWarning,
            reference: self.id,
            charge: self.payment_intent.unwrap_or(self.charge.id),
            sum: Sum::new(self.charge.amount.unwrap_or_default(), &currency),
            reason: self.fraud_type,
            status: status.to_owned(),
            is_closed: !self.actionable,
            evidence_due_at: None,
            opened_at: time(self.created)?,
        })
    }
}

fn time(seconds: i64) -> Result<DateTime<Utc>, Failure> {
    DateTime::from_timestamp(seconds, 0).ok_or_else(|| Failure::Unavailable(format!("no time: {seconds}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dispute(status: &str) -> String {
        format!(
            r#"{{"id":"du_1","object":"dispute","amount":8400,"currency":"eur","payment_intent":"pi_1",
                "charge":{{"id":"ch_1","object":"charge","amount":8400,"currency":"eur"}},
                "reason":"product_not_received","status":"{status}","created":1764200000,
                "evidence_details":{{"due_by":1765000000,"has_evidence":false,"past_due":false,"submission_count":0}}}}"#
        )
    }

    #[test]
    fn a_dispute_is_open_until_it_is_decided() {
        for (status, is_closed) in [("needs_response", false), ("under_review", false), ("lost", true)] {
            let case = miniserde::json::from_str::<Disputed>(&dispute(status)).map(Disputed::read);
            let Ok(Ok(case)) = case else { panic!("{status}") };
            assert_eq!((case.is_closed, case.charge.as_str()), (is_closed, "pi_1"), "{status}");
            assert_eq!(case.sum, Sum::new(8400, "EUR"));
            assert_eq!(case.evidence_due_at, DateTime::from_timestamp(1_765_000_000, 0));
        }
    }

    #[test]
    fn a_warning_is_of_its_charge_and_open_while_something_can_be_done() {
        let json = r#"{"id":"issfr_1","object":"radar.early_fraud_warning","actionable":true,
            "fraud_type":"made_with_stolen_card","payment_intent":"pi_1","created":1764200000,
            "charge":{"id":"ch_1","object":"charge","amount":8400,"currency":"eur"}}"#;
        let warned = miniserde::json::from_str::<Warned>(json).map(Warned::read);
        let Ok(Ok(case)) = warned else { panic!("unreadable") };
        assert_eq!(
            (case.status.as_str(), case.is_closed, case.sum),
            ("actionable", false, Sum::new(8400, "eur"))
        );
    }
}
