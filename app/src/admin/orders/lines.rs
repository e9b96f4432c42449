//! The lines of an order in forms that ship or refund some of them.

use super::api::LineForm;
use contracts::{Error, OrderItemId, Quantity, orders::ItemQuantity};
#[cfg(feature = "ssr")]
use contracts::{Currency, Money};
use leptos::prelude::*;

/// The lines with a quantity.
///
/// # Errors
/// A field error when a quantity is no whole number.
pub fn wanted(lines: &[LineForm]) -> contracts::Result<Vec<ItemQuantity>> {
    lines.iter().filter_map(|line| parse(line).transpose()).collect()
}

/// The lines with a quantity, of which there is at least one.
///
/// # Errors
/// A field error when there is none, or a quantity is no whole number.
pub fn chosen(lines: &[LineForm]) -> contracts::Result<Vec<ItemQuantity>> {
    let lines = wanted(lines)?;
    if lines.is_empty() {
        return Err(Error::field("lines", "Please enter how many of which line."));
    }
    Ok(lines)
}

fn parse(line: &LineForm) -> contracts::Result<Option<ItemQuantity>> {
    let wrong = || Error::field("lines", "Please enter whole numbers.");
    let count: u32 = match line.quantity.trim() {
        "" => 0,
        text => text.parse().map_err(|_| wrong())?,
    };
    if count == 0 {
        return Ok(None);
    }
    let item: OrderItemId = line.item.parse().map_err(|_| wrong())?;
    Ok(Some(ItemQuantity { item, quantity: Quantity::try_from(count).map_err(|_| wrong())? }))
}

/// An extra amount; nothing when empty.
///
/// # Errors
/// A field error when it is not an amount.
#[cfg(feature = "ssr")]
pub fn amount(text: &str, currency: &str) -> contracts::Result<Money> {
    let currency = Currency::from_code(currency).unwrap_or(Currency::Eur);
    if text.trim().is_empty() {
        return Ok(Money::zero(currency));
    }
    let amount = Money::parse(text, currency).filter(|amount| amount.minor >= 0);
    amount.ok_or_else(|| Error::field("extra", "Please enter an amount like 4.90, or nothing."))
}

/// An order's line in a form: what it is, how many there may be, how many at first.
#[derive(Clone, Debug)]
pub struct LineChoice {
    /// Which.
    pub item: OrderItemId,
    /// Name and choices.
    pub text: String,
    /// At most.
    pub most: u32,
    /// At first.
    pub first: u32,
}

/// The lines with a number each.
#[component]
pub fn LineChoices(lines: Vec<LineChoice>, error: Signal<Option<String>>) -> impl IntoView {
    let rows: Vec<_> = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let label = format!("How many of {}", line.text);
            view! {
                <div class="between">
                    <span class="small">{line.text}</span>
                    <span class="cluster cluster-sm nowrap">
                        <input type="hidden" name=format!("lines[{at}][item]") value=line.item.to_string() />
                        <input class="input w-20" type="number" inputmode="numeric" min="0" max=line.most.to_string() name=format!("lines[{at}][quantity]") value=line.first.to_string() aria-label=label />
                        <span class="muted small">{format!("of {}", line.most)}</span>
                    </span>
                </div>
            }
        })
        .collect();
    view! {
        <div class="stack stack-sm">{rows}</div>
        <p class="field-error" aria-live="polite">{move || error.get()}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(quantity: &str) -> LineForm {
        LineForm { item: "0198f2c0-0000-7000-8000-000000000001".into(), quantity: quantity.into() }
    }

    #[test]
    fn lines_without_a_quantity_are_left_out() {
        let lines = wanted(&[line("2"), line("0"), line("")]).unwrap();
        assert_eq!(lines.iter().map(|line| line.quantity.get()).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn nothing_chosen_is_refused_rather_than_taken_for_everything() {
        assert!(chosen(&[line("0")]).unwrap_err().for_field("lines").is_some());
        assert!(chosen(&[line("many")]).is_err());
    }
}
