//! Processes across services. Flows own no tables: their durable state is kept by the service whose
//! process it is, and every step is safe to repeat, so a crash at any point is repaired by going on.
//!
//! - [`CheckoutFlow`]: reserve stock, authorise payment, place order, confirm stock, capture; undone in
//!   reverse when a step is refused.
//! - [`AfterSalesFlow`]: capture, ship, cancel, refund, password reset.
//! - [`PrivacyFlow`]: what is kept of a person, told to them and erased.

pub mod after_sales;
pub mod checkout;
pub mod privacy;

pub use after_sales::AfterSalesFlow;
pub use checkout::CheckoutFlow;
pub use privacy::PrivacyFlow;
