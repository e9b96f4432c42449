use super::warehouses_api::SaveWarehouse;
use crate::{
    admin::patterns::{FormMessage, act},
    components::{Button, ButtonKind, Checkbox, TextField},
    form::ActionForm,
};
use contracts::inventory::Warehouse;
use leptos::prelude::*;

/// Creates or changes a warehouse.
#[component]
pub fn WarehouseForm(
    warehouse: Warehouse,
    /// Whether it is yet to be made.
    #[prop(optional)]
    new: bool,
) -> impl IntoView {
    let form = act::<SaveWarehouse>("Warehouse saved.");
    let suffix = if new { "new".to_owned() } else { warehouse.id.to_string() };
    let input = move |field: &str| format!("warehouse-{field}-{suffix}");
    let capacity = warehouse.capacity.map(|units| units.to_string()).unwrap_or_default();
    let label = if new { "Create warehouse" } else { "Save" };
    let in_use = if new {
        view! { <input type="hidden" name="active" value="true" /> }.into_any()
    } else {
        view! { <Checkbox id=input("active") name="active" label="In use" checked=warehouse.active hint="One that is given up must be empty; it stays in the ledger." /> }.into_any()
    };
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="id" value=warehouse.id.to_string() />
                <TextField id=input("name") name="name" label="Name" required=true maxlength=100 value=warehouse.name error=form.error("name") />
                <TextField id=input("location") name="location" label="Place" optional=true maxlength=255 value=warehouse.location error=form.error("location") />
                <TextField id=input("contact") name="contact_info" label="Contact" optional=true maxlength=255 value=warehouse.contact_info error=form.error("contact_info") />
                <div class="field-row">
                    <TextField id=input("capacity") name="capacity" label="Room for units" optional=true inputmode="numeric" value=capacity error=form.error("capacity") />
                    <TextField id=input("priority") name="priority" label="Priority" inputmode="numeric" hint="The lowest number is sold from first." value=warehouse.priority.to_string() error=form.error("priority") />
                </div>
                {in_use}
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>{label}</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// The capacity (none when nothing was typed) and the priority.
///
/// # Errors
/// Field errors at what is no number.
#[cfg(feature = "ssr")]
pub fn numbers(capacity: &str, priority: &str) -> contracts::Result<(Option<u32>, i32)> {
    let (capacity, priority) = (capacity.trim(), priority.trim());
    let (units, rank) = (capacity.parse().ok(), priority.parse().ok());
    let mut checks = contracts::Checks::default();
    let readable = capacity.is_empty() || units.is_some();
    checks.require(readable, "capacity", "Please enter a whole number, or nothing.");
    checks.require(rank.is_some(), "priority", "Please enter a whole number.");
    checks.finish()?;
    Ok((units, rank.unwrap_or_default()))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::numbers;

    #[test]
    fn a_warehouse_without_a_number_has_room_for_everything() {
        assert_eq!(numbers(" ", " 5 ").unwrap(), (None, 5));
        assert_eq!(numbers("900", "-1").unwrap(), (Some(900), -1));
        let refused = numbers("lots", "first").unwrap_err();
        assert!(refused.for_field("capacity").is_some() && refused.for_field("priority").is_some());
    }
}
