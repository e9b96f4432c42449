//! Invoices and the credit notes that correct them, as they were issued.

use crate::{Address, InvoiceId, Money, OrderId, PageRequest, Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a document is: an invoice (directive 2006/112/EC, article 220), or one that amends it and refers to it
/// (article 219).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum InvoiceKind {
    Invoice,
    CreditNote,
}

impl InvoiceKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Invoice, Self::CreditNote];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::CreditNote => "Credit note",
        }
    }

    /// The kind stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who sells: article 226 (3) and (5) of directive 2006/112/EC want name, address and VAT number on every invoice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// The full name of the firm; empty when nobody has set it.
    pub name: String,
    /// The full address, its parts separated by commas.
    pub address: String,
    /// E.g. `DE123456789`.
    pub vat_id: String,
}

impl Seller {
    /// Whether an invoice says all of the seller that it must.
    pub fn is_complete(&self) -> bool {
        [&self.name, &self.address, &self.vat_id].iter().all(|part| !part.trim().is_empty())
    }
}

/// A line of a document: what, how many, at which price, with which tax (article 226 (6), (8) to (10)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What was sold.
    pub name: String,
    /// SKU and choices; empty for shipping and other amounts.
    pub detail: String,
    /// How many.
    pub quantity: u32,
    /// Gross, each, before any discount.
    pub unit_price: Money,
    /// Gross, taken off the line; none unless there was a discount.
    #[serde(default)]
    pub discount: Option<Money>,
    /// Without tax.
    pub net: Money,
    /// The tax rate in basis points.
    pub tax_rate_bp: u32,
    /// The tax contained in `gross`.
    pub tax: Money,
    /// What the line comes to.
    pub gross: Money,
}

/// A document as it was issued; later changes of shop, catalogue or order leave it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its id.
    pub id: InvoiceId,
    /// E.g. `2026-000123` or `CN-2026-000007`: without gaps within kind and year (article 226 (2)).
    pub number: String,
    /// What it is.
    pub kind: InvoiceKind,
    /// The order that it is for.
    pub order: OrderId,
    /// That order's number.
    pub order_number: String,
    /// The number of the invoice that a credit note amends.
    pub corrects: Option<String>,
    /// When it was issued (article 226 (1)).
    pub issued_at: Timestamp,
    /// When the order was placed.
    pub ordered_at: Timestamp,
    /// Who sold.
    pub seller: Seller,
    /// Who bought.
    pub buyer: Address,
    /// Lines; shipping is the last one.
    pub lines: Vec<InvoiceLine>,
    /// Without tax.
    pub net: Money,
    /// The tax contained in the total.
    pub tax: Money,
    /// The sum of the lines; of a credit note what went back, a positive amount.
    pub total: Money,
}

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "as in Invoice")]
pub struct InvoiceRow {
    pub id: InvoiceId,
    pub number: String,
    pub kind: InvoiceKind,
    pub order: OrderId,
    pub order_number: String,
    pub corrects: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub issued_at: Timestamp,
    /// The buyer's name.
    pub name: String,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
    /// Whether it says all of the seller that it must.
    pub is_complete: bool,
}

/// Which documents the back office wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceQuery {
    /// Part of a document's or an order's number, or of the buyer's name.
    pub search: String,
    /// Only of this kind.
    pub kind: Option<InvoiceKind>,
    /// Only of this month in the shop's time zone: `2026-11`. What is no month narrows nothing.
    pub month: String,
    /// Only those that were issued on this day or later, in the shop's time zone.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Only those that were issued on this day or before, in the shop's time zone.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// The part of the list.
    pub page: PageRequest,
}

impl From<Invoice> for InvoiceRow {
    fn from(invoice: Invoice) -> Self {
        Self {
            id: invoice.id,
            number: invoice.number,
            kind: invoice.kind,
            order: invoice.order,
            order_number: invoice.order_number,
            corrects: invoice.corrects,
            issued_at: invoice.issued_at,
            name: invoice.buyer.name,
            net: invoice.net,
            tax: invoice.tax,
            total: invoice.total,
            is_complete: invoice.seller.is_complete(),
        }
    }
}
