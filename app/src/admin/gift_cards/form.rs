use super::{
    PATH,
    api::{IssueGiftCard, NewGiftCard, load_new_gift_card},
};
use crate::{
    admin::patterns::{FormMessage, act, skeleton_detail},
    components::{Button, Card, PageHeader, SelectField, TextField},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::Currency;
use leptos::prelude::*;
use leptos_meta::Title;

/// Issues a gift card.
pub struct AdminNewGiftCard;

office_page!(AdminNewGiftCard, admin_new_gift_card);

fn admin_new_gift_card() -> AnyView {
    let crumbs =
        vec![("Gift cards".to_owned(), PATH.to_owned()), ("New gift card".to_owned(), String::new())];
    let start = page_resource(|| (), |()| load_new_gift_card());
    view! {
        <Title text="New gift card" />
        <PageHeader title="New gift card" subtitle="Money that somebody paid for before, or that you give away." crumbs />
        {loaded(start, skeleton_detail, |start| view! { <GiftCardForm start /> }.into_any())}
    }
    .into_any()
}

#[component]
fn GiftCardForm(start: NewGiftCard) -> impl IntoView {
    let form = act::<IssueGiftCard>("Gift card issued.");
    view! {
        <div class="max-w-2xl">
            <Card title="Terms">
                <ActionForm action=form.action>
                    <div class="stack">
                        <FormMessage message=form.message() />
                        <input type="hidden" name="draft[id]" value=start.id.to_string() />
                        {worth(form)}
                        {terms(form, start)}
                        <OneTimeCode id="gift-card-code" error=form.error("one_time_code") />
                        <div><Button pending=form.pending()>"Issue gift card"</Button></div>
                    </div>
                </ActionForm>
            </Card>
        </div>
    }
    .into_any()
}

fn worth(form: FormState<IssueGiftCard>) -> AnyView {
    let currencies = Currency::ALL.iter().map(|it| (it.code().to_owned(), it.code().to_owned())).collect();
    let currency = form.value("draft[currency]", Currency::Eur.code());
    view! {
        <div class="field-row">
            <TextField name="draft[amount]" label="Amount" required=true inputmode="decimal" value=form.value("draft[amount]", "") error=form.error("draft[amount]") />
            <SelectField name="draft[currency]" label="Currency" options=currencies value=currency />
        </div>
    }
    .into_any()
}

fn terms(form: FormState<IssueGiftCard>, start: NewGiftCard) -> AnyView {
    let last = start.expires_on.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <TextField name="draft[expires_on]" label="Last day" ty="date" optional=true hint="Without one it never expires." value=form.value("draft[expires_on]", &last) error=form.error("draft[expires_on]") />
        <TextField name="draft[recipient]" label="Recipient's e-mail" ty="email" optional=true hint="For your records; nothing is sent." value=form.value("draft[recipient]", "") error=form.error("draft[recipient]") />
        <TextField name="draft[note]" label="Note" optional=true maxlength=500 hint="Only staff read it." value=form.value("draft[note]", "") error=form.error("draft[note]") />
    }
    .into_any()
}
