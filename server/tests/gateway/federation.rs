//! To providers and back, as far as no provider is needed.

use crate::support::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_not_set_up_is_not_found_at_either_door() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    for door in ["account", "admin"] {
        client.get(&format!("/{door}/sso/corp?next=https://evil.example")).await.must_be(404);
        client.get(&format!("/{door}/sso/corp/callback?state=x&state=y&code=z")).await.must_be(404);
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_links_nothing() {
    let shop = Shop::open(&[]).await;
    let foreign = shop.client().with("origin", "https://evil.example");
    foreign.form("/account/sso/corp/link", "password=x").await.must_be(403);
    let own = shop.client().with("sec-fetch-site", "same-origin");
    let answer = own.form("/account/sso/corp/link", "password=x").await;
    assert_eq!(answer.must_be(303).header("location"), "/login", "nobody is logged in");
    shop.close().await;
}
