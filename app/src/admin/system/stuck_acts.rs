use super::stuck_api::DecideAct;
use crate::{
    admin::patterns::{Confirm, Deed, FormMessage, Reason, When, Why, act, plural},
    components::{Button, ButtonKind, ButtonSize, Card, Fact, Facts, IconName},
    form::{ActionForm, FormState},
};
use contracts::{
    Timestamp,
    orders::{LineHold, Movement},
};
use leptos::prelude::*;

const WHY: Why = Why { name: "reason", label: "Reason", hint: "Kept in the audit log.", verb: "" };

/// Parcels and refunds that were begun and did not end; nothing when there are none.
#[component]
pub fn StuckActs(acts: Vec<LineHold>, now: Timestamp) -> impl IntoView {
    if acts.is_empty() {
        return ().into_any();
    }
    let cards: Vec<_> = acts.into_iter().map(|hold| card(hold, now)).collect();
    view! { <div class="grid-2">{cards}</div> }.into_any()
}

fn card(hold: LineHold, now: Timestamp) -> AnyView {
    let title = match hold.movement {
        Movement::Shipment => "A parcel that was begun",
        Movement::Refund => "A refund that was begun",
    };
    let units: u64 = hold.lines.iter().map(|line| u64::from(line.quantity.get())).sum();
    let (order, failure) = (hold.order, hold.failure.clone());
    let (acts, since, tries) =
        (vec![again(&hold), decision(&hold, "undo"), decision(&hold, "settle")], hold.since, hold.attempts);
    view! {
        <Card title>
            <div class="stack stack-sm">
                <Facts>
                    <Fact term="Order"><a class="link" href=format!("/admin/orders/{order}")>"Open the order"</a></Fact>
                    <Fact term="Keeps">{plural(units, "unit", "units")}</Fact>
                    <Fact term="Since"><When at=since now /></Fact>
                    <Fact term="Tries">{tries}</Fact>
                </Facts>
                {failure.map(|failure| view! { <p class="small">{failure}</p> })}
                {acts}
            </div>
        </Card>
    }
    .into_any()
}

fn deed(hold: &LineHold, decision: &'static str) -> (FormState<DecideAct>, Deed) {
    let form = act::<DecideAct>("Done. The audit log keeps it.");
    let named = vec![
        ("movement", hold.movement.as_str().to_owned()),
        ("reference", hold.reference.to_string()),
        ("act", decision.to_owned()),
    ];
    (form, Deed::new(form, named))
}

fn again(hold: &LineHold) -> AnyView {
    let (form, deed) = deed(hold, "retry");
    view! {
        <FormMessage message=deed.message() />
        <ActionForm action=form.action>
            {deed.hidden()}
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Refresh pending=form.pending()>"Try again"</Button>
        </ActionForm>
    }
    .into_any()
}

fn decision(hold: &LineHold, act: &'static str) -> AnyView {
    let undo = act == "undo";
    let title = if undo { "Undo" } else { "Settle by hand" };
    let consequence = match (undo, hold.movement) {
        (true, Movement::Shipment) => {
            "The units can be sent again. Refused when the carrier has the parcel already."
        }
        (true, Movement::Refund) => {
            "The units can be refunded again. Refused when the money is on its way back."
        }
        (false, _) => {
            "Nothing more happens by itself. Do this once parcel, money and order are right, in the carrier's and the provider's books, too."
        }
    };
    let (form, deed) = deed(hold, act);
    view! {
        <Confirm title open=deed.was_refused()>
            <p class="small">{consequence}</p>
            <ActionForm action=form.action><Reason deed why=Why { verb: title, ..WHY } small=true /></ActionForm>
        </Confirm>
    }
    .into_any()
}
