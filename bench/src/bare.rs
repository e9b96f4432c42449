//! What a shop costs without a shop: the same statements, their rows as JSON, nothing else.

use crate::{json, purchase::Purchase, statements};
use anyhow::Result;
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::{get, post},
    serve::ListenerExt,
};
use http::StatusCode;
use platform::{Database, private_postgres::PrivatePostgres};
use serde_json::{Value, json};
use sqlx::{Row, postgres::PgRow};
use std::{collections::HashMap, net::SocketAddr, sync::Arc};
use uuid::Uuid;

const CATALOG: &str = "server/services/catalog";
const ORDERS: &str = "server/services/orders";
const SHIPPING: &str = "server/services/shipping";

struct Bare {
    catalog: Database,
    inventory: Database,
    orders: Database,
    recommendations: Database,
    shipping: Database,
    purchase: Purchase,
    text: Text,
}

struct Text {
    categories: &'static str,
    place: &'static str,
    subtree: &'static str,
    found: &'static str,
    page: &'static str,
    page_found: &'static str,
    count: &'static str,
    count_found: &'static str,
    cards: &'static str,
    active_at: &'static str,
    product: &'static str,
    available: &'static str,
    bought_together: &'static str,
    zones: &'static str,
    shipping_methods: &'static str,
    new_cart: &'static str,
    lines: &'static str,
    save_line: &'static str,
    publish: &'static str,
    draft: &'static str,
}

impl Text {
    fn read() -> Result<Self> {
        Ok(Self {
            categories: statements::find(CATALOG, "from categories c order by c.position")?,
            place: statements::find(CATALOG, "select id, description, category_path(id)")?,
            subtree: statements::find(CATALOG, "select category_subtree($1) as")?,
            found: statements::find(CATALOG, "from found_products($1) f join listed_products")?,
            page: statements::find(CATALOG, "order by l.position, l.product_id limit $9")?,
            page_found: statements::find(CATALOG, "order by f.place limit $9")?,
            count: statements::find(CATALOG, "from listing_counts where $2::uuid[] is null")?,
            count_found: statements::find(CATALOG, "case when $7 then choices_in_stock else choices end")?,
            cards: statements::find(CATALOG, "case when count(*) = 1 then (array_agg(v.id))[1]")?,
            active_at: statements::find(
                CATALOG,
                "select id from products where slug = $1 and status = 'active'",
            )?,
            product: statements::find(CATALOG, "coalesce((select jsonb_agg(variant_json(v)")?,
            available: statements::find(
                "server/services/inventory",
                "left join inventory i on i.variant_id = wanted.variant_id",
            )?,
            bought_together: statements::find("server/services/recommendations", "sum(1.0 / place)")?,
            zones: statements::find(SHIPPING, "from zones z order by position")?,
            shipping_methods: statements::find(SHIPPING, "array_agg(t.price_minor order by t.up_to_g)")?,
            new_cart: statements::find(ORDERS, "insert into carts (id, token_hash)")?,
            lines: statements::find(ORDERS, "select variant_id, quantity from cart_items")?,
            save_line: statements::find(ORDERS, "on conflict (cart_id, variant_id) do update")?,
            publish: statements::find("server/platform", "values ($1, $2, $3, $4, $5, $6)")?,
            draft: statements::find(ORDERS, "select draft from carts where id = $1")?,
        })
    }
}

type Shared = State<Arc<Bare>>;
type Answer = std::result::Result<Json<Value>, StatusCode>;

