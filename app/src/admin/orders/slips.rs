use super::{
    picking_api::{MOST, Slips, load_slips},
    slip::sheet,
};
use crate::{
    admin::patterns::{how_many, skeleton_list, use_list_state},
    components::{Button, ButtonKind, EmptyState, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::print,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The packing slips of the orders that were selected, each on a sheet of its own.
pub struct AdminPackingSlips;

office_page!(AdminPackingSlips, admin_packing_slips);

fn admin_packing_slips() -> AnyView {
    let state = use_list_state();
    let slips = page_resource(move || state.get(), load_slips);
    let crumbs =
        vec![("Orders".to_owned(), "/admin/orders".to_owned()), ("Packing slips".to_owned(), String::new())];
    view! {
        <Title text="Packing slips" />
        <div class="no-print">
            <PageHeader
                title="Packing slips"
                crumbs
                actions=|| view! { <span class="needs-script"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></span> }
            />
        </div>
        {loaded(slips, skeleton_list, |slips| show(&slips))}
    }
    .into_any()
}

fn show(slips: &Slips) -> AnyView {
    if slips.slips.is_empty() {
        let text = "None of the selected orders is confirmed: nothing is to be sent.";
        return view! { <div class="card"><EmptyState icon=IconName::Package title="Nothing to pack" text /></div> }
            .into_any();
    }
    let all = how_many(slips.total, "order", "orders");
    let more = (slips.total > u64::from(MOST)).then(|| {
        view! { <p class="small no-print">{format!("The oldest {MOST} of {all} are here. The others follow when these are sent.")}</p> }
    });
    let sheets: Vec<_> = slips.slips.iter().map(|slip| sheet(slip, false)).collect();
    view! { {more}{sheets} }.into_any()
}
