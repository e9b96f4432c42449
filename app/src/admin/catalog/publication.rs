use super::publication_api::{EndProductPreviews, MakeProductPreview, SetProductSchedule};
use crate::{
    admin::patterns::{FormMessage, act, exact},
    components::{Button, ButtonKind, Card, IconName, TextField},
    form::{ActionForm, FormState},
};
use contracts::{
    ProductId, Timestamp,
    catalog::{ProductStatus, Publication, Schedule},
};
use leptos::prelude::*;

/// When a product comes and goes by itself, and who can look at it before.
#[component]
pub fn PublicationCards(
    product: ProductId,
    status: ProductStatus,
    publication: Publication,
) -> impl IntoView {
    let previews = (status != ProductStatus::Active).then(|| view! { <Previews product publication /> });
    view! {
        <ScheduleCard product schedule=publication.schedule />
        {previews}
    }
    .into_any()
}

#[component]
fn ScheduleCard(product: ProductId, schedule: Schedule) -> impl IntoView {
    let form = act::<SetProductSchedule>("Schedule saved.");
    let (comes, goes) = (typed(schedule.publish_at), typed(schedule.unpublish_at));
    view! {
        <Card title="Schedule">
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="product" value=product.to_string() />
                    <TextField name="publish_at" label="Comes on sale" ty="datetime-local" optional=true hint="UTC. It becomes active within a minute." value=form.value("publish_at", &comes) error=form.error("publish_at") />
                    <TextField name="unpublish_at" label="Goes off sale" ty="datetime-local" optional=true hint="UTC. It is archived then." value=form.value("unpublish_at", &goes) error=form.error("unpublish_at") />
                    <div><Button kind=ButtonKind::Secondary icon=IconName::Clock pending=form.pending()>"Save schedule"</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// A moment as an input has it, UTC.
fn typed(at: Option<Timestamp>) -> String {
    at.map(|at| at.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}

#[component]
fn Previews(product: ProductId, publication: Publication) -> impl IntoView {
    let form = FormState::<MakeProductPreview>::new();
    let open = publication.previews_until.map(|until| {
        let links = if publication.previews == 1 { "link is" } else { "links are" };
        let text = format!("{} {links} open, the last until {}.", publication.previews, exact(until));
        view! { <EndPreviews product text /> }
    });
    view! {
        <Card title="Preview">
            <p class="small">"Opens the page as shoppers will see it. Whoever has its address can look for seven days, and cannot buy."</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="product" value=product.to_string() />
                <Button kind=ButtonKind::Secondary icon=IconName::External pending=form.pending()>"Preview link"</Button>
            </ActionForm>
            {open}
        </Card>
    }
    .into_any()
}

#[component]
fn EndPreviews(product: ProductId, text: String) -> impl IntoView {
    let form = act::<EndProductPreviews>("Preview links ended.");
    view! {
        <ActionForm action=form.action>
            <p class="small muted">{text}</p>
            <FormMessage message=form.message() />
            <input type="hidden" name="product" value=product.to_string() />
            <Button kind=ButtonKind::Quiet icon=IconName::Lock pending=form.pending()>"End all links"</Button>
        </ActionForm>
    }
    .into_any()
}