/// Serves until it is ended.
pub async fn serve(addr: SocketAddr, postgres: &PrivatePostgres) -> Result<()> {
    let open = |name: &'static str| {
        let url = postgres.url(name);
        async move { Database::open(name, &url, 10).await }
    };
    let (catalog, inventory, orders) =
        (open("catalog").await?, open("inventory").await?, open("orders").await?);
    let (payments, shipping) = (open("payments").await?, open("shipping").await?);
    let sold = (catalog.clone(), inventory.clone(), orders.clone());
    let bare = Bare {
        purchase: Purchase::new(sold, (payments, shipping.clone()))?,
        catalog,
        inventory,
        orders,
        recommendations: open("recommendations").await?,
        shipping,
        text: Text::read()?,
    };
    let routes = Router::new()
        .route("/products", get(list))
        .route("/products/{slug}", get(product))
        .route("/cart/{variant}", post(add_to_cart))
        .route("/checkout/{variant}", post(check_out))
        .with_state(Arc::new(bare));
    let listener = tokio::net::TcpListener::bind(addr).await?.tap_io(|socket| drop(socket.set_nodelay(true)));
    Ok(axum::serve(listener, routes).await?)
}

async fn list(State(bare): Shared, Query(query): Query<HashMap<String, String>>) -> Answer {
    let words = query.get("q").map_or("", String::as_str);
    let (categories, listing) =
        tokio::try_join!(bare.categories(), bare.listing(None, words, 24)).map_err(failed)?;
    Ok(Json(json!({ "categories": categories, "listing": listing })))
}

async fn product(State(bare): Shared, Path(slug): Path<String>) -> Answer {
    let (categories, product) = tokio::try_join!(bare.categories(), bare.product(&slug)).map_err(failed)?;
    Ok(Json(json!({ "categories": categories, "product": product })))
}

async fn add_to_cart(State(bare): Shared, Path(variant): Path<Uuid>) -> Answer {
    let (_, cart) = bare.add(variant).await.map_err(failed)?;
    Ok(Json(cart))
}

