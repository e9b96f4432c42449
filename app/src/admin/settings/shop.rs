use super::shop_api::{SaveShop, load_shop};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_detail},
    components::{Button, Card, PageHeader, TextField},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::orders::ShopSettings;
use leptos::prelude::*;
use leptos_meta::Title;

/// What the shop is called, who sells, and how it is reached.
pub struct AdminShop;

office_page!(AdminShop, admin_shop);

fn admin_shop() -> AnyView {
    let refresh = Refresh::default();
    let settings = page_resource(move || refresh.get(), |_| load_shop());
    provide_context(refresh);
    view! {
        <Title text="Shop" />
        <PageHeader title="Shop" subtitle="What pages, mails and invoices say of you. Pages and mails follow within seconds." crumbs=super::crumbs("Shop") />
        {loaded(settings, skeleton_detail, |settings| view! { <ShopForm settings /> }.into_any())}
    }
    .into_any()
}

#[component]
fn ShopForm(settings: ShopSettings) -> impl IntoView {
    let form = act::<SaveShop>("Settings saved.");
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="shop[version]" value=settings.version.to_string() />
                {shop_card(form, &settings)}
                {seller_card(form, &settings)}
                {contact_card(form, &settings)}
                <div><Button pending=form.pending()>"Save settings"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn shop_card(form: FormState<SaveShop>, settings: &ShopSettings) -> AnyView {
    let name = form.value("shop[name]", &settings.name);
    view! {
        <Card title="Shop">
            <TextField name="shop[name]" label="Name" required=true maxlength=60 hint="In the header, in titles of pages and in mails." value=name error=form.error("shop[name]") />
        </Card>
    }
    .into_any()
}

fn seller_card(form: FormState<SaveShop>, settings: &ShopSettings) -> AnyView {
    let seller = &settings.seller;
    let name = form.value("shop[seller_name]", &seller.name);
    let address = form.value("shop[seller_address]", &seller.address);
    let vat_id = form.value("shop[seller_vat_id]", &seller.vat_id);
    view! {
        <Card title="Seller">
            <div class="stack">
                <p class="muted small">"Every invoice must say who sells. What was issued before stays as it is."</p>
                <TextField name="shop[seller_name]" label="Full name of the firm" autocomplete="organization" maxlength=200 value=name error=form.error("shop[seller_name]") />
                <TextField name="shop[seller_address]" label="Full address" maxlength=500 hint="Its parts between commas: Hafenstraße 1, 20359 Hamburg, Germany" value=address error=form.error("shop[seller_address]") />
                <TextField name="shop[seller_vat_id]" label="VAT number" maxlength=40 hint="For example DE123456789" value=vat_id error=form.error("shop[seller_vat_id]") />
            </div>
        </Card>
    }
    .into_any()
}

fn contact_card(form: FormState<SaveShop>, settings: &ShopSettings) -> AnyView {
    let email = form.value("shop[support_email]", &settings.support_email);
    let phone = form.value("shop[support_phone]", &settings.support_phone);
    let sender = form.value("shop[sender_name]", &settings.sender_name);
    view! {
        <Card title="Contact">
            <div class="stack">
                <p class="muted small">"At the end of every page and mail, and beside the contact form."</p>
                <div class="field-row">
                    <TextField name="shop[support_email]" label="E-mail for customers" ty="email" inputmode="email" optional=true value=email error=form.error("shop[support_email]") />
                    <TextField name="shop[support_phone]" label="Phone for customers" ty="tel" inputmode="tel" optional=true maxlength=40 value=phone error=form.error("shop[support_phone]") />
                </div>
                <TextField name="shop[sender_name]" label="Sender of mails" optional=true maxlength=60 hint="The name beside the address. The address itself is set where the server runs, because mail servers have to vouch for it." value=sender error=form.error("shop[sender_name]") />
            </div>
        </Card>
    }
    .into_any()
}
