//! A small shop to test with.

use catalog::{Catalog, Config};
use contracts::{
    Actor, CategoryId, Currency, MediaId, Money, Permission, ProductId, UserId,
    catalog::{
        Attribute, Catalog as _, ListingQuery, MediaUpload, OptionChoice, OptionValue, Product, ProductDraft,
        ProductOption, ProductStatus, VariantDraft,
    },
};
use platform::Database;
use sqlx::PgPool;
use std::{io::Cursor, path::PathBuf, sync::Arc};

pub(crate) struct Shop {
    pub catalog: Arc<Catalog>,
    pub db: Database,
    pub media_dir: PathBuf,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.media_dir);
    }
}

impl Shop {
    pub(crate) async fn open(pool: PgPool) -> Self {
        let db = platform::testing::database(pool, "catalog").await;
        let media_dir = std::env::temp_dir().join(format!("tradewind-media-{}", platform::ids::mint()));
        let catalog = Arc::new(Catalog::new(db.clone(), Config { media_dir: media_dir.clone() }));
        Self { catalog, db, media_dir }
    }

    /// A shop with mugs, bowls and a lamp.
    pub(crate) async fn stocked(pool: PgPool) -> Self {
        let shop = Self::open(pool).await;
        let tableware = shop.category("Tableware", None).await;
        let mugs = shop.category("Mugs", Some(tableware)).await;
        let lighting = shop.category("Lighting", None).await;
        shop.save(draft("Stoneware Mug", "Tidewater", 2200, &["Chalk", "Sage"], Some(mugs))).await;
        shop.save(draft("Espresso Cup", "Tidewater", 1900, &["Chalk", "Ink"], Some(mugs))).await;
        shop.save(draft("Ramen Bowl", "Northbank", 3400, &["Ink"], Some(tableware))).await;
        shop.save(draft("Desk Lamp", "Northbank", 12_900, &["Sage"], Some(lighting))).await;
        shop
    }

    pub(crate) async fn category(&self, name: &str, parent: Option<CategoryId>) -> CategoryId {
        self.catalog.save_category(merchant(), None, parent, name.into(), String::new()).await.unwrap()
    }

    pub(crate) async fn save(&self, draft: ProductDraft) -> ProductId {
        self.catalog.save_product(merchant(), draft).await.unwrap()
    }

    pub(crate) async fn product(&self, id: ProductId) -> Product {
        self.catalog.product(merchant(), id).await.unwrap().unwrap()
    }

    pub(crate) async fn names(&self, query: ListingQuery) -> Vec<String> {
        let listing = self.catalog.listing(query).await.unwrap();
        listing.products.items.into_iter().map(|card| card.name).collect()
    }

    pub(crate) async fn found(&self, search: &str) -> Vec<String> {
        self.names(ListingQuery { search: search.into(), ..ListingQuery::default() }).await
    }

    pub(crate) async fn picture(&self, product: ProductId, colour: Option<&str>) -> MediaId {
        let option = colour.map(|value| OptionValue { name: "Colour".into(), value: value.into() });
        let upload = MediaUpload { bytes: webp(1300, 1000), alt_text: "A mug".into(), option };
        self.catalog.add_media(merchant(), product, upload).await.unwrap().id
    }
}

pub(crate) fn merchant() -> Actor {
    let permissions = vec![Permission::ViewCatalog, Permission::EditCatalog];
    Actor::Staff { user: UserId(uuid::Uuid::nil()), email: "mia@shop.example".into(), permissions }
}

/// An active product with one variant per colour, all at one price.
pub(crate) fn draft(
    name: &str,
    brand: &str,
    price: i64,
    colours: &[&str],
    category: Option<CategoryId>,
) -> ProductDraft {
    let choice = |value: &&str| OptionChoice { value: (*value).into(), swatch: Some("#ECE5D8".into()) };
    let variant = |value: &&str| VariantDraft {
        id: None,
        sku: format!("{}-{value}", name.replace(' ', "-")),
        options: vec![OptionValue { name: "Colour".into(), value: (*value).into() }],
        price: Money::new(price, Currency::Eur),
        compare_at: None,
        weight_g: 340,
    };
    ProductDraft {
        id: None,
        version: None,
        name: name.into(),
        slug: String::new(),
        description: "Made by hand.".into(),
        brand: brand.into(),
        status: ProductStatus::Active,
        category,
        attributes: vec![Attribute { name: "Material".into(), value: "Stoneware".into() }],
        options: vec![ProductOption { name: "Colour".into(), values: colours.iter().map(choice).collect() }],
        variants: colours.iter().map(variant).collect(),
    }
}

/// The draft a form would send that changes nothing.
pub(crate) fn unchanged(product: &Product) -> ProductDraft {
    product.clone().into()
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(width, height);
    picture.write_to(&mut bytes, image::ImageFormat::WebP).unwrap();
    bytes.into_inner()
}
