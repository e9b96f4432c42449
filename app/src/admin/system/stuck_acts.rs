use super::stuck_api::DecideAct;
use crate::{
    admin::patterns::{Confirm, FormMessage, When, act, plural},
    components::{Button, ButtonKind, ButtonSize, Card, Fact, Facts, IconName, TextField},
    form::FormState,
};
use contracts::{
    Timestamp,
    orders::{LineHold, Movement},
};
use leptos::prelude::*;

/// Parcels and refunds that were begun and did not end; nothing when there are none.
#[component]
pub fn StuckActs(acts: Vec<LineHold>, now: Timestamp) -> impl IntoView {
    if acts.is_empty() {
        return ().into_any();
    }
    let form = act::<DecideAct>("Done. The audit log keeps it.");
    let cards: Vec<_> = acts.into_iter().map(|hold| card(hold, now, form)).collect();
    view! {
        <FormMessage message=form.message() />
        <div class="grid-2">{cards}</div>
    }
    .into_any()
}

fn card(hold: LineHold, now: Timestamp, form: FormState<DecideAct>) -> AnyView {
    let title = match hold.movement {
        Movement::Shipment => "A parcel that was begun",
        Movement::Refund => "A refund that was begun",
    };
    let units: u64 = hold.lines.iter().map(|line| u64::from(line.quantity.get())).sum();
    let (order, failure) = (hold.order, hold.failure.clone());
    let (acts, since, tries) = (
        vec![again(&hold, form), decision(&hold, "undo", form), decision(&hold, "settle", form)],
        hold.since,
        hold.attempts,
    );
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

fn named(hold: &LineHold, act: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="movement" value=hold.movement.as_str() />
        <input type="hidden" name="reference" value=hold.reference.to_string() />
        <input type="hidden" name="act" value=act />
    }
    .into_any()
}

fn again(hold: &LineHold, form: FormState<DecideAct>) -> AnyView {
    let named = named(hold, "retry");
    view! {
        <ActionForm action=form.action>
            {named}
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small icon=IconName::Refresh pending=form.pending()>"Try again"</Button>
        </ActionForm>
    }
    .into_any()
}

fn decision(hold: &LineHold, act: &'static str, form: FormState<DecideAct>) -> AnyView {
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
    let (named, field) = (named(hold, act), format!("{act}-{}", hold.reference));
    view! {
        <Confirm title>
            <p class="small">{consequence}</p>
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    {named}
                    <TextField id=field name="reason" label="Reason" hint="Kept in the audit log." required=true error=form.error("reason") />
                    <div><Button kind=ButtonKind::Danger size=ButtonSize::Small pending=form.pending()>{title}</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
