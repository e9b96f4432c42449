//! The rules of orders.
//!
//! ```text
//! pending -> confirmed -> shipped -> delivered
//!    |           |
//!    +-----------+-> cancelled
//! ```

use contracts::{
    Error, Money, OrderItemId, Quantity, Result,
    orders::{
        ItemQuantity, Movement, Order, OrderItem, OrderStatus, PaymentState, PlaceOrder, PlaceOrderItem,
    },
};
use std::collections::BTreeMap;

/// Whether an order may go from one status to another.
pub fn can_become(from: OrderStatus, to: OrderStatus) -> bool {
    use OrderStatus as S;
    matches!(
        (from, to),
        (S::Pending, S::Confirmed | S::Cancelled)
            | (S::Confirmed, S::Shipped | S::Cancelled)
            | (S::Shipped, S::Delivered)
    )
}

/// Whether an order's money may go from one place to another.
pub fn money_can_become(from: PaymentState, to: PaymentState) -> bool {
    use PaymentState as S;
    matches!(
        (from, to),
        (S::Unpaid, S::Authorised | S::Paid | S::Voided)
            | (S::Authorised, S::Paid | S::Unpaid | S::Voided)
            | (S::Paid, S::PartiallyRefunded | S::Refunded)
            | (S::PartiallyRefunded, S::Refunded)
    )
}

/// Whether news of the money was overtaken by what is known already, so that it changes nothing.
pub fn is_overtaken(known: PaymentState, news: PaymentState) -> bool {
    use PaymentState as S;
    matches!(
        (known, news),
        (S::Paid | S::PartiallyRefunded | S::Refunded, S::Authorised | S::Paid)
            | (S::Refunded, S::PartiallyRefunded)
    ) || known == news
}

/// What an order comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// What is taken off, at most the subtotal.
    pub discount: Money,
    /// What is to be paid.
    pub total: Money,
    /// The tax contained in the total.
    pub tax: Money,
    /// Units of all lines.
    pub units: u32,
}

/// Adds an order up.
///
/// # Errors
/// `Invalid` without lines, with mixed currencies, or past what can be counted.
pub fn amounts(order: &PlaceOrder) -> Result<Amounts> {
    if order.items.is_empty() {
        return Err(Error::invalid("An order needs at least one line."));
    }
    let off =
        order.discount.as_ref().map_or(Money::zero(order.shipping.currency), |discount| discount.amount);
    summed(&order.items, off, order.shipping, order.tax_rate_bp)
        .ok_or_else(|| Error::invalid("The lines of this order cannot be added up."))
}

fn summed(items: &[PlaceOrderItem], discount: Money, shipping: Money, tax_rate_bp: u32) -> Option<Amounts> {
    let lines: Option<Vec<_>> = items.iter().map(|item| item.unit_price.times(item.quantity.get())).collect();
    let subtotal = Money::sum(shipping.currency, lines?)?;
    let rest = subtotal.minus(discount).filter(|rest| discount.minor >= 0 && rest.minor >= 0)?;
    let total = rest.plus(shipping)?;
    let units = items.iter().map(|item| item.quantity.get()).sum();
    Some(Amounts { subtotal, discount, total, tax: total.included_tax(tax_rate_bp)?, units })
}

/// Each line's part of the order's discount: they add up to it (largest remainder), and none is more than its line
/// costs. `None` for orders without one.
///
/// # Errors
/// `Invalid` past what can be counted.
pub fn shares(order: &PlaceOrder) -> Result<Option<Vec<Money>>> {
    let Some(discount) = &order.discount else { return Ok(None) };
    let cost = |item: &PlaceOrderItem| u64::try_from(item.unit_price.times(item.quantity.get())?.minor).ok();
    let costs: Option<Vec<u64>> = order.items.iter().map(cost).collect();
    let costs = costs.ok_or_else(|| Error::invalid("The lines of this order cannot be added up."))?;
    Ok(Some(discount.amount.allocate(&costs)))
}

/// An order as it is stored, of what people type: any case, with or without prefix, dashes and spaces.
pub fn normalised_number(typed: &str) -> String {
    let letters: String = typed.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let letters = letters.to_ascii_uppercase();
    let code = if letters.len() == 14 { letters.strip_prefix("TW").unwrap_or(&letters) } else { &letters };
    // Crockford's base 32: what looks like a digit is one.
    let code = code.replace('O', "0").replace(['I', 'L'], "1");
    match (code.get(..4), code.get(4..8), code.get(8..12)) {
        (Some(first), Some(second), Some(third)) if code.len() == 12 => {
            format!("TW-{first}-{second}-{third}")
        }
        _ => letters,
    }
}

