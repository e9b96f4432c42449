use super::api::{MergeBrands, SaveBrand};
use crate::{
    admin::patterns::{Confirm, FormMessage, act, plural},
    components::{Button, ButtonKind, Card, IconName, SelectField, TextArea, TextField},
    form::{ActionForm, FormState},
};
use contracts::catalog::Brand;
use leptos::prelude::*;

/// Creates or changes a brand.
#[component]
pub fn BrandForm(
    /// The one to change; a new one when none.
    brand: Option<Brand>,
) -> impl IntoView {
    // Something new leads to its own page, which fetches by itself.
    let form = if brand.is_none() { FormState::new() } else { act::<SaveBrand>("Brand saved.") };
    let id = brand.as_ref().map(|brand| brand.id.to_string()).unwrap_or_default();
    let slug = brand.as_ref().map(|brand| brand.slug.to_string()).unwrap_or_default();
    let (name, description) = brand.map(|brand| (brand.name, brand.description)).unwrap_or_default();
    view! {
        <Card title="Brand">
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=id />
                    <div class="field-row">
                        <TextField name="name" label="Name" required=true maxlength=100 hint="Its products follow." value=form.value("name", &name) error=form.error("name") />
                        <TextField name="slug" label="Address part" optional=true maxlength=120 hint="Made of the name when empty." value=form.value("slug", &slug) error=form.error("slug") />
                    </div>
                    <TextArea name="description" label="Description" rows=5 optional=true maxlength=10_000 hint="Plain text, on top of its page." value=form.value("description", &description) error=form.error("description") />
                    <div><Button pending=form.pending()>"Save brand"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// Merges a brand into another one, after asking once.
#[component]
pub fn Merging(brand: Brand, others: Vec<(String, String)>) -> impl IntoView {
    let form = act::<MergeBrands>("Brands merged.");
    let products = plural(u64::from(brand.products), "product", "products");
    let text = format!("{products} of “{}” will be of the other brand, and this one is removed.", brand.name);
    let others = [vec![(String::new(), "Choose a brand".to_owned())], others].concat();
    view! {
        <Confirm title="Merge into another brand" icon=IconName::Refresh>
            <p class="small">{text}</p>
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="from" value=brand.id.to_string() />
                    <SelectField name="into" label="Other brand" options=others value=form.value("into", "") error=form.error("into") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>"Merge brands"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
