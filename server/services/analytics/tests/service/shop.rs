//! Analytics on a fresh database, on 20 November 2026 at 9:30, and a shop whose events it counts.

use analytics::Analytics;
use contracts::{
    Actor, Address, CartId, CheckoutId, Currency, DomainEvent, Money, OrderId, OrderItemId, ProductId,
    Timestamp, UserId, VariantId,
    analytics::{Analytics as _, Dashboard, DashboardQuery, DashboardSpan},
    orders::{Event, Order, OrderHistory, OrderItem, OrderStatus, PaymentState},
};
use platform::{
    Database, ids,
    testing::{self, MockClock},
};
use sqlx::PgPool;
use std::sync::Arc;

pub struct Shop {
    pub service: Arc<Analytics>,
    pub db: Database,
}

impl Shop {
    pub async fn open(pool: PgPool) -> Self {
        let db = testing::database(pool, "analytics").await;
        let clock = MockClock::at(at("2026-11-20T09:30:00Z"));
        let service = Arc::new(Analytics::new(db.clone(), Arc::new(clock)));
        Self { service, db }
    }

    pub async fn open_in(pool: PgPool, currency: Currency) -> Self {
        let shop = Self::open(pool).await;
        let clock = MockClock::at(at("2026-11-20T09:30:00Z"));
        let service = Arc::new(Analytics::new(shop.db.clone(), Arc::new(clock)).in_currency(currency));
        Self { service, ..shop }
    }

    pub async fn happened<E: DomainEvent>(&self, when: &str, event: &E) {
        let mut envelope = testing::envelope(event);
        envelope.occurred_at = at(when);
        self.service.on_any_event(envelope).await.unwrap();
    }

    pub async fn confirmed(&self, when: &str, order: &Order) {
        let event = Event::OrderConfirmed { order: order.id, snapshot: Box::new(order.clone()) };
        self.happened(when, &event).await;
    }

    pub async fn dashboard(&self, span: DashboardSpan) -> Dashboard {
        let query = DashboardQuery { span, ..DashboardQuery::default() };
        self.service.dashboard(Actor::System, query).await.unwrap()
    }
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn euros(minor: i64) -> Money {
    Money::new(minor, Currency::Eur)
}

pub fn cart_started() -> Event {
    Event::CartStarted { cart: CartId(ids::mint()) }
}

pub fn placed(order: &Order) -> Event {
    Event::OrderPlaced {
        order: order.id,
        number: order.number.clone(),
        user: None,
        total: order.total,
        items: vec![],
    }
}

pub fn item(product: ProductId, name: &str, quantity: u32, each: i64) -> OrderItem {
    OrderItem {
        id: OrderItemId(ids::mint()),
        product,
        variant: VariantId(ids::mint()),
        sku: "MUG".parse().unwrap(),
        name: name.into(),
        choices: "Chalk".into(),
        picture_url: None,
        quantity,
        unit_price: euros(each),
        subtotal: euros(each * i64::from(quantity)),
        discount: None,
        shipped: 0,
        refunded: 0,
    }
}

pub fn order(items: Vec<OrderItem>) -> Order {
    let subtotal = Money::sum(Currency::Eur, items.iter().map(|item| item.subtotal)).unwrap();
    let placed_at = at("2026-11-20T08:00:00Z");
    Order {
        id: OrderId(ids::mint()),
        number: ids::order_number(),
        checkout: CheckoutId(ids::mint()),
        user: Some(UserId(ids::mint())),
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        status: OrderStatus::Confirmed,
        payment_status: PaymentState::Authorised,
        items,
        subtotal,
        discount: None,
        shipping: euros(490),
        tax: euros(0),
        tax_rate_bp: 1900,
        total: subtotal.plus(euros(490)).unwrap(),
        refunded: euros(0),
        shipping_method: "Standard".into(),
        address: address(),
        note: "Ring twice at Lovelace".into(),
        placed_at,
        history: vec![OrderHistory {
            status: OrderStatus::Confirmed,
            at: placed_at,
            reason: "Ada called".into(),
            actor: "staff@example.com".into(),
        }],
    }
}

fn address() -> Address {
    Address {
        name: "Ada Lovelace".into(),
        company: None,
        street: "Invalidenstr. 43".into(),
        street2: None,
        city: "Berlin".into(),
        state: None,
        postal_code: Some("10115".into()),
        country: "DE".parse().unwrap(),
        phone: Some("+49 30 1234567".into()),
    }
}