/// Whether these lines may be sent, and what is sent of each.
///
/// # Errors
/// `Invalid` without lines or for lines of another order; `Conflict` when the order is not confirmed or
/// more would be sent than was bought.
pub fn shipment(order: &Order, lines: &[ItemQuantity]) -> Result<Vec<(OrderItemId, u32)>> {
    if order.status != OrderStatus::Confirmed {
        return Err(Error::conflict("Only a confirmed order can be sent."));
    }
    if lines.is_empty() {
        return Err(Error::field("lines", "A parcel needs at least one line."));
    }
    let counted = counted(lines);
    for (id, quantity) in &counted {
        let item = line(order, *id)?;
        if item.shipped + quantity > item.quantity {
            return Err(Error::conflict(format!(
                "Of {} only {} are left to send.",
                item.sku,
                item.quantity - item.shipped
            )));
        }
    }
    Ok(counted)
}

/// Whether something was sent and nothing is left to send: units that were refunded need not be.
pub fn is_all_sent(items: &[OrderItem]) -> bool {
    let is_begun = items.iter().any(|item| item.shipped > 0);
    is_begun && items.iter().all(|item| item.shipped + item.refunded >= item.quantity)
}

/// Whether these lines and this amount may go back, and where the money is afterwards.
///
/// # Errors
/// `Invalid` for lines of another order or another currency; `Conflict` when more would go back than was
/// bought or paid.
pub fn refund(
    order: &Order,
    lines: &[ItemQuantity],
    amount: Money,
) -> Result<(Vec<(OrderItemId, u32)>, PaymentState)> {
    if !matches!(order.payment_status, PaymentState::Paid | PaymentState::PartiallyRefunded) {
        return Err(Error::conflict("Only what was paid can be refunded."));
    }
    let counted = counted(lines);
    for (id, quantity) in &counted {
        let item = line(order, *id)?;
        if item.refunded + quantity > item.quantity {
            return Err(Error::conflict(format!(
                "Of {} only {} are left to refund.",
                item.sku,
                item.quantity - item.refunded
            )));
        }
    }
    Ok((counted, paid_after(order, amount)?))
}

fn paid_after(order: &Order, amount: Money) -> Result<PaymentState> {
    let refunded = order.refunded.plus(amount).filter(|_| amount.minor > 0);
    let refunded =
        refunded.ok_or_else(|| Error::field("amount", "Please enter an amount in the order's currency."))?;
    match refunded.minor.cmp(&order.total.minor) {
        std::cmp::Ordering::Less => Ok(PaymentState::PartiallyRefunded),
        std::cmp::Ordering::Equal => Ok(PaymentState::Refunded),
        std::cmp::Ordering::Greater => Err(Error::conflict("This is more than what is left of the payment.")),
    }
}

/// What parcels and refunds under way have taken of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Units that are being sent.
    pub sending: u32,
    /// Units that are being refunded.
    pub refunding: u32,
}

impl Held {
    /// How many units of a line may still be moved: what was refunded or is being refunded is not sent.
    fn left(self, item: &OrderItem, movement: Movement) -> u32 {
        let unpaid = item.quantity.saturating_sub(item.refunded).saturating_sub(self.refunding);
        match movement {
            Movement::Refund => unpaid,
            Movement::Shipment => unpaid.saturating_sub(item.shipped).saturating_sub(self.sending),
        }
    }
}

/// Which units a movement keeps: those asked for, or all that are left.
///
/// # Errors
/// `Invalid` for lines of another order; `Conflict` when more is asked than is left, or nothing is left to
/// send.
pub fn hold(
    order: &Order,
    held: &BTreeMap<OrderItemId, Held>,
    movement: Movement,
    asked: Option<&[ItemQuantity]>,
) -> Result<Vec<ItemQuantity>> {
    if movement == Movement::Shipment && order.status != OrderStatus::Confirmed {
        return Err(Error::conflict("Only a confirmed order can be sent."));
    }
    let left = |item: &OrderItem| held.get(&item.id).copied().unwrap_or_default().left(item, movement);
    let lines = match asked {
        Some(asked) => asked_for(order, asked, left)?,
        None => order.items.iter().filter_map(|item| units(item.id, left(item))).collect(),
    };
    if movement == Movement::Shipment && lines.is_empty() {
        return Err(Error::conflict("These units were sent or refunded already."));
    }
    Ok(lines)
}

fn asked_for(
    order: &Order,
    asked: &[ItemQuantity],
    left: impl Fn(&OrderItem) -> u32,
) -> Result<Vec<ItemQuantity>> {
    let counted = counted(asked);
    for (id, quantity) in &counted {
        let item = line(order, *id)?;
        if *quantity > left(item) {
            let (name, left) = (&item.name, left(item));
            let message =
                format!("Of {name} only {left} are left: the others are sent, refunded or under way.");
            return Err(Error::conflict(message));
        }
    }
    Ok(counted.into_iter().filter_map(|(id, quantity)| units(id, quantity)).collect())
}

fn units(item: OrderItemId, count: u32) -> Option<ItemQuantity> {
    Some(ItemQuantity { item, quantity: Quantity::try_from(count).ok()? })
}

