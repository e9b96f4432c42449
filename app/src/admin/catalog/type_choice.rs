use super::draft::NO_TYPE;
use crate::components::{Button, ButtonKind, ButtonSize, Card, LinkButton, Notice, SelectField, Tone};
use contracts::catalog::{AttributeKind, ProductType, Typed, TypedValue};
use leptos::prelude::*;

/// The type that the address asks for, else the product's own.
pub fn chosen_type(types: &[ProductType], typed: &Typed, asked: &str) -> Option<ProductType> {
    let own = typed.product_type.map(|id| id.to_string()).unwrap_or_default();
    let id = if asked.is_empty() { own.as_str() } else { asked };
    types.iter().find(|it| it.id.to_string() == id).cloned()
}

/// Chooses the type of a product; which values another one would lose is said before anything is saved.
pub fn type_choice(
    types: &[ProductType],
    typed: &Typed,
    chosen: Option<&ProductType>,
    path: String,
) -> AnyView {
    if types.is_empty() {
        return none_yet();
    }
    let options = types.iter().map(|it| (it.id.to_string(), it.name.clone()));
    let none = (NO_TYPE.to_owned(), "None: free attributes only".to_owned());
    let options = std::iter::once(none).chain(options).collect();
    let value = chosen.map_or_else(|| NO_TYPE.to_owned(), |it| it.id.to_string());
    let own = typed.product_type.and_then(|id| types.iter().find(|it| it.id == id));
    let lost = own.map(|own| lost(own, typed, chosen)).unwrap_or_default();
    let warning = (!lost.is_empty()).then(|| {
        let text = format!("Saving takes away what this type does not ask: {}.", lost.join(", "));
        view! { <Notice tone=Tone::Warning title="Some values would be lost">{text}</Notice> }
    });
    view! {
        <Card title="Product type">
            <div class="stack">
                <form method="get" action=path>
                    <div class="field-row">
                        <SelectField name="type" label="Type" options value hint="Its fields appear in the form below; save other changes first." />
                        <div class="self-center"><Button kind=ButtonKind::Secondary>"Show its fields"</Button></div>
                    </div>
                </form>
                {warning}
            </div>
        </Card>
    }
    .into_any()
}

fn none_yet() -> AnyView {
    view! {
        <Card title="Product type">
            <div class="cluster">
                <p class="muted small">"A type gives products of one kind the same fields, and shoppers filters."</p>
                <LinkButton href="/admin/product-types/new" kind=ButtonKind::Secondary size=ButtonSize::Small>"New product type"</LinkButton>
            </div>
        </Card>
    }
    .into_any()
}

/// What is said by attributes that the chosen type does not have.
fn lost(own: &ProductType, typed: &Typed, chosen: Option<&ProductType>) -> Vec<String> {
    let kept = |code: &str, kind: AttributeKind| {
        chosen.is_some_and(|it| it.attributes.iter().any(|it| it.code == code && it.kind == kind))
    };
    let told = |value: &TypedValue| {
        let attribute = own.attributes.iter().find(|it| it.code == value.code)?;
        let words = match attribute.kind {
            AttributeKind::Colour => value.values.first().cloned().unwrap_or_default(),
            AttributeKind::Number => [value.values.concat(), attribute.unit.clone()].join(" "),
            _ => value.values.join(", "),
        };
        let is_kept = kept(&attribute.code, attribute.kind);
        (!is_kept).then(|| format!("{} ({})", attribute.label, words.trim()))
    };
    typed.values.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{AttributeId, ProductTypeId, catalog::AttributeDefinition};

    fn of_type(id: u128, codes: &[&str]) -> ProductType {
        let attribute = |code: &&str| AttributeDefinition {
            id: AttributeId(uuid::Uuid::from_u128(id)),
            code: (*code).to_owned(),
            label: code.to_uppercase(),
            kind: AttributeKind::Number,
            unit: "mm".into(),
            required: false,
            filterable: false,
            shown: true,
            choices: Vec::new(),
            products: 0,
        };
        ProductType {
            id: ProductTypeId(uuid::Uuid::from_u128(id)),
            name: "Mug".into(),
            version: 1,
            products: 0,
            attributes: codes.iter().map(attribute).collect(),
        }
    }

    #[test]
    fn what_another_type_does_not_ask_is_told_before_it_is_lost() {
        let (mug, plate) = (of_type(1, &["width", "volume"]), of_type(2, &["width"]));
        let value = |code: &str| TypedValue { code: code.into(), values: vec!["12".into()] };
        let typed = Typed { product_type: Some(mug.id), values: vec![value("width"), value("volume")] };
        assert_eq!(lost(&mug, &typed, Some(&plate)), ["VOLUME (12 mm)"]);
        assert_eq!(lost(&mug, &typed, None).len(), 2);
        let types = [mug.clone(), plate.clone()];
        assert_eq!(chosen_type(&types, &typed, "").unwrap().id, mug.id);
        assert_eq!(chosen_type(&types, &typed, &plate.id.to_string()).unwrap().id, plate.id);
        assert_eq!(chosen_type(&types, &typed, NO_TYPE), None);
    }
}
