use super::notes_api::{AddTag, RemoveTag};
use crate::{
    admin::patterns::{FormMessage, ListState, act},
    components::{Button, ButtonKind, ButtonSize, Card, IconName, TextField},
    form::FormState,
};
use contracts::OrderId;
use leptos::prelude::*;

/// The tags of an order, each with the way to its list and a way off; and a field for another one.
#[component]
pub fn Tags(order: OrderId, tags: Vec<String>) -> impl IntoView {
    let (add, remove) = (act::<AddTag>("Tag added."), act::<RemoveTag>("Tag removed."));
    let items: Vec<_> = tags.into_iter().map(|tag| item(order, tag, remove)).collect();
    view! {
        <Card title="Tags">
            <div class="stack stack-sm">
                <FormMessage message=remove.message() />
                <ul role="list" class="stack stack-sm">{items}</ul>
                <ActionForm action=add.action>
                    <div class="stack stack-sm">
                        <input type="hidden" name="order" value=order.to_string() />
                        <TextField name="tag" label="Another tag" required=true maxlength=40 value=add.value("tag", "") error=add.error("tag") />
                        <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Plus pending=add.pending()>"Add tag"</Button></div>
                    </div>
                </ActionForm>
            </div>
        </Card>
    }
    .into_any()
}

fn item(order: OrderId, tag: String, form: FormState<RemoveTag>) -> AnyView {
    let href = ListState::of([("tag".to_owned(), tag.clone())]).link("/admin/orders", |_| ());
    let (label, value) = (format!("Remove tag {tag}"), tag.clone());
    view! {
        <li class="between">
            <a class="chip min-w-0 break-words" href=href>{tag}</a>
            <ActionForm action=form.action>
                <input type="hidden" name="order" value=order.to_string() />
                <input type="hidden" name="tag" value=value />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Close pending=form.pending() label />
            </ActionForm>
        </li>
    }
    .into_any()
}
