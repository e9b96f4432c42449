use crate::{
    admin::{
        api::{LogOutStaff, Staff},
        nav::{self, NavItem},
        open_items::{OpenCount, OpenCounts},
        own_lists::opens_with,
        patterns::words,
    },
    components::{Button, ButtonKind, Icon, IconName, LinkButton, Mark, Wordmark},
    form::{ActionForm, FormState},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages the permissions allow, in groups.
#[component]
pub fn Navigation(staff: Staff) -> impl IntoView {
    let Staff { permissions, open, lists, .. } = staff;
    let path = use_location().pathname;
    // A browser that has left may have taken the router with it while its page is still rendered.
    let current = Memo::new(move |_| path.try_with(|path| nav::page_of(path)).flatten());
    let may = move |page: &NavItem| permissions.contains(&page.permission);
    let groups: Vec<_> = nav::GROUPS
        .into_iter()
        .map(|group| {
            let pages = nav::PAGES.into_iter().filter(|page| page.group == group && may(page));
            let links: Vec<_> =
                pages.map(|page| link(page, current, open, opens_with(page.href, &lists))).collect();
            (!links.is_empty()).then(|| {
                let heading = (!group.is_empty()).then(|| view! { <h2>{group}</h2> });
                view! { <div>{heading}<ul>{links}</ul></div> }
            })
        })
        .collect();
    view! {
        <nav class="office-nav" aria-label="Back office">
            <div class="cluster cluster-sm px-2"><Mark /><Wordmark /></div>
            {groups}
        </nav>
    }
    .into_any()
}

fn link(page: NavItem, current: Memo<Option<&'static str>>, open: OpenCounts, href: String) -> AnyView {
    let here = move || (current.get() == Some(page.href)).then_some("page");
    view! {
        <li>
            <a href=href aria-current=here><Icon name=page.icon />{page.text}<OpenCount page=page.href open /></a>
        </li>
    }
    .into_any()
}

/// Who is logged in, and the way out.
#[component]
pub fn AccountMenu(staff: Staff) -> impl IntoView {
    let log_out = FormState::<LogOutStaff>::new();
    let roles = staff.roles.iter().map(|role| words(role)).collect::<Vec<_>>().join(", ");
    view! {
        <details class="relative">
            <summary class="btn btn-quiet list-none">
                <Icon name=IconName::User class="icon-lg" /><span class="sr-only">"Account "</span>
                <span class="only-wide">{staff.name}</span>
            </summary>
            <div class="card absolute end-0 top-full z-30 mt-1 w-64 shadow-over">
                <div class="card-body stack stack-sm">
                    <div>
                        <p class="truncate">{staff.email}</p>
                        <p class="muted small">{roles}</p>
                    </div>
                    <LinkButton href="/admin/security" kind=ButtonKind::Secondary icon=IconName::Shield wide=true>"My security"</LinkButton>
                    <ActionForm action=log_out.action>
                        <Button kind=ButtonKind::Secondary icon=IconName::LogOut wide=true pending=log_out.pending()>"Log out"</Button>
                    </ActionForm>
                </div>
            </div>
        </details>
    }
    .into_any()
}
