//! The back office says where is shipped to and for how much.

use crate::shop::{Shop, berlin};
use contracts::{
    Actor, Currency, ErrorKind, Money, ShippingMethodId, ZoneId,
    shipping::{Method, RateRequest, Shipping as _, WeightTier, Zone, ZoneDraft},
};
use platform::ids;
use sqlx::PgPool;

fn draft(id: ZoneId, name: &str, countries: &[&str]) -> ZoneDraft {
    let countries = countries.iter().map(|code| code.parse().unwrap()).collect();
    ZoneDraft { id, name: name.into(), countries }
}

fn bicycle(tiers: &[(u32, i64)]) -> Method {
    let euros = |minor| Money::new(minor, Currency::Eur);
    Method {
        id: ShippingMethodId(ids::mint()),
        name: "Bicycle".into(),
        carrier: "Courier".into(),
        days_min: 1,
        days_max: 1,
        free_from: None,
        tiers: tiers.iter().map(|&(up_to_g, minor)| WeightTier { up_to_g, price: euros(minor) }).collect(),
    }
}

async fn zone(shop: &Shop, name: &str) -> Zone {
    shop.service.zones().await.unwrap().into_iter().find(|zone| zone.name == name).unwrap()
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_country_moves_from_one_zone_to_another_in_two_steps(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = ZoneId(ids::mint());
    let alps = || draft(id, " Alps ", &["CH", "AT", "CH"]);
    let refused = shop.service.save_zone(Actor::System, alps()).await.unwrap_err();
    assert_eq!(refused.for_field("countries"), Some("AT is in the zone European Union already."));
    assert!(shop.service.zones().await.unwrap().iter().all(|zone| zone.id != id), "nothing is half done");

    for name in ["European Union", "Rest of Europe"] {
        let before = zone(&shop, name).await;
        let stay = before.countries.into_iter().filter(|country| !["AT", "CH"].contains(&country.as_str()));
        let less = ZoneDraft { id: before.id, name: name.into(), countries: stay.collect() };
        shop.service.save_zone(Actor::System, less).await.unwrap();
    }
    shop.service.save_zone(Actor::System, alps()).await.unwrap();
    let saved = zone(&shop, "Alps").await;
    assert_eq!(saved.countries.iter().map(|country| country.as_str()).collect::<Vec<_>>(), ["AT", "CH"]);
    assert_eq!(shop.service.zones().await.unwrap().last().unwrap().id, id, "it comes last");
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_new_way_to_ship_is_offered_at_its_price(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let germany = zone(&shop, "Germany").await;
    let mut method = bicycle(&[(5000, 200), (1000, 100)]);
    shop.service.save_method(Actor::System, germany.id, method.clone()).await.unwrap();
    let offered = |weight_g| {
        let subtotal = Money::new(1000, Currency::Eur);
        let request = RateRequest { country: "DE".parse().unwrap(), weight_g, subtotal };
        let (service, id) = (shop.service.clone(), method.id);
        async move {
            let rates = service.rates(request).await.unwrap();
            rates.into_iter().find(|rate| rate.method == id).map(|rate| rate.price.minor)
        }
    };
    assert_eq!((offered(900).await, offered(2000).await, offered(5001).await), (Some(100), Some(200), None));

    method.tiers.truncate(1);
    shop.service.save_method(Actor::System, germany.id, method.clone()).await.unwrap();
    let tiers = zone(&shop, "Germany").await.methods.into_iter().find(|it| it.id == method.id).unwrap().tiers;
    assert_eq!(tiers.len(), 1, "prices are replaced, not added");
    shop.service.remove_method(Actor::System, method.id).await.unwrap();
    assert!(zone(&shop, "Germany").await.methods.iter().all(|it| it.id != method.id));
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn what_cannot_be_is_refused_at_its_field(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let germany = zone(&shop, "Germany").await;
    let save = |method| shop.service.save_method(Actor::System, germany.id, method);
    let field = |field: &'static str, refused: contracts::Error| {
        assert!(refused.for_field(field).is_some(), "{refused:?}")
    };
    field("name", save(Method { name: "Standard".into(), ..bicycle(&[(1, 1)]) }).await.unwrap_err());
    field("tiers", save(bicycle(&[])).await.unwrap_err());
    field("tiers", save(bicycle(&[(1, 1), (1, 2)])).await.unwrap_err());
    field("tiers", save(bicycle(&[(1, -1)])).await.unwrap_err());
    field("days_max", save(Method { days_min: 3, ..bicycle(&[(1, 1)]) }).await.unwrap_err());
    let zone =
        |name, countries| shop.service.save_zone(Actor::System, draft(ZoneId(ids::mint()), name, countries));
    field("name", zone("Germany", &["AU"]).await.unwrap_err());
    field("countries", zone("Antarctica", &["AQ"]).await.unwrap_err());
    let moved = Method { id: germany.methods[0].id, ..bicycle(&[(1, 1)]) };
    let elsewhere = zone_of(&shop, "World").await;
    let refused = shop.service.save_method(Actor::System, elsewhere, moved).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::NotFound, "a way to ship stays in its zone");
}

async fn zone_of(shop: &Shop, name: &str) -> ZoneId {
    zone(shop, name).await.id
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn nothing_is_shipped_to_where_a_zone_was(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let germany = zone_of(&shop, "Germany").await;
    let nobody = shop.service.remove_zone(Actor::Guest, germany).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Unauthenticated);
    shop.service.remove_zone(Actor::System, germany).await.unwrap();
    assert!(shop.service.check_address(berlin()).await.unwrap_err().for_field("country").is_some());
    let again = shop.service.remove_zone(Actor::System, germany).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::NotFound);
}
