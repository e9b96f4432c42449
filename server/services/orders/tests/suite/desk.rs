//! Notes, tags, whole orders, and the orders beside one.

use crate::support::{Shop, item, staff, user, wanted};
use contracts::{
    Actor, ErrorKind, NoteId, OrderId, PageRequest, Permission, UserId,
    orders::{NewOrderNote, Order, OrderQuery, OrderStatus, Orders as _, PlaceOrder},
};
use platform::ids;
use sqlx::PgPool;

fn clerk() -> Actor {
    staff(&[Permission::ViewOrders])
}

fn note(order: OrderId, text: &str, mentioned: &[UserId]) -> NewOrderNote {
    let id = NoteId(ids::mint());
    let (author_name, text) = ("Grace Hopper".to_owned(), text.to_owned());
    NewOrderNote { id, order, author_name, text, mentioned: mentioned.to_vec() }
}

impl Shop {
    async fn tagged(&self, tag: &str) -> Vec<OrderId> {
        let query = OrderQuery { tag: Some(tag.to_owned()), ..OrderQuery::default() };
        let page = self.orders.orders(clerk(), query).await.unwrap();
        page.items.into_iter().map(|row| row.id).collect()
    }

    async fn three(&self) -> [Order; 3] {
        let mut placed = Vec::new();
        for cents in [100, 300, 200] {
            let order = PlaceOrder { items: vec![item("CUP-1", 1, cents)], ..wanted(None) };
            placed.push(self.place(order).await);
        }
        placed.try_into().unwrap()
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_note_is_kept_once_and_tells_those_who_are_named_in_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    let (grace, bob) = (clerk(), clerk());
    let named = [bob.user().unwrap(), grace.user().unwrap()];
    let written = note(order.id, " Please call @Bob ", &named);
    for _ in 0..2 {
        shop.orders.add_order_note(grace.clone(), written.clone()).await.unwrap();
    }

    let notes = shop.orders.order_notes(bob.clone(), order.id).await.unwrap();
    assert_eq!(notes.len(), 1);
    let known = (notes[0].text.as_str(), notes[0].author_name.as_str());
    assert_eq!(known, ("Please call @Bob", "Grace Hopper"));
    assert_eq!(shop.orders.unread_mentions(grace).await.unwrap(), 0, "nobody is told of their own note");
    assert_eq!(shop.orders.unread_mentions(bob.clone()).await.unwrap(), 1);
    let mentions = shop.orders.mentions(bob.clone(), PageRequest::default()).await.unwrap();
    assert_eq!((mentions.total, mentions.items[0].order_number.clone()), (1, order.number));

    shop.orders.read_mentions(bob.clone(), Some(written.id)).await.unwrap();
    assert_eq!(shop.orders.unread_mentions(bob.clone()).await.unwrap(), 0);
    let mentions = shop.orders.mentions(bob, PageRequest::default()).await.unwrap();
    assert!(mentions.items[0].is_read);
    let audited = shop.told().await.into_iter().filter(|name| name == "audit_recorded").count();
    assert_eq!(audited, 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_note_is_neither_empty_nor_endless_nor_of_an_order_that_is_not_there(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    for text in ["  ", &"x".repeat(2001)] {
        let refused = shop.orders.add_order_note(clerk(), note(order.id, text, &[])).await.unwrap_err();
        assert!(refused.for_field("text").is_some());
    }
    let nowhere = note(OrderId(ids::mint()), "Hello", &[]);
    let missing = shop.orders.add_order_note(clerk(), nowhere).await.unwrap_err();
    assert_eq!(missing.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn shoppers_and_staff_who_see_no_orders_see_no_notes_and_set_no_tags(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    for actor in [Actor::Guest, Actor::Shopper { user: user() }, staff(&[Permission::ViewStock])] {
        assert!(shop.orders.order_notes(actor.clone(), order.id).await.is_err());
        assert!(shop.orders.add_order_note(actor.clone(), note(order.id, "Hi", &[])).await.is_err());
        assert!(shop.orders.set_order_tag(actor.clone(), order.id, "late".into(), true).await.is_err());
        assert!(shop.orders.whole_orders(actor, vec![order.id]).await.is_err());
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn orders_are_found_by_their_tags_until_these_are_taken_off(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let [first, _, third] = shop.three().await;
    for (order, tag) in [(first.id, " Call  back "), (third.id, "call back"), (third.id, "CALL BACK")] {
        shop.orders.set_order_tag(clerk(), order, tag.to_owned(), true).await.unwrap();
    }
    assert_eq!(shop.tagged("call back").await, [third.id, first.id]);
    assert_eq!(shop.orders.known_order_tags(clerk()).await.unwrap(), ["call back"]);

    shop.orders.set_order_tag(clerk(), third.id, "call back".to_owned(), false).await.unwrap();
    assert_eq!(shop.tagged("call back").await, [first.id]);
    let tags = shop.orders.order_tags(clerk(), vec![first.id, third.id]).await.unwrap();
    assert_eq!(tags.into_iter().map(|tag| tag.order).collect::<Vec<_>>(), [first.id]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn many_orders_are_read_as_each_alone_in_the_order_that_was_asked_for(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let [first, second, third] = shop.three().await;
    let ids = vec![third.id, OrderId(ids::mint()), first.id, second.id];
    let whole = shop.orders.whole_orders(clerk(), ids).await.unwrap();
    assert_eq!(whole, [third, first, second]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_orders_beside_one_are_those_of_the_list_that_one_came_from(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let [cheap, dear, middle] = shop.three().await;
    let beside = async |query: OrderQuery, order: &Order| {
        let found = shop.orders.order_neighbours(clerk(), query, order.id).await.unwrap();
        (found.previous, found.next)
    };
    let sorted = |sort: &str| OrderQuery { sort: sort.to_owned(), ..OrderQuery::default() };
    assert_eq!(beside(OrderQuery::default(), &dear).await, (Some(middle.id), Some(cheap.id)));
    assert_eq!(beside(sorted("placed"), &dear).await, (Some(cheap.id), Some(middle.id)));
    assert_eq!(beside(sorted("total"), &dear).await, (Some(middle.id), None));
    assert_eq!(beside(sorted("-total"), &middle).await, (Some(dear.id), Some(cheap.id)));

    shop.orders.confirm_order(cheap.id).await.unwrap();
    let confirmed = OrderQuery { status: Some(OrderStatus::Confirmed), ..OrderQuery::default() };
    assert_eq!(beside(confirmed, &middle).await, (None, Some(cheap.id)), "it need not be in the list");
}
