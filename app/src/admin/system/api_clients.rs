use super::clients_api::{EndApiClient, MadeClient, MakeApiClient, RotateApiClient, list_api_clients};
use crate::{
    admin::patterns::{Confirm, FormMessage, Refresh, When, act, skeleton_list, use_refresh},
    components::{
        Button, ButtonKind, Card, Checkbox, Column, DataTable, EmptyState, IconName, Notice, PageHeader,
        SelectField, TextArea, TextField, Tone,
    },
    form::{ActionForm, FormState},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    second_factor::OneTimeCode,
};
use contracts::{
    Timestamp,
    identity::{OauthClient, OauthFlow, Scope},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What a client can be, and in which words.
const KINDS: [(&str, &str); 4] = [
    ("machine", "A machine that acts for itself"),
    ("web", "An app on a server, for shoppers"),
    ("both", "An app on a server, for shoppers and for itself"),
    ("device", "An app on a device or in a browser, for shoppers"),
];

/// Clients of the authorization server.
pub struct AdminApiClients;

office_page!(AdminApiClients, admin_api_clients);

fn admin_api_clients() -> AnyView {
    let refresh = Refresh::default();
    let clients = page_resource(move || refresh.get(), |_| list_api_clients());
    provide_context(refresh);
    view! {
        <Title text="API clients" />
        <PageHeader title="API clients" subtitle="Machines and apps that get short-lived tokens for the REST API (OAuth 2)." />
        <div class="with-aside">
            {loaded(clients, skeleton_list, |clients| view! { <Clients clients /> }.into_any())}
            <aside id="new"><NewClient /></aside>
        </div>
    }
    .into_any()
}

#[component]
fn NewClient() -> impl IntoView {
    let form = FormState::<MakeApiClient>::new();
    let refresh = use_refresh();
    Effect::new(move |_| {
        if form.answer().get().is_some() {
            refresh.bump();
        }
    });
    let kinds: Vec<_> = KINDS.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect();
    view! {
        <Card title="New client">
            <div class="stack">
                {move || form.answer().get().map(made)}
                <noscript>"The secret of a new client is shown by a script; this browser runs none."</noscript>
                <ActionForm action=form.action>
                    <div class="stack">
                        <FormMessage message=form.message() />
                        <TextField name="name" label="Name" hint="Shoppers read it when they let it in." required=true value=form.value("name", "") error=form.error("name") />
                        <SelectField name="kind" label="What it is" options=kinds value=form.value("kind", "machine") error=form.error("flows") />
                        <TextArea name="redirect_uris" label="Addresses to send shoppers back to" rows=2 optional=true hint="One in a line, https, compared letter by letter. Only for apps of shoppers. Pages of an app without a secret may ask for tokens from where these addresses are." value=form.value("redirect_uris", "") error=form.error("redirect_uris") />
                        <Checkbox name="read" label="Read" hint="Products, carts and, for a shopper, their account and orders." checked=true error=form.error("scopes") />
                        <Checkbox name="shop" label="Shop" hint="Change carts and check out." />
                        <OneTimeCode id="client-code" error=form.error("one_time_code") />
                        <div><Button pending=form.pending()>"Create client"</Button></div>
                    </div>
                </ActionForm>
            </div>
        </Card>
    }
    .into_any()
}

fn made(client: MadeClient) -> AnyView {
    let secret = client.secret.map(|secret| {
        view! { <p>"Secret, shown only once: "<code class="font-mono break-all select-all">{secret}</code></p> }
    });
    view! {
        <Notice tone=Tone::Positive title="The client is made.">
            <p>"Client id: "<code class="font-mono break-all select-all">{client.id}</code></p>
            {secret}
        </Notice>
    }
    .into_any()
}

#[component]
fn Clients(clients: (Vec<OauthClient>, Timestamp)) -> impl IntoView {
    let (clients, now) = clients;
    let (end, rotate) = (act::<EndApiClient>("Client revoked."), FormState::<RotateApiClient>::new());
    if clients.is_empty() {
        let text = "Make one for each machine or app. Its tokens live for ten minutes, so a stolen one is soon worth nothing.";
        return view! { <EmptyState icon=IconName::Lock title="No clients yet" text=text /> }.into_any();
    }
    let rows: Vec<_> = clients.into_iter().map(|client| row(client, now, end, rotate)).collect();
    let columns = vec![
        Column::text("Name"),
        Column::text("Acts for"),
        Column::text("May"),
        Column::text("Sends back to"),
        Column::text("Made"),
        Column::text("Last used"),
        Column::unseen("Change"),
    ];
    view! {
        <div class="stack">
            <FormMessage message=end.message() />
            <FormMessage message=rotate.message() />
            {move || rotate.answer().get().map(new_secret)}
            <DataTable caption="API clients" columns>{rows}</DataTable>
        </div>
    }
    .into_any()
}

fn new_secret(secret: String) -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Copy the new secret now. It is shown only once.">
            <code class="font-mono break-all select-all">{secret}</code>
        </Notice>
    }
    .into_any()
}

fn row(
    client: OauthClient,
    now: Timestamp,
    end: FormState<EndApiClient>,
    rotate: FormState<RotateApiClient>,
) -> AnyView {
    let id = client.id.to_string();
    let used =
        client.last_used_at.map_or_else(|| "never".into_any(), |at| view! { <When at now /> }.into_any());
    let (acts_for, may) = (acts_for(&client), may(&client.scopes));
    let warning = format!(
        "“{}” and the shoppers who let it in are cut off at once. This cannot be undone.",
        client.name
    );
    let secret = client.is_confidential.then(|| new_secret_form(&id, rotate));
    view! {
        <tr>
            <th scope="row">
                <span class="wrap-anywhere">{client.name}</span>
                <code class="block small wrap-anywhere">{id.clone()}</code>
            </th>
            <td>{acts_for}</td>
            <td>{may}</td>
            <td class="wrap-anywhere">{client.redirect_uris.join(" ")}</td>
            <td class="muted"><When at=client.created_at now /></td>
            <td class="muted">{used}</td>
            <td>
                {secret}
                <Confirm title="Revoke" icon=IconName::Trash>
                    <p class="small">{warning}</p>
                    <ActionForm action=end.action>
                        <input type="hidden" name="id" value=id />
                        <Button kind=ButtonKind::Danger pending=end.pending()>"Revoke client"</Button>
                    </ActionForm>
                </Confirm>
            </td>
        </tr>
    }
    .into_any()
}

fn new_secret_form(id: &str, form: FormState<RotateApiClient>) -> AnyView {
    let (id, code) = (id.to_owned(), format!("secret-{id}"));
    view! {
        <Confirm title="New secret" icon=IconName::Refresh>
            <p class="small">"The present secret is refused at once."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <noscript>"The new secret is shown by a script; this browser runs none."</noscript>
                    <input type="hidden" name="id" value=id />
                    <OneTimeCode id=code error=form.error("one_time_code") />
                    <div><Button pending=form.pending()>"Make a new secret"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

fn acts_for(client: &OauthClient) -> String {
    let name = |flow: &OauthFlow| match flow {
        OauthFlow::ClientCredentials => "itself",
        OauthFlow::AuthorizationCode => "shoppers",
    };
    let flows = client.flows.iter().map(name).collect::<Vec<_>>().join(", ");
    if client.is_confidential { flows } else { [&flows, " (public)"].concat() }
}

fn may(scopes: &[Scope]) -> String {
    let name = |scope: &Scope| match scope {
        Scope::Read => "read",
        Scope::Shop => "shop",
    };
    scopes.iter().map(name).collect::<Vec<_>>().join(", ")
}
