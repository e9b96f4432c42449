use super::api::RuleRecommendation;
use crate::{
    components::{Button, ButtonKind, ButtonSize},
    form::{ActionForm, FormState},
};
use contracts::ProductId;
use leptos::prelude::*;

/// Pins or excludes one of those that stand beside a product.
#[component]
pub fn RowActs(
    product: ProductId,
    other: ProductId,
    name: String,
    is_pinned: bool,
    form: FormState<RuleRecommendation>,
) -> impl IntoView {
    let pin = (!is_pinned).then(|| decide(product, other, ("pin", "Pin", format!("Pin {name}")), form));
    let exclude = decide(product, other, ("exclude", "Exclude", format!("Exclude {name}")), form);
    view! { <div class="cluster cluster-sm">{pin}{exclude}</div> }.into_any()
}

fn decide(
    product: ProductId,
    other: ProductId,
    (kind, text, label): (&'static str, &'static str, String),
    form: FormState<RuleRecommendation>,
) -> AnyView {
    view! {
        <ActionForm action=form.action>
            <input type="hidden" name="product" value=product.to_string() />
            <input type="hidden" name="other" value=other.to_string() />
            <input type="hidden" name="kind" value=kind />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small label pending=form.pending()>{text}</Button>
        </ActionForm>
    }
    .into_any()
}
