//! What is sold, how much of it there is, how it is sent, and what goes with what.

use super::{
    Row, anyone,
    called::{ID, Named},
    inside, staff, system,
};
use contracts::{
    PageRequest,
    Permission::{
        AdjustStock, EditCatalog, ManageSettings, OperateSystem, ShipOrders, ViewCatalog, ViewOrders,
        ViewStock,
    },
    catalog::{MediaQuery, ProductQuery, RedirectQuery},
    inventory::{HeldQuery, StockQuery, TransferQuery},
};
use serde_json::json;

const PUBLIC: &str = "the shop tells it everybody";
const PICTURE: &str = "whoever knows its id sees a picture: it shows goods, and ids cannot be guessed";

pub fn catalog(_: &Named) -> Vec<Row> {
    let picture = json!({ "bytes": [], "alt_text": "a mug", "option": null });
    let draft = json!({
        "id": null, "version": null, "name": "Mug", "slug": "", "description": "", "brand": "", "status": "draft",
        "category": null, "attributes": [], "options": [], "variants": [],
    });
    let import = json!({ "id": ID, "file_name": "mugs.csv", "format": null, "currency": null });
    let of_type = json!({ "id": null, "version": null, "name": "Mug", "attributes": [] });
    let brand = json!({ "id": null, "name": "Tidewater", "slug": "", "description": "" });
    let members = json!({ "by": "hand", "products": [] });
    let collection = json!({
        "id": null, "version": null, "name": "Summer", "slug": "", "description": "", "members": members,
    });
    vec![
        anyone("categories", PUBLIC),
        anyone("listing", PUBLIC),
        anyone("product_by_slug", PUBLIC),
        anyone("cards", PUBLIC),
        anyone("suggest", PUBLIC),
        anyone("media_file", PICTURE),
        anyone("media_avif", PICTURE),
        inside(
            "variants",
            "carts, orders and the back office describe what they hold; drafts are among them",
        ),
        staff("products", ViewCatalog, json!([ProductQuery::default()])),
        staff("product", ViewCatalog, json!([ID])),
        staff("save_product", EditCatalog, json!([draft])),
        staff("add_media", EditCatalog, json!([ID, picture])),
        staff("add_video", EditCatalog, json!([ID, "https://example.com/a.mp4", picture])),
        staff("delete_media", EditCatalog, json!([ID, ID])),
        staff("order_media", EditCatalog, json!([ID, []])),
        staff("media_library", ViewCatalog, json!([MediaQuery::default()])),
        staff("media_asset", ViewCatalog, json!([ID])),
        staff("upload_media", EditCatalog, json!(["mug.jpg", picture])),
        staff("change_media", EditCatalog, json!([ID, { "name": "", "alt_text": "a mug", "focal": null }])),
        staff("replace_media", EditCatalog, json!([ID, "mug.jpg", []])),
        staff("attach_media", EditCatalog, json!([ID, [ID]])),
        staff("discard_media", EditCatalog, json!([[ID], false])),
        staff("save_category", EditCatalog, json!([ID, null, "Mugs", ""])),
        staff("delete_category", EditCatalog, json!([ID])),
        staff("set_category_slug", EditCatalog, json!([ID, "mugs"])),
        anyone("moved_to", "whoever asks for an old address is led on"),
        staff("redirects", ViewCatalog, json!([RedirectQuery::default()])),
        staff("save_redirect", EditCatalog, json!([{ "id": null, "source": "/old", "target": "/shop" }])),
        staff("remove_redirect", EditCatalog, json!([ID])),
        staff("import_redirects", EditCatalog, json!(["/old,/shop"])),
        anyone("sitemap_parts", PUBLIC),
        anyone("sitemap_products", PUBLIC),
        staff("publication", ViewCatalog, json!([ID])),
        staff("set_schedule", EditCatalog, json!([ID, { "publish_at": null, "unpublish_at": null }])),
        staff("make_preview", EditCatalog, json!([ID])),
        staff("end_previews", EditCatalog, json!([ID])),
        anyone("previewed", "whoever has a link made for that sees the product"),
        staff("product_history", ViewCatalog, json!([ID])),
        staff("restore_product", EditCatalog, json!([ID, 1, 1])),
        staff("export_products", ViewCatalog, json!([ProductQuery::default(), null])),
        staff("open_import", EditCatalog, json!([import])),
        staff("add_import_piece", EditCatalog, json!([ID, 0, [115]])),
        staff("finish_import_upload", EditCatalog, json!([ID])),
        staff("check_import", EditCatalog, json!([ID, []])),
        staff("start_import", EditCatalog, json!([ID])),
        staff("cancel_import", EditCatalog, json!([ID])),
        staff("imports", EditCatalog, json!([PageRequest::default()])),
        staff("import", EditCatalog, json!([ID])),
        staff("failed_import_rows", EditCatalog, json!([ID, 0])),
        staff(
            "restore_category",
            EditCatalog,
            json!([{ "id": ID, "name": "Mugs", "slug": "mugs", "description": "", "position": 0 }]),
        ),
        staff("order_categories", EditCatalog, json!([null, []])),
        staff("product_types", ViewCatalog, json!([])),
        staff("save_product_type", EditCatalog, json!([of_type])),
        staff("delete_product_type", EditCatalog, json!([ID])),
        staff("typed", ViewCatalog, json!([ID])),
        staff("save_typed_product", EditCatalog, json!([draft, { "product_type": ID, "values": [] }])),
        anyone("brands", PUBLIC),
        staff("all_brands", ViewCatalog, json!([])),
        staff("save_brand", EditCatalog, json!([brand])),
        staff("merge_brands", EditCatalog, json!([ID, ID])),
        staff("collections", ViewCatalog, json!([])),
        staff("save_collection", EditCatalog, json!([collection])),
        staff("delete_collection", EditCatalog, json!([ID])),
        staff("count_members", ViewCatalog, json!([members])),
    ]
}

