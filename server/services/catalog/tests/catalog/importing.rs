//! Files of products become products, and what cannot be comes back.

use crate::shop::{Shop, draft, merchant};
use catalog::{Catalog, Config};
use contracts::{
    ErrorKind, ImportId, PageRequest, ProductId,
    catalog::{
        Catalog as _, Import, ImportDetail, ImportDraft, ImportField, ImportFormat, ImportState, Product,
        ProductQuery, ProductStatus,
    },
};
use platform::testing::published;
use sqlx::PgPool;
use std::collections::BTreeMap;

impl Shop {
    async fn send(&self, bytes: &[u8]) -> Import {
        let id = ImportId(platform::ids::mint());
        let draft = ImportDraft { id, file_name: "mugs.csv".into(), format: None, currency: None };
        self.catalog.open_import(merchant(), draft).await.unwrap();
        for (number, piece) in (0..).zip(bytes.chunks(Import::PIECE)) {
            self.catalog.add_import_piece(merchant(), id, number, piece.to_vec()).await.unwrap();
        }
        self.catalog.finish_import_upload(merchant(), id).await.unwrap()
    }

    /// Sends a file and has it compared, by what its columns are guessed to mean.
    async fn checked(&self, text: &str) -> ImportDetail {
        let import = self.send(text.as_bytes()).await;
        assert_eq!(import.state, ImportState::Uploaded, "{:?}", import.failure);
        self.catalog.check_import(merchant(), import.id, import.mapping).await.unwrap();
        self.worked(import.id).await
    }

    async fn worked(&self, id: ImportId) -> ImportDetail {
        while self.catalog.step_on_imports().await.unwrap() {}
        self.catalog.import(merchant(), id).await.unwrap().unwrap()
    }

    async fn applied(&self, text: &str) -> ImportDetail {
        let checked = self.checked(text).await;
        assert_eq!(checked.import.state, ImportState::Ready, "{:?}", checked.import.failure);
        self.catalog.start_import(merchant(), checked.import.id).await.unwrap();
        let done = self.worked(checked.import.id).await;
        assert_eq!(done.import.state, ImportState::Done, "{:?}", done.import.failure);
        done
    }

    async fn all(&self) -> BTreeMap<String, Product> {
        let products = self.catalog.export_products(merchant(), ProductQuery::default(), None).await.unwrap();
        products.into_iter().map(|product| (product.slug.to_string(), product)).collect()
    }

