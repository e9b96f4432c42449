//! From what is typed to a product type. Server only.

use super::text::{AttributeText, TypeText};
use contracts::{
    Error, FieldError, Result,
    catalog::{AttributeDraft, AttributeKind, ProductTypeDraft},
};

/// The draft that the form means, and the form's row of each of its attributes.
///
/// # Errors
/// `NotFound` for an id that is none.
pub fn draft(form: &TypeText) -> Result<(ProductTypeDraft, Vec<usize>)> {
    let is_kept = |row: &AttributeText| !row.label.trim().is_empty() && row.remove.is_empty();
    let mut kept: Vec<_> = form.attributes.iter().enumerate().filter(|(_, row)| is_kept(row)).collect();
    // A stable sort: rows of one place stay in the order of the form.
    kept.sort_by_key(|(_, row)| row.position.trim().parse::<u32>().unwrap_or(u32::MAX));
    let rows = kept.iter().map(|(at, _)| *at).collect();
    let missing = || Error::not_found("product type");
    let id = if form.id.is_empty() { None } else { Some(form.id.parse().map_err(|_| missing())?) };
    let draft = ProductTypeDraft {
        id,
        version: form.version.parse().ok(),
        name: form.name.clone(),
        attributes: kept.into_iter().map(|(_, row)| attribute(row)).collect(),
    };
    Ok((draft, rows))
}

fn attribute(row: &AttributeText) -> AttributeDraft {
    AttributeDraft {
        id: row.id.parse().ok(),
        code: row.key.clone(),
        label: row.label.clone(),
        kind: AttributeKind::from_text(&row.kind).unwrap_or_default(),
        unit: row.unit.clone(),
        required: !row.required.is_empty(),
        filterable: !row.filterable.is_empty(),
        shown: !row.shown.is_empty(),
        choices: row.choices.lines().map(str::to_owned).collect(),
    }
}

/// What the service says of an attribute, at the row it was typed into.
pub fn at_form(error: Error, rows: &[usize]) -> Error {
    let fields = error.fields.into_iter().map(|field| {
        let name = in_form(&field.field, rows).unwrap_or_else(|| field.field.clone());
        FieldError { field: name, ..field }
    });
    Error { fields: fields.collect(), ..error }
}

fn in_form(field: &str, rows: &[usize]) -> Option<String> {
    let (index, rest) = field.strip_prefix("attributes[")?.split_once("].")?;
    let row = rows.get(index.parse::<usize>().ok()?)?;
    let rest = if rest == "code" { "key" } else { rest };
    Some(format!("attributes[{row}].{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, position: &str) -> AttributeText {
        AttributeText { label: label.into(), position: position.into(), ..AttributeText::default() }
    }

    #[test]
    fn attributes_are_sorted_by_place_and_what_is_wrong_is_told_at_its_row() {
        let removed = AttributeText { remove: "true".into(), ..row("Gone", "1") };
        let attributes = vec![row("Care", "2"), removed, row("", ""), row("Material", "1"), row("New", "")];
        let (draft, rows) = draft(&TypeText { attributes, ..TypeText::default() }).unwrap();
        let labels: Vec<_> = draft.attributes.iter().map(|it| it.label.as_str()).collect();
        assert_eq!((labels, rows.clone()), (vec!["Material", "Care", "New"], vec![3, 0, 4]));
        let told = at_form(Error::field("attributes[1].code", "x"), &rows);
        assert!(told.for_field("attributes[0].key").is_some());
        assert!(at_form(Error::field("name", "x"), &rows).for_field("name").is_some());
    }
}
