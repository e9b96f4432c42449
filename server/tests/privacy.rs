//! A person's data through the whole shop: told to them in full, and gone from all nine databases when they go, while
//! every figure stays as it was.

use crate::support::{
    Shop, draft,
    faults::{Fault, Wire},
    people::registered,
};
use contracts::{
    Actor, ErrorKind, Quantity, SERVICES, UserId, VariantId,
    after_sales::ShipOrder,
    checkout::{Outcome, Submit},
    identity::{ClientInfo, Purpose, Registration, SignedIn},
    notifications::ContactMessage,
    orders::{CartKey, CheckoutDraft, Order, OrderQuery},
    privacy::{ERASED_NAME, Privacy as _},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const PASSWORD: &str = "a-kettle-of-herrings-42";
const EMAIL: &str = "ada@example.com";
/// What tells of Ada, in small letters.
const TRACES: [&str; 4] = [EMAIL, "lovelace", "unter den linden", "ring twice"];

fn shopper(signed_in: &SignedIn) -> Actor {
    Actor::Shopper { user: signed_in.session.user }
}

impl Shop {
    async fn ada(&self) -> SignedIn {
        let registration =
            Registration { name: "Ada Lovelace".into(), email: EMAIL.into(), password: PASSWORD.into() };
        let client = ClientInfo { address: Some("192.0.2.7".into()), user_agent: Some("Firefox".into()) };
        registered(&self.built.services, registration, client).await
    }

    async fn execute(&self, service: &str, sql: &str) {
        let db = self.databases.of(service).unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db.pool()).await.unwrap();
    }

    /// An order of somebody with an account, or of a guest with the same address.
    async fn order_of(&self, user: Option<UserId>, variant: VariantId) -> Order {
        let services = &self.built.services;
        let key = CartKey { user, token: None };
        let cart =
            services.orders.add_to_cart(key.clone(), variant, Quantity::try_from(1).unwrap()).await.unwrap();
        let key = CartKey { token: cart.new_token, ..key };
        let draft = CheckoutDraft { note: "Ring twice".into(), ..draft() };
        let quote = services.checkout.save_draft(key.clone(), draft.clone()).await.unwrap();
        let wish = Submit {
            key,
            user,
            draft,
            expected_total: quote.total.minor,
            payment_method: GOOD_CARD.into(),
            idempotency_key: platform::ids::token(),
            language: "en".into(),
            network: None,
        };
        let outcome = services.checkout.submit(wish).await.unwrap();
        let Outcome::Placed { number, email } = outcome else { panic!("{outcome:?}") };
        self.hear().await;
        services.orders.find_order(number, email).await.unwrap().unwrap()
    }

    /// Everything is told, and every mail is sent.
    async fn hear(&self) {
        self.settle().await;
        self.built.notifications.send_queued().await.unwrap();
        self.settle().await;
    }

    async fn deliver(&self, order: &Order) {
        let after_sales = &self.built.services.after_sales;
        let parcel = ShipOrder {
            idempotency_key: platform::ids::mint(),
            order: order.id,
            lines: Vec::new(),
            carrier: "DHL".into(),
            tracking_number: String::new(),
        };
        let parcel = after_sales.ship(Actor::System, parcel).await.unwrap();
        self.hear().await;
        after_sales.record_delivery(Actor::System, order.id, parcel.id).await.unwrap();
        self.hear().await;
    }

    /// What staff, a provider, a wish and a letter leave of somebody beside account and orders.
    async fn write_about(&self, user: UserId) {
        let kept = format!(
            "insert into customer_notes (id, user_id, author, text)
                 values (gen_random_uuid(), '{user}', 'grace@shop.example', 'Lovelace: ring twice');
             insert into customer_tags (user_id, tag) values ('{user}', 'lovelace');
             insert into external_identities (id, user_id, provider, issuer, subject, email)
                 values (gen_random_uuid(), '{user}', 'corp', 'https://corp.example', 'ada', '{EMAIL}');
             insert into email_changes (id, user_id, former_email, wanted_email, wanted_token, asked_in, expires_at)
                 values (gen_random_uuid(), '{user}', '{EMAIL}', 'countess@example.com', repeat('b', 64),
                     gen_random_uuid(), now() + interval '1 day')"
        );
        self.execute("identity", &kept).await;
        let (name, text) = ("Ada Lovelace".into(), "Ring twice, please.".into());
        let letter = ContactMessage { name, email: EMAIL.into(), text };
        self.built.services.notifications.contact(letter).await.unwrap();
        self.hear().await;
    }

    async fn erase(&self, ada: &SignedIn) {
        let identity = &self.built.services.identity;
        identity.delete_account(shopper(ada), ada.session.id, PASSWORD.into(), String::new()).await.unwrap();
        self.hear().await;
    }

    /// Tables of all nine databases that hold a trace of Ada, as `service.table: trace`.
    async fn traces(&self) -> Vec<String> {
        let mut found = Vec::new();
        for service in SERVICES {
            let mut conn = PgConnection::connect(&self.database_url(service)).await.unwrap();
            let tables: Vec<String> = sqlx::query_scalar(
                "select format('%I.%I', schemaname, tablename) from pg_tables
                 where schemaname not in ('pg_catalog', 'information_schema')",
            )
            .fetch_all(&mut conn)
            .await
            .unwrap();
            for table in tables {
                let rows = format!("select coalesce(string_agg(lower(t::text), ' '), '') from {table} t");
                let rows: String =
                    sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut conn).await.unwrap();
                let here = TRACES.into_iter().filter(|trace| rows.contains(trace));
                found.extend(here.map(|trace| format!("{service}.{table}: {trace}")));
            }
        }
        found
    }

    /// What all orders come to, what was counted of them, and their invoices.
    async fn figures(&self) -> Vec<String> {
        let mut figures = Vec::new();
        for (service, sum) in [
            (
                "orders",
                "select format('%s orders, %s units, %s, tax %s', count(*), sum(units), sum(total_amount_minor), sum(tax_minor))
                 from orders",
            ),
            ("orders", "select string_agg(i::text, ' ' order by number) from invoices i"),
            ("payments", "select format('%s payments, %s', count(*), sum(captured_minor)) from payments"),
            (
                "analytics",
                "select string_agg(metric_name || ' ' || value, ', ' order by metric_name, bucket_start)
                 from aggregated_metrics",
            ),
            ("analytics", "select format('%s, %s', sum(units), sum(revenue_minor)) from product_sales"),
        ] {
            let db = self.databases.of(service).unwrap();
            figures.push(sqlx::query_scalar(AssertSqlSafe(sum)).fetch_one(db.pool()).await.unwrap());
        }
        figures
    }

    async fn assert_all_rules(&self) {
        let found = self.built.verifier.verify().await.unwrap();
        let broken: Vec<_> = found.into_iter().filter(|rule| rule.breaches > 0).collect();
        assert!(broken.is_empty(), "{broken:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_takes_everything_home() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let (ada, identity) = (shop.ada().await, &shop.built.services.identity);
    let actor = shopper(&ada);
    identity.set_consent(actor.clone(), Purpose::Personalisation, true).await.unwrap();
    shop.settle().await;
    let own = shop.order_of(Some(ada.session.user), variant).await;
    let as_guest = shop.order_of(None, variant).await;
    shop.deliver(&own).await;

    let privacy = &shop.built.services.privacy;
    let refused = privacy.export(actor.clone(), ada.session.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden, "nobody proved who they are");
    identity.begin_data_export(actor.clone(), ada.session.id, PASSWORD.into(), String::new()).await.unwrap();
    let file: Value = serde_json::from_str(&privacy.export(actor, ada.session.id).await.unwrap()).unwrap();

    let orders = file["orders"]["orders"]["rows"].to_string();
    assert!(orders.contains(&own.number) && orders.contains(&as_guest.number), "{orders}");
    assert_eq!(file["identity"]["account"]["rows"][0]["email"], EMAIL);
    assert_eq!(file["identity"]["consents"]["rows"][0]["purpose"], "personalisation");
    assert!(file["orders"]["invoices"]["rows"].to_string().contains("Ada Lovelace"));
    assert!(file["payments"]["payments"]["rows"].to_string().contains("4242"));
    assert!(file["shipping"]["parcels"]["rows"].to_string().contains("Unter den Linden"));
    assert!(file["notifications"]["mails"]["rows"].to_string().contains("order_confirmation"));
    assert!(file["recommendations"]["interactions"]["rows"].to_string().contains("purchase"));
    assert!(file["analytics"]["events"]["rows"].to_string().contains("order_confirmed"));
    let text = file.to_string();
    for secret in ["$argon2id$", "hashed_password", "token\""] {
        assert!(!text.contains(secret), "{secret}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_is_in_no_database_but_on_their_invoices_and_the_figures_stay() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(9).await;
    let ada = shop.ada().await;
    let user = ada.session.user;
    let services = &shop.built.services;
    services.identity.set_consent(shopper(&ada), Purpose::Personalisation, true).await.unwrap();
    shop.write_about(user).await;
    let delivered = shop.order_of(Some(user), variant).await;
    shop.deliver(&delivered).await;
    let as_guest = shop.order_of(None, variant).await;
    shop.deliver(&as_guest).await;
    let open = shop.order_of(Some(user), variant).await;
    let key = CartKey { user: Some(user), token: None };
    services.orders.add_to_cart(key.clone(), variant, Quantity::try_from(2).unwrap()).await.unwrap();
    services.checkout.save_draft(key.clone(), draft()).await.unwrap();
    // What guests leave behind is their own; its cart is forgotten after 90 days.
    shop.execute("orders", "delete from carts where user_id is null").await;
    shop.hear().await;
    let before = shop.figures().await;

    shop.erase(&ada).await;
    let left = shop.order(open.id).await;
    assert_eq!(left.address.name, "Ada Lovelace", "it is still to be sent");
    assert!(services.orders.cart(key).await.unwrap().lines.is_empty());
    assert_eq!(shop.order(delivered.id).await.address.name, ERASED_NAME);
    assert_eq!(shop.order(as_guest.id).await.address.name, ERASED_NAME);
    let found = services.orders.find_order(delivered.number.clone(), EMAIL.into()).await.unwrap();
    assert!(found.is_none(), "nobody opens it by the address any more");
    assert_eq!(shop.figures().await, before);

    shop.deliver(&open).await;
    assert_eq!(services.privacy.erase_closed().await.unwrap(), 1);
    shop.hear().await;
    let traces = shop.traces().await;
    let elsewhere: Vec<_> =
        traces.iter().filter(|trace| !trace.starts_with("orders.public.invoices:")).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    assert!(traces.iter().any(|trace| trace.ends_with("lovelace")), "invoices are kept: {traces:?}");
    assert_eq!(shop.figures().await, before);
    let list = services.orders.orders(Actor::System, OrderQuery::default()).await.unwrap();
    assert!(list.items.iter().all(|order| order.name == ERASED_NAME), "{list:?}");
    shop.assert_all_rules().await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_dispute_keeps_the_order_until_it_is_closed() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let ada = shop.ada().await;
    let order = shop.order_of(Some(ada.session.user), variant).await;
    shop.deliver(&order).await;
    let payment = shop.payments_of(order.id).await.remove(0).id;
    let dispute = format!(
        "insert into payment_disputes (id, kind, gateway_reference, charge_reference, payment_id, amount_minor, currency,
             reason, status, is_closed, opened_at)
         values (gen_random_uuid(), 'dispute', 'dp_1', 'ch_1', '{payment}', 100, 'EUR', 'fraudulent', 'needs_response',
             false, now())"
    );
    shop.execute("payments", &dispute).await;
    shop.erase(&ada).await;
    assert_eq!(shop.order(order.id).await.address.name, "Ada Lovelace");

    shop.execute("payments", "update payment_disputes set is_closed = true").await;
    assert_eq!(shop.built.services.privacy.erase_closed().await.unwrap(), 1);
    assert_eq!(shop.order(order.id).await.address.name, ERASED_NAME);
    let payment = shop.payments_of(order.id).await.remove(0);
    assert_eq!((payment.method_label.as_str(), payment.captured), ("", order.total));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_dies_at_any_call_ends_the_next_time() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let ada = shop.ada().await;
    let order = shop.order_of(Some(ada.session.user), variant).await;
    shop.deliver(&order).await;
    shop.built.services.orders.erase_person(Actor::System, ada.session.user, None).await.unwrap();
    for call in 0..6 {
        for fault in [Fault::Unreachable, Fault::DiesBefore, Fault::DiesAfter] {
            let flow = Wire::new(&shop.built.services, Some((call, fault))).privacy();
            // Whether it dies or goes on: what counts is what is there in the end.
            drop(tokio::spawn(async move { flow.erase_closed().await }).await);
        }
    }
    shop.built.services.privacy.erase_closed().await.unwrap();
    assert_eq!(shop.order(order.id).await.address.name, ERASED_NAME);
    let parcel: String = sqlx::query_scalar("select name || street || coalesce(phone, '') from addresses")
        .fetch_one(shop.databases.of("shipping").unwrap().pool())
        .await
        .unwrap();
    assert_eq!(parcel, format!("{ERASED_NAME}-"));
    shop.close().await;
}