    async fn told_of(&self, name: &str) -> Vec<uuid::Uuid> {
        let events = published(&self.db).await.into_iter().filter(|event| event.name == name);
        events.map(|event| event.aggregate).collect()
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_dry_run_says_what_would_happen_and_changes_nothing(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let before = shop.all().await;
    let file = "slug,name,category,sku,price,colour\n\
        desk-lamp,Reading Lamp,,,,\n\
        ramen-bowl,Ramen Bowl,,RAMEN-BOWL-INK,34.00,\n\
        new-cup,New Cup,Tableware > Cups,NEW-CUP,12.50,Chalk\n\
        new-mug,New Mug,,NEW-MUG,cheap,Chalk\n";
    let checked = shop.checked(file).await;
    let counts = checked.import.counts;
    assert_eq!((counts.rows, counts.products, counts.failed_rows), (4, 4, 1));
    assert_eq!((counts.created, counts.changed, counts.unchanged, counts.failed), (1, 1, 1, 1));
    let problem = &checked.problems[0];
    assert_eq!((problem.line, problem.column.as_str(), problem.value.as_str()), (5, "price", "cheap"));
    assert_eq!(shop.all().await, before);
    assert_eq!(shop.catalog.categories().await.unwrap().len(), 2);
    shop.catalog.cancel_import(merchant(), checked.import.id).await.unwrap();
    let refused = shop.catalog.start_import(merchant(), checked.import.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_import_makes_products_with_variants_in_categories_by_path(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let file = "slug;name;brand;category;attributes;sku;price;compare_at;weight_g;option1_name;option1_value;status\n\
        mug;Mug;Tidewater;Home > Kitchen;Care: By hand;MUG-A;1.019,50;1.200,00;340;Colour;Chalk;active\n\
        mug;;;;;MUG-B;19,00;;340;;Ink;\n\
        cup;Mug;;Home > Kitchen;;CUP;5;;;;;draft\n";
    let done = shop.applied(file).await;
    assert_eq!((done.import.counts.created, done.import.counts.applied), (2, 2));
    let products = shop.all().await;
    let mug = &products["mug"];
    let path: Vec<_> = mug.categories.iter().map(|category| category.name.as_str()).collect();
    assert_eq!(path, ["Home", "Kitchen"]);
    assert_eq!(mug.options[0].values.len(), 2);
    assert_eq!((mug.variants[0].price.minor, mug.variants[1].price.minor), (101_950, 1900));
    assert_eq!(mug.variants[0].compare_at.map(|money| money.minor), Some(120_000));
    assert_eq!(mug.variants[1].options[0].value, "Ink");
    assert_eq!(mug.attributes[0].value, "By hand");
    assert_eq!(products["cup"].status, ProductStatus::Draft);
    assert_eq!(shop.found("tidewater").await, ["Mug"], "the search knows it");
    assert_eq!(shop.told_of("product_saved").await.len(), 2);
    assert_eq!(shop.told_of("category_saved").await.len(), 2);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_file_of_skus_and_prices_changes_prices_and_nothing_else(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let before = shop.all().await["stoneware-mug"].clone();
    let done = shop.applied("sku,price\nSTONEWARE-MUG-CHALK,25.00\nstoneware-mug-sage,26.00\n").await;
    assert_eq!((done.import.counts.products, done.import.counts.changed), (1, 1), "they are one product's");
    let mut expected = before.clone();
    expected.variants[0].price.minor = 2500;
    expected.variants[1].price.minor = 2600;
    let after = shop.all().await["stoneware-mug"].clone();
    (expected.version, expected.updated_at) = (before.version + 1, after.updated_at);
    assert_eq!(after, expected);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn failed_lines_come_back_alone_and_corrected_they_succeed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.save(draft("Lamp", "", 900, &["Chalk"], None)).await;
    let file = "slug,name,sku,price,colour\nmug,Mug,MUG-A,19.00,Chalk\nmug,,MUG-B,0,Ink\nmug,,LAMP-CHALK,5,Sage\ncup,Cup,CUP,5,\n";
    let done = shop.applied(file).await;
    assert_eq!((done.import.counts.applied, done.import.counts.failed_rows), (2, 2));
    let failed = shop.catalog.failed_import_rows(merchant(), done.import.id, 0).await.unwrap();
    assert_eq!(failed.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(failed[0].cells, ["mug", "", "MUG-B", "0", "Ink"]);
    assert!(failed[1].error.contains("Another product"), "{}", failed[1].error);
    let corrected =
        "slug,name,sku,price,colour,error\nmug,,MUG-B,21.00,Ink,price: x\nmug,,MUG-C,5,Sage,sku: x\n";
    let done = shop.applied(corrected).await;
    assert_eq!((done.import.counts.changed, done.import.counts.failed_rows), (1, 0));
    let mug = shop.all().await["mug"].clone();
    let skus: Vec<_> = mug.variants.iter().map(|variant| variant.sku.to_string()).collect();
    assert_eq!((skus, mug.version), (vec!["MUG-A".into(), "MUG-B".into(), "MUG-C".into()], 2));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_import_that_stops_anywhere_is_gone_on_with_and_applies_everything_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let lines: Vec<String> = (0..600).map(|number| format!("SKU-{number},Mug,{}.50", number + 1)).collect();
    let checked = shop.checked(&format!("sku,name,price\n{}\n", lines.join("\n"))).await;
    assert_eq!(checked.import.counts.created, 600);
    shop.catalog.start_import(merchant(), checked.import.id).await.unwrap();
    assert!(shop.catalog.step_on_imports().await.unwrap());
    let half =
        shop.catalog.import(merchant(), checked.import.id).await.unwrap().unwrap().import.counts.applied;
    assert!((1..600).contains(&half), "{half}");
    // What a process that was killed leaves behind is its committed steps; another one goes on.
    let other = Catalog::new(shop.db.clone(), Config { media_dir: shop.media_dir.clone() });
    other.start_import(merchant(), checked.import.id).await.unwrap();
    while other.step_on_imports().await.unwrap() {}
    let done = shop.catalog.import(merchant(), checked.import.id).await.unwrap().unwrap().import;
    assert_eq!((done.state, done.counts.applied), (ImportState::Done, 600));
    let mut told = shop.told_of("product_saved").await;
    told.sort_unstable();
    told.dedup();
    assert_eq!((told.len(), shop.told_of("product_saved").await.len()), (600, 600));
    let list = ProductQuery { page: PageRequest::new(1, 1), ..ProductQuery::default() };
    assert_eq!(shop.catalog.products(merchant(), list).await.unwrap().total, 600);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn all_products_are_told_again_and_unchanged_by_their_own_json(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let lines = shop.all().await.into_values().map(|product| {
        let variants = product.variants.iter().map(|variant| {
            serde_json::json!({ "sku": variant.sku, "options": variant.options, "price": variant.price.decimal(),
                "compare_at": null, "weight_g": variant.weight_g })
        });
        let category: Vec<_> = product.categories.iter().map(|category| &category.name).collect();
        serde_json::json!({ "slug": product.slug, "name": product.name, "description": product.description,
            "brand": product.brand, "status": product.status, "category": category, "attributes": product.attributes,
            "options": product.options, "variants": variants.collect::<Vec<_>>() })
        .to_string()
    });
    let checked = shop.checked(&lines.collect::<Vec<_>>().join("\n")).await;
    assert_eq!(checked.import.format, ImportFormat::JsonLines);
    let counts = checked.import.counts;
    assert_eq!((counts.unchanged, counts.changed, counts.created, counts.failed_rows), (4, 0, 0, 0));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_columns_mean_is_remembered_for_files_like_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let file = b"nr,label,cost\nMUG,Mug,9\n";
    let first = shop.send(file).await;
    assert_eq!(first.mapping, [ImportField::Ignore; 3]);
    let refused = shop.catalog.check_import(merchant(), first.id, first.mapping).await.unwrap_err();
    assert!(refused.for_field("columns").is_some());
    let said = vec![ImportField::Sku, ImportField::Name, ImportField::Price];
    shop.catalog.check_import(merchant(), first.id, said.clone()).await.unwrap();
    assert_eq!(shop.worked(first.id).await.import.counts.created, 1);
    assert_eq!(shop.send(file).await.mapping, said);
    let failed = shop.send(b"nr,label,cost,error\nMUG,Mug,9,x\n").await;
    assert_eq!(failed.mapping, [&said[..], &[ImportField::Ignore]].concat());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn one_sku_in_two_products_of_a_file_is_the_first_one_s(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let checked = shop.checked("slug,name,sku,price\nmug,Mug,SAME,9\ncup,Cup,SAME,9\n").await;
    assert_eq!((checked.import.counts.created, checked.import.counts.failed_rows), (1, 1));
    assert_eq!(checked.problems[0].line, 3);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn files_come_whole_in_order_and_as_text(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = ImportId(platform::ids::mint());
    let draft = ImportDraft { id, file_name: "a.csv".into(), format: None, currency: None };
    shop.catalog.open_import(merchant(), draft).await.unwrap();
    let late = shop.catalog.add_import_piece(merchant(), id, 1, b"x".to_vec()).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Conflict);
    for _ in 0..2 {
        shop.catalog.add_import_piece(merchant(), id, 0, b"PK\x03\x04".to_vec()).await.unwrap();
    }
    let import = shop.catalog.finish_import_upload(merchant(), id).await.unwrap();
    assert_eq!((import.state, import.counts.bytes), (ImportState::Failed, 4));
    assert!(import.failure.unwrap().contains("spreadsheet"));
    let again = shop.send("sku,price\n".as_bytes()).await;
    shop.catalog.check_import(merchant(), again.id, again.mapping).await.unwrap();
    assert_eq!(shop.worked(again.id).await.import.state, ImportState::Failed, "there are no products in it");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn units_of_a_file_are_told_to_whoever_counts_them(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.applied("sku,name,price,stock\nMUG,Mug,9,12\nCUP,Cup,9,\n").await;
    let mug = shop.all().await["mug"].id;
    assert_eq!(shop.told_of("stock_counted").await.into_iter().map(ProductId).collect::<Vec<_>>(), [mug]);
}
