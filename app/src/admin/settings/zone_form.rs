use super::shipping_api::{RemoveZone, SaveZone};
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, IconName, TextField},
    form::ActionForm,
};
use contracts::shipping::Zone;
use leptos::prelude::*;

/// Creates or changes a zone.
#[component]
pub fn ZoneForm(
    zone: Zone,
    /// Whether it is yet to be made.
    #[prop(optional)]
    new: bool,
) -> impl IntoView {
    let form = act::<SaveZone>("Zone saved.");
    let id = zone.id.to_string();
    let suffix = if new { "new".to_owned() } else { id.clone() };
    // What was typed into this form and refused, not into another zone's.
    let own = move |name: &str, fallback: String| {
        let mine = new || form.value("id", "") == suffix;
        if mine { form.value(name, &fallback) } else { fallback }
    };
    let countries = zone.countries.iter().map(|country| country.as_str()).collect::<Vec<_>>().join(" ");
    let input = |field: &str| format!("zone-{field}-{}", zone.id);
    let (name_id, countries_id) = (input("name"), input("countries"));
    let (name, countries) = (own("name", zone.name), own("countries", countries));
    let label = if new { "Create zone" } else { "Save" };
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=id />
                <TextField id=name_id name="name" label="Name" required=true maxlength=100 value=name error=form.error("name") />
                <TextField id=countries_id name="countries" label="Countries" required=true hint="Two letters each (ISO 3166-1): AT CH DE" value=countries error=form.error("countries") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Takes a zone away after asking once.
#[component]
pub fn ZoneRemoval(zone: Zone) -> impl IntoView {
    let form = act::<RemoveZone>("Zone removed.");
    let told = format!(
        "Nothing is shipped to the {} countries of “{}” any more, and its ways to ship are gone.",
        zone.countries.len(),
        zone.name
    );
    view! {
        <Confirm title="Remove this zone" icon=IconName::Trash>
            <p class="small">{told}</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=zone.id.to_string() />
                <Button kind=ButtonKind::Danger pending=form.pending()>"Remove zone"</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
