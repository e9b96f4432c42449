//! Every answer of the emulator has the shape that Stripe's own OpenAPI file gives the operation.
//!
//! The file is not part of this repository. `STRIPE_OPENAPI` names it, or an archive (`.tar.zst`) that holds it;
//! without that it is looked for beside the repository. Where there is none, the test says that it proves nothing;
//! where one is named and cannot be read, it fails.

use crate::{
    client::{Answer, Client, SESSION, intent},
    schema::complaints,
};
use serde_json::Value;
use std::{path::PathBuf, process::Command};

const FILE: &str = "./stripe.com.openapi.json";

fn specification() -> Option<Value> {
    let named = std::env::var_os("STRIPE_OPENAPI").map(PathBuf::from);
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/api_specs.tar.zst");
    let place = named.clone().unwrap_or_else(|| beside.into());
    if named.is_none() && !place.exists() {
        eprintln!("NOT CHECKED: Stripe's OpenAPI file is not here; set STRIPE_OPENAPI to where it is.");
        return None;
    }
    let text = if place.extension().is_some_and(|kind| kind == "json") {
        std::fs::read(&place).unwrap()
    } else {
        let unpacked = Command::new("tar").args(["--zstd", "-xOf"]).arg(&place).arg(FILE).output().unwrap();
        assert!(
            unpacked.status.success(),
            "{}: {}",
            place.display(),
            String::from_utf8_lossy(&unpacked.stderr)
        );
        unpacked.stdout
    };
    Some(serde_json::from_slice(&text).unwrap())
}

/// The schema of an operation's answer: of the good one, or of an error.
fn schema_of<'a>(spec: &'a Value, method: &str, path: &str, status: u16) -> &'a Value {
    let path = path.split('?').next().unwrap();
    let fits = |template: &str| {
        let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
        let same = |(wanted, part): (&&str, &&str)| wanted == part || wanted.starts_with('{');
        template.len() == path.len() && template.iter().zip(&path).all(same)
    };
    let paths = spec["paths"].as_object().unwrap();
    let (_, operations) =
        paths.iter().find(|(template, _)| fits(template)).unwrap_or_else(|| panic!("{path}"));
    let responses = &operations[method]["responses"];
    let response = responses.get(status.to_string()).unwrap_or(&responses["default"]);
    &response["content"]["application/json"]["schema"]
}

struct Checked {
    spec: Value,
    client: Client,
    answers: usize,
}

impl Checked {
    async fn get(&mut self, path: &str) -> Answer {
        let answer = self.client.get(path).await;
        self.check("get", path, answer)
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let answer = self.client.post(path, form).await;
        self.check("post", path, answer)
    }

    fn check(&mut self, method: &str, path: &str, answer: Answer) -> Answer {
        let schema = schema_of(&self.spec, method, path, answer.status);
        let wrong = complaints(&self.spec, schema, &answer.body(), "answer");
        assert!(wrong.is_empty(), "{method} {path}: {wrong:#?}");
        self.answers += 1;
        answer
    }
}

#[tokio::test]
async fn every_answer_has_the_shape_of_stripe_s_own_openapi_file() {
    let Some(spec) = specification() else { return };
    let mut checked = Checked { spec, client: Client::new().await, answers: 0 };
    intents(&mut checked).await;
    pages(&mut checked).await;
    lists(&mut checked).await;
    assert!(checked.answers > 20, "{} answers", checked.answers);
}

async fn intents(checked: &mut Checked) {
    let path = "/v1/payment_intents";
    let held = checked.post(path, &intent("pm_card_visa")).await.id();
    let one = format!("{path}/{held}");
    checked.get(&one).await;
    checked.get(&format!("{one}?expand[]=latest_charge&expand[]=payment_method")).await;
    checked.post(&format!("{one}/capture"), &[("amount_to_capture", "8400")]).await;
    checked.post(&format!("{one}/cancel"), &[]).await;
    let refund = [("payment_intent", held.as_str()), ("amount", "400"), ("metadata[refund]", "r1")];
    let refund = checked.post("/v1/refunds", &refund).await.id();
    checked.get(&format!("/v1/refunds/{refund}")).await;
    checked.post("/v1/refunds", &[("payment_intent", &held), ("amount", "9999")]).await;
    checked.post(path, &intent("pm_card_chargeDeclined")).await;
    checked.post(path, &intent("pm_card_authenticationRequired")).await;
    checked.post(path, &[("amount", "-1")]).await;
    checked.get(&format!("{path}/pi_of_nobody")).await;
    let given_up = checked.post(path, &intent("pm_card_visa")).await.id();
    checked.post(&format!("{path}/{given_up}/cancel"), &[]).await;
}

async fn pages(checked: &mut Checked) {
    let path = "/v1/checkout/sessions";
    for card in ["4242 4242 4242 4242", "4000 0000 0000 0002"] {
        let made = checked.post(path, &SESSION).await.body();
        let (id, url) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap());
        checked.client.post(url, &[("card", card)]).await;
        checked.get(&format!("{path}/{id}")).await;
        checked.get(&format!("{path}/{id}?expand[]=payment_intent.payment_method")).await;
        checked.post(&format!("{path}/{id}/expire"), &[]).await;
    }
    checked.post(path, &[("mode", "payment")]).await;
}

async fn lists(checked: &mut Checked) {
    checked.get("/v1/payment_intents?limit=3&expand[]=data.latest_charge").await;
    checked.get("/v1/refunds?limit=3").await;
    let events = checked.get("/v1/events?limit=100").await.body();
    for event in events["data"].as_array().unwrap() {
        let kind = event["type"].as_str().unwrap();
        let object = match kind.split('.').next() {
            Some("checkout") => "checkout.session",
            Some(object) => object,
            None => panic!("{kind}"),
        };
        let schema = &checked.spec["components"]["schemas"][object];
        let wrong = complaints(&checked.spec, schema, &event["data"]["object"], kind);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
