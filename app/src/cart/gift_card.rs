//! The gift card of a cart: what it pays, and the field for it.

use super::{codes::use_codes, coupon::taken_off};
use crate::components::{Button, ButtonKind, ButtonSize, Fact, TextField};
use crate::form::ActionForm;
use contracts::{Money, checkout::GiftCardPart};
use leptos::prelude::*;

/// What the card pays, and what is still due, as lines below the total.
pub fn gift_card_facts(part: Option<&GiftCardPart>, due: Money) -> Option<AnyView> {
    let part = part?;
    let (term, paid) = (["Gift card ending ", &part.offer.ending].concat(), taken_off(part.pays));
    let facts = view! {
        <Fact term=term>{paid}</Fact>
        <Fact term="To pay" total=true>{due.to_string()}</Fact>
    };
    Some(facts.into_any())
}

/// The field for a card's code, or the card that is in the cart and the way to take it out.
pub fn gift_card_field(part: Option<&GiftCardPart>) -> AnyView {
    match part {
        Some(part) => entered(part),
        None => field(),
    }
}

fn entered(part: &GiftCardPart) -> AnyView {
    let left = part.offer.balance.minus(part.pays).unwrap_or(part.offer.balance).to_string();
    let last_day =
        part.offer.expires_on.map(|day| format!(" It is valid until {}.", day.format("%-d %B %Y")));
    let text = format!("After this order {left} is left on your gift card.{}", last_day.unwrap_or_default());
    view! {
        <div class="stack stack-sm">
            <p class="small muted">{text}</p>
            <ActionForm action=use_codes().no_gift_card.action>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Remove the gift card"</Button>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn field() -> AnyView {
    let form = use_codes().gift_card;
    let value = form.value("gift", "");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <TextField id="gift-code" name="gift" label="Gift card" optional=true maxlength=40 placeholder="XXXX-XXXX-XXXX-XXXX" value error=form.error("gift_card") />
                <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Use the gift card"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
