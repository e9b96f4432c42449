use super::{
    PATH,
    api::{AddRecommendation, LiftRecommendation, RuleRow},
};
use crate::{
    admin::patterns::{FormMessage, When, act},
    components::{
        Badge, Button, ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, IconName, SelectField,
        TextField, Tone,
    },
    form::{ActionForm, FormState},
};
use contracts::{ProductId, Timestamp, recommendations::RuleKind};
use leptos::prelude::*;

/// Pins or excludes any other product.
#[component]
pub fn AddRule(product: ProductId) -> impl IntoView {
    let form = act::<AddRecommendation>("Rule saved.");
    let kinds = [("pin", "Pin: always, and first"), ("exclude", "Exclude: never")];
    let kinds = kinds.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    view! {
        <Card title="Decide about another product">
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="product" value=product.to_string() />
                    <TextField name="find" label="Product" required=true maxlength=255 hint="Its name or a SKU." value=form.value("find", "") error=form.error("find") />
                    <SelectField name="kind" label="What is to happen" options=kinds value=form.value("kind", "pin") error=form.error("kind") />
                    <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save rule"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// What was decided, each to be taken back.
pub fn rules(product: ProductId, rules: Vec<RuleRow>, may_edit: bool, now: Timestamp) -> AnyView {
    if rules.is_empty() {
        let text = "What you pin stands here first, whatever is bought; what you exclude never does, not even to fill up.";
        return view! { <EmptyState icon=IconName::Check title="No rules" text /> }.into_any();
    }
    let lift = may_edit.then(|| act::<LiftRecommendation>("Rule lifted."));
    let columns = vec![
        Column::text("Product"),
        Column::text("Rule"),
        Column::text("Since"),
        Column::unseen("Take back"),
    ];
    let rows: Vec<_> = rules.into_iter().map(|rule| row(product, rule, lift, now)).collect();
    view! { <DataTable caption="Rules" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn row(
    product: ProductId,
    rule: RuleRow,
    lift: Option<FormState<LiftRecommendation>>,
    now: Timestamp,
) -> AnyView {
    let (tone, text) = match rule.kind {
        RuleKind::Pin => (Tone::Info, "Pinned"),
        RuleKind::Exclude => (Tone::Neutral, "Excluded"),
    };
    let other = rule.other.id;
    let label = format!("Lift the rule about {}", rule.other.name);
    let take_back = lift.map(|form| {
        view! {
            <ActionForm action=form.action>
                <input type="hidden" name="product" value=product.to_string() />
                <input type="hidden" name="other" value=other.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Trash label pending=form.pending()>"Lift"</Button>
            </ActionForm>
        }
    });
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{other}")>{rule.other.name}</a></th>
            <td data-label="Rule"><Badge tone text /></td>
            <td data-label="Since" class="muted"><When at=rule.made_at now /></td>
            <td>{take_back}</td>
        </tr>
    }
    .into_any()
}
