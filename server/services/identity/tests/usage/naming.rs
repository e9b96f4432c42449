//! What authenticator apps and passkeys call the shop.

use crate::common::{PASSWORD, Shop, shop};
use contracts::{
    ShopId,
    identity::{Identity as _, Session},
    orders::{Event, Seller, ShopSettings},
};
use platform::AnyEnvelope;
use serde_json::Value;
use sqlx::PgPool;

/// That the shop is called so, as orders tells it.
fn told(name: &str, version: u32) -> AnyEnvelope {
    let unchanged = ShopSettings::unchanged(Seller::default());
    let settings = Box::new(ShopSettings { name: name.to_owned(), version, ..unchanged });
    platform::testing::envelope(&Event::ShopSaved { shop: ShopId(platform::ids::mint()), settings })
}

/// As an app and a passkey call it.
async fn names(shop: &Shop, session: &Session) -> [String; 2] {
    let (actor, here) = (session.actor(), session.id);
    shop.identity.begin_second_factor(actor.clone(), here, PASSWORD.into(), String::new()).await.unwrap();
    let app = shop.identity.second_factor(actor.clone()).await.unwrap().pending.unwrap().uri;
    let app = app.strip_prefix("otpauth://totp/").unwrap().split(':').next().unwrap().to_owned();
    let asked = shop.identity.begin_passkey(actor, here, PASSWORD.into()).await.unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    [app, options["rp"]["name"].as_str().unwrap().to_owned()]
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn apps_and_passkeys_show_the_shop_s_own_name(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shop.register("ada@example.com").await.session;
    assert_eq!(names(&shop, &ada).await, ["Tradewind", "Tradewind"]);
    let (older, newer) = (told("Harbour", 1), told("Lighthouse", 2));
    shop.identity.on_shop_saved(newer.clone()).await.unwrap();
    for again in [newer, older] {
        shop.identity.on_shop_saved(again).await.unwrap();
    }
    assert_eq!(names(&shop, &ada).await, ["Lighthouse", "Lighthouse"], "an older one comes late");
}
