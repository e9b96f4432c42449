//! Filling a shop with a catalogue file, interrupted or not.

use crate::support::{
    Shop,
    faults::{Fault, Wire},
};
use contracts::{
    Actor, PageRequest, Services,
    catalog::{Product, ProductQuery, ProductStatus},
    inventory::{StockQuery, TransactionType},
    rpc::Remote,
};
use server::{demo, import, workers};
use std::{path::PathBuf, sync::Arc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const CATALOGUE: &str = r##"{
    "currency": "USD",
    "products": [
        {
            "slug": "mug", "name": "Mug", "category": ["Table", "Mugs"], "description": "Holds tea.",
            "weight_g": 340, "price_minor": 2200,
            "colourways": [
                { "slug": "chalk", "name": "Chalk", "hex": "#ece5d8", "file": "a.png", "stock": 24 },
                { "slug": "sage", "name": "Sage", "hex": "#9aa58c", "file": "b.png", "stock": 40 }
            ],
            "details": [{ "file": "b.png", "colourway": "chalk" }]
        },
        {
            "slug": "towel", "name": "Towel", "category": ["Bath"], "description": "Dries.",
            "weight_g": 500, "price_minor": 3900, "option": "Size",
            "colourways": [{ "slug": "large", "name": "Large", "file": "a.png" }]
        }
    ]
}"##;

/// A shop with its workers, and a demo shop on disk.
struct Stage {
    shop: Shop,
    folder: PathBuf,
    end: CancellationToken,
    workers: JoinSet<()>,
}

impl Stage {
    async fn open() -> Self {
        Self::in_shop(Shop::open(&[]).await)
    }

    fn in_shop(shop: Shop) -> Self {
        let folder = std::env::temp_dir().join(format!("demo_{}", platform::ids::mint()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("catalogue.json"), CATALOGUE).unwrap();
        for name in ["a.png", "b.png"] {
            image::RgbImage::new(40, 50).save(folder.join(name)).unwrap();
        }
        let end = CancellationToken::new();
        let workers = workers::start(&shop.databases, &shop.built, &end);
        Self { shop, folder, end, workers }
    }

    fn services(&self) -> &Services {
        &self.shop.built.services
    }

    async fn fill(&self) {
        self.fill_by(self.services().clone()).await.unwrap().unwrap();
    }

    /// Fills on a task of its own, which may die.
    async fn fill_by(&self, services: Services) -> Result<anyhow::Result<()>, tokio::task::JoinError> {
        let (db, folder) = (self.shop.databases.of("catalog").unwrap(), self.folder.clone());
        tokio::spawn(async move { demo::fill(&db, &folder, &services).await }).await
    }

    /// Whether filling died, at its `n`-th call.
    async fn dies_after_call(&self, n: usize) -> bool {
        let wire = Wire::new(self.services(), Some((n, Fault::DiesAfter)));
        let services = Services {
            catalog: Arc::new(Remote(wire.clone())),
            inventory: Arc::new(Remote(wire)),
            ..self.services().clone()
        };
        match self.fill_by(services).await {
            Ok(filled) => {
                filled.unwrap();
                false
            }
            Err(death) => {
                assert!(death.is_panic());
                true
            }
        }
    }

    /// Every product with status and pictures, and every variant with its units and movements.
    async fn seen(&self) -> Vec<String> {
        let mut seen = Vec::new();
        for row in self.services().catalog.products(Actor::System, by_name()).await.unwrap().items {
            let product = self.product(row.slug.as_str()).await;
            seen.push(format!("{} {:?}, {} pictures", product.name, product.status, product.media.len()));
        }
        for row in self.services().inventory.stock(Actor::System, StockQuery::default()).await.unwrap().items
        {
            let one = PageRequest::default();
            let moves =
                self.services().inventory.ledger(Actor::System, Some(row.variant), one).await.unwrap();
            seen.push(format!("{}: {} units, {} moves", row.sku, row.available, moves.total));
        }
        seen
    }

    async fn product(&self, slug: &str) -> Product {
        let found = self.services().catalog.product_by_slug(slug.parse().unwrap()).await.unwrap();
        found.unwrap_or_else(|| panic!("{slug} is not on sale"))
    }

    async fn close(mut self) {
        self.end.cancel();
        while self.workers.join_next().await.is_some() {}
        std::fs::remove_dir_all(&self.folder).unwrap();
        self.shop.close().await;
    }
}

fn by_name() -> ProductQuery {
    ProductQuery { sort: "name".into(), ..ProductQuery::default() }
}

const FILLED: [&str; 5] = [
    "Mug Active, 3 pictures",
    "Towel Active, 1 pictures",
    "MUG-CHALK: 24 units, 1 moves",
    "MUG-SAGE: 40 units, 1 moves",
    "TOWEL-LARGE: 0 units, 0 moves",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_filling_that_dies_at_every_call_is_completed_by_the_next_starts() {
    let stage = Stage::open().await;
    let mut deaths = 0;
    while stage.dies_after_call(deaths).await {
        deaths += 1;
    }
    assert!(deaths >= 10, "only {deaths} calls were interrupted");
    assert_eq!(stage.seen().await, FILLED);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_filled_once_whoever_starts_it_and_how_often() {
    let stage = Stage::open().await;
    tokio::join!(stage.fill(), stage.fill());
    assert_eq!(stage.seen().await, FILLED);
    let mug = stage.product("mug").await;
    assert_eq!(mug.variants[0].price.currency, contracts::Currency::Usd);
    assert_eq!(stage.product("towel").await.options[0].name, "Size");
    stage.fill().await;
    assert_eq!(stage.seen().await, FILLED);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_with_products_of_its_own_is_left_alone() {
    let shop = Shop::open(&[]).await;
    shop.stocked(3).await;
    let stage = Stage::in_shop(shop);
    stage.fill().await;
    let products = stage.services().catalog.products(Actor::System, by_name()).await.unwrap();
    assert_eq!(products.total, 1);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_again_keeps_what_the_merchant_changed_since() {
    let stage = Stage::open().await;
    let catalogue = import::read(&stage.folder.join("catalogue.json")).unwrap();
    assert_eq!(import::import(stage.services(), &catalogue).await.unwrap(), 2);
    let (catalog, inventory) = (&stage.services().catalog, &stage.services().inventory);
    let mug = stage.product("mug").await;
    catalog.delete_media(Actor::System, mug.id, mug.media[0].id).await.unwrap();
    let query = StockQuery { variants: vec![mug.variants[0].id], ..StockQuery::default() };
    let row = inventory.stock(Actor::System, query).await.unwrap().items.remove(0);
    let (kind, reason) = (TransactionType::Adjustment, "counted".to_owned());
    inventory.adjust(Actor::System, row.variant, row.warehouse, -24, kind, reason).await.unwrap();

    assert_eq!(import::import(stage.services(), &catalogue).await.unwrap(), 0);
    let mug = stage.product("mug").await;
    assert_eq!((mug.status, mug.media.len()), (ProductStatus::Active, 2));
    assert!(stage.seen().await.contains(&"MUG-CHALK: 0 units, 2 moves".to_owned()));
    stage.close().await;
}
