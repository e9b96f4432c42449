//! What is missing before customers can come. Server only.

use super::overview_api::Missing;
use contracts::{
    Actor, PageRequest, Permission, Services,
    catalog::{ProductQuery, ProductStatus},
    orders::ShopSettings,
    payments::{GatewayInfo, PaymentKind},
    shipping::Zone,
};

/// What was found of the shop.
pub struct Found {
    pub shop: ShopSettings,
    pub gateway: GatewayInfo,
    pub zones: Vec<Zone>,
    pub tax_rates: usize,
    pub sends_mail: bool,
    /// None where whoever asks may not see products.
    pub on_sale: Option<u64>,
}

/// Looks at what the services are set to.
///
/// # Errors
/// As the services answer.
pub async fn look(services: &Services, actor: Actor) -> contracts::Result<Found> {
    let (shop, gateway, zones, tax_rates, sends_mail, on_sale) = futures::try_join!(
        services.orders.shop(),
        services.payments.gateway(),
        services.shipping.zones(),
        services.orders.tax_rates(actor.clone()),
        services.notifications.sends_mail(),
        on_sale(services, actor),
    )?;
    Ok(Found { shop, gateway, zones, tax_rates: tax_rates.len(), sends_mail, on_sale })
}

async fn on_sale(services: &Services, actor: Actor) -> contracts::Result<Option<u64>> {
    if actor.require(Permission::ViewCatalog).is_err() {
        return Ok(None);
    }
    let active = Some(ProductStatus::Active);
    let query = ProductQuery { status: active, page: PageRequest::new(1, 1), ..ProductQuery::default() };
    Ok(Some(services.catalog.products(actor, query).await?.total))
}

/// What is missing, the most important first; nothing when customers may come.
pub fn missing(found: &Found) -> Vec<Missing> {
    let is_on = |kind| found.gateway.way(kind).is_on;
    let nothing_pays = !PaymentKind::ALL.into_iter().any(is_on);
    let by_test = found.gateway.gateway == "test";
    let no_method = found.zones.iter().all(|zone| zone.methods.is_empty());
    let unreached = found.zones.iter().find(|zone| zone.methods.is_empty()).filter(|_| !no_method);
    let half =
        unreached.map(|zone| ["Nothing is shipped to “", &zone.name, "”: it has no way to ship."].concat());
    let when = |holds: bool, text: &str| holds.then(|| text.to_owned());
    let shop = &found.shop;
    let all = [
        (
            when(!shop.seller.is_complete(), "Invoices do not say who sells: name, address and VAT number."),
            "/admin/settings/shop",
        ),
        (when(nothing_pays, "No way to pay is on: nothing can be bought."), "/admin/settings/payments"),
        (
            when(
                by_test,
                "The built-in test gateway takes test cards and no money. Stripe’s keys are set where the server runs.",
            ),
            "/admin/settings/payments",
        ),
        (
            when(no_method, "Nothing is shipped anywhere: no zone has a way to ship."),
            "/admin/settings/shipping",
        ),
        (half, "/admin/settings/shipping"),
        (when(found.tax_rates == 0, "Nothing is taxed: no country has a rate."), "/admin/settings/taxes"),
        (
            when(
                !found.sends_mail,
                "Mails stay in the mailbox here: the mail server is set where the server runs.",
            ),
            "/admin/mailbox",
        ),
        (when(found.on_sale == Some(0), "No product is on sale."), "/admin/products"),
        (
            when(
                shop.support_email.is_empty() && shop.support_phone.is_empty(),
                "Customers find no address and no phone, only the contact form.",
            ),
            "/admin/settings/shop",
        ),
    ];
    let told =
        all.into_iter().filter_map(|(text, href)| Some(Missing { text: text?, href: href.to_owned() }));
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{orders::Seller, payments::PaymentWay};

    fn ready() -> Found {
        let seller = Seller { name: "Harbour".into(), address: "Pier 1".into(), vat_id: "DE1".into() };
        let shop = ShopSettings { support_phone: "+49 40 1".into(), ..ShopSettings::unchanged(seller) };
        let gateway = GatewayInfo {
            gateway: "stripe".into(),
            publishable_key: None,
            script_url: None,
            capture_at_checkout: true,
            ways: Vec::new(),
        };
        let method = serde_json::json!({
            "id": uuid::Uuid::nil(), "name": "By ship", "carrier": "Clipper", "days_min": 1, "days_max": 2,
            "free_from": null, "tiers": [],
        });
        let zone = serde_json::json!({
            "id": uuid::Uuid::nil(), "name": "World", "countries": ["DE"], "methods": [method],
        });
        let zones = vec![serde_json::from_value(zone).unwrap()];
        Found { shop, gateway, zones, tax_rates: 1, sends_mail: true, on_sale: Some(1) }
    }

    #[test]
    fn nothing_is_missing_of_a_shop_that_is_set_up() {
        assert!(missing(&ready()).is_empty());
        let unseen = Found { on_sale: None, ..ready() };
        assert!(missing(&unseen).is_empty(), "not told to whoever may not see products");
    }

    #[test]
    fn each_thing_that_is_missing_is_told_with_the_page_for_it() {
        let off = |kind| PaymentWay { is_on: false, ..PaymentWay::unchanged(kind) };
        let mut found = Found { tax_rates: 0, sends_mail: false, on_sale: Some(0), ..ready() };
        found.shop = ShopSettings::unchanged(Seller::default());
        found.gateway.ways = PaymentKind::ALL.map(off).to_vec();
        found.gateway.gateway = "test".into();
        found.zones[0].methods.clear();
        let pages: Vec<_> = missing(&found).into_iter().map(|one| one.href).collect();
        let wanted = ["settings/shop", "settings/payments", "settings/payments", "settings/shipping"];
        let rest = ["settings/taxes", "mailbox", "products", "settings/shop"];
        let wanted: Vec<_> = wanted.into_iter().chain(rest).map(|page| format!("/admin/{page}")).collect();
        assert_eq!(pages, wanted);
    }

    #[test]
    fn a_zone_without_a_way_to_ship_is_named_beside_others_that_have_one() {
        let mut found = ready();
        let mut empty = found.zones[0].clone();
        empty.name = "Islands".into();
        empty.methods.clear();
        found.zones.push(empty);
        let told = missing(&found);
        assert!(told.len() == 1 && told[0].text.contains("Islands"), "{told:?}");
    }
}
