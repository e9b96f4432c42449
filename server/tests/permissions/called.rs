//! Calling a method of any contract by its name, on somebody's behalf.

use crate::support::{Shop, people::registered};
use contracts::{
    Actor, ErrorKind, Permission, Result, SavedAddressId, Services, SessionId, UserId,
    checkout::{Outcome, Submit},
    identity::{ClientInfo, Registration},
};
use serde_json::{Value, json};

/// The id of nothing.
pub const ID: &str = "00000000-0000-7000-8000-000000000000";

/// The password of the shoppers here.
pub const PASSWORD: &str = "nine-herrings-and-a-kettle";

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Anyone,
    Inside,
    Own,
    Owned,
    /// About whoever asks, once something else was done in the same session: nobody here has done it.
    Begun,
    AnyStaff,
    Working,
    Staff(Permission),
    Member(Permission),
    System,
}

/// Things that can be named: somebody's, or of the same shape and nobody's.
#[derive(Debug, PartialEq, Eq)]
pub struct Named {
    pub session: SessionId,
    pub address: SavedAddressId,
    /// The number of an order.
    pub order: String,
}

impl Named {
    pub fn nobodys() -> Self {
        let id = uuid::Uuid::nil();
        Self { session: id.into(), address: id.into(), order: "TW-ZZZZ-ZZZZ-ZZZZ".into() }
    }
}

/// A shopper who has things worth taking.
pub struct Ada {
    pub user: UserId,
    pub things: Named,
}

/// Who tries a method of this rule; methods that are not told who asks are tried by nobody.
pub fn actors(rule: Rule, shopper: UserId) -> Vec<(&'static str, Actor)> {
    let mut actors = match rule {
        Rule::Anyone | Rule::Inside => return Vec::new(),
        Rule::Staff(needed) | Rule::Member(needed) => {
            let others = Permission::ALL.into_iter().filter(|permission| *permission != needed);
            vec![("staff with every other right", member(others.collect())), ("staff", member(vec![needed]))]
        }
        Rule::System => vec![("an administrator", member(Permission::ALL.to_vec()))],
        Rule::Working => {
            let clerk = member(vec![Permission::ViewCatalog]);
            vec![("staff without rights", member(Vec::new())), ("staff", clerk)]
        }
        Rule::Own | Rule::Owned | Rule::Begun | Rule::AnyStaff => {
            vec![("staff without rights", member(Vec::new()))]
        }
    };
    actors.push(("nobody", Actor::Guest));
    actors.push(("a shopper", Actor::Shopper { user: shopper }));
    actors.push(("Tradewind", Actor::System));
    actors
}

fn member(permissions: Vec<Permission>) -> Actor {
    Actor::Staff { user: platform::ids::mint().into(), email: "clerk@example.com".into(), permissions }
}

/// Whether the rule lets this one in.
pub fn may(rule: Rule, actor: &Actor) -> bool {
    match (rule, actor) {
        (Rule::Anyone | Rule::Inside, _) => true,
        (Rule::Own | Rule::Owned, actor) => actor.user().is_some(),
        (Rule::Begun, _) => false,
        (Rule::AnyStaff, actor) => matches!(actor, Actor::Staff { .. }),
        (Rule::Working, Actor::Staff { permissions, .. }) => !permissions.is_empty(),
        (Rule::Staff(needed) | Rule::Member(needed), Actor::Staff { permissions, .. }) => {
            permissions.contains(&needed)
        }
        (Rule::Working | Rule::Member(_), _) => false,
        (Rule::Staff(_) | Rule::System, actor) => *actor == Actor::System,
    }
}

/// Refused because of who asks. A thing that is missing, or an argument that is wrong, is no refusal: then nobody
/// asked who it is.
pub fn is_refusal(answer: &Result<Value>) -> bool {
    let kind = answer.as_ref().err().map(|error| error.kind);
    matches!(kind, Some(ErrorKind::Forbidden | ErrorKind::Unauthenticated))
}

