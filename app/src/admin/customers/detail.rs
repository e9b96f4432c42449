use super::{
    about::about,
    api::{CustomerPage, load_customer},
    bought::{cart, figures, orders, refunds},
    list::status,
    look::LookAs,
    notes::Notes,
    timeline::happenings,
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, Story, When, notification_badge, skeleton_detail, words},
    components::{
        ButtonKind, Card, Column, DataTable, EmptyState, IconName, LinkButton, Notice, PageHeader, Tone,
    },
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Permission, Timestamp, UserId, notifications::Notification};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A person: what they bought and were told, what staff keep about them, and what can be done.
pub struct AdminCustomer;

office_page!(AdminCustomer, admin_customer);

fn admin_customer() -> AnyView {
    let (refresh, params, query) = (Refresh::default(), use_params_map(), use_query_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let at =
        move || query.with(|query| query.get("page").and_then(|page| page.parse::<u32>().ok()).unwrap_or(1));
    let page = page_resource(
        move || (id(), at(), refresh.get()),
        |(id, at, _): (String, u32, u32)| load_customer(id, at),
    );

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: CustomerPage) -> AnyView {
    let customer = page.file.customer.clone();
    let crumbs =
        vec![("Customers".to_owned(), "/admin/customers".to_owned()), (customer.name.clone(), String::new())];
    let (state, now, facts) = (customer.status.clone(), page.now, page.clone());
    let is_open = customer.status == "active" && customer.roles.iter().all(|role| role == "customer");
    let merge = (is_open && page.may(Permission::MergeCustomers)).then(|| customer.id);
    let look = (is_open && page.may(Permission::ImpersonateCustomers)).then(|| customer.id);
    let story = happenings(&page);
    let notes = page.file.notes.clone();
    let may_edit = page.may(Permission::EditCustomers) && customer.status != "deleted";
    view! {
        <Title text=customer.name.clone() />
        <PageHeader title=customer.name.clone() subtitle=customer.email.to_string() crumbs status=move || status(&state) actions=move || actions(merge, look) />
        {page.file.merged_into.map(merged)}
        <DetailFrame side=move || about(facts)>
            {page.record.as_ref().map(figures)}
            {page.orders.clone().map(|list| orders(customer.id, list, now))}
            {page.cart.clone().map(|priced| cart(priced, now))}
            {page.record.as_ref().and_then(|record| refunds(record, now))}
            {page.mails.clone().map(|mails| mails_card(mails, now))}
            <Notes user=customer.id key=page.key notes may_edit now />
            <Card title="Timeline"><Story items=story now /></Card>
        </DetailFrame>
    }
    .into_any()
}

/// What leads away from here: to the shop as they see it, and to a merge.
fn actions(merge: Option<UserId>, look: Option<UserId>) -> AnyView {
    let merge = merge.map(|user| {
        let href = format!("/admin/customers/{user}/merge");
        view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::Users>"Merge with…"</LinkButton> }
    });
    let look = look.map(|user| view! { <LookAs user /> });
    view! { {merge}{look} }.into_any()
}

/// Where everything of an account went that became a part of another one.
fn merged(kept: UserId) -> AnyView {
    let href = format!("/admin/customers/{kept}");
    view! {
        <Notice tone=Tone::Info>
            "This account became a part of another one. "<a class="link" href=href>"Look at that one"</a>
        </Notice>
    }
    .into_any()
}

fn mails_card(mails: Vec<Notification>, now: Timestamp) -> AnyView {
    if mails.is_empty() {
        return view! { <Card title="Mails"><EmptyState icon=IconName::Mail title="No mails yet" /></Card> }
            .into_any();
    }
    let columns = vec![Column::text("Subject"), Column::text("Status"), Column::text("Queued")];
    let rows: Vec<_> = mails.into_iter().map(|mail| mail_row(mail, now)).collect();
    view! {
        <Card title="Mails" flush=true>
            <DataTable caption="Mails" columns dense=true stacked=true>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn mail_row(mail: Notification, now: Timestamp) -> AnyView {
    let subject = if mail.subject.is_empty() { words(&mail.template) } else { mail.subject };
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/notifications/{}", mail.id)>{subject}</a></th>
            <td data-label="Status">{notification_badge(mail.status)}</td>
            <td data-label="Queued" class="muted"><When at=mail.created_at now /></td>
        </tr>
    }
    .into_any()
}
