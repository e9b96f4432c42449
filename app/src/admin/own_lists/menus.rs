use super::{
    api::{SaveListLook, SaveView},
    known::{OwnLists, act_on_lists},
    look::{self, view_link},
};
use crate::{
    admin::patterns::{FormMessage, ListState},
    components::{Button, ButtonKind, ButtonSize, Checkbox, Icon, IconName, TextField},
    form::ActionForm,
};
use contracts::identity::{Density, ListLook, ListPreferences, SavedView};
use leptos::prelude::*;

/// The views of a list, and how it looks; both are plain links and forms.
#[component]
pub fn ListMenus(
    /// As in the address.
    state: ListState,
    /// The list's own path.
    path: &'static str,
    /// What stands above the columns.
    columns: Vec<String>,
) -> impl IntoView {
    use_context::<OwnLists>().map(|own| {
        own.show(move |lists| {
            let list = path.trim_start_matches("/admin/");
            let look = look::of(&state, lists.look_of(list));
            let (hide, density) = (look::numbers(&columns, &look), look.density.as_str());
            view! {
                <span class="list-look" hidden=true data-hide=hide data-density=density></span>
                <div class="cluster cluster-sm relative no-print">
                    {menu("Views", IconName::Filter, views(&state, path, lists, &look))}
                    {menu("Columns", IconName::Menu, view! { <Columns state=state.clone() path columns=columns.clone() look /> }.into_any())}
                </div>
            }
            .into_any()
        })
    })
}

fn menu(title: &'static str, icon: IconName, inside: AnyView) -> AnyView {
    view! {
        <details name="list-menu">
            <summary class="btn btn-secondary list-none"><Icon name=icon />{title}<Icon name=IconName::ChevronDown /></summary>
            <div class="card absolute start-0 top-full z-30 mt-1 w-80 max-w-full shadow-over">
                <div class="card-body stack stack-sm">{inside}</div>
            </div>
        </details>
    }
    .into_any()
}

fn views(state: &ListState, path: &'static str, lists: &ListPreferences, look: &ListLook) -> AnyView {
    let list = path.trim_start_matches("/admin/");
    let links: Vec<_> = lists.views_of(list).into_iter().map(|view| link(path, view)).collect();
    let none = links.is_empty().then(|| {
        view! { <p class="small muted">"Filter the list, then keep the filters under a name: they are one press away from then on."</p> }
    });
    view! {
        <ul role="list" class="stack stack-sm">
            <li><a class="link" href=path>"All"</a></li>
            {links}
        </ul>
        {none}
        <KeepView state=state.clone() look=look.clone() />
        <p class="small"><a class="link" href="/admin/views">"Rename or delete views"</a></p>
    }
    .into_any()
}

fn link(path: &'static str, view: &SavedView) -> AnyView {
    let mut notes = Vec::new();
    if view.is_default && view.shared_by.is_none() {
        notes.push("opens first".to_owned());
    }
    match &view.shared_by {
        Some(name) => notes.push(format!("by {name}")),
        None if view.is_shared => notes.push("shared".to_owned()),
        None => {}
    }
    let (href, name) = (view_link(path, view), view.name.clone());
    view! {
        <li class="between">
            <a class="link break-words min-w-0" href=href>{name}</a>
            <span class="muted small">{notes.join(", ")}</span>
        </li>
    }
    .into_any()
}

/// Keeps the present filters and the present look under a name.
#[component]
fn KeepView(state: ListState, look: ListLook) -> impl IntoView {
    let form = act_on_lists::<SaveView>("View saved.");
    let query = state.filters_only().query();
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="list" value=look.list.clone() />
                <input type="hidden" name="query" value=query />
                <input type="hidden" name="hide" value=look::hide(&look) />
                <input type="hidden" name="density" value=look.density.as_str() />
                <TextField id="view-name" name="name" label="Save this view as" required=true maxlength=60 value=form.value("name", "") error=form.error("name") />
                <Checkbox id="view-shared" name="shared" label="Share it with colleagues" />
                <Checkbox id="view-default" name="default" label="Open this list with it" />
                <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Save view"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Which columns there are, and how close the rows stand.
#[component]
fn Columns(state: ListState, path: &'static str, columns: Vec<String>, look: ListLook) -> impl IntoView {
    let form = act_on_lists::<SaveListLook>("Saved.");
    let names = look::optional(&columns);
    let all = names.join(",");
    let back = ListState { hide: String::new(), density: String::new(), ..state.clone() };
    let back = back.link(path, |list| {
        list.page = state.page;
        list.after.clone_from(&state.after);
        list.before.clone_from(&state.before);
    });
    let boxes: Vec<_> = names.into_iter().map(|name| column(name, &look)).collect();
    let densities: Vec<_> = Density::ALL.into_iter().map(|density| choice(density, look.density)).collect();
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <input type="hidden" name="list" value=look.list.clone() />
                <input type="hidden" name="all" value=all />
                <input type="hidden" name="back" value=back />
                {(!boxes.is_empty()).then(|| view! { <fieldset class="stack stack-sm"><legend class="field-label">"Columns"</legend>{boxes}</fieldset> })}
                <fieldset class="stack stack-sm"><legend class="field-label">"Rows"</legend>{densities}</fieldset>
                <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Save"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn column(name: String, look: &ListLook) -> AnyView {
    let checked = !look.hidden.contains(&name);
    let label = format!("Show {name}");
    view! {
        <label class="check">
            <input type="checkbox" name="columns[]" value=name checked=checked />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

fn choice(density: Density, chosen: Density) -> AnyView {
    let text = match density {
        Density::Comfortable => "Comfortable",
        Density::Compact => "Compact",
    };
    view! {
        <label class="check">
            <input type="radio" name="density" value=density.as_str() checked=density == chosen />
            <span>{text}</span>
        </label>
    }
    .into_any()
}