/// Whether the order may be ended.
///
/// # Errors
/// `Conflict` once something was sent, and while a parcel or a refund is under way.
pub fn require_cancellable(order: &Order, is_under_way: bool) -> Result<()> {
    if is_under_way {
        return Err(Error::conflict(
            "A parcel or a refund of this order is under way. Please try again once it is done.",
        ));
    }
    let is_untouched = order.items.iter().all(|item| item.shipped == 0);
    if can_become(order.status, OrderStatus::Cancelled) && is_untouched {
        return Ok(());
    }
    Err(Error::conflict("This order has been sent already and cannot be cancelled."))
}

fn counted(lines: &[ItemQuantity]) -> Vec<(OrderItemId, u32)> {
    let mut sums = BTreeMap::new();
    for line in lines {
        *sums.entry(line.item).or_insert(0) += line.quantity.get();
    }
    sums.into_iter().collect()
}

fn line(order: &Order, id: OrderItemId) -> Result<&OrderItem> {
    let found = order.items.iter().find(|item| item.id == id);
    found.ok_or_else(|| Error::field("lines", "This line belongs to another order."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::Currency;
    use proptest::prelude::*;

    #[test]
    fn the_life_of_an_order() {
        let marks = |from| {
            OrderStatus::ALL.map(|to| if can_become(from, to) { 'x' } else { '.' }).iter().collect::<String>()
        };
        let matrix: Vec<_> =
            OrderStatus::ALL.map(|from| format!("{:<10}{}", from.as_str(), marks(from))).into();
        insta::assert_snapshot!(matrix.join("\n"), @r"
        pending   .x..x
        confirmed ..x.x
        shipped   ...x.
        delivered .....
        cancelled .....
        ");
    }

    #[test]
    fn where_money_goes() {
        let mark = |from, to| match (money_can_become(from, to), is_overtaken(from, to)) {
            (true, false) => 'x',
            (false, true) => '=',
            (false, false) => '.',
            (true, true) => '!',
        };
        let marks = |from| PaymentState::ALL.map(|to| mark(from, to)).iter().collect::<String>();
        let matrix: Vec<_> =
            PaymentState::ALL.map(|from| format!("{:<19}{}", from.as_str(), marks(from))).into();
        insta::assert_snapshot!(matrix.join("\n"), @r"
        unpaid             =xx..x
        authorised         x=x..x
        paid               .==xx.
        partially_refunded .===x.
        refunded           .====.
        voided             .....=
        ");
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        for typed in ["TW-7F3K-9QXM-2CDV", " tw 7f3k 9qxm 2cdv", "7F3K9QXM2CDV", "tw7f3k-9qxm2cdv"] {
            assert_eq!(normalised_number(typed), "TW-7F3K-9QXM-2CDV", "{typed}");
        }
        assert_eq!(normalised_number("TW-OOOO-1IL1-2CDV"), "TW-0000-1111-2CDV");
        assert_eq!(normalised_number("' or 1=1 --"), "OR11");
        assert_eq!(normalised_number("日本"), "");
    }

    fn line(currency: Currency, minor: i64, quantity: u32) -> PlaceOrderItem {
        PlaceOrderItem {
            product: platform::ids::mint().into(),
            variant: platform::ids::mint().into(),
            sku: "SKU-1".parse().unwrap(),
            name: String::new(),
            choices: String::new(),
            picture_url: None,
            quantity: Quantity::try_from(quantity).unwrap(),
            unit_price: Money::new(minor, currency),
            weight_g: 0,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn i_4_lines_and_shipping_add_up_to_the_total_in_every_currency(
            currency in prop::sample::select(Currency::ALL.to_vec()),
            lines in prop::collection::vec((0_i64..10_000_000_000, 1_u32..=999), 1..20),
            shipping in 0_i64..1_000_000,
            rate in 0_u32..=10_000,
        ) {
            let items: Vec<_> = lines.iter().map(|(minor, quantity)| line(currency, *minor, *quantity)).collect();
            let sum = summed(&items, Money::zero(currency), Money::new(shipping, currency), rate).unwrap();
            let expected: i128 = lines.iter().map(|(minor, n)| i128::from(*minor) * i128::from(*n)).sum();
            prop_assert_eq!(i128::from(sum.subtotal.minor), expected);
            prop_assert_eq!(sum.total.minor, sum.subtotal.minor + shipping);
            // Gross prices: net and tax are the total, to the smallest unit of the currency.
            let (total, rate) = (i128::from(sum.total.minor), i128::from(rate));
            let net = total - i128::from(sum.tax.minor);
            prop_assert!((net * rate - i128::from(sum.tax.minor) * 10_000).abs() * 2 <= 10_000 + rate);
        }

        #[test]
        fn i_4_what_cannot_be_counted_is_refused_and_never_wraps(price in i64::MAX / 2..i64::MAX, n in 3_u32..999) {
            let items = [line(Currency::Eur, price, n)];
            prop_assert_eq!(summed(&items, Money::zero(Currency::Eur), Money::zero(Currency::Eur), 1900), None);
        }
    }
}
