//! What a document says.

use contracts::{
    Error, Money, Result,
    orders::{Invoice, InvoiceKind, InvoiceLine, ItemQuantity, Order, OrderItem},
};

/// The lines of a document and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Lines, in order.
    pub lines: Vec<InvoiceLine>,
    /// Without tax.
    pub net: Money,
    /// The tax contained.
    pub tax: Money,
    /// Gross.
    pub total: Money,
}

/// A line before its tax is known; amounts are gross.
struct Part {
    name: String,
    detail: String,
    quantity: u32,
    unit_price: Money,
    discount: Option<Money>,
    gross: Money,
}

/// The number of a document: one series for each kind and year.
pub fn number(kind: InvoiceKind, year: i32, position: i64) -> String {
    match kind {
        InvoiceKind::Invoice => format!("{year}-{position:06}"),
        InvoiceKind::CreditNote => format!("CN-{year}-{position:06}"),
    }
}

/// What was credited of an order so far.
///
/// # Errors
/// `Internal` past what can be counted.
pub fn credited(order: &Order, known: &[Invoice]) -> Result<Money> {
    let notes = known.iter().filter(|document| document.kind == InvoiceKind::CreditNote);
    Money::sum(order.total.currency, notes.map(|note| note.total)).ok_or_else(Error::internal)
}

/// The invoice of an order: its lines, shipping, and whatever else makes up the total.
///
/// # Errors
/// `Internal` past what can be counted.
pub fn invoice(order: &Order) -> Result<Draft> {
    let shipping = (order.shipping.minor != 0)
        .then(|| amount(&format!("Shipping: {}", order.shipping_method), order.shipping));
    let lines = order.items.iter().map(|item| part(item, item.quantity, item.paid()));
    let parts: Option<Vec<Part>> = lines.chain(shipping.map(Some)).collect();
    let parts = parts.and_then(|parts| up_to(order.total, parts, |_| "Discount"));
    let draft = parts.and_then(|parts| taxed(parts, order.tax_rate_bp, Money::zero(order.total.currency)));
    draft.ok_or_else(Error::internal)
}

/// The credit note of an amount that went back for these lines, after `before` had gone back.
///
/// # Errors
/// `Internal` past what can be counted.
pub fn credit_note(order: &Order, before: Money, lines: &[ItemQuantity], total: Money) -> Result<Draft> {
    let back = |line: &ItemQuantity| {
        let item = order.items.iter().find(|item| item.id == line.item)?;
        let units = line.quantity.get();
        part(item, units, item.refunded_for(units))
    };
    let parts: Option<Vec<Part>> = lines.iter().map(back).collect();
    let named = |rest: Money| if rest.minor > 0 { "Shipping and other amounts" } else { "Reduction" };
    let parts = parts.and_then(|parts| up_to(total, parts, named));
    parts.and_then(|parts| taxed(parts, order.tax_rate_bp, before)).ok_or_else(Error::internal)
}

fn part(item: &OrderItem, quantity: u32, gross: Money) -> Option<Part> {
    let detail = [item.sku.as_str(), &item.choices].join(" ").trim().to_owned();
    let unit_price = item.unit_price;
    let discount = unit_price.times(quantity)?.minus(gross).filter(|off| off.minor > 0);
    Some(Part { name: item.name.clone(), detail, quantity, unit_price, discount, gross })
}

fn amount(name: &str, gross: Money) -> Part {
    Part {
        name: name.to_owned(),
        detail: String::new(),
        quantity: 1,
        unit_price: gross,
        discount: None,
        gross,
    }
}

/// The parts, and what they lack of the total or have too much as one more.
fn up_to(total: Money, mut parts: Vec<Part>, named: impl Fn(Money) -> &'static str) -> Option<Vec<Part>> {
    let rest = total.minus(Money::sum(total.currency, parts.iter().map(|part| part.gross))?)?;
    if rest.minor != 0 {
        parts.push(amount(named(rest), rest));
    }
    Some(parts)
}

/// Splits the tax over the parts so that it adds up to that of the whole, to the smallest unit: each part has what the
/// tax of the sum grows by with it. `before` is what earlier credit notes came to, so that those of an order that goes
/// back piece by piece give back all of its tax and no more.
fn taxed(parts: Vec<Part>, rate: u32, before: Money) -> Option<Draft> {
    let (mut lines, mut sum) = (Vec::with_capacity(parts.len()), before);
    for part in parts {
        let next = sum.plus(part.gross)?;
        let tax = next.included_tax(rate)?.minus(sum.included_tax(rate)?)?;
        sum = next;
        lines.push(InvoiceLine {
            name: part.name,
            detail: part.detail,
            quantity: part.quantity,
            unit_price: part.unit_price,
            discount: part.discount,
            net: part.gross.minus(tax)?,
            tax_rate_bp: rate,
            tax,
            gross: part.gross,
        });
    }
    let (total, tax) = (sum.minus(before)?, sum.included_tax(rate)?.minus(before.included_tax(rate)?)?);
    Some(Draft { lines, net: total.minus(tax)?, tax, total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::Currency;
    use proptest::prelude::*;

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::Eur)
    }

    proptest! {
        #[test]
        fn the_tax_of_all_lines_and_of_all_credit_notes_is_that_of_the_order(
            amounts in prop::collection::vec(1_i64..10_000_000, 1..20),
            rate in 0_u32..=10_000,
        ) {
            let total = euros(amounts.iter().sum());
            let parts = amounts.iter().map(|minor| amount("A", euros(*minor))).collect();
            let whole = taxed(parts, rate, euros(0)).unwrap();
            prop_assert_eq!((whole.total, Some(whole.tax)), (total, total.included_tax(rate)));
            let of_lines: i64 = whole.lines.iter().map(|line| line.tax.minor).sum();
            prop_assert_eq!(of_lines, whole.tax.minor);
            prop_assert!(whole.lines.iter().all(|line| line.net.plus(line.tax) == Some(line.gross)));

            let (mut before, mut given_back) = (euros(0), 0);
            for minor in amounts {
                let note = taxed(vec![amount("A", euros(minor))], rate, before).unwrap();
                before = before.plus(note.total).unwrap();
                given_back += note.tax.minor;
            }
            prop_assert_eq!(given_back, whole.tax.minor);
        }
    }

    #[test]
    fn numbers_are_told_apart_by_kind_and_year() {
        assert_eq!(number(InvoiceKind::Invoice, 2026, 123), "2026-000123");
        assert_eq!(number(InvoiceKind::CreditNote, 2027, 1_000_000), "CN-2027-1000000");
    }
}
