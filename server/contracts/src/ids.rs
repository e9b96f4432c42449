use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )*};
}

id! {
    /// A person with an account: shopper or staff.
    UserId,
    /// An account that somebody asked for.
    RegistrationId,
    /// One signed-in browser.
    SessionId,
    /// An entry of somebody's address book.
    SavedAddressId,
    /// Customers who are treated alike.
    CustomerGroupId,
    /// What a member of staff wrote about a customer.
    CustomerNoteId,
    /// A member of staff looking at the shop as a customer.
    LookId,
    /// A list's filters under a name.
    SavedViewId,
    /// A bearer key of a machine client.
    ApiKeyId,
    /// A machine or an app that may ask for tokens.
    OauthClientId,
    /// A shopper letting such a client in.
    OauthGrantId,
    /// An account at another provider that opens one of ours.
    ExternalIdentityId,
    /// A key of a person's device.
    PasskeyId,
    /// A product: what a shopper looks at.
    ProductId,
    /// A variant: what a shopper buys; it has the SKU.
    VariantId,
    /// A node of the category tree.
    CategoryId,
    /// A kind of product.
    ProductTypeId,
    /// What is to be said of the products of one type.
    AttributeId,
    /// Who makes products.
    BrandId,
    /// Products that belong together for a while.
    CollectionId,
    /// A picture or video of a product.
    MediaId,
    /// An old address and the page that stands for it now.
    RedirectId,
    /// A file of products on its way into the catalogue.
    ImportId,
    /// A place that holds stock.
    WarehouseId,
    /// Stock of one variant in one warehouse.
    InventoryId,
    /// Units held for one checkout; equal to the checkout's id.
    ReservationId,
    /// Units that move from one warehouse to another.
    TransferId,
    /// A cart of a guest or a customer.
    CartId,
    /// One run of the checkout flow.
    CheckoutId,
    /// An invoice or a credit note.
    InvoiceId,
    /// A discount code and its terms.
    CouponId,
    /// The shop as a whole; there is one.
    ShopId,
    /// A placed order.
    OrderId,
    /// A line of an order.
    OrderItemId,
    /// What a member of staff wrote about an order.
    NoteId,
    /// Orders that are acted on together.
    BatchId,
    /// One attempt to be paid.
    PaymentId,
    /// Money that was paid for before and pays purchases.
    GiftCardId,
    /// Money going back.
    RefundId,
    /// A charge about which the gateway's book and ours disagreed.
    ReconciliationId,
    /// A charge that its payer disputes, or is about to.
    DisputeId,
    /// A shipping zone: the countries that share rates.
    ZoneId,
    /// A way to ship within a zone.
    ShippingMethodId,
    /// A parcel.
    ShipmentId,
    /// A message to one recipient.
    NotificationId,
    /// A message template in one language.
    TemplateId,
    /// Where a machine of others is told what happens.
    WebhookEndpointId,
    /// One event on its way to one endpoint.
    WebhookDeliveryId,
    /// A delivered or waiting event.
    EventId,
    /// A report that was made and kept.
    ReportId,
    /// Work that is done later.
    JobId,
    /// One look at every rule of the shop.
    ExaminationId,
}
