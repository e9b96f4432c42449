use super::{
    help::KeyHelp,
    menu::{AccountMenu, Navigation},
    palette::{Palette, PaletteButton},
    theme::ThemeButton,
};
use crate::{
    admin::{
        api::{Staff, who_is_staff},
        live::provide_live,
        open_items::provide_open_news,
        own_lists::provide_own_lists,
        patterns::{Toasts, ask_before_leaving, provide_toaster, provide_unsaved, use_unsaved},
    },
    components::{Dialog, DialogPlace, DialogTrigger, Icon, IconName, Mark},
    lazy_page::lazy_page,
    loaded::{PageResource, loaded, page_resource},
};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_meta::Title;
use leptos_router::components::Outlet;

/// Navigation, top bar, palette; the page in the middle.
pub struct AdminLayout;

lazy_page!(AdminLayout, admin, admin_layout);

fn admin_layout() -> AnyView {
    let staff = page_resource(|| (), |()| who_is_staff());
    provide_toaster();
    provide_unsaved();
    provide_open_news(staff);
    provide_live();
    provide_own_lists(staff);
    let unsaved = use_unsaved();
    let open = RwSignal::new(false);
    view! {
        <Title text="Back office" />
        <div class="office" on:click=move |event| ask_before_leaving(&event, unsaved)>
            <a class="skip-link" href="#main">"Skip to the page"</a>
            <div class="office-side">{navigation(staff)}</div>
            <div>
                {bar(staff, open)}
                <main id="main" class="office-main" tabindex="-1"><Outlet /></main>
            </div>
            <Palette open />
            <KeyHelp />
            <Dialog id="office-menu" title="Menu" place=DialogPlace::StartDrawer>
                <div on:click=|event| close_menu(&event)>{navigation(staff)}</div>
            </Dialog>
            <Toasts />
        </div>
    }
    .into_any()
}

fn navigation(staff: PageResource<Staff>) -> impl IntoView {
    loaded(staff, || ().into_any(), |staff| view! { <Navigation staff /> }.into_any())
}

fn bar(staff: PageResource<Staff>, open: RwSignal<bool>) -> AnyView {
    view! {
        <header class="office-bar">
            <DialogTrigger dialog="office-menu" class="btn btn-quiet btn-icon only-narrow" label="Menu">
                <Icon name=IconName::Menu class="icon-lg" />
            </DialogTrigger>
            <a class="only-narrow" href="/admin" aria-label="Dashboard"><Mark /></a>
            <PaletteButton open />
            <div class="cluster cluster-sm push">
                <a class="btn btn-quiet btn-icon" href="/" rel="external" aria-label="To the shop" title="To the shop">
                    <Icon name=IconName::Store class="icon-lg" />
                </a>
                <ThemeButton />
                {loaded(staff, || ().into_any(), |staff| view! { <AccountMenu staff /> }.into_any())}
            </div>
        </header>
    }
    .into_any()
}

/// Closes the menu of narrow screens once a page was chosen.
fn close_menu(event: &web_sys::MouseEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let dialog = element.filter(|element| element.closest("a").ok().flatten().is_some());
    let dialog = dialog.and_then(|element| element.closest("dialog").ok().flatten());
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}
