use super::{category_form::CategoryForm, order_api::OrderCategories};
use crate::{
    components::{Button, ButtonKind, ButtonSize, Icon, IconName},
    form::{ActionForm, FormState},
};
use contracts::{CategoryId, catalog::Category};
use leptos::{prelude::*, web_sys};

/// Categories that stand below the same one: where each is among the others is changed by dragging it, and by buttons
/// without a pointer and without WASM.
#[derive(Clone)]
struct Siblings {
    parent: String,
    ids: Vec<CategoryId>,
    form: FormState<OrderCategories>,
    /// The place of the one that is being dragged.
    dragged: RwSignal<Option<usize>>,
}

impl Siblings {
    /// The order after one of them was put to another place, as the form sends it.
    fn moved(&self, from: usize, to: usize) -> String {
        moved(&self.ids, from, to).iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    /// Something was dropped on the one at this place; what is dragged among others is none of ours.
    fn dropped(&self, event: &web_sys::DragEvent, at: usize) {
        let Some(from) = self.dragged.get_untracked() else { return };
        event.prevent_default();
        event.stop_propagation();
        self.dragged.set(None);
        if from != at {
            let order = OrderCategories { parent: self.parent.clone(), order: self.moved(from, at) };
            self.form.action.dispatch(order);
        }
    }
}

fn moved(ids: &[CategoryId], from: usize, to: usize) -> Vec<CategoryId> {
    let mut ids = ids.to_vec();
    if from < ids.len() && to < ids.len() {
        let id = ids.remove(from);
        ids.insert(to, id);
    }
    ids
}

/// The categories below one, each with those below it.
pub fn branch(
    categories: Vec<Category>,
    parents: &[(String, String)],
    form: FormState<OrderCategories>,
) -> AnyView {
    let parent = categories.first().and_then(|category| category.parent);
    let siblings = Siblings {
        parent: parent.map(|id| id.to_string()).unwrap_or_default(),
        ids: categories.iter().map(|category| category.id).collect(),
        form,
        dragged: RwSignal::new(None),
    };
    let items: Vec<_> =
        categories.into_iter().enumerate().map(|(at, it)| item(at, it, parents, &siblings)).collect();
    view! { <ul class="[&_ul]:ps-6">{items}</ul> }.into_any()
}

fn item(at: usize, mut category: Category, parents: &[(String, String)], siblings: &Siblings) -> AnyView {
    let children = std::mem::take(&mut category.children);
    let below = (!children.is_empty()).then(|| branch(children, parents, siblings.form));
    let (last, name) = (siblings.ids.len().saturating_sub(1), category.name.clone());
    let up = (at > 0).then(|| step(siblings, at, at - 1, &name));
    let down = (at < last).then(|| step(siblings, at, at + 1, &name));
    let dropped = siblings.clone();
    view! {
        <li on:dragover=|event| event.prevent_default() on:drop=move |event| dropped.dropped(&event, at)>
            <div class="flex items-start gap-1">
                <div class="flex-1 min-w-0">{node(at, category, parents, siblings.dragged)}</div>
                {up}
                {down}
            </div>
            {below}
        </li>
    }
    .into_any()
}

fn step(siblings: &Siblings, from: usize, to: usize, name: &str) -> AnyView {
    let (icon, way) = if to < from { (IconName::ArrowUp, "up") } else { (IconName::ArrowDown, "down") };
    let label = format!("Move {name} {way}");
    let (parent, order, form) = (siblings.parent.clone(), siblings.moved(from, to), siblings.form);
    view! {
        <ActionForm action=form.action>
            <input type="hidden" name="parent" value=parent />
            <input type="hidden" name="order" value=order />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon label pending=form.pending() />
        </ActionForm>
    }
    .into_any()
}

fn node(
    at: usize,
    category: Category,
    parents: &[(String, String)],
    dragged: RwSignal<Option<usize>>,
) -> AnyView {
    let others = parents.iter().filter(|(id, _)| *id != category.id.to_string()).cloned().collect();
    let started = move |event: web_sys::DragEvent| {
        event.stop_propagation();
        dragged.set(Some(at));
    };
    view! {
        <details class="disclosure">
            <summary draggable="true" on:dragstart=started on:dragend=move |_| dragged.set(None)>
                <span class="cluster cluster-sm"><Icon name=IconName::Folder />{category.name.clone()}</span>
                <span class="muted small push">{format!("{} on sale", category.product_count)}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body">
                <CategoryForm category=Some(category) parents=others />
            </div>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_put_elsewhere_pushes_the_others_aside() {
        let ids: Vec<CategoryId> = (1..=4).map(|number| CategoryId(uuid::Uuid::from_u128(number))).collect();
        let places =
            |from, to| -> Vec<u128> { moved(&ids, from, to).iter().map(|id| id.0.as_u128()).collect() };
        assert_eq!(places(0, 2), [2, 3, 1, 4]);
        assert_eq!(places(3, 0), [4, 1, 2, 3]);
        assert_eq!(places(9, 0), [1, 2, 3, 4]);
    }
}
