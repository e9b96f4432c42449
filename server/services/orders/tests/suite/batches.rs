//! Many orders at once: what is chosen, what would become of it, and that each is acted on once.

use crate::support::{Shop, staff};
use contracts::{
    Actor, BatchId, ErrorKind, OrderId, Permission,
    orders::{Batch, BatchAction, BatchChoice, BatchRowState, OrderQuery, OrderStatus, Orders as _},
};
use platform::ids;
use sqlx::PgPool;

fn manager() -> Actor {
    staff(&[Permission::ViewOrders, Permission::CancelOrders, Permission::CapturePayments])
}

impl Shop {
    async fn chosen(&self, actor: &Actor, action: BatchAction, orders: &[OrderId]) -> Batch {
        let (id, choice) = (BatchId(ids::mint()), BatchChoice::Orders(orders.to_vec()));
        self.orders.open_batch(actor.clone(), id, action, choice).await.unwrap()
    }
}

fn states(batch: &Batch) -> Vec<BatchRowState> {
    batch.rows.iter().map(|row| row.state).collect()
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_cannot_be_done_is_told_before_and_skipped(pool: PgPool) {
    use BatchRowState::{Done, Failed, Skipped, Waiting};
    let shop = Shop::open(pool).await;
    let (held, taken) = (shop.placed().await, shop.paid().await);
    let manager = manager();
    let batch = shop.chosen(&manager, BatchAction::Capture, &[held.id, taken.id]).await;
    assert_eq!(states(&batch), [Skipped, Waiting], "the newest first");
    assert!(batch.rows[0].told.contains("captured"), "{:?}", batch.rows[0]);

    let confirmed = shop.orders.confirm_batch(manager.clone(), batch.id, String::new()).await.unwrap();
    assert!(confirmed.confirmed_at.is_some());
    let settle = async |failure: Option<&str>| {
        let failure = failure.map(str::to_owned);
        shop.orders.settle_batch_row(manager.clone(), batch.id, held.id, failure).await.unwrap();
        shop.orders.batch(manager.clone(), batch.id).await.unwrap().unwrap()
    };
    assert_eq!(states(&settle(None).await), [Skipped, Done]);
    assert_eq!(states(&settle(Some("late news")).await), [Skipped, Done], "what was noted stays");

    let again = shop.chosen(&manager, BatchAction::Cancel, &[held.id]).await;
    shop.orders.confirm_batch(manager.clone(), again.id, "Sold out".to_owned()).await.unwrap();
    let failure = Some("It was sent.".to_owned());
    shop.orders.settle_batch_row(manager.clone(), again.id, held.id, failure).await.unwrap();
    let again = shop.orders.batch(manager, again.id).await.unwrap().unwrap();
    assert_eq!((states(&again), again.rows[0].told.as_str()), (vec![Failed], "It was sent."));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn all_that_match_are_those_that_matched_when_they_were_chosen(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (first, _) = (shop.paid().await, shop.placed().await);
    let query = OrderQuery { status: Some(OrderStatus::Confirmed), ..OrderQuery::default() };
    let (manager, id) = (manager(), BatchId(ids::mint()));
    let choice = BatchChoice::Matching(Box::new(query));
    let open = async || {
        let choice = choice.clone();
        shop.orders.open_batch(manager.clone(), id, BatchAction::PickList, choice).await.unwrap()
    };
    assert_eq!(open().await.rows.iter().map(|row| row.order).collect::<Vec<_>>(), [first.id]);
    shop.paid().await;
    assert_eq!(open().await.rows.len(), 1, "the same id is the same batch");

    let nothing = OrderQuery { search: "nobody at all".to_owned(), ..OrderQuery::default() };
    let (id, choice) = (BatchId(ids::mint()), BatchChoice::Matching(Box::new(nothing)));
    let refused = shop.orders.open_batch(manager.clone(), id, BatchAction::Tag, choice).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Invalid);
    assert!(shop.orders.batch(manager, id).await.unwrap().is_none());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_batch_is_its_author_s_and_takes_the_right_of_its_act(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    let (manager, other) = (manager(), manager());
    let batch = shop.chosen(&manager, BatchAction::Cancel, &[order.id]).await;
    let confirm = async |actor: &Actor, input: &str| {
        shop.orders.confirm_batch(actor.clone(), batch.id, input.to_owned()).await
    };
    assert_eq!(confirm(&other, "Sold out").await.unwrap_err().kind, ErrorKind::NotFound);
    assert!(confirm(&manager, " ").await.unwrap_err().for_field("input").is_some());
    let early = shop.orders.settle_batch_row(manager.clone(), batch.id, order.id, None).await;
    assert_eq!(early.unwrap_err().kind, ErrorKind::Conflict, "nothing is done before it is confirmed");
    confirm(&manager, "Sold out").await.unwrap();
    let stolen = shop.orders.settle_batch_row(other, batch.id, order.id, None).await;
    assert_eq!(stolen.unwrap_err().kind, ErrorKind::NotFound);

    let clerk = staff(&[Permission::ViewOrders]);
    let (id, choice) = (BatchId(ids::mint()), BatchChoice::Orders(vec![order.id]));
    let refused = shop.orders.open_batch(clerk, id, BatchAction::Cancel, choice).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_batch_that_was_never_confirmed_is_forgotten_after_a_day(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    let manager = manager();
    let left = shop.chosen(&manager, BatchAction::Tag, &[order.id]).await;
    let kept = shop.chosen(&manager, BatchAction::Tag, &[order.id]).await;
    shop.orders.confirm_batch(manager.clone(), kept.id, "late".to_owned()).await.unwrap();
    let day = "update order_batches set created_at = created_at - interval '25 hours'";
    sqlx::query(day).execute(shop.db.pool()).await.unwrap();

    orders::batch::forget(&shop.db).await.unwrap();
    assert!(shop.orders.batch(manager.clone(), left.id).await.unwrap().is_none());
    assert!(shop.orders.batch(manager, kept.id).await.unwrap().is_some());
}
