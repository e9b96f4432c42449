//! A file goes the whole way: from a form without scripts to products with stock, and home again.

use super::office::administrator;
use crate::support::Shop;
use axum::body::Body;
use contracts::{
    Actor, PageRequest,
    catalog::{Catalog as _, ImportDetail, ImportState},
    inventory::{Inventory as _, StockQuery},
};
use http::Method;

const FORM: [(&str, &str); 2] =
    [("content-type", "multipart/form-data; boundary=x"), ("accept", "text/html")];

fn upload(file: &str) -> Body {
    let format = "--x\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\n\r\n";
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mugs.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    Body::from(format!("{format}{head}{file}\r\n--x--\r\n"))
}

/// The newest import, once the shop is no longer at work on it.
async fn newest(shop: &Shop) -> ImportDetail {
    let catalog = &shop.built.catalog;
    while catalog.step_on_imports().await.unwrap() {}
    let imports = catalog.imports(Actor::System, PageRequest::new(1, 1)).await.unwrap().items;
    catalog.import(Actor::System, imports[0].id).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_products_with_stock_and_what_leaves_as_a_file_changes_nothing_when_it_comes_back() {
    let shop = Shop::open(&[]).await;
    let staff = administrator(&shop).await.with("origin", "http://shop.test");
    let file = "slug,name,description,sku,price,stock,option1_name,option1_value\n\
        mug,-5 Mug,\"Two\nlines\",MUG-A,19.00,12,Colour,Chalk\nmug,,,MUG-B,21.00,0,,Ink\nbad,Bad,,BAD,cheap,,,\n";
    let sent = staff.send(Method::POST, "/api/upload_import", upload(file), &FORM).await;
    let place = sent.header("location").to_owned();
    assert!(place.contains("/admin/imports/"), "{} {place}", sent.status);
    let uploaded = newest(&shop).await.import;
    let id = uploaded.id;
    shop.built.catalog.check_import(Actor::System, id, uploaded.mapping).await.unwrap();
    assert_eq!(newest(&shop).await.import.counts.created, 1);
    let page = staff.get(&format!("/admin/imports/{id}")).await.must_be(200).text();
    assert!(page.contains("Import 1 product") && page.contains("cheap"), "{page}");
    shop.built.catalog.start_import(Actor::System, id).await.unwrap();
    assert_eq!(newest(&shop).await.import.state, ImportState::Done);
    shop.settle().await;
    let query = StockQuery { search: "MUG-A".into(), ..StockQuery::default() };
    let stock = shop.built.inventory.stock(Actor::System, query).await.unwrap().items;
    assert_eq!((stock.len(), stock[0].available), (1, 12));
    let failed = staff.get(&format!("/admin/export/failed-rows.csv?import={id}")).await.must_be(200).text();
    let lines: Vec<_> = failed.split_terminator("\r\n").collect();
    assert_eq!((lines.len(), lines[0].ends_with(",error")), (2, true), "{failed}");
    assert!(lines[1].starts_with("bad,Bad,,BAD,cheap,"), "{failed}");
    for home in ["products.csv", "products-json.jsonl"] {
        let file = staff.get(&format!("/admin/export/{home}")).await.must_be(200).text();
        staff.send(Method::POST, "/api/upload_import", upload(&file), &FORM).await;
        let again = newest(&shop).await.import;
        shop.built.catalog.check_import(Actor::System, again.id, again.mapping).await.unwrap();
        let counts = newest(&shop).await.import.counts;
        assert_eq!((counts.unchanged, counts.to_apply(), counts.failed_rows), (1, 0, 0), "{home}: {file}");
    }
    shop.close().await;
}
