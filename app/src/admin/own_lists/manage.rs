use super::{
    api::{ChangeView, DeleteView, load_own_lists, save_view},
    known::{act_on_lists, act_on_lists_undoable},
    look::{self, view_link},
};
use crate::{
    admin::patterns::{Confirm, Deed, FormMessage, Refresh, Undo, skeleton_list, words},
    components::{
        Button, ButtonKind, ButtonSize, Card, Checkbox, EmptyState, IconName, PageHeader, TextField,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::identity::{ListPreferences, SavedView};
use leptos::prelude::*;
use leptos_meta::Title;

/// One's own views of all lists, to be renamed, shared, opened first or deleted.
pub struct AdminViews;

office_page!(AdminViews, admin_views);

fn admin_views() -> AnyView {
    let refresh = Refresh::default();
    let lists = page_resource(move || refresh.get(), |_| load_own_lists());

    provide_context(refresh);
    view! {
        <Title text="Views" />
        <PageHeader title="Views" subtitle="The filters of lists that you keep under a name. New ones are made above each list." />
        {loaded(lists, skeleton_list, views)}
    }
    .into_any()
}

fn views(lists: ListPreferences) -> AnyView {
    let own: Vec<_> = lists.views.into_iter().filter(|view| view.shared_by.is_none()).collect();
    if own.is_empty() {
        return view! {
            <div class="card">
                <EmptyState icon=IconName::Filter title="No views yet" text="Filter a list and press Views above it: what you save there is listed here." />
            </div>
        }
        .into_any();
    }
    let cards: Vec<_> = own.into_iter().map(|saved| view! { <OwnView saved /> }).collect();
    view! { <div class="stack">{cards}</div> }.into_any()
}

#[component]
fn OwnView(saved: SavedView) -> impl IntoView {
    let change = act_on_lists::<ChangeView>("View changed.");
    let kept = saved.clone();
    let undo = move |_: DeleteView| Some(undo_delete(kept.clone()));
    let delete = act_on_lists_undoable("View deleted.", undo);
    let list = words(&saved.look.list.replace(['/', '-'], " "));
    let href = view_link(&format!("/admin/{}", saved.look.list), &saved);
    let warning = format!("“{}” is gone for you and for those you share it with.", saved.name);
    let id = saved.id.to_string();
    view! {
        <Card title=saved.name.clone()>
            <div class="stack">
                <p class="small"><a class="link" href=href>{format!("{list}: open")}</a></p>
                <ActionForm action=change.action>{fields(&saved, change)}</ActionForm>
                <Confirm title="Delete" icon=IconName::Trash>
                    <p class="small">{warning}</p>
                    <ActionForm action=delete.action>
                        <FormMessage message=delete.message() />
                        <input type="hidden" name="id" value=id />
                        <Button kind=ButtonKind::Danger size=ButtonSize::Small pending=delete.pending()>"Delete view"</Button>
                    </ActionForm>
                </Confirm>
            </div>
        </Card>
    }
    .into_any()
}

fn undo_delete(saved: SavedView) -> Undo {
    let told = format!("View “{}” is back.", saved.name);
    let save = move || {
        let SavedView { name, query, look, is_shared, is_default, .. } = saved.clone();
        let (hide, density) = (look::hide(&look), look.density.as_str().to_owned());
        let chosen = |is_chosen: bool| is_chosen.then(|| "true".to_owned());
        save_view(look.list, name, query, hide, density, chosen(is_shared), chosen(is_default))
    };
    Undo::new(told, save)
}

fn fields(saved: &SavedView, form: FormState<ChangeView>) -> AnyView {
    let id = saved.id.to_string();
    let deed = Deed::new(form, vec![("id", id.clone())]);
    let refused = deed.was_refused();
    let name = if refused { form.value("name", &saved.name) } else { saved.name.clone() };
    let told = form.error("name");
    // Without scripts only the form that was refused says so.
    let error = Signal::derive(move || told.get().filter(|_| refused || form.was_answered()));
    let field = |name: &str| format!("{name}-{id}");
    view! {
        <div class="stack stack-sm">
            <FormMessage message=deed.message() />
            {deed.hidden()}
            <input type="hidden" name="list" value=saved.look.list.clone() />
            <TextField id=field("name") name="name" label="Name" required=true maxlength=60 value=name error />
            <Checkbox id=field("shared") name="shared" label="Shared with colleagues" checked=saved.is_shared />
            <Checkbox id=field("default") name="default" label="The list opens with it" checked=saved.is_default />
            <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Save"</Button></div>
        </div>
    }
    .into_any()
}
