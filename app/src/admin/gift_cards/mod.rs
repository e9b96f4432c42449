//! Gift cards: the list, a new one with its code, and one with its movements.

mod adjust;
mod api;
mod block;
mod card;
mod code;
mod form;
mod list;
mod movements;
#[cfg(feature = "ssr")]
mod once;
#[cfg(feature = "ssr")]
mod parse;
mod words;

pub(super) use card::AdminGiftCard;
pub(super) use code::AdminGiftCardCode;
pub(super) use form::AdminNewGiftCard;
pub(super) use list::AdminGiftCards;

const PATH: &str = "/admin/gift-cards";
