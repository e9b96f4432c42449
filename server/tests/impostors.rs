//! Attack C-16: whoever registers with an address that is not theirs gets nothing of what was bought with it.

use crate::support::{Shop, people};
use contracts::{
    Actor, ErrorKind, PageRequest,
    checkout::Outcome,
    identity::{ClientInfo, Credentials, Invitation, Realm, Registration},
};

/// The address of [`crate::support::draft`].
const VICTIM: &str = "ada@example.com";
const PASSWORD: &str = "nine-herrings-and-a-kettle";

fn eve(email: &str) -> Registration {
    Registration { name: "Eve".into(), email: email.into(), password: PASSWORD.into() }
}

/// An account of Eve's as they were made before its link proved the address.
async fn squatted(shop: &Shop, email: &str) -> Actor {
    let made = people::registered(&shop.built.services, eve(email), ClientInfo::default()).await;
    let identity = shop.databases.of("identity").unwrap();
    sqlx::query("update users set email_verified_at = null").execute(identity.pool()).await.unwrap();
    made.session.actor()
}

#[tokio::test(flavor = "multi_thread")]
async fn c_16_a_guest_s_order_is_not_given_to_whoever_registers_with_its_address() {
    let shop = Shop::open(&[]).await;
    let services = &shop.built.services;
    let variant = shop.stocked(5).await;
    let submit = shop.ready_to_buy(variant, 1, "4242 4242 4242 4242").await;
    let outcome = services.checkout.submit(submit).await.unwrap();
    let Outcome::Placed { number, email } = outcome else { panic!("{outcome:?}") };
    assert_eq!(email, VICTIM);
    shop.settle().await;

    assert!(people::link_of(services, eve(VICTIM)).await.is_some(), "to whoever reads the address");
    let credentials = Credentials { email: VICTIM.into(), password: PASSWORD.into() };
    let refused =
        services.identity.log_in(Realm::Shop, credentials, ClientInfo::default()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated, "nobody has an account with it");
    let eve = squatted(&shop, VICTIM).await;
    shop.settle().await;
    let orders = services.orders.my_orders(eve.clone(), PageRequest::default()).await.unwrap();
    assert_eq!(orders.total, 0);
    assert_eq!(services.orders.my_order(eve.clone(), number).await.unwrap(), None);
    assert!(services.identity.addresses(eve).await.unwrap().is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c_16_an_account_that_somebody_made_for_a_colleague_s_address_is_no_way_into_the_office() {
    let shop = Shop::open(&[]).await;
    let services = &shop.built.services;
    squatted(&shop, "carol@example.com").await;
    let door = || Credentials { email: "Carol@example.com".into(), password: PASSWORD.into() };
    let invitation =
        Invitation { name: "Carol".into(), email: "carol@example.com".into(), role: "administrator".into() };
    services.after_sales.invite_staff(Actor::System, invitation).await.unwrap();
    for realm in [Realm::Staff, Realm::Shop] {
        let refused = services.identity.log_in(realm, door(), ClientInfo::default()).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Unauthenticated);
    }
    for spelled in ["carol@example.com", "CAROL@example.com", " carol@Example.com "] {
        assert_eq!(people::link_of(services, eve(spelled)).await, None, "{spelled:?}");
    }
    shop.close().await;
}
