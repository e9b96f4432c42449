use super::{
    PATH,
    acts::{CancelTransfer, SendTransfer},
    api::{SetTransferLine, TransferPage, load_transfer},
    articles::{AddArticle, articles},
    receive::ReceiveTransfer,
};
use crate::{
    admin::patterns::{
        DetailFrame, Happening, Refresh, Story, act, exact, plural, skeleton_detail, transfer_badge,
    },
    components::{Card, Fact, Facts, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    inventory::{Transfer, TransferLine, TransferStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A transfer: what it moves, where it is, and what can be done.
pub struct AdminTransfer;

office_page!(AdminTransfer, admin_transfer);

fn admin_transfer() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("transfer").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_transfer(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: TransferPage) -> AnyView {
    let TransferPage { transfer, key, may_edit, now } = page;
    let (title, status) = (format!("Transfer {}", transfer.row.label()), transfer.row.status);
    let subtitle = format!("{} → {}", transfer.row.from_name, transfer.row.to_name);
    let crumbs = vec![("Transfers".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let change =
        (status == TransferStatus::Draft && may_edit).then(|| act::<SetTransferLine>("Articles saved."));
    let add = change.map(|form| view! { <AddArticle id=transfer.row.id form /> });
    let receive = (status.is_under_way() && may_edit).then(|| {
        let lines = transfer.lines.clone();
        view! { <ReceiveTransfer id=transfer.row.id key lines /> }
    });
    let happened = happened(&transfer);
    let (lines, id, facts) = (transfer.lines.clone(), transfer.row.id, transfer);
    view! {
        <Title text=title.clone() />
        <PageHeader title subtitle crumbs status=move || transfer_badge(status) />
        <DetailFrame side=move || side(facts, may_edit)>
            {receive}
            <Card title="Articles" flush=true>{articles(id, lines, status, change)}</Card>
            {add}
            <Card title="What happened"><Story items=happened now /></Card>
        </DetailFrame>
    }
    .into_any()
}

fn acts(transfer: &Transfer) -> AnyView {
    let (id, status) = (transfer.row.id, transfer.row.status);
    let units: u32 = transfer.lines.iter().map(TransferLine::outstanding).sum();
    let can_send = status == TransferStatus::Draft && !transfer.lines.is_empty();
    let send = can_send.then(|| view! { <SendTransfer id units /> });
    let cancel = (status == TransferStatus::Draft || status.is_under_way())
        .then(|| view! { <CancelTransfer id units is_sent=status.is_under_way() /> });
    if send.is_none() && cancel.is_none() {
        return ().into_any();
    }
    view! { <Card title="What can be done"><div class="stack">{send}{cancel}</div></Card> }.into_any()
}

fn side(transfer: Transfer, may_edit: bool) -> AnyView {
    let acts = may_edit.then(|| acts(&transfer));
    let row = transfer.row;
    let stock = |id: contracts::WarehouseId| format!("/admin/stock?warehouse={id}");
    let (from, to) = (stock(row.from), stock(row.to));
    let note =
        (!transfer.note.is_empty()).then(|| view! { <Card title="Note"><p>{transfer.note}</p></Card> });
    view! {
        {acts}
        <Card title="Way">
            <Facts>
                <Fact term="From"><a class="link" href=from>{row.from_name}</a></Fact>
                <Fact term="To"><a class="link" href=to>{row.to_name}</a></Fact>
                <Fact term="Units">{row.units}</Fact>
                <Fact term="Received">{row.received}</Fact>
                {(row.lost > 0).then(|| view! { <Fact term="Lost">{row.lost}</Fact> })}
                <Fact term="Begun">{exact(row.created_at)}</Fact>
                <Fact term="By">{transfer.created_by}</Fact>
            </Facts>
        </Card>
        {note}
    }
    .into_any()
}

fn happened(transfer: &Transfer) -> Vec<Happening> {
    let at = |at: Timestamp, title: String, note: String, tone: Tone| Happening { at, title, note, tone };
    let begun = at(transfer.row.created_at, "Begun".into(), transfer.created_by.clone(), Tone::Neutral);
    let mut items = vec![begun];
    items.extend(transfer.sent_at.map(|when| at(when, "Sent".into(), String::new(), Tone::Info)));
    let (came, lost) = (("Received", Tone::Positive), ("Lost on the way:", Tone::Danger));
    for arrival in &transfer.arrivals {
        for ((verb, tone), units) in [(came, arrival.units), (lost, arrival.lost)] {
            let told = format!("{verb} {}", plural(u64::from(units), "unit", "units"));
            let happening = at(arrival.at, told, arrival.received_by.clone(), tone);
            items.extend((units > 0).then_some(happening));
        }
    }
    let cancelled = transfer.ended_at.filter(|_| transfer.row.status == TransferStatus::Cancelled);
    let because = transfer.cancelled_because.clone();
    items.extend(cancelled.map(|when| at(when, "Cancelled".into(), because, Tone::Danger)));
    items
}
