//! Where is shipped to, how addresses are written there and what it costs.

use crate::shop::{Shop, berlin};
use contracts::{
    Currency, Money,
    shipping::{RateRequest, Shipping as _},
};
use sqlx::PgPool;

async fn rates(shop: &Shop, country: &str, weight_g: u32, subtotal: i64) -> Vec<(String, i64)> {
    let subtotal = Money::new(subtotal, Currency::Eur);
    let request = RateRequest { country: country.parse().unwrap(), weight_g, subtotal };
    let rates = shop.service.rates(request).await.unwrap();
    rates.into_iter().map(|rate| (format!("{} {}", rate.carrier, rate.name), rate.price.minor)).collect()
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn rates_depend_on_country_weight_and_subtotal(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let standard = |price| ("DHL Standard".to_owned(), price);
    let express = |price| ("DHL Express".to_owned(), price);
    assert_eq!(rates(&shop, "DE", 900, 7999).await, [standard(490), express(1290)]);
    assert_eq!(rates(&shop, "DE", 10_000, 7999).await, [standard(490), express(1290)]);
    assert_eq!(rates(&shop, "DE", 10_001, 7999).await, [standard(990), express(1990)]);
    assert_eq!(rates(&shop, "DE", 900, 8000).await, [standard(0), express(1290)]);
    assert_eq!(rates(&shop, "FR", 900, 8000).await[0], standard(990));
    assert_eq!(rates(&shop, "FR", 900, 15_000).await[0], standard(0));
    assert_eq!(rates(&shop, "US", 900, 100_000).await[0], standard(1990));
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn there_is_no_rate_to_nowhere_for_too_much_or_in_another_currency(pool: PgPool) {
    let shop = Shop::open(pool).await;
    assert!(rates(&shop, "KP", 900, 1000).await.is_empty());
    assert!(rates(&shop, "DE", 31_501, 1000).await.is_empty());
    assert!(rates(&shop, "DE", u32::MAX, 1000).await.is_empty());
    let dollars =
        RateRequest { country: "DE".parse().unwrap(), weight_g: 1, subtotal: Money::new(1, Currency::Usd) };
    assert!(shop.service.rates(dollars).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn every_country_of_a_zone_has_address_rules_and_the_other_way_round(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let countries = shop.service.countries().await.unwrap();
    let zones = shop.service.zones().await.unwrap();
    let in_zones: usize = zones.iter().map(|zone| zone.countries.len()).sum();
    assert_eq!((countries.len(), in_zones), (37, 37));
    assert!(countries.is_sorted_by_key(|country| country.name.clone()));
    let usa = countries.iter().find(|country| country.code.as_str() == "US").unwrap();
    assert_eq!((usa.rules.postal_code_label.as_str(), usa.rules.state_required), ("ZIP code", Some(true)));
    assert!(usa.rules.states.contains(&("CA".into(), "California".into())));
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn zones_show_their_methods_with_ascending_tiers(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let zones = shop.service.zones().await.unwrap();
    assert_eq!(
        zones.iter().map(|zone| zone.name.as_str()).collect::<Vec<_>>(),
        ["Germany", "European Union", "Rest of Europe", "World"]
    );
    let standard = &zones[0].methods[0];
    assert_eq!((standard.name.as_str(), standard.free_from.unwrap().minor), ("Standard", 8000));
    assert_eq!(standard.tiers.iter().map(|tier| tier.up_to_g).collect::<Vec<_>>(), [10_000, 31_500]);
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn an_address_is_mended_or_its_faults_are_named(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut address = berlin();
    address.name = " Ada  Lovelace ".into();
    address.postal_code = Some("d-10115".into());
    assert_eq!(shop.service.check_address(address.clone()).await.unwrap(), berlin());
    address.postal_code = Some("1011".into());
    address.city = String::new();
    let refused = shop.service.check_address(address.clone()).await.unwrap_err();
    assert_eq!(refused.for_field("postal_code"), Some("Please enter a postal code like 10115."));
    assert!(refused.for_field("city").is_some());
}

#[sqlx::test(migrator = "shipping::MIGRATOR")]
async fn a_country_without_a_zone_is_not_shipped_to(pool: PgPool) {
    let shop = Shop::open(pool).await;
    sqlx::query("delete from zone_countries where country = 'DE'").execute(shop.db.pool()).await.unwrap();
    let refused = shop.service.check_address(berlin()).await.unwrap_err();
    assert_eq!(refused.for_field("country"), Some("We do not ship to this country."));
    assert_eq!(shop.service.countries().await.unwrap().len(), 36);
}
