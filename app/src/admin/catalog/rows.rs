//! Where the rows of a draft stand in the form: rows that are left out would shift what is said at the
//! others. Server only.

use contracts::{Error, FieldError};

/// For each part of the draft, the form's row of each of its entries.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Of the attributes.
    pub attributes: Vec<usize>,
    /// Of the options.
    pub options: Vec<usize>,
    /// Of the variants.
    pub variants: Vec<usize>,
}

impl Rows {
    /// The error with its fields named as in the form.
    pub fn in_form(&self, error: Error) -> Error {
        let fields =
            error.fields.into_iter().map(|field| FieldError { field: self.name(&field.field), ..field });
        Error { fields: fields.collect(), ..error }
    }

    /// `variants[0].sku` becomes `variants[2].sku` when the form's first two rows were left out.
    fn name(&self, field: &str) -> String {
        let renamed = || {
            let (part, rest) = field.split_once('[')?;
            let (index, rest) = rest.split_once(']')?;
            let rows = match part {
                "attributes" => &self.attributes,
                "options" => &self.options,
                "variants" => &self.variants,
                _ => return None,
            };
            let row = rows.get(index.parse::<usize>().ok()?)?;
            // All choices of an option are typed into one input.
            let rest = if rest.starts_with(".values") { ".values" } else { rest };
            Some(format!("{part}[{row}]{rest}"))
        };
        renamed().unwrap_or_else(|| field.to_owned())
    }
}

/// The rows that are filled in, each with its place.
pub fn filled<T>(rows: &[T], is_filled: impl Fn(&T) -> bool) -> (Vec<usize>, Vec<&T>) {
    rows.iter().enumerate().filter(|(_, row)| is_filled(row)).unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_draft_is_said_at_the_row_it_was_typed_into() {
        let rows = Rows { variants: vec![0, 2], options: vec![1], ..Rows::default() };
        let name = |field| rows.name(field);
        assert_eq!(name("variants[1].sku"), "variants[2].sku");
        assert_eq!(name("options[0].values[3]"), "options[1].values");
        assert_eq!(
            [name("variants"), name("variants[7].sku"), name("name")],
            ["variants", "variants[7].sku", "name"]
        );
    }
}
