use super::taxes_api::{RemoveTaxRate, SaveTaxRate, TaxRow, load_tax_rates};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_list},
    components::{Button, ButtonKind, ButtonSize, Card, EmptyState, IconName, PageHeader, TextField},
    form::ActionForm,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Currency, Money};
use leptos::prelude::*;
use leptos_meta::Title;

/// What each destination is taxed at.
pub struct AdminTaxes;

office_page!(AdminTaxes, admin_taxes);

fn admin_taxes() -> AnyView {
    let refresh = Refresh::default();
    let rates = page_resource(move || refresh.get(), |_| load_tax_rates());
    provide_context(refresh);
    view! {
        <Title text="Taxes" />
        <PageHeader title="Taxes" subtitle="Prices contain the value-added tax of the country that an order goes to. A change counts for new orders only." />
        {loaded(rates, skeleton_list, show)}
    }
    .into_any()
}

fn show(rates: Vec<TaxRow>) -> AnyView {
    let none = rates.is_empty();
    let rows: Vec<_> = rates.into_iter().map(|rate| view! { <RateRow rate /> }).collect();
    view! {
        <div class="with-aside">
            <Card title="By destination">
                {none.then(|| view! { <EmptyState icon=IconName::Globe title="Nothing is taxed" text="Add the countries that you collect value-added tax for." /> })}
                <ul class="stack stack-sm">{rows}</ul>
            </Card>
            <aside id="new"><Card title="Another country"><NewRate /></Card></aside>
        </div>
    }
    .into_any()
}

#[component]
fn RateRow(rate: TaxRow) -> impl IntoView {
    let (save, remove) = (act::<SaveTaxRate>("Rate saved."), act::<RemoveTaxRate>("Rate removed."));
    // Basis points have two digits after the point, as euros have.
    let percent = Money::new(i64::from(rate.rate_bp), Currency::Eur).decimal();
    let error = save.error("rate");
    let (country, same) = (rate.country.clone(), rate.country.clone());
    let (label, removal) =
        (format!("Per cent in {}", rate.name), format!("Remove the rate of {}", rate.name));
    view! {
        <li class="cluster">
            <span><span class="font-medium">{rate.name}</span>" "<span class="muted small">{rate.country}</span></span>
            <span class="cluster cluster-sm push">
                <ActionForm action=save.action>
                    <div class="cluster cluster-sm">
                        <input type="hidden" name="country" value=country />
                        <input class="input w-24" inputmode="decimal" name="rate" value=percent aria-label=label />
                        <span aria-hidden="true">"%"</span>
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=save.pending()>"Set"</Button>
                    </div>
                    <p class="field-error" aria-live="polite">{move || error.get()}</p>
                </ActionForm>
                <ActionForm action=remove.action>
                    <input type="hidden" name="country" value=same />
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Trash label=removal pending=remove.pending()>"Remove"</Button>
                </ActionForm>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn NewRate() -> impl IntoView {
    let form = act::<SaveTaxRate>("Rate saved.");
    view! {
        <ActionForm action=form.action>
            <div class="stack stack-sm">
                <FormMessage message=form.message() />
                <TextField id="tax-country" name="country" label="Country" required=true maxlength=2 hint="Two letters (ISO 3166-1), e.g. NO" value=form.value("country", "") error=form.error("country") />
                <TextField id="tax-rate" name="rate" label="Per cent" required=true inputmode="decimal" value=form.value("rate", "") error=form.error("rate") />
                <div><Button kind=ButtonKind::Secondary pending=form.pending()>"Save"</Button></div>
            </div>
        </ActionForm>
    }
    .into_any()
}
