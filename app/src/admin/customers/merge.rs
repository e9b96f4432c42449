use super::merge_api::{MergeCustomers, MergePage, MergePlan, load_merge};
use crate::{
    admin::patterns::{FormMessage, act, plural, skeleton_detail},
    components::{
        Badge, Button, ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, IconName, LinkButton,
        Notice, PageHeader, TextField, Tone,
    },
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::{
    UserId,
    identity::{Customer, CustomerMatch, MatchReason, MergePreview},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Making two accounts one.
pub struct AdminMerge;

office_page!(AdminMerge, admin_merge);

fn admin_merge() -> AnyView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let with = move || query.with(|query| query.get("with").unwrap_or_default());
    let page = page_resource(move || (id(), with()), |(id, with)| load_merge(id, with));
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: MergePage) -> AnyView {
    let title = format!("Merge with {}", page.kept.name);
    let home = format!("/admin/customers/{}", page.kept.id);
    let crumbs = vec![
        ("Customers".to_owned(), "/admin/customers".to_owned()),
        (page.kept.name.clone(), home),
        ("Merge".to_owned(), String::new()),
    ];
    let body = match page.plan.clone() {
        Some(plan) => decide(plan),
        None => choose(page),
    };
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle="For a person who has two accounts. One goes on with everything, the other one ends." crumbs />
        <div class="stack">{body}</div>
    }
    .into_any()
}

/// The accounts that look alike, and a field for any other.
fn choose(page: MergePage) -> AnyView {
    let kept = page.kept.id;
    let action = format!("/admin/customers/{kept}/merge");
    let unknown = page.unknown.map(|typed| {
        view! { <Notice tone=Tone::Warning>{format!("There is no account “{typed}”.")}</Notice> }
    });
    view! {
        {unknown}
        <Card title="May be the same person" flush=true>{candidates(kept, page.candidates)}</Card>
        <Card title="Another account">
            <form method="get" action=action class="stack stack-sm">
                <TextField name="with" label="E-mail address of the account that ends" ty="email" required=true />
                <div><Button kind=ButtonKind::Secondary>"Look at it"</Button></div>
            </form>
        </Card>
    }
    .into_any()
}

fn candidates(kept: UserId, found: Vec<CustomerMatch>) -> AnyView {
    if found.is_empty() {
        return view! { <EmptyState icon=IconName::Users title="Nobody looks alike" text="Nobody else has this mailbox, this name with the same postal code, or this telephone number." /> }
            .into_any();
    }
    let columns = vec![Column::text("Account"), Column::text("Why"), Column::unseen("Choose")];
    let rows: Vec<_> = found.into_iter().map(|one| candidate(kept, one)).collect();
    view! { <DataTable caption="Accounts that may be the same person's" columns stacked=true>{rows}</DataTable> }
        .into_any()
}

fn candidate(kept: UserId, found: CustomerMatch) -> AnyView {
    let why: Vec<_> =
        found.reasons.into_iter().map(|reason| view! { <Badge text=words_of(reason) /> }).collect();
    let customer = found.customer;
    let href = format!("/admin/customers/{kept}/merge?with={}", customer.id);
    let label = format!("Merge with {}, {}", customer.name, customer.email);
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/admin/customers/{}", customer.id)>{customer.name}</a>
                <span class="block muted small font-normal">{customer.email.to_string()}</span>
            </th>
            <td data-label="Why"><span class="cluster cluster-sm">{why}</span></td>
            <td><LinkButton href kind=ButtonKind::Secondary size=ButtonSize::Small label>"Choose"</LinkButton></td>
        </tr>
    }
    .into_any()
}

fn words_of(reason: MatchReason) -> &'static str {
    match reason {
        MatchReason::Mailbox => "Same mailbox",
        MatchReason::NameAndPostalCode => "Same name and postal code",
        MatchReason::Phone => "Same telephone number",
    }
}

