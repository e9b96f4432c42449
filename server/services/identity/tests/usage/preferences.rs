//! Saved views and looks of lists, and the role of the warehouse.

use crate::common::{Shop, shop, shopper};
use contracts::{
    Actor, ErrorKind, Permission, SavedViewId,
    identity::{Density, Identity as _, ListLook, SavedView, ViewDraft},
};
use sqlx::PgPool;

fn draft(name: &str) -> ViewDraft {
    let look = ListLook { list: "orders".into(), hidden: vec!["Units".into()], density: Density::Compact };
    let query = "status=confirmed".to_owned();
    ViewDraft { id: None, name: name.into(), query, look, is_shared: false, is_default: false }
}

async fn save(shop: &Shop, actor: &Actor, draft: ViewDraft) -> SavedViewId {
    shop.identity.save_view(actor.clone(), draft).await.unwrap()
}

async fn views(shop: &Shop, actor: &Actor) -> Vec<SavedView> {
    shop.identity.list_preferences(actor.clone()).await.unwrap().views
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_works_in_the_warehouse_sends_and_neither_cancels_nor_refunds(pool: PgPool) {
    use Permission as P;
    let shop = shop(pool).await;
    let clerk = shop.staff("warehouse").await.session;
    assert_eq!(clerk.permissions, [P::ViewStock, P::AdjustStock, P::ViewOrders, P::ShipOrders]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_view_is_its_owner_s_until_it_is_shared(pool: PgPool) {
    let shop = shop(pool).await;
    let (grace, bob) =
        (shop.staff("manager").await.session.actor(), shop.staff("support").await.session.actor());
    let id = save(&shop, &grace, draft(" To ship ")).await;
    assert_eq!(views(&shop, &grace).await[0].name, "To ship");
    assert!(views(&shop, &bob).await.is_empty());

    save(&shop, &grace, ViewDraft { id: Some(id), is_shared: true, ..draft("Ready") }).await;
    let seen = &views(&shop, &bob).await[0];
    assert_eq!((seen.name.as_str(), seen.query.as_str()), ("Ready", "status=confirmed"));
    assert_eq!((seen.shared_by.as_deref(), seen.look.density), (Some("Ada Lovelace"), Density::Compact));
    let foreign = shop.identity.delete_view(bob.clone(), id).await.unwrap_err();
    assert_eq!(foreign.kind, ErrorKind::NotFound);
    shop.identity.assign_roles(Actor::System, grace.user().unwrap(), vec![]).await.unwrap();
    assert!(views(&shop, &bob).await.is_empty(), "who works here no more shares nothing");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn names_differ_and_a_list_opens_with_one_view(pool: PgPool) {
    let shop = shop(pool).await;
    let grace = shop.staff("manager").await.session.actor();
    save(&shop, &grace, ViewDraft { is_default: true, ..draft("First") }).await;
    let second = save(&shop, &grace, ViewDraft { is_default: true, ..draft("Second") }).await;
    let defaults = async || {
        let views = views(&shop, &grace).await;
        views.into_iter().filter(|view| view.is_default).map(|view| view.name).collect::<Vec<_>>()
    };
    assert_eq!(defaults().await, ["Second"]);
    let taken = shop.identity.save_view(grace.clone(), draft("First")).await.unwrap_err();
    assert!(taken.for_field("name").is_some());
    let empty = shop.identity.save_view(grace.clone(), draft(" ")).await.unwrap_err();
    assert!(empty.for_field("name").is_some());
    shop.identity.delete_view(grace.clone(), second).await.unwrap();
    assert!(defaults().await.is_empty());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_list_looks_to_each_as_they_like_it(pool: PgPool) {
    let shop = shop(pool).await;
    let grace = shop.staff("manager").await.session.actor();
    let mut look = draft("").look;
    for density in [Density::Comfortable, Density::Compact] {
        look.density = density;
        shop.identity.save_list_look(grace.clone(), look.clone()).await.unwrap();
    }
    let known = shop.identity.list_preferences(grace.clone()).await.unwrap();
    assert_eq!(known.looks, [look]);
    let nowhere = ListLook { list: "../etc".into(), ..ListLook::default() };
    assert!(shop.identity.save_list_look(grace, nowhere).await.is_err());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn shoppers_have_neither_views_nor_colleagues(pool: PgPool) {
    let shop = shop(pool).await;
    let ada = shopper(shop.register("ada@example.com").await.session.user);
    for actor in [ada, Actor::Guest] {
        assert!(shop.identity.list_preferences(actor.clone()).await.is_err());
        assert!(shop.identity.save_view(actor.clone(), draft("Mine")).await.is_err());
        assert!(shop.identity.colleagues(actor).await.is_err());
    }
    let clerk = shop.staff("warehouse").await.session;
    let known = shop.identity.colleagues(clerk.actor()).await.unwrap();
    assert_eq!(known.into_iter().map(|one| one.id).collect::<Vec<_>>(), [clerk.user]);
}
