//! Which pages are looked at. What is searched for is there at a thousand rows and at a million: row 500, of which
//! `fill/` says what it holds.

/// The moment of row 500 in microseconds since 1970: so many minutes of 2024.
const AT: &str = "1704097200000000";

/// A page of a list.
pub struct Case {
    pub list: &'static str,
    pub name: &'static str,
    /// Below `/admin`, with `{id}` for the id of row 500 and `{at}` for its moment, as keys have it.
    address: &'static str,
}

impl Case {
    /// The page's address.
    pub fn path(&self) -> String {
        let id = format!("01900000-0000-7000-8000-{:012x}", 500);
        format!("/admin{}", self.address).replace("{id}", &id).replace("{at}", AT)
    }
}

const fn case(list: &'static str, name: &'static str, address: &'static str) -> Case {
    Case { list, name, address }
}

/// Every list: its first page, one far down, its last, each filter, each sort, each search.
pub static CASES: [Case; 131] = [
    case("dashboard", "today", "?period=today"),
    case("dashboard", "30 days", "?period=month"),
    case("dashboard", "three years", "?period=own&from=2024-01-01&to=2026-12-31&compare=year"),
    case("orders", "first", "/orders"),
    case("orders", "page 400", "/orders?page=400"),
    case("orders", "far down", "/orders?after={at}~{id}"),
    case("orders", "last", "/orders?before=end"),
    case("orders", "oldest first", "/orders?sort=placed"),
    case("orders", "cheapest first", "/orders?sort=total"),
    case("orders", "dearest first", "/orders?sort=-total"),
    case("orders", "dearest, far down", "/orders?sort=-total&after=11000~{id}"),
    case("orders", "dearest, last", "/orders?sort=-total&before=end"),
    case("orders", "most by status", "/orders?status=delivered"),
    case("orders", "most by status, far down", "/orders?status=delivered&after={at}~{id}"),
    case("orders", "few by status", "/orders?status=pending"),
    case("orders", "few by status, dearest", "/orders?status=pending&sort=-total"),
    case("orders", "by payment", "/orders?payment=refunded"),
    case("orders", "by status and payment", "/orders?status=confirmed&payment=authorised"),
    case("orders", "by a common tag", "/orders?tag=gift"),
    case("orders", "by a common tag, far down", "/orders?tag=gift&after={at}~{id}"),
    case("orders", "by a rare tag", "/orders?tag=vip"),
    case("orders", "by a rare tag, dearest", "/orders?tag=vip&sort=-total"),
    case("orders", "by customer", "/orders?customer={id}"),
    case("orders", "of a day", "/orders?from=2024-01-01&to=2024-01-01"),
    case("orders", "of a year, dearest", "/orders?from=2024-01-01&to=2024-12-31&sort=-total"),
    case("orders", "few by status of a day", "/orders?status=pending&from=2024-01-01&to=2024-01-01"),
    case("orders", "by number", "/orders?q=TW-BENCH-500-"),
    case("orders", "by e-mail", "/orders?q=shopper500@example.com"),
    case("orders", "by a common name", "/orders?q=Lovelace"),
    case("orders", "by what all have", "/orders?q=example.com"),
    case("orders", "by what none has", "/orders?q=nobody.at.all"),
    case("carts", "first", "/carts"),
    case("carts", "abandoned", "/carts?state=abandoned"),
    case("carts", "open", "/carts?state=open"),
    case("carts", "with address", "/carts?address=1"),
    case("carts", "far down", "/carts?after={at}~{id}"),
    case("carts", "last", "/carts?before=end"),
    case("carts", "of a day", "/carts?from=2024-01-01&to=2024-01-01"),
    case("parcels", "first", "/parcels"),
    case("parcels", "far down", "/parcels?after={at}~{id}"),
    case("parcels", "last", "/parcels?before=end"),
    case("parcels", "by order", "/parcels?q=TW-BENCH-500-"),
    case("parcels", "by tracking number", "/parcels?q=BENCH500X"),
    case("parcels", "by a common name", "/parcels?q=lovelace"),
    case("payments", "first", "/payments"),
    case("payments", "far down", "/payments?after={at}~{id}"),
    case("payments", "last", "/payments?before=end"),
    case("payments", "by id", "/payments?q={id}"),
    case("payments", "by reference", "/payments?q=ch_bench_500_"),
    case("payments", "by card", "/payments?q=visa"),
    case("invoices", "first", "/invoices"),
    case("invoices", "far down", "/invoices?after={at}~{id}"),
    case("invoices", "last", "/invoices?before=end"),
    case("invoices", "credit notes", "/invoices?kind=credit_note"),
    case("invoices", "of a month", "/invoices?month=2024-01"),
    case("invoices", "credit notes of a day", "/invoices?kind=credit_note&from=2024-01-01&to=2024-01-01"),
    case("invoices", "by number", "/invoices?q=B-2024-500-"),
    case("invoices", "by a common name", "/invoices?q=Lovelace"),
    case("gift cards", "first", "/gift-cards"),
    case("gift cards", "far down", "/gift-cards?after={at}~{id}"),
    case("gift cards", "last", "/gift-cards?before=end"),
    case("gift cards", "active", "/gift-cards?status=active"),
    case("gift cards", "empty", "/gift-cards?status=empty"),
    case("gift cards", "blocked", "/gift-cards?status=blocked"),
    case("gift cards", "expired", "/gift-cards?status=expired"),
    case("gift cards", "by recipient", "/gift-cards?q=shopper500@example.com"),
    case("customers", "first", "/customers"),
    case("customers", "far down", "/customers?after={at}~{id}"),
    case("customers", "last", "/customers?before=end"),
    case("customers", "staff", "/customers?staff=1"),
    case("customers", "by a common tag", "/customers?tag=regular"),
    case("customers", "by a rare tag", "/customers?tag=vip"),
    case("customers", "by a large group", "/customers?group=01900000-0000-7000-8000-0000000000a1"),
    case("customers", "by a small group", "/customers?group=01900000-0000-7000-8000-0000000000a2"),
    case("customers", "of a day", "/customers?from=2024-01-01&to=2024-01-01"),
    case("customers", "by e-mail", "/customers?q=shopper500@example.com"),
    case("customers", "by a common name", "/customers?q=Lovelace"),
    case("customers", "by what none has", "/customers?q=nobody.at.all"),
    case("products", "first", "/products"),
    case("products", "far down", "/products?after={at}~{id}"),
    case("products", "last", "/products?before=end"),
    case("products", "by name", "/products?sort=name"),
    case("products", "by name, far down", "/products?sort=-name&after=Mug%205~{id}"),
    case("products", "dearest, far down", "/products?sort=-price&after=25000~{id}"),
    case("products", "cheapest first", "/products?sort=price"),
    case("products", "dearest first", "/products?sort=-price"),
    case("products", "longest unchanged", "/products?sort=updated"),
    case("products", "drafts", "/products?status=draft"),
    case("products", "drafts, dearest", "/products?status=draft&sort=-price"),
    case("products", "by SKU", "/products?q=BENCH-500-0"),
    case("products", "by a common name", "/products?q=teapot"),
    case("coupons", "first", "/coupons"),
    case("coupons", "far down", "/coupons?after={at}~{id}"),
    case("coupons", "last", "/coupons?before=end"),
    case("coupons", "active", "/coupons?status=active"),
    case("coupons", "inactive", "/coupons?status=inactive"),
    case("coupons", "scheduled", "/coupons?status=scheduled"),
    case("coupons", "expired", "/coupons?status=expired"),
    case("coupons", "used up", "/coupons?status=used_up"),
    case("coupons", "by code", "/coupons?q=BENCH-500-"),
    case("stock", "first", "/stock"),
    case("stock", "far down", "/stock?after=BENCH-5~{id}"),
    case("stock", "last", "/stock?before=end"),
    case("stock", "by name", "/stock?sort=name"),
    case("stock", "by name, far down", "/stock?sort=name&after=Mug%205~{id}"),
    case("stock", "least first", "/stock?sort=available"),
    case("stock", "most first", "/stock?sort=-available"),
    case("stock", "last changed first", "/stock?sort=-updated"),
    case("stock", "low", "/stock?low=1"),
    case("stock", "low, by name", "/stock?low=1&sort=name"),
    case("stock", "of a small warehouse", "/stock?warehouse=01900000-0000-7000-8000-0000000000b1"),
    case("stock", "by SKU", "/stock?q=BENCH-500-0"),
    case("ledger", "first", "/stock/ledger"),
    case("ledger", "far down", "/stock/ledger?after=500~"),
    case("ledger", "last", "/stock/ledger?before=end"),
    case("mails", "first", "/notifications"),
    case("mails", "far down", "/notifications?after={at}~{id}"),
    case("mails", "last", "/notifications?before=end"),
    case("mails", "failed", "/notifications?status=failed"),
    case("mails", "failed of a template", "/notifications?status=failed&template=welcome"),
    case("mails", "by e-mail", "/notifications?q=shopper500@example.com"),
    case("events", "first", "/events"),
    case("events", "far down", "/events?after=500~"),
    case("events", "last", "/events?before=end"),
    case("events", "of a service", "/events?service=shipping"),
    case("audit log", "first", "/audit"),
    case("audit log", "far down", "/audit?after={at}~500"),
    case("audit log", "last", "/audit?before=end"),
    case("audit log", "by who and act", "/audit?who=clerk7@&action=order.refunded"),
    case("audit log", "by id", "/audit?subject={id}"),
    case("audit log", "of a day", "/audit?from=2024-01-01&to=2024-01-01"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_named_by_its_number() {
        let by_id = CASES.iter().find(|case| case.list == "payments" && case.name == "by id").unwrap();
        assert_eq!(by_id.path(), "/admin/payments?q=01900000-0000-7000-8000-0000000001f4");
    }
}
