use super::keys_api::{EndApiKey, MakeApiKey, list_api_keys};
use crate::{
    admin::patterns::{Confirm, FormMessage, Refresh, When, act, skeleton_list, use_refresh},
    components::{
        Badge, Button, ButtonKind, Card, Checkbox, Column, DataTable, IconName, Notice, PageHeader, TextArea,
        TextField, Tone,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::{
    Timestamp,
    identity::{ApiKey, KeyLimits, Scope},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Bearer keys of machine clients.
pub struct AdminApiKeys;

office_page!(AdminApiKeys, admin_api_keys);

fn admin_api_keys() -> AnyView {
    let refresh = Refresh::default();
    let keys = page_resource(move || refresh.get(), |_| list_api_keys());
    provide_context(refresh);
    view! {
        <Title text="API keys" />
        <PageHeader title="API keys" subtitle="For machines that use the REST API at /api/v1." />
        <div class="with-aside">
            {loaded(keys, skeleton_list, |keys| view! { <Keys keys /> }.into_any())}
            <aside id="new"><NewKey /></aside>
        </div>
    }
    .into_any()
}

#[component]
fn NewKey() -> impl IntoView {
    let form = FormState::<MakeApiKey>::new();
    let refresh = use_refresh();
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            refresh.bump();
        }
    });
    let secret = move || {
        form.answer().get().map(|secret| {
            view! {
                <Notice tone=Tone::Positive title="Copy this key now. It is shown only once.">
                    <code class="font-mono break-all select-all">{secret}</code>
                </Notice>
            }
        })
    };
    view! {
        <Card title="New key">
            <div class="stack">
                {secret}
                <noscript>"The new key is shown by a script; this browser runs none."</noscript>
                <ActionForm action=form.action>
                    <div class="stack">
                        <FormMessage message=form.message() />
                        <TextField name="name" label="Name" hint="Which machine uses it." required=true value=form.value("name", "") error=form.error("name") />
                        <Checkbox name="read" label="Read" hint="Products, categories, search, carts and orders it knows." checked=true error=form.error("read") />
                        <Checkbox name="shop" label="Shop" hint="Change carts and check out." />
                        <TextField name="expires_at" label="Last day" ty="date" optional=true hint="It ends with that day, UTC." value=form.value("expires_at", "") error=form.error("expires_at") />
                        <TextArea name="networks" label="Only from" rows=2 optional=true hint="Addresses and networks like 192.0.2.0/24, one in a line." value=form.value("networks", "") error=form.error("networks") />
                        <OneTimeCode id="key-code" error=form.error("one_time_code") />
                        <div><Button pending=form.pending()>"Create key"</Button></div>
                    </div>
                </ActionForm>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Keys(keys: (Vec<ApiKey>, Timestamp)) -> impl IntoView {
    let form = act::<EndApiKey>("Key revoked.");
    let (keys, now) = keys;
    let columns = vec![
        Column::text("Name"),
        Column::text("Begins with"),
        Column::text("May"),
        Column::text("From"),
        Column::text("Ends"),
        Column::text("Made"),
        Column::text("Last used"),
        Column::unseen("Revoke"),
    ];
    let rows: Vec<_> = keys.into_iter().map(|key| row(key, now, form)).collect();
    view! {
        <div class="stack">
            <FormMessage message=form.message() />
            <DataTable caption="API keys" columns>{rows}</DataTable>
        </div>
    }
    .into_any()
}

fn row(key: ApiKey, now: Timestamp, form: FormState<EndApiKey>) -> AnyView {
    let name = |scope: &Scope| match scope {
        Scope::Read => "read",
        Scope::Shop => "shop",
    };
    let scopes = key.scopes.iter().map(name).collect::<Vec<_>>().join(", ");
    let used = key.last_used_at.map_or_else(|| "never".into_any(), |at| view! { <When at now /> }.into_any());
    let place =
        key.last_used_from.map(|address| view! { <span class="block small wrap-anywhere">{address}</span> });
    let (from, ends) = (from(&key.limits), ends(&key.limits, now));
    let warning = format!("Machines with “{}” are refused at once. This cannot be undone.", key.name);
    view! {
        <tr>
            <th scope="row">{key.name}</th>
            <td><code>{key.prefix}"…"</code></td>
            <td>{scopes}</td>
            <td class="wrap-anywhere">{from}</td>
            <td>{ends}</td>
            <td class="muted"><When at=key.created_at now /></td>
            <td class="muted">{used}{place}</td>
            <td>
                <Confirm title="Revoke" icon=IconName::Trash>
                    <p class="small">{warning}</p>
                    <ActionForm action=form.action>
                        <input type="hidden" name="id" value=key.id.to_string() />
                        <Button kind=ButtonKind::Danger pending=form.pending()>"Revoke key"</Button>
                    </ActionForm>
                </Confirm>
            </td>
        </tr>
    }
    .into_any()
}

/// Where a key may be used from.
fn from(limits: &KeyLimits) -> String {
    if limits.networks.is_empty() { "everywhere".to_owned() } else { limits.networks.join(", ") }
}

/// When a key ends, or that it has.
fn ends(limits: &KeyLimits, now: Timestamp) -> AnyView {
    match limits.expires_at {
        None => "never".into_any(),
        Some(at) if at <= now => view! { <Badge tone=Tone::Warning text="Ended" /> }.into_any(),
        Some(at) => view! { <time class="nowrap" datetime=at.to_rfc3339()>{at.format("%-d %b %Y").to_string()}</time> }.into_any(),
    }
}
