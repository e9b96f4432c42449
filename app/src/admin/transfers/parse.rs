//! From what is typed to a transfer. Server only.

use super::api::ArrivedText;
use contracts::{
    Checks, Error, Result, Sku, VariantId, WarehouseId,
    inventory::{TransferDraft, TransferUnits},
};

const WHOLE: &str = "Please enter a whole number, zero or more.";

/// The draft that was typed.
///
/// # Errors
/// Field errors `from` and `to`; `NotFound` for an id that is none.
pub fn draft(id: &str, from: &str, to: &str, note: String) -> Result<TransferDraft> {
    let id = id.parse().map_err(|_| Error::not_found("transfer"))?;
    let place = |field, text: &str| {
        text.parse::<WarehouseId>().map_err(|_| Error::field(field, "Please choose a warehouse."))
    };
    Ok(TransferDraft { id, from: place("from", from)?, to: place("to", to)?, note })
}

/// The article and its units that were typed.
///
/// # Errors
/// Field errors `sku` and `units`.
pub fn line(sku: &str, units: &str) -> Result<(Sku, u32)> {
    let mut checks = Checks::default();
    let sku = checks.parse("sku", sku.parse::<Sku>());
    let units = units.trim().parse::<u32>().ok();
    checks.require(units.is_some(), "units", WHOLE);
    checks.finish()?;
    sku.zip(units).ok_or_else(Error::internal)
}

/// What has come, in the order of the form.
///
/// # Errors
/// A field error `lines[n][units]` for each that is no number.
pub fn arrived(lines: &[ArrivedText]) -> Result<Vec<TransferUnits>> {
    let mut checks = Checks::default();
    let mut parts = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let typed = line.units.trim();
        let units: Option<u32> = if typed.is_empty() { Some(0) } else { typed.parse().ok() };
        checks.require(units.is_some(), &format!("lines[{index}][units]"), WHOLE);
        let variant: VariantId = line.variant.parse().map_err(|_| Error::not_found("variant"))?;
        parts.push(TransferUnits { variant, units: units.unwrap_or_default() });
    }
    checks.finish().map(|()| parts)
}

/// What the service says of a line, at the form's own field.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        if field.field.starts_with("lines[") {
            field.field.push_str("[units]");
        }
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_empty_has_not_come() {
        let variant = "01890000-0000-7000-8000-000000000000".to_owned();
        let text = |units: &str| ArrivedText { variant: variant.clone(), units: units.to_owned() };
        let parts = arrived(&[text(" 3 "), text("")]).unwrap();
        assert_eq!(parts.iter().map(|part| part.units).collect::<Vec<_>>(), [3, 0]);
        assert!(arrived(&[text("1"), text("-1")]).unwrap_err().for_field("lines[1][units]").is_some());
    }

    #[test]
    fn a_refused_line_is_told_at_its_own_field() {
        let refused = at_form(Error::field("lines[4]", "No more can come than is under way."));
        assert!(refused.for_field("lines[4][units]").is_some());
    }

    #[test]
    fn an_article_needs_a_sku_and_a_number() {
        assert_eq!(line(" mug-1 ", "0").unwrap(), ("MUG-1".parse().unwrap(), 0));
        let refused = line("", "many").unwrap_err();
        assert!(refused.for_field("sku").is_some() && refused.for_field("units").is_some());
    }
}