pub fn inventory(_: &Named) -> Vec<Row> {
    let warehouse = json!({
        "id": ID, "name": "Lisbon", "location": "Lisbon", "capacity": null, "contact_info": "", "priority": 9,
    });
    let units = json!({ "variant": ID, "from": ID, "to": ID, "quantity": 1, "reason": "x" });
    let transfer = json!({ "id": ID, "from": ID, "to": ID, "note": "" });
    vec![
        anyone("availability", PUBLIC),
        inside("reserve", "the checkout holds the units of its run"),
        inside("release", "the checkout undoes its own run"),
        inside("confirm", "the checkout sells what its run holds"),
        inside("restock_returned", "after-sales takes back what a cancelled or refunded order held"),
        staff("reservation", OperateSystem, json!([ID])),
        staff("warehouses", ViewStock, json!([])),
        staff("save_warehouse", AdjustStock, json!([warehouse])),
        staff("stock", ViewStock, json!([StockQuery::default()])),
        staff("export_stock", ViewStock, json!([StockQuery::default(), null])),
        staff("adjust", AdjustStock, json!([ID, ID, 1, "adjustment", "counted"])),
        staff("move_stock", AdjustStock, json!([units])),
        staff("set_threshold", AdjustStock, json!([ID, 3])),
        staff("default_threshold", ViewStock, json!([])),
        staff("set_default_threshold", AdjustStock, json!([5, null])),
        staff("held_units", ViewStock, json!([HeldQuery::default()])),
        staff("transfers", ViewStock, json!([TransferQuery::default()])),
        staff("transfer", ViewStock, json!([ID])),
        staff("begin_transfer", AdjustStock, json!([transfer])),
        staff("set_transfer_line", AdjustStock, json!([ID, "MUG-1", 1])),
        staff("send_transfer", AdjustStock, json!([ID])),
        staff("receive_transfer", AdjustStock, json!([ID, { "id": ID, "lines": [] }])),
        staff("cancel_transfer", AdjustStock, json!([ID, "x"])),
        staff("ledger", ViewStock, json!([null, PageRequest::default()])),
    ]
}

pub fn shipping(_: &Named) -> Vec<Row> {
    let parcel = json!({
        "id": ID, "order": ID, "order_number": "TW-ZZZZ-ZZZZ-ZZZZ", "email": "ada@example.com", "language": "en",
        "address": super::called::address(), "carrier": "DHL", "tracking_number": "", "lines": [],
    });
    let zone = json!({ "id": ID, "name": "", "countries": [] });
    let method = json!({
        "id": ID, "name": "", "carrier": "", "days_min": 1, "days_max": 2, "free_from": null, "tiers": [],
    });
    vec![
        anyone("countries", PUBLIC),
        anyone("check_address", "it only mends what it is given"),
        anyone("rates", PUBLIC),
        anyone("zones", PUBLIC),
        inside("shipments_of", "the pages of an order show its parcels to whoever may see the order"),
        staff("save_zone", ManageSettings, json!([zone])),
        staff("remove_zone", ManageSettings, json!([ID])),
        staff("save_method", ManageSettings, json!([ID, method])),
        staff("remove_method", ManageSettings, json!([ID])),
        system("personal_data", json!([super::called::subject()])),
        system("erase_order", json!([ID])),
        staff("dispatch", ShipOrders, json!([parcel])),
        staff("record_event", ShipOrders, json!([ID, "delivered", ""])),
        staff("shipments", ViewOrders, json!(["", PageRequest::default()])),
    ]
}

pub fn recommendations(_: &Named) -> Vec<Row> {
    vec![
        inside("record_view", "the edge knows who looks"),
        inside("record_click", "the edge knows who looks"),
        anyone("bought_together", PUBLIC),
        anyone("not_beside", PUBLIC),
        anyone("popular", PUBLIC),
        inside("for_customer", "the edge asks for whoever is signed in"),
        staff("summaries", ViewCatalog, json!([[ID]])),
        staff("ruled_products", ViewCatalog, json!([PageRequest::default()])),
        staff("explain", ViewCatalog, json!([ID])),
        staff("set_rule", EditCatalog, json!([{ "product": ID, "other": ID, "kind": "pin" }])),
        staff("lift_rule", EditCatalog, json!([ID, ID])),
        system("personal_data", json!([super::called::subject()])),
    ]
}
