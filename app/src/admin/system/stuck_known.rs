use crate::{
    admin::patterns::{exact, order_badge, payment_badge, payment_state_badge, plural, words},
    components::{Badge, Card, Fact, Facts, Notice, Tone},
};
use contracts::{
    checkout::Inspection,
    inventory::ReservationState,
    orders::Order,
    payments::{AtGateway, Payment, PaymentStatus},
};
use leptos::prelude::*;

/// Money, units and order of a run, as far as anybody knows.
pub(super) fn known(inspected: &Inspection) -> AnyView {
    let differs = differs(inspected.payment.as_ref(), inspected.at_gateway.as_ref()).then(|| {
        view! {
            <Notice tone=Tone::Warning title="The payment provider says otherwise">
                "What it says counts. Try again to take it over, or look at "<a class="link" href="/admin/reconciliation">"the reconciliation"</a>"."
            </Notice>
        }
    });
    let (here, there) = (payment(inspected.payment.as_ref()), gateway(inspected));
    let (units, order) = (units(inspected.reservation.as_ref()), order(inspected.order.as_ref()));
    view! {
        <Card title="What is known">
            <div class="stack stack-sm">
                {differs}
                <Facts>
                    <Fact term="Payment, here">{here}</Fact>
                    <Fact term="Payment, at the provider">{there}</Fact>
                    <Fact term="Units">{units}</Fact>
                    <Fact term="Order">{order}</Fact>
                </Facts>
            </div>
        </Card>
    }
    .into_any()
}

fn differs(here: Option<&Payment>, there: Option<&AtGateway>) -> bool {
    let (Some(here), Some(there)) = (here, there) else { return false };
    let same = match there.standing.as_str() {
        "declined" => here.status == PaymentStatus::Failed,
        "processing" => here.status == PaymentStatus::Created,
        standing => here.status.as_str() == standing,
    };
    !same
}

fn payment(payment: Option<&Payment>) -> AnyView {
    let Some(payment) = payment else { return "none".into_any() };
    let (link, label) = (format!("/admin/payments?q={}", payment.id), payment.method_label.clone());
    let amount = payment.amount.to_string();
    view! { {payment_badge(payment.status)}" "<a class="link" href=link>{amount}</a>" "<span class="muted">{label}</span> }
        .into_any()
}

fn gateway(inspected: &Inspection) -> AnyView {
    if let Some(problem) = inspected.gateway_problem.clone() {
        return view! { <Badge tone=Tone::Warning text="No answer" />" "<span class="muted">{problem}</span> }
            .into_any();
    }
    let Some(charge) = inspected.at_gateway.clone() else { return "it knows of none".into_any() };
    let tone = match charge.standing.as_str() {
        "captured" => Tone::Positive,
        "authorised" | "requires_action" | "processing" => Tone::Warning,
        "declined" => Tone::Danger,
        _ => Tone::Neutral,
    };
    view! { <Badge tone text=words(&charge.standing) />" "<span class="muted break-all">{charge.reference}</span> }
        .into_any()
}

fn units(reservation: Option<&ReservationState>) -> AnyView {
    let Some(reservation) = reservation else { return "none were held".into_any() };
    let tone = match reservation.status.as_str() {
        "held" => Tone::Warning,
        "confirmed" => Tone::Info,
        _ => Tone::Neutral,
    };
    let word = if reservation.status == "confirmed" { "Sold".to_owned() } else { words(&reservation.status) };
    let until = (reservation.status == "held").then(|| format!(" until {}", exact(reservation.expires_at)));
    let count = plural(u64::from(reservation.units), "unit", "units");
    view! { <Badge tone text=word />" "{count}{until} }.into_any()
}

fn order(order: Option<&Order>) -> AnyView {
    let Some(order) = order else { return "none was placed".into_any() };
    let (link, number) = (format!("/admin/orders/{}", order.id), order.number.clone());
    view! { <span class="cluster cluster-sm cluster-end">{order_badge(order.status)}{payment_state_badge(order.payment_status)}<a class="link" href=link>{number}</a></span> }
        .into_any()
}
