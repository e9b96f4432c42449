use super::notes_api::{AddTag, RemoveTag, add_tag, remove_tag};
use crate::{
    admin::patterns::{FormMessage, ListState, Undo, act_undoable},
    components::{Button, ButtonKind, ButtonSize, Card, IconName, TextField},
    form::{ActionForm, FormState},
};
use contracts::OrderId;
use leptos::prelude::*;

/// The tags of an order, each with the way to its list and a way off; and a field for another one.
#[component]
pub fn Tags(order: OrderId, tags: Vec<String>) -> impl IntoView {
    let own = tags.clone();
    let add = act_undoable("Tag added.", move |sent: AddTag| undo_add(sent, &own));
    let remove = act_undoable("Tag removed.", |sent: RemoveTag| Some(undo_remove(sent)));
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

/// Nothing to take back where the order had the tag before; it is kept in small letters, with single spaces.
fn undo_add(sent: AddTag, before: &[String]) -> Option<Undo> {
    let AddTag { order, tag } = sent;
    let kept = tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let told = format!("Tag “{kept}” taken off again.");
    (!before.contains(&kept)).then(|| Undo::new(told, move || remove_tag(order.clone(), tag.clone())))
}

fn undo_remove(sent: RemoveTag) -> Undo {
    let RemoveTag { order, tag } = sent;
    let told = format!("Tag “{tag}” put back.");
    Undo::new(told, move || add_tag(order.clone(), tag.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_that_was_there_before_is_not_taken_off_by_undoing() {
        let before = ["call back".to_owned()];
        let sent = |tag: &str| AddTag { order: String::new(), tag: tag.to_owned() };
        assert!(undo_add(sent("  Call  BACK "), &before).is_none());
        assert!(undo_add(sent("gift"), &before).is_some());
    }
}