/// Calls a method by its name on somebody's behalf.
pub async fn outcome(
    services: &Services,
    contract: &str,
    method: &str,
    actor: &Actor,
    arguments: &Value,
) -> Result<Value> {
    let mut all = vec![serde_json::to_value(actor).unwrap()];
    all.extend(arguments.as_array().expect("arguments are a list").iter().cloned());
    let answer = dispatch(services, contract, method, Value::Array(all)).await;
    answer.unwrap_or_else(|| panic!("there is no {contract}.{method}"))
}

async fn dispatch(
    services: &Services,
    contract: &str,
    method: &str,
    arguments: Value,
) -> Option<Result<Value>> {
    // Each of them is named: whoever adds one is told to add it here and to the tables.
    let Services {
        identity,
        catalog,
        inventory,
        orders,
        payments,
        shipping,
        notifications,
        recommendations,
        analytics,
        checkout,
        after_sales,
        privacy,
        operations,
    } = services;
    match contract {
        "identity" => contracts::identity::dispatch(&**identity, method, arguments).await,
        "catalog" => contracts::catalog::dispatch(&**catalog, method, arguments).await,
        "inventory" => contracts::inventory::dispatch(&**inventory, method, arguments).await,
        "orders" => contracts::orders::dispatch(&**orders, method, arguments).await,
        "payments" => contracts::payments::dispatch(&**payments, method, arguments).await,
        "shipping" => contracts::shipping::dispatch(&**shipping, method, arguments).await,
        "notifications" => contracts::notifications::dispatch(&**notifications, method, arguments).await,
        "recommendations" => {
            contracts::recommendations::dispatch(&**recommendations, method, arguments).await
        }
        "analytics" => contracts::analytics::dispatch(&**analytics, method, arguments).await,
        "checkout" => contracts::checkout::dispatch(&**checkout, method, arguments).await,
        "after_sales" => contracts::after_sales::dispatch(&**after_sales, method, arguments).await,
        "privacy" => contracts::privacy::dispatch(&**privacy, method, arguments).await,
        "operations" => contracts::operations::dispatch(&**operations, method, arguments).await,
        other => panic!("there is no contract {other}"),
    }
}

/// A shopper with a new account.
pub async fn shopper(services: &Services, email: &str) -> Actor {
    let registration = Registration { name: "Ada".into(), email: email.into(), password: PASSWORD.into() };
    registered(services, registration, ClientInfo::default()).await.session.actor()
}

/// A shopper with a session, an address and an order.
pub async fn ada(shop: &Shop) -> Ada {
    let services = &shop.built.services;
    let actor = shopper(services, "ada@example.com").await;
    let user = actor.user().unwrap();
    let address = serde_json::from_value(address()).unwrap();
    services.identity.save_address(actor, None, address, true).await.unwrap();
    let variant = shop.stocked(5).await;
    let submit = shop.ready_to_buy(variant, 1, "4242 4242 4242 4242").await;
    let outcome = services.checkout.submit(Submit { user: Some(user), ..submit }).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    Ada { user, things: things_of(services, user).await }
}

/// What somebody has.
pub async fn things_of(services: &Services, user: UserId) -> Named {
    let actor = Actor::Shopper { user };
    let sessions = services.identity.sessions(actor.clone()).await.unwrap();
    let addresses = services.identity.addresses(actor.clone()).await.unwrap();
    let orders = services.orders.my_orders(actor, contracts::PageRequest::default()).await.unwrap();
    Named { session: sessions[0].id, address: addresses[0].id, order: orders.items[0].number.clone() }
}

/// An address as it is sent.
pub fn address() -> Value {
    json!({ "name": "Ada Lovelace", "street": "Unter den Linden 1", "city": "Berlin", "postal_code": "10117", "country": "DE" })
}

/// Of whom nothing is kept.
pub fn subject() -> Value {
    json!({ "user": ID, "email": null, "orders": [] })
}
