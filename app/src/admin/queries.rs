//! What a list asks of its service, given what is typed and chosen in it: the same for its page and for its file.
//! Server only.

use super::ListState;
use contracts::{
    Result, Services,
    catalog::{ProductQuery, ProductStatus},
    identity::{AuditQuery, CustomerQuery},
    inventory::{HeldQuery, StockQuery, TransferQuery, TransferStatus},
    orders::{
        CartQuery, CouponQuery, CouponStatus, InvoiceKind, InvoiceQuery, OrderQuery, OrderStatus,
        PaymentState,
    },
    payments::{GiftCardQuery, GiftCardStatus},
};

/// The time zone whose days a list is narrowed by, for services that do not know the shop's. Not asked for where no day
/// is chosen.
///
/// # Errors
/// As the service of orders answers.
pub async fn time_zone(services: &Services, state: &ListState) -> Result<String> {
    if state.filter("from").is_empty() && state.filter("to").is_empty() {
        return Ok(String::new());
    }
    Ok(services.orders.shop().await?.locale.time_zone)
}

/// The audit log: `who`, `action`, `subject`, `from` and `to`; days that are none narrow nothing.
pub fn audit(state: &ListState, time_zone: String) -> AuditQuery {
    AuditQuery {
        actor: state.filter("who").to_owned(),
        action: state.filter("action").to_owned(),
        subject: state.filter("subject").to_owned(),
        from: state.parsed("from"),
        to: state.parsed("to"),
        time_zone,
        page: state.request(50),
    }
}

/// Orders: words, `status`, `payment`, `customer`, `tag`, `from` and `to`.
pub fn orders(state: &ListState) -> OrderQuery {
    OrderQuery {
        search: state.search.clone(),
        status: OrderStatus::from_text(state.filter("status")),
        payment_status: PaymentState::from_text(state.filter("payment")),
        user: state.parsed("customer"),
        tag: Some(state.filter("tag").to_owned()).filter(|tag| !tag.is_empty()),
        from: state.parsed("from"),
        to: state.parsed("to"),
        sort: state.sort.clone(),
        page: state.request(25),
    }
}

/// Invoices and credit notes: words, `kind`, `month` (`2026-11`), `from` and `to`.
pub fn invoices(state: &ListState) -> InvoiceQuery {
    InvoiceQuery {
        search: state.search.clone(),
        kind: InvoiceKind::from_text(state.filter("kind")),
        month: state.filter("month").to_owned(),
        from: state.parsed("from"),
        to: state.parsed("to"),
        page: state.request(25),
    }
}

/// Coupons: words and `status`.
pub fn coupons(state: &ListState) -> CouponQuery {
    CouponQuery {
        search: state.search.clone(),
        status: CouponStatus::from_text(state.filter("status")),
        page: state.request(25),
    }
}

/// Gift cards: words and `status`.
pub fn gift_cards(state: &ListState) -> GiftCardQuery {
    GiftCardQuery {
        search: state.search.clone(),
        status: GiftCardStatus::from_text(state.filter("status")),
        page: state.request(25),
    }
}

/// People: words, `staff`, `tag`, `group` (an id), `from` and `to`.
pub fn customers(state: &ListState, time_zone: String) -> CustomerQuery {
    CustomerQuery {
        search: state.search.clone(),
        staff_only: state.filter("staff") == "1",
        tag: state.filter("tag").to_owned(),
        group: state.parsed("group"),
        from: state.parsed("from"),
        to: state.parsed("to"),
        time_zone,
        page: state.request(25),
    }
}

/// Carts: `state` (`open` or `abandoned`), `address`, `from` and `to`.
pub fn carts(state: &ListState) -> CartQuery {
    let abandoned = match state.filter("state") {
        "abandoned" => Some(true),
        "open" => Some(false),
        _ => None,
    };
    CartQuery {
        abandoned,
        with_address: state.filter("address") == "1",
        from: state.parsed("from"),
        to: state.parsed("to"),
        page: state.request(25),
    }
}

/// Transfers between warehouses: words, `status`, `warehouse` and `variant`.
pub fn transfers(state: &ListState) -> TransferQuery {
    TransferQuery {
        search: state.search.clone(),
        status: TransferStatus::from_text(state.filter("status")),
        warehouse: state.parsed("warehouse"),
        variant: state.parsed("variant"),
        page: state.request(25),
    }
}

/// What is held now: words, `warehouse` and `variant`.
pub fn held(state: &ListState) -> HeldQuery {
    HeldQuery {
        search: state.search.clone(),
        variant: state.parsed("variant"),
        warehouse: state.parsed("warehouse"),
        page: state.request(25),
    }
}

/// Stock: words, `warehouse` and `low`.
pub fn stock(state: &ListState) -> StockQuery {
    StockQuery {
        search: state.search.clone(),
        warehouse: state.parsed("warehouse"),
        variants: Vec::new(),
        low_only: state.filter("low") == "1",
        sort: state.sort.clone(),
        page: state.request(25),
    }
}

/// Products: words, `status` and `category`.
pub fn products(state: &ListState) -> ProductQuery {
    let status = [ProductStatus::Draft, ProductStatus::Active, ProductStatus::Archived];
    ProductQuery {
        search: state.search.clone(),
        status: status.into_iter().find(|status| status.as_str() == state.filter("status")),
        category: state.parsed("category"),
        scheduled: !state.filter("scheduled").is_empty(),
        sort: state.sort.clone(),
        page: state.request(25),
    }
}
