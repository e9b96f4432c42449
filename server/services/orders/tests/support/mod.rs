//! A shop with an orders service and nothing else.

use contracts::{
    Actor, CartId, Currency, Money, Permission, Quantity, UserId, VariantId,
    orders::{CartKey, Order, Orders as _, PlaceOrder, PlaceOrderItem, Seller},
};
use orders::Orders;
use platform::{Database, ids};
use sqlx::PgPool;

pub struct Shop {
    pub db: Database,
    pub orders: Orders,
}

impl Shop {
    pub async fn open(pool: PgPool) -> Self {
        let db = platform::testing::database(pool, "orders").await;
        let orders = Orders::new(db.clone(), platform::system_clock()).selling_as(seller());
        Self { db, orders }
    }

    /// Names of the events that were published, oldest first.
    pub async fn told(&self) -> Vec<String> {
        platform::testing::published(&self.db).await.into_iter().map(|event| event.name).collect()
    }

    /// An order of two lines, 2 × 12.00 € and 1 × 30.00 €, shipping 4.90 €, placed.
    pub async fn placed(&self) -> Order {
        self.place(wanted(None)).await
    }

    /// Places this order after its lines were put into a cart.
    pub async fn place(&self, order: PlaceOrder) -> Order {
        let order = self.in_cart(order).await;
        self.orders.place_order(order).await.unwrap()
    }

    /// The order, with its lines in a guest's cart.
    pub async fn in_cart(&self, order: PlaceOrder) -> PlaceOrder {
        let mut key = CartKey::default();
        let mut cart = order.cart;
        for item in &order.items {
            let filled = self.orders.add_to_cart(key.clone(), item.variant, item.quantity).await.unwrap();
            cart = filled.id.unwrap();
            key.token = filled.new_token.or(key.token);
        }
        sqlx::query("delete from messaging.outbox where name in ('cart_started', 'added_to_cart')")
            .execute(self.db.pool())
            .await
            .unwrap();
        PlaceOrder { cart, ..order }
    }

    /// Lets every run's pause pass.
    pub async fn wait_for_the_next_try(&self) {
        sqlx::query("update checkouts set next_attempt_at = now()").execute(self.db.pool()).await.unwrap();
    }

    /// The same, confirmed and paid.
    pub async fn paid(&self) -> Order {
        let order = self.placed().await;
        self.orders.confirm_order(order.id).await.unwrap();
        self.orders.set_payment_state(order.id, contracts::orders::PaymentState::Paid).await.unwrap();
        self.orders.order(Actor::System, order.id).await.unwrap().unwrap()
    }
}

pub fn seller() -> Seller {
    Seller {
        name: "Tradewind Goods GmbH".to_owned(),
        address: "Hafenstraße 1, 20359 Hamburg, Germany".to_owned(),
        vat_id: "DE123456789".to_owned(),
    }
}

pub fn variant() -> VariantId {
    VariantId(ids::mint())
}

pub fn units(count: u32) -> Quantity {
    Quantity::try_from(count).unwrap()
}

pub fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::Eur)
}

pub fn user() -> UserId {
    UserId(ids::mint())
}

pub fn key_of(user: UserId) -> CartKey {
    CartKey { user: Some(user), token: None }
}

pub fn key(token: &str) -> CartKey {
    CartKey { user: None, token: Some(token.to_owned()) }
}

pub fn staff(permissions: &[Permission]) -> Actor {
    Actor::Staff { user: user(), email: "grace@example.com".to_owned(), permissions: permissions.to_vec() }
}

pub fn wanted(buyer: Option<UserId>) -> PlaceOrder {
    PlaceOrder {
        checkout: ids::mint().into(),
        cart: CartId(ids::mint()),
        user: buyer,
        email: "ada@example.com".parse().unwrap(),
        language: "en".to_owned(),
        items: vec![item("MUG-1", 2, 1200), item("TRAY-1", 1, 3000)],
        discount: None,
        shipping: euros(490),
        tax_rate_bp: 1900,
        shipping_method: "Standard".to_owned(),
        address: address(),
        note: "Ring twice".to_owned(),
        payment: ids::mint().into(),
    }
}

pub fn item(sku: &str, quantity: u32, cents: i64) -> PlaceOrderItem {
    PlaceOrderItem {
        product: ids::mint().into(),
        variant: variant(),
        sku: sku.parse().unwrap(),
        name: format!("Article {sku}"),
        choices: "Blue".to_owned(),
        picture_url: Some(format!("/media/{sku}.webp")),
        quantity: units(quantity),
        unit_price: euros(cents),
        weight_g: 300,
    }
}

fn address() -> contracts::Address {
    contracts::Address {
        name: "Ada Lovelace".to_owned(),
        company: None,
        street: "Lindenstraße 1".to_owned(),
        street2: None,
        city: "Berlin".to_owned(),
        state: None,
        postal_code: Some("10969".to_owned()),
        country: "DE".parse().unwrap(),
        phone: None,
    }
}
