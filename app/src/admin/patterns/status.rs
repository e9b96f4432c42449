use crate::components::{Badge, Tone};
use contracts::{
    catalog::ProductStatus,
    inventory::TransferStatus,
    notifications::NotificationStatus,
    orders::{CheckoutState, CouponStatus, OrderStatus, PaymentState},
    payments::{GiftCardStatus, PaymentStatus},
    shipping::ShipmentStatus,
};
use leptos::prelude::*;

/// A stored name as words: `partially_refunded` becomes `Partially refunded`.
pub fn words(name: &str) -> String {
    let text = name.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn badge(tone: Tone, name: &str) -> AnyView {
    view! { <Badge tone text=words(name) /> }.into_any()
}

/// Whether a coupon can be used.
pub fn coupon_badge(status: CouponStatus) -> AnyView {
    let tone = match status {
        CouponStatus::Active => Tone::Positive,
        CouponStatus::Scheduled => Tone::Info,
        CouponStatus::Expired | CouponStatus::UsedUp | CouponStatus::Inactive => Tone::Neutral,
    };
    badge(tone, status.as_str())
}

/// Whether a gift card pays.
pub fn gift_card_badge(status: GiftCardStatus) -> AnyView {
    let tone = match status {
        GiftCardStatus::Active => Tone::Positive,
        GiftCardStatus::Empty | GiftCardStatus::Expired => Tone::Neutral,
        GiftCardStatus::Blocked => Tone::Danger,
    };
    badge(tone, status.as_str())
}

/// Where an order is.
pub fn order_badge(status: OrderStatus) -> AnyView {
    let tone = match status {
        OrderStatus::Pending => Tone::Warning,
        OrderStatus::Confirmed | OrderStatus::Shipped => Tone::Info,
        OrderStatus::Delivered => Tone::Positive,
        OrderStatus::Cancelled => Tone::Neutral,
    };
    badge(tone, status.as_str())
}

/// Where an order's money is.
pub fn payment_state_badge(state: PaymentState) -> AnyView {
    let tone = match state {
        PaymentState::Unpaid => Tone::Danger,
        PaymentState::Authorised => Tone::Warning,
        PaymentState::Paid => Tone::Positive,
        PaymentState::PartiallyRefunded | PaymentState::Refunded | PaymentState::Voided => Tone::Neutral,
    };
    badge(tone, state.as_str())
}

/// Where a payment is.
pub fn payment_badge(status: PaymentStatus) -> AnyView {
    let tone = match status {
        PaymentStatus::Created | PaymentStatus::Voided => Tone::Neutral,
        PaymentStatus::RequiresAction | PaymentStatus::Authorised => Tone::Warning,
        PaymentStatus::Captured => Tone::Positive,
        PaymentStatus::Failed => Tone::Danger,
    };
    badge(tone, status.as_str())
}

/// Where a parcel is.
pub fn shipment_badge(status: ShipmentStatus) -> AnyView {
    let tone = match status {
        ShipmentStatus::Pending | ShipmentStatus::Cancelled => Tone::Neutral,
        ShipmentStatus::InTransit => Tone::Info,
        ShipmentStatus::Delivered => Tone::Positive,
        ShipmentStatus::Returned => Tone::Warning,
    };
    badge(tone, status.as_str())
}

/// Where a transfer between warehouses is.
pub fn transfer_badge(status: TransferStatus) -> AnyView {
    let tone = match status {
        TransferStatus::Draft => Tone::Warning,
        TransferStatus::InTransit | TransferStatus::PartlyReceived => Tone::Info,
        TransferStatus::Received => Tone::Positive,
        TransferStatus::Cancelled => Tone::Neutral,
    };
    badge(tone, status.as_str())
}

/// Whether shoppers see a product.
pub fn product_badge(status: ProductStatus) -> AnyView {
    let tone = match status {
        ProductStatus::Draft => Tone::Warning,
        ProductStatus::Active => Tone::Positive,
        ProductStatus::Archived => Tone::Neutral,
    };
    badge(tone, status.as_str())
}

/// Where a message is.
pub fn notification_badge(status: NotificationStatus) -> AnyView {
    let tone = match status {
        NotificationStatus::Queued => Tone::Info,
        NotificationStatus::Sent => Tone::Positive,
        NotificationStatus::Failed => Tone::Danger,
    };
    badge(tone, status.as_str())
}

/// Where an event of an outbox is: `new`, `delivered`, `dead`.
pub fn outbox_badge(status: &str) -> AnyView {
    let tone = match status {
        "delivered" => Tone::Positive,
        "dead" => Tone::Danger,
        _ => Tone::Info,
    };
    badge(tone, status)
}

/// Where a run of the checkout is.
pub fn checkout_badge(state: CheckoutState) -> AnyView {
    let tone = match state {
        CheckoutState::Completed => Tone::Positive,
        CheckoutState::Stuck => Tone::Danger,
        CheckoutState::Undoing => Tone::Warning,
        CheckoutState::Abandoned => Tone::Neutral,
        _ => Tone::Info,
    };
    badge(tone, state.as_str())
}
