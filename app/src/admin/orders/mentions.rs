use super::notes_api::{MarkMentionsRead, list_mentions};
use crate::{
    admin::patterns::{
        FormMessage, ListFrame, ListState, Listed, Pages, Refresh, When, act, how_many, skeleton_list,
        use_list_state,
    },
    components::{Badge, Button, ButtonKind, ButtonSize, Card, IconName, PageHeader, Tone},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, orders::Mention};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/mentions";

/// Notes of colleagues that name whoever looks.
pub struct AdminMentions;

office_page!(AdminMentions, admin_mentions);

fn admin_mentions() -> AnyView {
    let (refresh, state) = (Refresh::default(), use_list_state());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_mentions(state));

    provide_context(refresh);
    view! {
        <Title text="Mentions" />
        <PageHeader title="Mentions" subtitle="Notes about orders in which a colleague wrote @ and your name." />
        {loaded(list, skeleton_list, move |list| view! { <Mentions state=state.get_untracked() list /> }.into_any())}
    }
    .into_any()
}

#[component]
fn Mentions(state: ListState, list: Listed<Mention>) -> impl IntoView {
    let form = act::<MarkMentionsRead>("Marked as read.");
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let unread = list.page.items.iter().any(|mention| !mention.is_read);
    let all = unread.then(|| {
        view! {
            <ActionForm action=form.action>
                <input type="hidden" name="note" value="" />
                <Button kind=ButtonKind::Secondary icon=IconName::Check pending=form.pending()>"Mark all as read"</Button>
            </ActionForm>
        }
    });
    let cards: Vec<_> = list.page.items.into_iter().map(|mention| card(mention, list.now, form)).collect();
    view! {
        <FormMessage message=form.message() />
        {all}
        <ListFrame state path=PATH count=how_many(total, "note", "notes") empty pages>{cards}</ListFrame>
    }
    .into_any()
}

fn card(mention: Mention, now: Timestamp, form: FormState<MarkMentionsRead>) -> AnyView {
    let Mention { note, order, order_number, is_read } = mention;
    let mark = (!is_read).then(|| {
        view! {
            <ActionForm action=form.action>
                <input type="hidden" name="note" value=note.id.to_string() />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Mark as read"</Button>
            </ActionForm>
        }
    });
    let badge = (!is_read).then(|| view! { <Badge tone=Tone::Info text="New" /> });
    view! {
        <Card>
            <div class="stack stack-sm">
                <p class="cluster cluster-sm">
                    {badge}
                    <a class="link" href=format!("/admin/orders/{order}")>{order_number}</a>
                    <span class="muted small">{note.author_name}" · "<When at=note.at now /></span>
                </p>
                <p class="break-words">{note.text}</p>
                {mark}
            </div>
        </Card>
    }
    .into_any()
}
