use super::locale_api::{LocalePage, SaveLocale, load_locale};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_detail},
    components::{Button, Card, Checkbox, PageHeader, SelectField},
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::orders::ShopLocale;
use leptos::prelude::*;
use leptos_meta::Title;

/// Whose days count, and in which languages mails are sent.
pub struct AdminLocale;

office_page!(AdminLocale, admin_locale);

fn admin_locale() -> AnyView {
    let refresh = Refresh::default();
    let page = page_resource(move || refresh.get(), |_| load_locale());
    provide_context(refresh);
    view! {
        <Title text="Time and languages" />
        <PageHeader title="Time and languages" subtitle="When a day begins here, and in which languages you write to customers." crumbs=super::crumbs("Time and languages") />
        {loaded(page, skeleton_detail, |page| view! { <LocaleForm page /> }.into_any())}
    }
    .into_any()
}

#[component]
fn LocaleForm(page: LocalePage) -> impl IntoView {
    let form = act::<SaveLocale>("Settings saved.");
    view! {
        <ActionForm action=form.action>
            <div class="stack">
                <FormMessage message=form.message() />
                <input type="hidden" name="locale[version]" value=page.version.to_string() />
                {time_card(form, page.time_zones, &page.locale)}
                {languages_card(form, &page.locale)}
                <div><Button pending=form.pending()>"Save settings"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn time_card(form: FormState<SaveLocale>, mut zones: Vec<String>, now: &ShopLocale) -> AnyView {
    if !zones.contains(&now.time_zone) {
        zones.insert(0, now.time_zone.clone());
    }
    let options: Vec<(String, String)> =
        zones.into_iter().map(|zone| (zone.clone(), zone.replace('_', " "))).collect();
    let zone = form.value("locale[time_zone]", &now.time_zone);
    let hint = "Lists by day, dashboard and reports begin their days at its midnight, at once also for what is past. Best sellers stay on the day that they were counted on.";
    view! {
        <Card title="Time">
            <div class="stack">
                <SelectField name="locale[time_zone]" label="Time zone" options value=zone hint error=form.error("locale[time_zone]") />
                <p class="muted small">"Moments are shown in UTC, and say so; coupons and gift cards go by UTC's days."</p>
            </div>
        </Card>
    }
    .into_any()
}

fn languages_card(form: FormState<SaveLocale>, now: &ShopLocale) -> AnyView {
    // A box that was left empty in a refused form is not among what was typed.
    let is_typed = !form.value("locale[version]", "").is_empty();
    let boxes: Vec<_> =
        ShopLocale::LANGUAGES.map(|(code, name)| language(form, code, name, now, is_typed)).into();
    let options = ShopLocale::LANGUAGES.map(|(code, name)| (code.to_owned(), name.to_owned())).to_vec();
    let chosen = form.value("locale[language]", &now.language);
    let refused = form.error("locale[languages]");
    let hint = "For guests, and for whoever's own language is not offered. New accounts begin with English where that is offered.";
    view! {
        <Card title="Languages of mails">
            <div class="stack">
                <fieldset class="field">
                    <legend class="field-label">"Offered"</legend>
                    {boxes}
                    <p class="field-hint">"Customers choose among these in their profile; nobody gets a mail in another one."</p>
                    <p class="field-error" aria-live="polite">{move || refused.get()}</p>
                </fieldset>
                <SelectField name="locale[language]" label="Otherwise" options value=chosen hint error=form.error("locale[language]") />
            </div>
        </Card>
    }
    .into_any()
}

fn language(
    form: FormState<SaveLocale>,
    code: &'static str,
    label: &'static str,
    now: &ShopLocale,
    is_typed: bool,
) -> AnyView {
    let name = format!("locale[offered][{code}]");
    let ticked = !form.value(&name, "").is_empty();
    let offered = now.languages.iter().any(|one| one == code);
    let checked = if is_typed { ticked } else { offered };
    view! { <Checkbox id=format!("locale-offered-{code}") name label checked /> }.into_any()
}
