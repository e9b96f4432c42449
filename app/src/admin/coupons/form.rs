use super::api::{CouponPage, CouponText, SaveCoupon, save_coupon};
use crate::{
    admin::patterns::{FormMessage, Undo, act_undoable},
    components::{Button, Checkbox, SelectField, TextField},
    form::{ActionForm, FormState},
};
use chrono::Days;
use contracts::{
    Currency, Money,
    orders::{CouponDraft, CouponValue},
};
use leptos::prelude::*;

/// Creates or changes a coupon; one that is switched off cannot be used.
#[component]
pub fn CouponForm(page: CouponPage) -> impl IntoView {
    let terms = page.coupon.map(|coupon| coupon.terms);
    let was_active = terms.as_ref().map(|terms| terms.is_active);
    let form = act_undoable("Coupon saved.", move |sent: SaveCoupon| undo_switch(sent.coupon, was_active?));
    let version = terms.as_ref().and_then(|terms| terms.version).map(|it| it.to_string());
    let is_active = terms.as_ref().is_none_or(|terms| terms.is_active);
    let is_old = terms.is_some();
    let code = terms.as_ref().map(|terms| terms.code.clone()).unwrap_or_default();
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="coupon[id]" value=page.id.to_string() />
                <input type="hidden" name="coupon[version]" value=version.unwrap_or_default() />
                <TextField name="coupon[code]" label="Code" required=true readonly=is_old maxlength=40 hint="Letters from A to Z, digits and hyphens; capital or small is the same." value=form.value("coupon[code]", &code) error=form.error("coupon[code]") />
                {worth(form, terms.as_ref())}
                {limits(form, terms.as_ref())}
                <Checkbox name="coupon[is_active]" label="Can be used" checked=is_active />
                <div><Button pending=form.pending()>"Save coupon"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Switches a coupon back that was switched on or off; what else was changed with it stays. Whoever changed the coupon
/// since keeps their version.
fn undo_switch(sent: CouponText, was_active: bool) -> Option<Undo> {
    let is_switched = was_active == sent.is_active.is_empty();
    if !is_switched {
        return None;
    }
    let version = sent.version.parse::<u32>().ok()?.checked_add(1)?.to_string();
    let is_active = if was_active { "true".to_owned() } else { String::new() };
    let told = if was_active { "The coupon can be used again." } else { "The coupon is switched off again." };
    let before = CouponText { version, is_active, ..sent };
    Some(Undo::new(told, move || save_coupon(before.clone())))
}

fn worth(form: FormState<SaveCoupon>, terms: Option<&CouponDraft>) -> AnyView {
    let (kind, value) = terms.map_or(("percent", String::new()), value);
    let currency = terms.map_or(Currency::Eur, |terms| terms.currency);
    let kinds =
        vec![("percent".to_owned(), "Percent".to_owned()), ("amount".to_owned(), "Amount".to_owned())];
    let currencies = Currency::ALL.iter().map(|it| (it.code().to_owned(), it.code().to_owned())).collect();
    let minimum = terms.filter(|terms| terms.minimum > 0);
    let minimum = minimum.map(|terms| Money::new(terms.minimum, currency).decimal()).unwrap_or_default();
    view! {
        <div class="field-row">
            <SelectField name="coupon[kind]" label="Takes off" options=kinds value=form.value("coupon[kind]", kind) />
            <TextField name="coupon[value]" label="How much" required=true inputmode="decimal" value=form.value("coupon[value]", &value) error=form.error("coupon[value]") />
        </div>
        <div class="field-row">
            <SelectField name="coupon[currency]" label="Currency" options=currencies value=form.value("coupon[currency]", currency.code()) />
            <TextField name="coupon[minimum]" label="From articles for" optional=true inputmode="decimal" value=form.value("coupon[minimum]", &minimum) error=form.error("coupon[minimum]") />
        </div>
    }
    .into_any()
}

fn limits(form: FormState<SaveCoupon>, terms: Option<&CouponDraft>) -> AnyView {
    let number = |most: Option<u32>| most.map(|most| most.to_string()).unwrap_or_default();
    let in_all = number(terms.and_then(|terms| terms.most_uses));
    let each = number(terms.and_then(|terms| terms.most_per_customer));
    let from = terms.and_then(|terms| terms.starts_at).map(|at| at.date_naive().to_string());
    let until = terms.and_then(|terms| terms.ends_at?.date_naive().checked_sub_days(Days::new(1)));
    let (from, until) = (from.unwrap_or_default(), until.map(|day| day.to_string()).unwrap_or_default());
    view! {
        <div class="field-row">
            <TextField name="coupon[from]" label="First day" ty="date" optional=true hint="From midnight, UTC." value=form.value("coupon[from]", &from) error=form.error("coupon[from]") />
            <TextField name="coupon[until]" label="Last day" ty="date" optional=true value=form.value("coupon[until]", &until) error=form.error("coupon[until]") />
        </div>
        <div class="field-row">
            <TextField name="coupon[most_uses]" label="Uses in all" optional=true inputmode="numeric" value=form.value("coupon[most_uses]", &in_all) error=form.error("coupon[most_uses]") />
            <TextField name="coupon[most_per_customer]" label="Uses by one customer" optional=true inputmode="numeric" hint="The same account or the same e-mail address." value=form.value("coupon[most_per_customer]", &each) error=form.error("coupon[most_per_customer]") />
        </div>
    }
    .into_any()
}

fn value(terms: &CouponDraft) -> (&'static str, String) {
    match terms.value {
        // Basis points have two digits after the point, as euros have.
        CouponValue::Percent(bp) => ("percent", Money::new(i64::from(bp), Currency::Eur).decimal()),
        CouponValue::Amount(minor) => ("amount", Money::new(minor, terms.currency).decimal()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_coupon_that_was_switched_is_switched_back() {
        let sent = |version: &str, is_active: &str| CouponText {
            version: version.to_owned(),
            is_active: is_active.to_owned(),
            ..CouponText::default()
        };
        assert!(undo_switch(sent("3", ""), true).is_some());
        assert!(undo_switch(sent("3", "true"), false).is_some());
        assert!(undo_switch(sent("3", "true"), true).is_none());
        assert!(undo_switch(sent("3", ""), false).is_none());
        assert!(undo_switch(sent("", ""), true).is_none(), "a new one");
    }
}
