//! What every page of the back office is made of: lists, details, forms, statuses, times.

mod act;
mod bulk;
mod confirm;
mod detail;
mod export;
mod form;
mod keys;
mod list;
mod list_filter;
mod list_state;
#[cfg(feature = "ssr")]
mod optional;
mod pages;
mod reason;
mod short;
mod skeleton;
mod status;
mod toasts;
mod when;

pub use act::{Refresh, act, act_restorable, act_undoable, use_refresh};
pub use bulk::{BULK, BulkBar, SelectRow, SelectTile, Selection};
pub use confirm::{Confirm, FormMessage};
pub use detail::{DetailFrame, Happening, Story};
pub use export::ExportLink;
pub use form::{SaveChanges, UnsavedGuard, ask_before_leaving, provide_unsaved, use_unsaved};
pub(crate) use keys::is_typing;
pub use keys::{ListKeys, PageKeys};
pub use list::{ListFrame, how_many, named, plural};
pub use list_filter::ListFilter;
#[cfg(feature = "ssr")]
pub use list_state::now;
pub use list_state::{ListState, Listed, use_list_state};
#[cfg(feature = "ssr")]
pub use optional::or_nothing;
pub use pages::Pages;
pub use reason::{Deed, Reason, Why};
pub use short::{Shortened, shortened};
pub use skeleton::{skeleton_detail, skeleton_list};
pub use status::{
    checkout_badge, coupon_badge, gift_card_badge, notification_badge, order_badge, outbox_badge,
    payment_badge, payment_state_badge, product_badge, shipment_badge, transfer_badge, words,
};
pub use toasts::{Toaster, Toasts, Undo, provide_toaster, use_toaster};
pub use when::{When, exact, relative};
