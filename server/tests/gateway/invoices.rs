//! Invoices and credit notes as pages: who may open them, and what is on the sheet.

use super::office::administrator;
use crate::support::{Shop, client::Client};
use contracts::{
    Actor,
    after_sales::RefundOrder,
    checkout::Outcome,
    orders::{InvoiceRow, Order},
};

const SELLER: [&str; 6] = [
    "--seller-name",
    "Tradewind Goods GmbH",
    "--seller-address",
    "Hafenstraße 1, 20359 Hamburg, Germany",
    "--seller-vat-id",
    "DE123456789",
];

/// An order that was paid and of which 5.00 € went back.
async fn refunded(shop: &Shop) -> Order {
    let services = &shop.built.services;
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 2, "4242 4242 4242 4242").await;
    let outcome = services.checkout.submit(wish).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    let order = shop.orders_of(variant).await.remove(0);
    let refund = RefundOrder {
        idempotency_key: platform::ids::mint(),
        order: order.id,
        lines: Vec::new(),
        extra: contracts::Money::new(500, order.total.currency),
        reason: "Came late".into(),
        restock: false,
    };
    services.after_sales.refund(Actor::System, refund).await.unwrap();
    shop.settle().await;
    order
}

async fn documents(shop: &Shop, order: &Order) -> [InvoiceRow; 2] {
    let rows = shop.built.services.orders.order_invoices(Actor::System, order.id).await.unwrap();
    rows.try_into().unwrap()
}

/// What is read on the sheet, in order.
fn sheet(html: &str) -> String {
    let article = html.split("<article class=\"invoice").nth(1).unwrap().split("</article>").next().unwrap();
    let texts = article.split('<').filter_map(|part| Some(part.split_once('>')?.1.trim()));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ").replace('\u{a0}', " ")
}

fn guest(shop: &Shop, order: &Order, email: &str) -> Client {
    shop.client().with("accept", "text/html").with("cookie", format!("order={}|{email}", order.number))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_prints_the_documents_of_the_own_order_and_a_stranger_none() {
    let shop = Shop::open(&SELLER).await;
    let order = refunded(&shop).await;
    let [invoice, note] = documents(&shop, &order).await;
    let ada = guest(&shop, &order, "ada@example.com");
    let page = |number: &str| format!("/orders/{}/invoices/{number}", order.number);

    let links = ada.get(&format!("/orders/{}", order.number)).await.must_be(200).text();
    assert!([&invoice, &note].iter().all(|document| links.contains(&page(&document.number))), "{links}");
    let printed = sheet(&ada.get(&page(&invoice.number)).await.must_be(200).text());
    for told in [
        &format!("Invoice {}", invoice.number),
        "Tradewind Goods GmbH | Hafenstraße 1, 20359 Hamburg, Germany",
        "DE123456789",
        "Ada Lovelace",
        &order.number,
        "| 2 | 20.00 € | 33.61 € | 19 % | 6.39 € | 40.00 €",
        &format!("Total | {}", order.total).replace('\u{a0}', " "),
    ] {
        assert!(printed.contains(told), "{told}: {printed}");
    }
    assert!(!printed.contains("not set"), "{printed}");
    let credited = sheet(&ada.get(&page(&note.number)).await.must_be(200).text());
    assert!(credited.contains(&format!("Corrects invoice | {}", invoice.number)), "{credited}");
    assert!(credited.contains("Credited | 5.00 €"), "{credited}");
    ada.get(&page("2026-999999")).await.must_be(404);

    let stranger = shop.client().with("accept", "text/html");
    for who in [stranger, guest(&shop, &order, "eve@example.com")] {
        let led_away = who.get(&page(&invoice.number)).await.must_be(302);
        assert!(led_away.header("location").starts_with("/orders/find"), "{}", led_away.header("location"));
        assert!(!led_away.text().contains("Hafenstraße"));
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_find_print_and_take_home_all_documents_and_see_that_the_seller_is_missing() {
    let shop = Shop::open(&[]).await;
    let order = refunded(&shop).await;
    let [invoice, note] = documents(&shop, &order).await;
    let (staff, guest) = (administrator(&shop).await, shop.client().with("accept", "text/html"));

    let list = staff.get(&format!("/admin/invoices?q={}&kind=credit_note", order.number)).await;
    let list = list.must_be(200).text();
    assert!(list.contains(&format!("/admin/invoices/{}", note.number)), "{list}");
    assert!(!list.contains(&format!("/admin/invoices/{}\"", invoice.number)), "{list}");
    assert!(list.contains("Seller not set"), "{list}");
    let detail = staff.get(&format!("/admin/orders/{}", order.id)).await.must_be(200).text();
    let links = |number: &str| detail.contains(&format!("/admin/invoices/{number}"));
    assert!(links(&invoice.number) && links(&note.number), "{detail}");
    let page = format!("/admin/invoices/{}", invoice.number);
    let printed = sheet(&staff.get(&page).await.must_be(200).text());
    assert!(printed.contains("Not complete") && printed.contains("Seller: not set"), "{printed}");
    let refused = guest.get(&page).await;
    assert!(refused.status != 200 && !refused.text().contains("Ada Lovelace"), "{}", refused.text());

    let file = staff.get("/admin/export/invoices.csv").await.must_be(200).text();
    let lines: Vec<_> = file.split_terminator("\r\n").collect();
    let [_, credited, sold] = lines[..] else { panic!("{file}") };
    assert!(sold.starts_with(&format!("{},invoice,", invoice.number)), "{file}");
    assert!(credited.starts_with(&format!("{},credit_note,", note.number)), "{file}");
    assert!(credited.ends_with(",-4.20,-0.80,-5.00,EUR"), "{file}");
    shop.close().await;
}