async fn check_out(State(bare): Shared, Path(variant): Path<Uuid>) -> Answer {
    let (cart, _) = bare.add(variant).await.map_err(failed)?;
    Ok(Json(bare.purchase.buy(cart, variant).await.map_err(failed)?))
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn failed(error: sqlx::Error) -> StatusCode {
    eprintln!("{error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

impl Bare {
    async fn categories(&self) -> sqlx::Result<Value> {
        json::rows(&sqlx::query(self.text.categories).fetch_all(self.catalog.pool()).await?)
    }

    async fn listing(&self, category: Option<Uuid>, words: &str, size: i64) -> sqlx::Result<Value> {
        let none: &[String] = &[];
        let mut tx = self.catalog.begin_planned().await?;
        let below: Option<Vec<Uuid>> = match category {
            Some(category) => {
                Some(sqlx::query_scalar(self.text.subtree).bind(category).fetch_all(&mut *tx).await?)
            }
            None => None,
        };
        let found: Option<Vec<Uuid>> = match words {
            "" => None,
            words => Some(sqlx::query_scalar(self.text.found).bind(words).fetch_all(&mut *tx).await?),
        };
        let page = if found.is_some() { self.text.page_found } else { self.text.page };
        let page = sqlx::query_scalar(page).bind(&below).bind(&found).bind(none).bind(None::<i64>);
        let page = page.bind(None::<i64>).bind(false).bind(none).bind(json!([])).bind(size).bind(0_i64);
        let ids: Vec<Uuid> = page.fetch_all(&mut *tx).await?;
        let counts = if found.is_some() {
            let counts =
                sqlx::query(self.text.count_found).bind(category).bind(&below).bind(&found).bind(none);
            counts.bind(None::<i64>).bind(None::<i64>).bind(false).bind(none).fetch_one(&mut *tx).await?
        } else {
            sqlx::query(self.text.count).bind(category).bind(&below).fetch_one(&mut *tx).await?
        };
        tx.commit().await?;
        let cards = sqlx::query(self.text.cards).bind(ids).fetch_all(self.catalog.pool()).await?;
        Ok(json!({ "found": json::row(&counts)?, "cards": json::rows(&cards)? }))
    }

    async fn product(&self, slug: &str) -> sqlx::Result<Value> {
        let (id, row) = self.product_row(slug).await?;
        let variants = ids(&row.try_get::<Value, _>("variants!: Json<Vec<Variant>>")?);
        let (stock, goes_with, zones) =
            tokio::try_join!(self.available(&variants), self.goes_with(id, &row), self.zones())?;
        Ok(json!({ "product": json::row(&row)?, "stock": stock, "goes_with": goes_with, "zones": zones }))
    }

    async fn product_row(&self, slug: &str) -> sqlx::Result<(Uuid, PgRow)> {
        let mut conn = self.catalog.pool().acquire().await?;
        let id: Uuid = sqlx::query_scalar(self.text.active_at).bind(slug).fetch_one(&mut *conn).await?;
        Ok((id, sqlx::query(self.text.product).bind(id).fetch_one(&mut *conn).await?))
    }

    async fn available(&self, variants: &[Uuid]) -> sqlx::Result<Value> {
        json::rows(&sqlx::query(self.text.available).bind(variants).fetch_all(self.inventory.pool()).await?)
    }

    async fn zones(&self) -> sqlx::Result<Value> {
        let zones = json::rows(&sqlx::query(self.text.zones).fetch_all(self.shipping.pool()).await?)?;
        let methods = sqlx::query(self.text.shipping_methods).fetch_all(self.shipping.pool()).await?;
        Ok(json!({ "zones": zones, "methods": json::rows(&methods)? }))
    }

    /// What is bought together with it, and more of its category, as the product page asks for them.
    async fn goes_with(&self, product: Uuid, row: &PgRow) -> sqlx::Result<Value> {
        let together = sqlx::query(self.text.bought_together).bind(vec![product]).bind(4_i64);
        let together = json::rows(&together.fetch_all(self.recommendations.pool()).await?)?;
        let path: Value = row.try_get("categories!: Json<Vec<CategoryRef>>")?;
        let slug = path
            .as_array()
            .and_then(|path| path.last())
            .and_then(|last| last["slug"].as_str())
            .unwrap_or_default();
        let place = sqlx::query(self.text.place).bind(slug).fetch_one(self.catalog.pool()).await?;
        let more = self.listing(Some(place.try_get("id")?), "", 5).await?;
        Ok(json!({ "together": together, "more": more }))
    }

    /// The cart, and what is answered.
    async fn add(&self, variant: Uuid) -> sqlx::Result<(Uuid, Value)> {
        let (cart, token) = (platform::ids::mint(), platform::ids::token());
        let mut tx = self.orders.begin().await?;
        let hash = platform::ids::hash_token(&token);
        sqlx::query(self.text.new_cart).bind(cart).bind(hash).execute(&mut *tx).await?;
        sqlx::query(self.text.lines).bind(cart).fetch_all(&mut *tx).await?;
        let line = sqlx::query(self.text.save_line).bind(cart).bind(vec![variant]).bind(vec![1]);
        line.execute(&mut *tx).await?;
        for (name, payload) in [
            ("cart_started", json!({ "cart": cart })),
            ("added_to_cart", json!({ "cart": cart, "user": null, "variant": variant, "quantity": 1 })),
        ] {
            // Of another service: nobody listens, so that both servers are measured without consumers' work twice.
            let event = sqlx::query(self.text.publish).bind(platform::ids::mint()).bind("bench");
            event.bind(name).bind(cart).bind(payload).bind(None::<String>).execute(&mut *tx).await?;
        }
        let lines = json::rows(&sqlx::query(self.text.lines).bind(cart).fetch_all(&mut *tx).await?)?;
        let draft = json::row(&sqlx::query(self.text.draft).bind(cart).fetch_one(&mut *tx).await?)?;
        tx.commit().await?;
        Ok((cart, json!({ "token": token, "lines": lines, "draft": draft })))
    }
}

fn ids(variants: &Value) -> Vec<Uuid> {
    let variants = variants.as_array().into_iter().flatten();
    variants.filter_map(|variant| variant["id"].as_str()?.parse().ok()).collect()
}