/// What will be moved, and the form that does it.
fn decide(plan: MergePlan) -> AnyView {
    let (kept, merged) = (plan.preview.kept.clone(), plan.preview.merged.clone());
    let other = format!("/admin/customers/{}/merge", kept.id);
    let swapped = format!("/admin/customers/{}/merge?with={}", merged.id, kept.id);
    let moved: Vec<_> = what_moves(&plan).into_iter().map(|text| view! { <li>{text}</li> }).collect();
    let (stays, ends, ending) = (who(&kept), who(&merged), what_ends(&plan.preview));
    let rest = match plan.preview.refusal {
        Some(refusal) => view! { <Notice tone=Tone::Danger>{refusal}</Notice> }.into_any(),
        None => merge_form(&kept, &merged),
    };
    view! {
        <Card title="Goes on">{stays}</Card>
        <Card title="Ends">
            <div class="stack stack-sm">
                {ends}
                <p>"What moves to the account that goes on:"</p>
                <ul role="list" class="stack stack-sm small">{moved}</ul>
                <p>{ending}</p>
            </div>
        </Card>
        {rest}
        <p class="cluster small">
            <a class="link" href=swapped>"The other way round"</a>
            <a class="link" href=other>"Choose another account"</a>
        </p>
    }
    .into_any()
}

fn who(customer: &Customer) -> AnyView {
    let href = format!("/admin/customers/{}", customer.id);
    let since = customer.created_at.format("since %-d %B %Y").to_string();
    view! {
        <p class="wrap-anywhere">
            <a class="link" href=href>{customer.name.clone()}</a>
            <span class="muted">{format!(" · {} · {since}", customer.email)}</span>
        </p>
    }
    .into_any()
}

/// In words; what is shown of orders depends on who asks.
fn what_moves(plan: &MergePlan) -> Vec<String> {
    let record = plan.record.as_ref();
    let (preview, merged) = (&plan.preview, &plan.preview.merged);
    let orders =
        record.map_or_else(|| "All orders".to_owned(), |record| plural(record.orders, "order", "orders"));
    let cart = record.map(|record| record.cart.as_ref().map_or(0, |cart| cart.lines.len() as u64));
    let uses = record.map(|record| record.coupon_uses).filter(|uses| *uses > 0);
    let marks = (merged.tags.len() + merged.groups.len()) as u64;
    [
        Some(format!("{orders}, with their invoices and refunds")),
        Some(cart.map_or_else(
            || "The cart".to_owned(),
            |lines| format!("The cart: {}", plural(lines, "article", "articles")),
        )),
        uses.map(|uses| format!("{} of coupons", plural(uses, "use", "uses"))),
        Some(format!(
            "{}, as far as the other account does not have them",
            plural(preview.addresses, "address", "addresses")
        )),
        Some(plural(preview.notes, "note", "notes")),
        Some(format!("{}, as far as there is room", plural(marks, "tag or group", "tags and groups"))),
        Some("The record of mails, and what was looked at for recommendations".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What opened the one account opens neither afterwards.
fn what_ends(preview: &MergePreview) -> String {
    let counted = [
        (preview.passkeys, "passkey", "passkeys"),
        (preview.identities, "linked account elsewhere", "linked accounts elsewhere"),
    ];
    let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
    let mut ending = vec!["password".to_owned()];
    ending.extend(counted.map(|(count, one, many)| plural(count, one, many)));
    let rest = "second factor and sessions end, and what else is known of it is erased. Its address can be registered again.";
    format!("Its log-in is closed: {}, {rest}", ending.join(", "))
}

fn merge_form(kept: &Customer, merged: &Customer) -> AnyView {
    let form = act::<MergeCustomers>("The accounts are one.");
    let verb = format!("Merge {} into {}", merged.email, kept.email);
    let (kept, merged) = (kept.id.to_string(), merged.id.to_string());
    view! {
        <Card title="Merge">
            <ActionForm action=form.action>
                <div class="stack">
                    <Notice tone=Tone::Warning title="Nobody can undo this">"Make sure that both accounts are the same person's: whoever logs in to the one that goes on sees everything of both. Orders, cart and mails follow within moments."</Notice>
                    <FormMessage message=form.message() />
                    <input type="hidden" name="kept" value=kept />
                    <input type="hidden" name="merged" value=merged />
                    <OneTimeCode id="merge-code" error=form.error("one_time_code") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>{verb}</Button></div>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
